"""The whole prompt, letter by letter: a stray newline here changes every score of a trained checkpoint."""

import io
import subprocess
import sys
from pathlib import Path

from PIL import Image

from jamel.policy.prompt import build_prompt, policy_image
from jamel.types import AppSpec, Element, Observation, SessionContext, Split, Viewport

GOLDEN = Path(__file__).with_name("explore_v1_golden.txt")
URL = "http://127.0.0.1:8800/shop/index.html"


def test_the_prompt_equals_the_golden_text() -> None:
    observation = Observation(
        url=URL + "#/cart",
        open_page_urls=(URL + "#/cart", URL),
        axtree_text="RootWebArea '购物', focused\n\t[4] button 'Buy {now}'\n\tStaticText '¥ 12'",
        elements=(Element(bid="4", role="button", label="Buy {now}"), Element(bid="9", role="link", label="it's")),
        screenshot_png=b"",
        viewport=Viewport(),
    )
    app = AppSpec(app_id="shop", split=Split.TEST, entry_path="shop/index.html")
    context = SessionContext(session_id="s", app=app, start_url=URL, seed=0, max_steps=50)
    assert build_prompt(observation, context, 7) == GOLDEN.read_text(encoding="utf-8")


def test_the_policy_sees_640_by_360_pixels_in_colour() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (1280, 720), (255, 0, 0, 128)).save(buffer, "PNG")
    image = policy_image(buffer.getvalue())
    assert (image.size, image.mode) == ((640, 360), "RGB")


def test_prompts_replies_memory_and_cache_need_no_torch() -> None:
    code = (
        "import sys, jamel.policy.prompt, jamel.policy.response, jamel.memory.bank, jamel.memory.latent_cache;"
        "print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.strip() == "[]"

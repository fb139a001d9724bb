"""The environment under honest and hostile pages: actions, errors, isolation, and an end to every hang."""

import io
from collections.abc import Callable
from contextlib import suppress

import psutil
import pytest
from PIL import Image
from playwright.sync_api import Error as PlaywrightError

from jamel.actions import Clear, Click, Fill, GoBack, Goto, Noop, SelectOption, TabClose, UploadFile
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.errors import BrowserError
from jamel.types import Observation
from tests.browser.conftest import bid_of

pytestmark = pytest.mark.browser
OpenSite = Callable[..., BrowserEnv]


def said(observation: Observation) -> str:
    """The text the page shows last."""
    return observation.axtree_text.rpartition("StaticText ")[2].strip("'")


def test_elements_have_ids_that_stay_while_the_document_lives(open_site: OpenSite) -> None:
    env = open_site("traps")
    first = env.reset().observation
    second = env.step(Click(bid=bid_of(first, "Mutations: 0"))).observation
    assert bid_of(first, "Ask") == bid_of(second, "Ask")
    assert [e.role for e in first.elements][:2] == ["button", "button"]


def test_observing_runs_no_app_code_and_leaves_nothing_in_the_page(open_site: OpenSite) -> None:
    env = open_site("traps")
    seen = env.reset().observation
    after = env.step(Click(bid=bid_of(seen, "Mutations: 0"))).observation
    bid_of(after, "Mutations: 0")  # neither the observer nor the wrapped built-in saw anything


def test_a_browser_that_served_long_is_replaced_and_nothing_else_changes(
    open_site: OpenSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jamel.browser.env.CONTEXTS_PER_BROWSER", 2)
    env = open_site("traps")
    resets, browsers = [], []
    for _ in range(5):
        resets.append(env.reset())
        browsers.append(env._pid)
    first, second, third = browsers[0], browsers[2], browsers[4]
    assert browsers == [first, first, second, second, third]
    assert len({first, second, third}) == 3
    assert not psutil.pid_exists(first)
    assert len({(r.observation.axtree_text, r.observation.screenshot_png) for r in resets}) == 1
    assert bid_of(env.step(Click(bid=bid_of(resets[4].observation, "Mutations: 0"))).observation, "Mutations: 0")


def test_filling_replaces_the_text_with_trusted_input(open_site: OpenSite) -> None:
    env = open_site("traps")
    name = bid_of(env.reset().observation, "Name")
    assert said(env.step(Fill(bid=name, value="新的 name")).observation) == "typed 新的 name"
    assert said(env.step(Clear(bid=name)).observation) == "typed"


def test_selecting_an_option_tells_the_page(open_site: OpenSite) -> None:
    env = open_site("traps")
    size = bid_of(env.reset().observation, "Size")
    assert said(env.step(SelectOption(bid=size, options=("M",))).observation) == "size M"
    wrong = env.step(SelectOption(bid=size, options=("XL",)))
    assert wrong.action_error is not None
    assert "no such option" in wrong.action_error


def test_dialogs_are_dismissed(open_site: OpenSite) -> None:
    env = open_site("traps")
    ask = bid_of(env.reset().observation, "Ask")
    assert said(env.step(Click(bid=ask)).observation) == "no"


def test_a_popup_comes_to_the_front_and_can_be_closed(open_site: OpenSite) -> None:
    env = open_site("traps")
    popup = bid_of(env.reset().observation, "Popup")
    opened = env.step(Click(bid=popup)).observation
    bid_of(opened, "In the popup")
    assert len(opened.open_page_urls) == 2
    closed = env.step(TabClose()).observation
    bid_of(closed, "Ask")
    alone = env.step(TabClose())
    assert (alone.action_error, alone.observation.open_page_urls) == (None, ("about:blank",))


def test_leaving_the_origin_keeps_the_page(open_site: OpenSite) -> None:
    env = open_site("traps")
    leave = bid_of(env.reset().observation, "Leave")
    after = env.step(Click(bid=leave)).observation
    assert after.url == env.start_url
    bid_of(after, "Leave")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "file:///etc/passwd", "https://example.com/", "about:blank"])
def test_going_elsewhere_is_an_action_error(open_site: OpenSite, url: str) -> None:
    env = open_site("traps")
    env.reset()
    step = env.step(Goto(url=url))
    assert step.action_error is not None
    assert step.observation.url == env.start_url


def test_actions_that_cannot_be_done_are_action_errors_that_say_why(open_site: OpenSite) -> None:
    env = open_site("traps")
    seen = env.reset().observation
    assert "could not find element" in (env.step(Click(bid="9999")).action_error or "")
    assert "no page of the app" in (env.step(GoBack()).action_error or "")
    assert "not allowed" in (env.step(UploadFile(bid=bid_of(seen, "Name"), file=("/etc/passwd",))).action_error or "")
    assert "unknown mouse button" in (env.step(Click(bid=bid_of(seen, "Ask"), button="none")).action_error or "")


def test_an_endless_loop_ends_in_a_browser_error_and_closing_still_works(open_site: OpenSite) -> None:
    env = open_site("traps", settings=BrowserSettings(step_budget_s=5.0))
    loop = bid_of(env.reset().observation, "Loop")
    with pytest.raises(BrowserError, match="hung for more than 5 s"):
        env.step(Click(bid=loop))
    env.close()


def test_a_crash_of_the_renderer_is_said_to_be_one(open_site: OpenSite) -> None:
    env = open_site("actions")
    env.reset()
    with suppress(PlaywrightError):
        env._tab.cdp.send("Page.crash")
    with pytest.raises(BrowserError, match="renderer crashed"):
        env.step(Noop())


def test_a_missing_app_is_a_browser_error(open_site: OpenSite) -> None:
    with pytest.raises(BrowserError, match=r"index\.html"):
        open_site("nowhere").reset()


def test_randomness_of_every_kind_is_the_sessions_own(open_site: OpenSite) -> None:
    drawn = []
    for seed in (1, 1, 2):
        env = open_site("traps", seed=seed)
        env.reset()
        page = env._tab.page  # no action shows a page's random numbers
        drawn.append(
            page.evaluate("[Math.random(), crypto.randomUUID(), ...crypto.getRandomValues(new Uint16Array(3))]")
        )
        env.close()
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(drawn[0][1]) == 36


def test_text_and_picture_of_a_page_that_never_rests_are_of_one_frame(open_site: OpenSite) -> None:
    env = open_site("moving")
    seen = [env.reset().observation] + [env.step(Noop()).observation for _ in range(5)]
    counts = [int(next(e.label for e in o.elements if e.role == "button")) for o in seen]
    reds = [Image.open(io.BytesIO(o.screenshot_png)).convert("RGB").getpixel((640, 400)) for o in seen]
    assert [(count, 0, 0) for count in counts] == reds
    assert counts == sorted(set(counts))
    env.reset()
    assert [env.step(Noop()).observation.axtree_text for _ in range(5)] == [o.axtree_text for o in seen[1:]]

"""The policy's prompt: what it is told about the present step, nothing about the past (paper reference, section 3).

The wording is ours and lies in a versioned template file whose hash goes into every dataset and checkpoint. Training
and inference build prompts here and nowhere else. This file does not know tokenizers.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from jamel.actions import ACTION_CLASSES, BROWSERGYM_ACTIONS
from jamel.types import Observation, RawStep, SessionContext

TEMPLATE_PATH = Path(__file__).parent / "prompts" / "explore_v1.txt"
TEMPLATE = TEMPLATE_PATH.read_text(encoding="utf-8")
PROMPT_ID = f"{TEMPLATE_PATH.stem}-{hashlib.sha256(TEMPLATE.encode()).hexdigest()[:12]}"
EARLIER_STEP = (TEMPLATE_PATH.parent / "earlier_step_v1.txt").read_text(encoding="utf-8")
IMAGE_MARKER = "<image>"
"""Where the screenshot stands. The last one in the text counts: page text comes before it."""
POLICY_IMAGE_SIZE = (640, 360)


def build_prompt(observation: Observation, context: SessionContext, step_index: int) -> str:
    """The user message for session step ``step_index``, with one image marker."""
    return TEMPLATE.format(
        step=step_index,
        app=_harmless(context.app.app_id),
        start_url=_harmless(context.start_url),
        actions="\n".join(_ACTION_LINES),
        open_pages=_harmless(repr(observation.open_page_urls)),
        axtree=_harmless(observation.axtree_text),
        elements=_harmless("\n".join(f"- {e.bid}: {e.role} {e.label!r}" for e in observation.elements)),
    )


def earlier_steps_text(raw_steps: Sequence[RawStep]) -> str:
    """What stands before the prompt where the newest steps are kept raw: one image marker a step."""
    return "".join(
        EARLIER_STEP.format(step=raw.step_index, action=_harmless(raw.action_text).replace(IMAGE_MARKER, "< image>"))
        for raw in raw_steps
    )


def policy_image(screenshot_png: bytes) -> Image.Image:
    """RGB, 640x360, bilinear."""
    with Image.open(io.BytesIO(screenshot_png)) as image:
        return image.convert("RGB").resize(POLICY_IMAGE_SIZE, Image.Resampling.BILINEAR)


def _harmless(text: str) -> str:
    """Page text must not spell special tokens: a label ``<|im_end|>`` would end the turn."""
    return text.replace("<|", "< |")


def _signature(name: str) -> str:
    return f"{name}({', '.join(ACTION_CLASSES[name].__dataclass_fields__)})"


_ACTION_LINES = tuple(_signature(name) for name in (*BROWSERGYM_ACTIONS, "reset"))

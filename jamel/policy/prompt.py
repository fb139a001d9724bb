"""The policy's prompt: what it is told about the present step, nothing about the past (paper reference, section 3).

The wording is ours and lies in a versioned template file; another file can take its place. Every dataset and checkpoint
carries the template it was made with. Training and inference build prompts here and nowhere else. This file does not
know tokenizers.
"""

from __future__ import annotations

import hashlib
import io
import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from jamel.actions import ACTION_CLASSES, BROWSERGYM_ACTIONS
from jamel.errors import ConfigError, DataError
from jamel.types import Observation, RawStep, SessionContext

IMAGE_MARKER = "<image>"
"""Where the screenshot stands. The last one in the text counts: page text comes before it."""
POLICY_IMAGE_SIZE = (640, 360)
FIELDS = ("step", "app", "start_url", "actions", "open_pages", "axtree", "elements")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptTemplate:
    """A wording with ``{fields}`` (``FIELDS``; braces that mean themselves are doubled) and one image marker."""

    name: str
    text: str = field(repr=False)

    @property
    def prompt_id(self) -> str:
        """Its name and the hash of its text."""
        return f"{self.name}-{hashlib.sha256(self.text.encode()).hexdigest()[:12]}"

    def __str__(self) -> str:
        return f"prompt {self.prompt_id}"


def load_template(path: Path) -> PromptTemplate:
    """Raises ``ConfigError`` for a file that is no template: what it lacks would otherwise fail at the first step."""
    try:
        text = path.read_text(encoding="utf-8")
        named = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"prompt template {path} cannot be used: {error}. Double braces that mean themselves."
        ) from None
    unknown = sorted(set(named) - set(FIELDS))
    if unknown:
        raise ConfigError(f"prompt template {path} has unknown fields {unknown}; known: {', '.join(FIELDS)}.")
    _, marker, behind = text.rpartition(IMAGE_MARKER)
    if not marker or "{" in behind.replace("{{", ""):
        raise ConfigError(
            f"prompt template {path} must have {IMAGE_MARKER} behind its last field, so that page text cannot move "
            "the screenshot. Put it there."
        )
    return PromptTemplate(name=path.stem, text=text)


def parse_template(raw: object) -> PromptTemplate | None:
    """From a configuration or a data file, where it stands as ``dataclasses.asdict`` writes it; None where it does not.

    Raises ``DataError`` for anything else.
    """
    match raw:
        case None:
            return None
        case {"name": str(name), "text": str(text)}:
            return PromptTemplate(name=name, text=text)
        case _:
            raise DataError(f"prompt_template is {str(raw)[:80]!r}; expected a name and a text. Write it again.")


def agreed_template(carried: PromptTemplate | None, wanted: Path | None, carrier: str) -> PromptTemplate:
    """What ``carrier`` (a checkpoint, a data set) was made with; where it does not say, the file ``wanted``, or ours.

    Raises ``ConfigError`` when file and carrier both say and differ: a policy reads other prompts badly, in silence.
    """
    given = None if wanted is None else load_template(wanted)
    if carried is not None and given is not None and carried.text != given.text:
        raise ConfigError(
            f"{carrier} was made with prompt {carried.prompt_id}, but prompt_template is {given.prompt_id}. "
            "Leave prompt_template out, or give the file that it was made with."
        )
    return carried or given or DEFAULT_TEMPLATE


_PROMPTS = Path(__file__).parent / "prompts"
DEFAULT_TEMPLATE = load_template(_PROMPTS / "explore_v1.txt")
EARLIER_STEP = (_PROMPTS / "earlier_step_v1.txt").read_text(encoding="utf-8")
EARLIER_STEP_AS_TEXT = (_PROMPTS / "earlier_step_as_text_v1.txt").read_text(encoding="utf-8")


def build_prompt(
    observation: Observation, context: SessionContext, step_index: int, template: PromptTemplate = DEFAULT_TEMPLATE
) -> str:
    """The user message for session step ``step_index``, with one image marker."""
    return template.text.format(
        step=step_index,
        app=harmless(context.app.app_id),
        start_url=harmless(context.start_url),
        actions="\n".join(_ACTION_LINES),
        open_pages=harmless(repr(observation.open_page_urls)),
        axtree=harmless(observation.axtree_text),
        elements=harmless("\n".join(f"- {e.bid}: {e.role} {e.label!r}" for e in observation.elements)),
    )


def earlier_steps_text(raw_steps: Sequence[RawStep]) -> str:
    """What stands before the prompt where the newest steps are kept raw: one image marker a step."""
    return "".join(
        EARLIER_STEP.format(step=raw.step_index, action=harmless(raw.action_text).replace(IMAGE_MARKER, "< image>"))
        for raw in raw_steps
    )


def policy_image(screenshot_png: bytes) -> Image.Image:
    """RGB, 640x360, bilinear."""
    with Image.open(io.BytesIO(screenshot_png)) as image:
        return image.convert("RGB").resize(POLICY_IMAGE_SIZE, Image.Resampling.BILINEAR)


def harmless(text: str) -> str:
    """Page text must not spell special tokens: a label ``<|im_end|>`` would end the turn."""
    return text.replace("<|", "< |")


def _signature(name: str) -> str:
    return f"{name}({', '.join(ACTION_CLASSES[name].__dataclass_fields__)})"


_ACTION_LINES = tuple(_signature(name) for name in (*BROWSERGYM_ACTIONS, "reset"))

"""The past as text before the prompt, in place of latents: the arm that shows what compressing saves and loses.

Of every step it keeps what the policy was shown, the pruned accessibility tree, and what it did; no screenshots, no
rewards, as the compressor sees none either. This file does not know models.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from jamel.actions import history_text
from jamel.policy.prompt import EARLIER_STEP_AS_TEXT, IMAGE_MARKER, harmless
from jamel.types import Step


@dataclass(slots=True)
class TextHistory:
    """One session's steps, oldest first. ``count_tokens`` is asked once a step."""

    count_tokens: Callable[[str], int]
    _steps: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    def begin(self) -> None:
        """Forget the last session."""
        self._steps.clear()

    def add(self, step: Step) -> None:
        text = EARLIER_STEP_AS_TEXT.format(
            step=step.index,
            url=harmless(step.observation.url),
            axtree=harmless(step.observation.axtree_text),
            action=harmless(history_text(step.decision.action)),
        ).replace(IMAGE_MARKER, "< image>")
        self._steps.append((text, self.count_tokens(text)))

    def within(self, room_tokens: int, *, but_newest: int = 0) -> str:
        """As many whole steps as fit, the newest; oldest first. The ``but_newest`` last ones are shown otherwise."""
        chosen: list[str] = []
        for text, tokens in reversed(self._steps[: len(self._steps) - but_newest]):
            room_tokens -= tokens
            if room_tokens < 0:
                break
            chosen.append(text)
        return "".join(reversed(chosen))

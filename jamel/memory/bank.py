"""The memory of one session: K latents per past step, oldest first, across resets (paper, section on memory).

One switch, the arm, decides what a policy is shown; only comparing arms proves that memory is read. Steps are
compressed when somebody looks, so several compress in one batch. This file does not know models.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from jamel.errors import ConfigError
from jamel.protocols import Compressor
from jamel.types import MemoryView, RawStep, SessionContext

MemoryArm = Literal["on", "off", "zeroed", "shuffled", "foreign", "last_k", "text"]
"""What stands in memory: all steps; nothing; as many zeros; all steps in another order; as many steps of another app;
the newest ``last_k``; none, as the policy itself shows the past as text (``policy.text_history``). Arms that are none
of ``off``, ``last_k`` and ``text`` show equally many latents."""
WITHOUT_LATENTS: frozenset[MemoryArm] = frozenset({"off", "text"})

NO_MEMORY = MemoryView(latents_ND=np.zeros((0, 0), np.float32), step_indices=())


class ForeignSteps(Protocol):
    """Steps of another app than the session's, at least ``context.max_steps`` - 1 of them."""

    def __call__(self, context: SessionContext) -> Sequence[RawStep]: ...


class MemoryBank:
    """With ``compressor`` None no latents are shown: the memory-off arm, and explorers.

    ``max_items`` bounds the latents shown; whole steps are dropped, the oldest first. The newest ``raw_steps`` are
    shown as they were, instead of as latents. ``count_tokens`` says how much the compressor reads
    of a screenshot and an action.
    """

    def __init__(
        self,
        compressor: Compressor | None,
        *,
        max_items: int = 512,
        arm: MemoryArm = "on",
        last_k: int | None = None,
        raw_steps: int = 0,
        foreign: ForeignSteps | None = None,
        count_tokens: Callable[[bytes, str], int] | None = None,
    ) -> None:
        if arm == "foreign" and foreign is None:
            raise ConfigError("memory arm foreign needs sessions of another app; none were given. Name their folder.")
        if (arm == "last_k") != (last_k is not None):
            raise ConfigError(f"memory arm {arm} with last_k {last_k}: arm last_k needs the number, others take none.")
        self._compressor = None if arm in WITHOUT_LATENTS else compressor
        self._arm, self._last_k, self._raw_steps = arm, last_k, raw_steps
        self._max_steps = max_items // (self._compressor.latents_per_step if self._compressor else 1)
        self._foreign, self._count_tokens = foreign, count_tokens
        self._shuffle_seed = 0
        self._steps: list[RawStep] = []
        self._sources = self._steps
        """Whose latents stand for the steps: the steps themselves, or those of a foreign session."""
        self._latents: list[NDArray[np.float32]] = []

    def begin(self, context: SessionContext) -> None:
        """Forget the last session. Raises ``DataError`` when no foreign session can stand in for this one."""
        self._shuffle_seed = context.seed
        self._steps.clear()
        self._latents.clear()
        if self._arm == "foreign" and self._foreign is not None:
            self._sources = list(self._foreign(context))

    def append(self, step_index: int, screenshot_png: bytes, action_text: str) -> None:
        """Remember a step by the screenshot before it and its canonical action text."""
        if self._compressor is None and self._raw_steps == 0:
            return
        self._steps.append(RawStep(step_index=step_index, screenshot_png=screenshot_png, action_text=action_text))

    def view(self) -> MemoryView:
        """Float32 (N, D), N = steps shown times K, the steps' own order but in arm ``shuffled``."""
        first_raw = max(0, len(self._steps) - self._raw_steps)
        raw = tuple(self._steps[first_raw:])
        if self._compressor is None:
            return MemoryView(latents_ND=NO_MEMORY.latents_ND, step_indices=(), raw_steps=raw) if raw else NO_MEMORY
        limit = self._max_steps if self._last_k is None else min(self._max_steps, self._last_k)
        chosen = list(range(max(0, first_raw - limit), first_raw))
        if self._arm == "shuffled":
            random.Random(f"{self._shuffle_seed}/{first_raw}").shuffle(chosen)
        width, per_step = self._compressor.width, self._compressor.latents_per_step
        latents_NKD, tokens = np.zeros((len(chosen), per_step, width), np.float32), 0
        if self._arm != "zeroed" and chosen:
            tokens = self._compress_up_to(first_raw)
            latents_NKD = np.stack([self._latents[i] for i in chosen])
        indices = tuple(self._steps[i].step_index for i in chosen for _ in range(per_step))
        return MemoryView(
            latents_ND=latents_NKD.reshape(-1, width), step_indices=indices, raw_steps=raw, compressor_tokens=tokens
        )

    def _compress_up_to(self, count: int) -> int:
        """How many tokens the compressor read for it."""
        waiting = self._sources[len(self._latents) : count]
        if not waiting or self._compressor is None:
            return 0
        screenshots, actions = [s.screenshot_png for s in waiting], [s.action_text for s in waiting]
        self._latents.extend(self._compressor.compress(screenshots, actions))
        return 0 if self._count_tokens is None else sum(map(self._count_tokens, screenshots, actions))

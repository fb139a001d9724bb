"""The memory of one session: one latent per past step, oldest first, across resets (paper, section on memory).

Steps are compressed when somebody looks, so several compress in one batch. This file does not know models.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jamel.protocols import Compressor
from jamel.types import MemoryView

NO_MEMORY = MemoryView(latents_ND=np.zeros((0, 0), np.float32), step_indices=())


class MemoryBank:
    """With ``compressor`` None the view is always empty: the memory-off arm, and explorers."""

    def __init__(self, compressor: Compressor | None, *, max_items: int = 512) -> None:
        self._compressor, self._max_items = compressor, max_items
        self._latents: list[NDArray[np.float32]] = []
        self._indices: list[int] = []
        self._waiting: list[tuple[bytes, str]] = []

    def append(self, step_index: int, screenshot_png: bytes, action_text: str) -> None:
        """Remember a step by the screenshot before it and its canonical action text."""
        if self._compressor is None:
            return
        self._waiting.append((screenshot_png, action_text))
        self._indices.append(step_index)

    def view(self) -> MemoryView:
        """The newest ``max_items`` latents as float32 (N, D); the oldest are dropped first."""
        if self._compressor is None:
            return NO_MEMORY
        if self._waiting:
            screenshots, actions = zip(*self._waiting, strict=True)
            self._latents.extend(self._compressor.compress(screenshots, actions))
            self._waiting.clear()
        width = self._compressor.width
        newest = self._latents[-self._max_items :] if self._max_items else []
        latents_ND = np.stack(newest) if newest else np.zeros((0, width), np.float32)
        return MemoryView(latents_ND=latents_ND, step_indices=tuple(self._indices[len(self._indices) - len(newest) :]))

    def clear(self) -> None:
        """Forget the session."""
        self._latents.clear()
        self._indices.clear()
        self._waiting.clear()

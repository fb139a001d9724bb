"""The weights that one process holds: of policies the newest, of compressors the newest.

Arms that differ in memory or sampling share them; arms of other weights follow each other, since several 7B policies do
not fit on one GPU. This file imports models only when they are asked for.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jamel.memory.latent_cache import IdentifiedCompressor

if TYPE_CHECKING:
    from jamel.policy.engine import Engine
    from jamel.policy.joint_policy import PolicySettings


class StepCompressor(IdentifiedCompressor, Protocol):
    """A compressor that a memory bank, its cache and its token counts can be made of."""

    def count_tokens(self, screenshot_png: bytes, action_text: str) -> int:
        """T of one step's turn, image tokens included."""
        ...


class ModelSource(Protocol):
    """Where an agent gets its models: this process, or one that several workers share (``client``)."""

    def engine(self, checkpoint: Path, settings: PolicySettings) -> Engine:
        """Raises ``CheckpointError`` for a checkpoint that cannot be used, ``CapabilityError`` without the engine."""
        ...

    def compressor(self, folder: Path, device: str, latents_per_step: int) -> StepCompressor:
        """Raises ``CheckpointError`` when the folder holds no Qwen3-VL."""
        ...

    def let_go(self) -> None:
        """The agent is gone: others may have its models."""
        ...


class LoadedModels:
    """Fits ``ModelSource``. Whoever asks for others must have let go of what it had."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Any, Any]] = {}

    def engine(self, checkpoint: Path, settings: PolicySettings) -> Engine:
        from jamel.policy.joint_policy import engine_settings, load_engine

        key = (checkpoint, engine_settings(settings))
        return self._get("engine", key, lambda: load_engine(checkpoint, settings))

    def compressor(self, folder: Path, device: str, latents_per_step: int) -> StepCompressor:
        from jamel.memory.compressor import QwenCompressor

        load = lambda: QwenCompressor.load(folder, device=device, latents_per_step=latents_per_step)  # noqa: E731
        return self._get("compressor", (folder, device, latents_per_step), load)

    def let_go(self) -> None:
        """Kept all the same: the next agent may want the same."""

    def _get(self, kind: str, key: Any, load: Callable[[], Any]) -> Any:
        if kind not in self._kept or self._kept[kind][0] != key:
            self._kept.pop(kind, None)
            gc.collect()
            self._kept[kind] = (key, load())
        return self._kept[kind][1]

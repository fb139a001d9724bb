"""What runs the models of a rollout: the joint model, aligner included, and the frozen compressor, in one Ray actor.

This file does not know sessions, and not verl either, so that its process need not load it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from jamel.errors import ModelError
from jamel.memory.compressor import QwenCompressor
from jamel.policy.engine import GenerationReply, GenerationRequest, Sampling
from jamel.policy.joint_policy import PolicySettings, load_engine


def server_name(rank: int) -> str:
    """Of the Ray actor that serves replica ``rank``."""
    return f"jamel_decision_server_{rank}"


class DecisionServer:
    """Answers batches. Between two training steps its weights are the trainer's, bit for bit in the same precision.

    Raises ``CapabilityError`` where the engine is not installed, ``CheckpointError`` for an unusable model."""

    def __init__(self, model_path: str, settings: PolicySettings) -> None:
        self._device = settings.device
        self._engine = load_engine(Path(model_path), settings)
        self._compressor: QwenCompressor | None = None
        self._step = 0

    def load_compressor(self, path: str) -> int:
        """The width of its latents."""
        if self._compressor is None:
            self._compressor = QwenCompressor.load(Path(path), device=self._device)
        return self._compressor.width

    def generate_batch(self, requests: Sequence[GenerationRequest], sampling: Sampling) -> list[GenerationReply]:
        return self._engine.generate(requests, sampling)

    def compress(self, shots: Sequence[bytes], actions: Sequence[str]) -> NDArray[np.float32]:
        if self._compressor is None:
            raise ModelError("the rollout engine was asked for latents, but has no compressor. Load it first.")
        return self._compressor.compress(shots, actions)

    def load_weights(self, named: Sequence[tuple[str, torch.Tensor]], step: int | None) -> None:
        """Raises ``ModelError`` for a weight that the model has not, or one of its own that did not come."""
        self._engine.load_weights(named)
        self._step = self._step if step is None else step

    def clear_kv_cache(self) -> int:
        """No cache outlives a batch. Returns the step of the weights, so that a caller can wait for the start."""
        return self._step

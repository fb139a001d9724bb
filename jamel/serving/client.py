"""A worker's end: an engine and a compressor whose weights another process holds (``server``).

Prompts, pictures and tokens are made here, beside the browser; only the models' own work is asked for. This file does
not know what is batched with what.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from jamel.errors import ModelError
from jamel.memory.compressor import count_turn_tokens
from jamel.policy.checkpoint import find_model_folder, read_joint_config
from jamel.policy.engine import GenerationReply, GenerationRequest, Sampling
from jamel.policy.joint_policy import PolicySettings
from jamel.serving.wire import Head, Tensors, bytes_to_tensor, pack, requests_to_wire, unpack
from jamel.weights import read_processor

START_BUDGET_S = 120.0
"""For the server to be there, its imports included; it loads weights after that."""
RETRY_S = 0.1


class SharedModels:
    """Fits ``loaded_models.ModelSource``: asks the server at ``socket``."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._talks: list[_Talk] = []

    def engine(self, checkpoint: Path, settings: PolicySettings) -> SharedEngine:
        """Waits while others use other weights. Raises ``ModelError`` for whatever went wrong in the server."""
        _, processor = read_joint_config(find_model_folder(checkpoint))
        talk, _ = self._open(
            {"kind": "engine", "checkpoint": str(checkpoint), "settings": settings.model_dump(mode="json")}
        )
        return SharedEngine(talk, processor)

    def compressor(self, folder: Path, device: str, latents_per_step: int) -> SharedCompressor:
        """As ``engine``."""
        talk, head = self._open(
            {"kind": "compressor", "folder": str(folder), "device": device, "latents_per_step": latents_per_step}
        )
        return SharedCompressor(talk, read_processor(folder), head["width"], latents_per_step, head["identity"])

    def let_go(self) -> None:
        while self._talks:
            self._talks.pop().close()

    def _open(self, wanted: Head) -> tuple[_Talk, Head]:
        talk = _Talk(self._socket)
        self._talks.append(talk)
        head, _ = talk.ask(wanted)
        return talk, head


class _Talk:
    """One connection: a question, its answer, and so on."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._connection = self._connect()

    def _connect(self) -> Any:
        deadline_s = time.monotonic() + START_BUDGET_S
        while True:
            try:
                return Client(str(self._socket), family="AF_UNIX")
            except OSError as error:
                if time.monotonic() > deadline_s:
                    raise self._gone(error) from error
                time.sleep(RETRY_S)

    def ask(self, head: Head, tensors: Mapping[str, torch.Tensor] | None = None) -> tuple[Head, Tensors]:
        try:
            self._connection.send_bytes(pack(head, tensors))
            answer, found = unpack(self._connection.recv_bytes())
        except (EOFError, OSError) as error:
            raise self._gone(error) from error
        if "error" in answer:
            raise ModelError(answer["error"])
        return answer, found

    def close(self) -> None:
        self._connection.close()

    def _gone(self, error: Exception) -> ModelError:
        why = str(error) or type(error).__name__
        return ModelError(f"the process that holds the models is gone ({why}). Its log is models_*.log of the output.")


class SharedEngine:
    """Fits ``engine.Engine``."""

    def __init__(self, talk: _Talk, processor: Any) -> None:
        self._talk, self.processor = talk, processor

    def generate(self, requests: Sequence[GenerationRequest], sampling: Sampling) -> list[GenerationReply]:
        heads, tensors = requests_to_wire(requests)
        answer, _ = self._talk.ask({"sampling": asdict(sampling), "requests": heads}, tensors)
        return [
            GenerationReply(token_ids=tuple(reply["token_ids"]), logprobs=tuple(reply["logprobs"]))
            for reply in answer["replies"]
        ]


class SharedCompressor:
    """Fits ``loaded_models.StepCompressor``."""

    def __init__(self, talk: _Talk, processor: Any, width: int, latents_per_step: int, identity: str) -> None:
        self._talk, self._processor = talk, processor
        self.width, self.latents_per_step, self.identity = width, latents_per_step, identity

    def compress(self, screenshots_png: Sequence[bytes], action_texts: Sequence[str]) -> NDArray[np.float32]:
        shots = {f"{i}": bytes_to_tensor(png) for i, png in enumerate(screenshots_png)}
        _, found = self._talk.ask({"actions": [*action_texts]}, shots)
        return found["latents_BKD"].numpy()

    def count_tokens(self, screenshot_png: bytes, action_text: str) -> int:
        return count_turn_tokens(self._processor, screenshot_png, action_text)

"""The seam between a policy and what runs its model: requests in, sampled tokens and their log-probabilities out.

Requests of several sessions go in one batch; each samples from a seed of its own, so neither order nor company matters.
This file does not know any engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from jamel.errors import ModelError
from jamel.policy.inputs import END_OF_TURN, PolicyInputs


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """One decision: its encoded prompt, the same images as the processor was given, and its memory.

    ``latents_ND`` float32 (N, D), oldest first, one for each placeholder in ``inputs``.
    """

    inputs: PolicyInputs = field(repr=False)
    images: tuple[Image.Image, ...] = field(repr=False)
    latents_ND: NDArray[np.float32] = field(repr=False)
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """``temperature`` 0 is greedy."""

    temperature: float
    top_p: float
    max_new_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationReply:
    """``token_ids`` end with the end of turn unless cut by ``max_new_tokens``.

    ``logprobs`` are the model's own, one a token: log-softmax of its raw logits, at temperature 1, before top-p and
    before tokens are barred.
    """

    token_ids: tuple[int, ...]
    logprobs: tuple[float, ...]


class Engine(Protocol):
    """Runs one joint model. Barred tokens (special tokens and placeholders) are never sampled."""

    @property
    def processor(self) -> Any: ...

    def generate(self, requests: Sequence[GenerationRequest], sampling: Sampling) -> list[GenerationReply]:
        """One reply a request, in order."""
        ...


class TrainedEngine(Engine, Protocol):
    """An engine whose weights follow a trainer's."""

    def load_weights(self, named: Sequence[tuple[str, torch.Tensor]]) -> None:
        """All weights of the model, aligner included. Raises ``ModelError`` when some are unknown or missing."""
        ...


def check_weight_names(own: Mapping[str, torch.nn.Parameter], names: Iterable[str]) -> None:
    """``own`` names a tied weight under each of its names; one of them is enough.

    Raises ``ModelError`` for a name that the model has not, or a weight of its own that did not come.
    """
    came = set(names)
    found = {id(own[name]) for name in came if name in own}
    unknown = sorted(came - set(own))
    missing = sorted(name for name, weight in own.items() if id(weight) not in found)
    if unknown or missing:
        raise ModelError(
            f"weights of trainer and rollout engine differ: unknown {unknown[:3]}, missing {missing[:3]}. "
            "Start both from the same model folder."
        )


def barred_token_ids(tokenizer: Any, vocabulary_rows: int) -> list[int]:
    """Everything that must never be sampled: special and placeholder tokens but the end of turn, and unused rows."""
    end_id = tokenizer.convert_tokens_to_ids(END_OF_TURN)
    special = {*tokenizer.all_special_ids, *tokenizer.get_added_vocab().values()} - {end_id}
    return sorted(special | set(range(len(tokenizer), vocabulary_rows)))

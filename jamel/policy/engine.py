"""The seam between a policy and what runs its model: requests in, sampled tokens and their log-probabilities out.

Requests of several sessions go in one batch; each samples from a seed of its own, so neither order nor company matters.
This file does not know any engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

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


def barred_token_ids(tokenizer: Any, vocabulary_rows: int) -> list[int]:
    """Everything that must never be sampled: special and placeholder tokens but the end of turn, and unused rows."""
    end_id = tokenizer.convert_tokens_to_ids(END_OF_TURN)
    special = {*tokenizer.all_special_ids, *tokenizer.get_added_vocab().values()} - {end_id}
    return sorted(special | set(range(len(tokenizer), vocabulary_rows)))

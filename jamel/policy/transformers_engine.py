"""The joint model run by transformers' own ``generate``, several sessions in one left-padded batch.

Sampling is done here, from each request's own generator, because transformers draws for a whole batch from one global
state. This file does not know prompts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import pad
from transformers import LogitsProcessor, LogitsProcessorList

from jamel.policy.checkpoint import load_joint_model
from jamel.policy.engine import (
    GenerationReply,
    GenerationRequest,
    Sampling,
    barred_token_ids,
    check_weight_names,
)
from jamel.policy.inputs import END_OF_TURN
from jamel.weights import Attention


class TransformersEngine:
    """Fits ``engine.TrainedEngine``."""

    def __init__(self, model: Any, processor: Any) -> None:
        self.model, self.processor = model, processor
        self._end_id: int = processor.tokenizer.convert_tokens_to_ids(END_OF_TURN)
        rows = model.get_input_embeddings().num_embeddings
        self._barred_V = torch.zeros(rows, dtype=torch.bool, device=model.device)
        self._barred_V[barred_token_ids(processor.tokenizer, rows)] = True

    @staticmethod
    def load(checkpoint: Path, *, device: str = "auto", attention: Attention = "sdpa") -> TransformersEngine:
        """Raises ``CheckpointError`` for a checkpoint that cannot be used."""
        return TransformersEngine(*load_joint_model(checkpoint, device=device, attention=attention))

    @torch.inference_mode()
    def generate(self, requests: Sequence[GenerationRequest], sampling: Sampling) -> list[GenerationReply]:
        if not requests:
            return []
        batch = _left_padded(requests, self._end_id)
        sampler = SeededSampler(self._barred_V, [request.seed for request in requests], sampling)
        output_BT = self.model.generate(
            **{name: tensor.to(self.model.device) for name, tensor in batch.items()},
            max_new_tokens=sampling.max_new_tokens,
            do_sample=False,  # the sampler leaves one token possible
            logits_processor=LogitsProcessorList([sampler]),
            eos_token_id=self._end_id,
            pad_token_id=self._end_id,
        )
        said_BA = output_BT[:, batch["input_ids"].shape[1] :].tolist()
        logprobs_BA = torch.stack(sampler.logprobs, dim=1).tolist()
        return [self._reply(said, logprobs) for said, logprobs in zip(said_BA, logprobs_BA, strict=True)]

    @torch.no_grad()
    def load_weights(self, named: Sequence[tuple[str, torch.Tensor]]) -> None:
        own = dict(self.model.named_parameters(remove_duplicate=False))
        check_weight_names(own, (name for name, _ in named))
        for name, weight in named:
            own[name].copy_(weight)

    def _reply(self, token_ids: list[int], logprobs: list[float]) -> GenerationReply:
        """Up to the end of turn; behind it stands padding."""
        length = token_ids.index(self._end_id) + 1 if self._end_id in token_ids else len(token_ids)
        return GenerationReply(token_ids=tuple(token_ids[:length]), logprobs=tuple(logprobs[:length]))


def _left_padded(requests: Sequence[GenerationRequest], pad_id: int) -> dict[str, torch.Tensor]:
    inputs = [request.inputs for request in requests]
    width = max(len(one.input_ids_T) for one in inputs)

    def joined(rows: Sequence[torch.Tensor], fill: int) -> torch.Tensor:
        return torch.stack([pad(row, (width - len(row), 0), value=fill) for row in rows])

    batch = {
        "input_ids": joined([one.input_ids_T for one in inputs], pad_id),
        "attention_mask": joined([torch.ones_like(one.input_ids_T) for one in inputs], 0),
        "mm_token_type_ids": joined([one.mm_token_type_ids_T for one in inputs], 0),
        "pixel_values": torch.cat([one.pixel_values for one in inputs]),
        "image_grid_thw": torch.cat([one.image_grid_thw for one in inputs]),
        "prompt_lengths": torch.tensor([one.prompt_length for one in inputs]),
    }
    memories = [torch.from_numpy(request.latents_ND) for request in requests if len(request.latents_ND)]
    return batch | ({"memory_latents": torch.cat(memories)} if memories else {})


class SeededSampler(LogitsProcessor):
    """Bars tokens, cools, cuts to the nucleus and draws. Keeps the model's own log-probability of what was drawn."""

    def __init__(self, barred_V: torch.Tensor, seeds: Sequence[int], sampling: Sampling) -> None:
        self._barred_V, self._sampling = barred_V, sampling
        self._generators = [np.random.default_rng(seed) for seed in seeds]
        self.logprobs: list[torch.Tensor] = []

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:  # pyright: ignore[reportIncompatibleMethodOverride]
        """(B, V) with one finite entry a row."""
        logits_BV = scores.float()
        allowed_BV = logits_BV.masked_fill(self._barred_V, -torch.inf)
        chosen_B1 = self._draw(allowed_BV) if self._sampling.temperature > 0 else allowed_BV.argmax(-1, keepdim=True)
        self.logprobs.append(logits_BV.log_softmax(dim=-1).gather(1, chosen_B1)[:, 0])
        return torch.full_like(logits_BV, -torch.inf).scatter(1, chosen_B1, 0.0)

    def _draw(self, allowed_BV: torch.Tensor) -> torch.Tensor:
        """(B, 1): the nucleus' tokens race, each against an exponential time of its own, and the first one wins.

        The same law as the inverse of the distribution function, but near ties in the order of the tokens, which
        change with the company in the batch, no longer shift every later token (LOG 40).
        """
        sorted_BV, ids_BV = (allowed_BV / self._sampling.temperature).softmax(dim=-1).sort(dim=-1, descending=True)
        is_out_BV = sorted_BV.cumsum(dim=-1) - sorted_BV >= self._sampling.top_p
        nucleus_BV = torch.zeros_like(sorted_BV).scatter(1, ids_BV, sorted_BV.masked_fill(is_out_BV, 0.0))
        width = allowed_BV.shape[-1]
        times_BV = np.stack([one.standard_exponential(width, dtype=np.float32) for one in self._generators])
        shortest = np.finfo(np.float32).tiny  # one time in seven million is 0, and 0 / 0 would win outside the nucleus
        over_BV = torch.from_numpy(np.maximum(times_BV, shortest)).to(nucleus_BV.device)
        return (nucleus_BV / over_BV).argmax(dim=-1, keepdim=True)

"""From samples to the rows that verl's trainer takes: the tensors of one sample, as the engine will see them.

The same item as in fine-tuning (``memory.sft_dataset``), and the rollout's log-probabilities and reward. This file does
not know the queue that carries the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from jamel.policy.inputs import PolicyInputs, rope_positions
from jamel.policy.joint_model import JamelConfig
from jamel.policy.prompt import policy_image
from jamel.train.rl.estimators import SampleKey, SampleKind
from jamel.train.rl.samples import StepSample
from jamel.vision_input import processor_images

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMaker:
    """``config`` and ``processor`` of the joint model that is trained."""

    config: JamelConfig
    processor: Any

    def row(self, sample: StepSample, kind: SampleKind = SampleKind.STEP, *, weights_step: int) -> Row:
        """T tokens, A of them the response: ``input_ids`` (T,), ``position_ids`` (4, T), ``response_mask``,
        ``rollout_log_probs`` and ``rm_scores`` (A,), the reward at the last token. A filler's mask is all 0.
        ``weights_step`` names the weights that drew the response."""
        inputs = self.inputs(sample)
        responses_A = torch.tensor(sample.response_ids)
        mask_A = torch.zeros_like(responses_A) if kind is SampleKind.FILLER else torch.ones_like(responses_A)
        scores_A = torch.zeros(len(responses_A))
        if kind is SampleKind.STEP:
            scores_A[-1] = sample.reward
        positions_4T = torch.cat([torch.arange(len(inputs.input_ids_T))[None], rope_positions(self.config, inputs)])
        key = SampleKey(kind=kind, group=sample.group, session=sample.session, index=sample.index, state=sample.state)
        return {
            "uid": key.encode(),
            "prompts": inputs.input_ids_T[: inputs.prompt_length],
            "responses": responses_A,
            "response_mask": mask_A,
            "loss_mask": mask_A,
            "input_ids": inputs.input_ids_T,
            "position_ids": positions_4T,
            "rollout_log_probs": torch.tensor(sample.logprobs, dtype=torch.float32),
            "rm_scores": scores_A,
            "num_turns": 1,
            "extra_fields": {"min_global_steps": weights_step, "max_global_steps": weights_step},
            "multi_modal_inputs": {
                "pixel_values": inputs.pixel_values,
                "image_grid_thw": inputs.image_grid_thw,
                "memory_latents": torch.from_numpy(sample.latents_ND),
                "prompt_lengths": torch.tensor([inputs.prompt_length]),
            },
        }

    def inputs(self, sample: StepSample) -> PolicyInputs:
        """What the model was given, and what it said behind it."""
        ids_T = torch.tensor(sample.prompt_ids + sample.response_ids)
        images = processor_images(self.processor, [policy_image(sample.screenshot_png)])
        pixels = self.processor.image_processor(images=images, return_tensors="pt")
        is_response_T = torch.arange(len(ids_T)) >= len(sample.prompt_ids)
        return PolicyInputs(
            input_ids_T=ids_T,
            mm_token_type_ids_T=(ids_T == self.config.image_token_id).long(),
            loss_mask_T=is_response_T.long(),
            pixel_values=pixels["pixel_values"],
            image_grid_thw=pixels["image_grid_thw"],
            prompt_length=len(sample.prompt_ids),
        )


def fill_up(rows: Sequence[Row], filler: Row, multiple: int) -> list[Row]:
    """``rows`` and as many copies of ``filler``, each with a uid of its own, as make their number divisible."""
    count = -len(rows) % multiple
    key = SampleKey.decode(filler["uid"])
    fillers = [
        {**filler, "uid": SampleKey(kind=key.kind, group=key.group, session=key.session, index=i).encode()}
        for i in range(count)
    ]
    return [*rows, *fillers]


def tag_of(row: Row, step: int) -> dict[str, Any]:
    """What verl's trainer asks of a row of training step ``step`` without reading it."""
    prompt_length, response_length = len(row["prompts"]), len(row["responses"])
    return {
        "status": "success",
        "prompt_len": prompt_length,
        "response_len": response_length,
        "seq_len": prompt_length + response_length,
        "global_steps": step,
        **row["extra_fields"],
        "is_padding": SampleKey.decode(row["uid"]).kind is not SampleKind.STEP,
    }

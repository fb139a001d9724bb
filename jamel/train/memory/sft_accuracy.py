"""Exact-action accuracy of checkpoints on held-out rows, with memory and without it, from one code path.

A row counts as right when every token of its action, and the end of the turn, is the model's first choice given those
before it: exactly the rows whose action greedy decoding would reproduce. With memory off the same rows have no memory
tokens. This file does not know training.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from jamel.policy.checkpoint import load_joint_model
from jamel.policy.inputs import encode_sample, rope_positions
from jamel.policy.prompt import policy_image
from jamel.train.memory.sft_rows import RowReader, SftRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Shares of ``rows`` rows. ``step`` 0 is the model that training started from."""

    step: int
    rows: int
    memory_on: float
    memory_off: float


def append_accuracies(
    path: Path, models: Sequence[tuple[int, Path]], val_file: Path, *, max_rows: int, max_length: int, device: str
) -> list[Accuracy]:
    """Measure the models (step, folder) that ``path`` has no line of yet, and add one JSON line each."""
    known = {json.loads(line)["step"] for line in path.read_text().splitlines()} if path.exists() else set()
    reader = RowReader([val_file])
    rows = [reader[i] for i in _spread(len(reader), max_rows)]
    found: list[Accuracy] = []
    for step, folder in models:
        if step in known:
            continue
        found.append(_measure(step, folder, rows, max_length, device))
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(found[-1])) + "\n")
    return found


def _spread(count: int, wanted: int) -> list[int]:
    """At most ``wanted`` of ``count`` indices, evenly spread: neighbours are steps of one session."""
    if count <= wanted:
        return list(range(count))
    return [i * count // wanted for i in range(wanted)]


def _measure(step: int, folder: Path, rows: Sequence[SftRow], max_length: int, device: str) -> Accuracy:
    model, processor = load_joint_model(folder, device=device)
    right = {
        on: sum(is_exact(model, processor, row, max_length=max_length, uses_memory=on) for row in rows)
        for on in (True, False)
    }
    return Accuracy(step=step, rows=len(rows), memory_on=right[True] / len(rows), memory_off=right[False] / len(rows))


def is_exact(model: Any, processor: Any, row: SftRow, *, max_length: int, uses_memory: bool) -> bool:
    """Whether greedy decoding would say exactly this row's action."""
    latents_ND = row.memory_ND if uses_memory else row.memory_ND[:0]
    earlier = [policy_image(png) for png in row.earlier_images_png]
    image, n_memory = policy_image(row.image_png), len(latents_ND)
    inputs = encode_sample(processor, row.prompt, image, n_memory, row.response, max_length=max_length, earlier=earlier)
    device = model.device
    with torch.inference_mode():
        logits_TV = model(
            input_ids=inputs.input_ids_T[None].to(device),
            position_ids=rope_positions(model.config, inputs)[:, None].to(device),
            pixel_values=inputs.pixel_values.to(device, model.dtype),
            image_grid_thw=inputs.image_grid_thw.to(device),
            memory_latents=torch.from_numpy(latents_ND.copy()).to(device) if len(latents_ND) else None,
            prompt_lengths=torch.tensor([inputs.prompt_length], device=device),
        ).logits[0]
    choices_A = logits_TV[inputs.prompt_length - 1 : -1].argmax(-1).cpu()
    return bool(choices_A.equal(inputs.input_ids_T[inputs.prompt_length :]))

"""What a worker and the process that holds the models say to each other: JSON and tensors in one safetensors message.

This file does not know who runs where.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load, save

from jamel.policy.engine import GenerationRequest
from jamel.policy.inputs import PolicyInputs

Head = dict[str, Any]
Tensors = dict[str, torch.Tensor]
HEAD = "head"
INPUTS = ("input_ids_T", "mm_token_type_ids_T", "loss_mask_T", "pixel_values", "image_grid_thw")


def pack(head: Head, tensors: Mapping[str, torch.Tensor] | None = None) -> bytes:
    return save({HEAD: bytes_to_tensor(json.dumps(head).encode()), **(tensors or {})})


def unpack(message: bytes) -> tuple[Head, Tensors]:
    tensors = load(message)
    return json.loads(tensor_to_bytes(tensors.pop(HEAD))), tensors


def bytes_to_tensor(content: bytes) -> torch.Tensor:
    return torch.frombuffer(bytearray(content), dtype=torch.uint8)


def tensor_to_bytes(tensor: torch.Tensor) -> bytes:
    return tensor.numpy().tobytes()


def requests_to_wire(requests: Sequence[GenerationRequest]) -> tuple[list[Head], Tensors]:
    heads: list[Head] = []
    tensors: Tensors = {}
    for i, request in enumerate(requests):
        heads.append({
            "seed": request.seed, "prompt_length": request.inputs.prompt_length, "images": len(request.images),
        })  # fmt: skip
        tensors |= {f"{i}/{name}": getattr(request.inputs, name).contiguous() for name in INPUTS}
        tensors |= {f"{i}/image/{n}": torch.from_numpy(np.array(image)) for n, image in enumerate(request.images)}
        tensors[f"{i}/latents_ND"] = torch.from_numpy(np.ascontiguousarray(request.latents_ND))
    return heads, tensors


def requests_from_wire(heads: Sequence[Head], tensors: Mapping[str, torch.Tensor]) -> list[GenerationRequest]:
    return [
        GenerationRequest(
            inputs=PolicyInputs(
                **{name: tensors[f"{i}/{name}"] for name in INPUTS}, prompt_length=head["prompt_length"]
            ),
            images=tuple(Image.fromarray(tensors[f"{i}/image/{n}"].numpy()) for n in range(head["images"])),
            latents_ND=tensors[f"{i}/latents_ND"].numpy(),
            seed=head["seed"],
        )
        for i, head in enumerate(heads)
    ]

"""Finding and loading a joint model: a model folder, or a training output that holds one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoProcessor

from jamel.errors import CheckpointError
from jamel.policy.inputs import memory_token_id
from jamel.policy.joint_model import JamelConfig, JamelForConditionalGeneration
from jamel.weights import pick_device, require_safetensors

STEP_FOLDER = re.compile(r"global_step_(\d+)")


def find_model_folder(path: Path) -> Path:
    """``path`` itself, the Hugging Face folder of a ``global_step_*``, or that of the latest one below ``path``.

    Raises ``CheckpointError`` when there is none.
    """
    if not path.is_dir():
        raise CheckpointError(f"checkpoint not found: {path} is no folder. Train first, or check the path.")
    if (path / "config.json").is_file():
        return path
    if (path / "huggingface" / "config.json").is_file():
        return path / "huggingface"
    steps = {int(m.group(1)): p for p in path.rglob("global_step_*") if (m := STEP_FOLDER.fullmatch(p.name))}
    for _, folder in sorted(steps.items(), reverse=True):
        if (folder / "huggingface" / "config.json").is_file():
            return folder / "huggingface"
    raise CheckpointError(f"{path} holds neither a model (config.json) nor global_step_*/huggingface. Check the path.")


def load_joint_model(
    path: Path, *, device: str = "auto", dtype: torch.dtype | None = None
) -> tuple[JamelForConditionalGeneration, Any]:
    """The model in evaluation mode and its processor: bfloat16 on a GPU, float32 on a CPU unless said otherwise.

    Raises ``CheckpointError`` for another architecture, pickled or missing weights, ``ModelError`` for a tokenizer
    without the memory placeholder.
    """
    folder = find_model_folder(path)
    require_safetensors(folder)
    config = AutoConfig.from_pretrained(folder)
    if not isinstance(config, JamelConfig):
        raise CheckpointError(
            f"{folder} holds a {config.model_type} model, not a joint one ({JamelConfig.model_type}). Fine-tune it first."
        )
    processor = AutoProcessor.from_pretrained(folder)
    memory_token_id(processor)
    chosen = pick_device(device)
    dtype = dtype or (torch.float32 if chosen.type == "cpu" else torch.bfloat16)
    model, info = JamelForConditionalGeneration.from_pretrained(
        folder, dtype=dtype, attn_implementation="sdpa", output_loading_info=True
    )
    if info["missing_keys"]:
        missing = sorted(info["missing_keys"])
        raise CheckpointError(f"{folder} lacks {len(missing)} weights, for example {missing[0]}. Is it complete?")
    return model.to(chosen).eval(), processor

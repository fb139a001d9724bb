"""Finding and loading a joint model: a model folder, or a training output that holds one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import torch

from jamel.errors import CheckpointError, ModelError
from jamel.policy.inputs import memory_token_id
from jamel.policy.joint_model import JamelConfig, JamelForConditionalGeneration, decoding_defaults
from jamel.weights import load_weights, read_config, read_processor, require_safetensors

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
        if any((folder / "huggingface").glob("*.safetensors")):  # a killed save leaves a configuration without weights
            return folder / "huggingface"
    raise CheckpointError(f"{path} holds neither a model (config.json) nor global_step_*/huggingface. Check the path.")


def load_joint_model(
    path: Path, *, device: str = "auto", dtype: torch.dtype | None = None
) -> tuple[JamelForConditionalGeneration, Any]:
    """The model in evaluation mode and its processor: bfloat16 on a GPU, float32 on a CPU unless said otherwise.

    Raises ``CheckpointError`` for another architecture, a tokenizer without the memory placeholder, and weights that
    are pickled, cut short or missing.
    """
    folder = find_model_folder(path)
    require_safetensors(folder)
    config = read_config(folder)
    if not isinstance(config, JamelConfig):
        raise CheckpointError(
            f"{folder} holds a {config.model_type} model, not a joint one ({JamelConfig.model_type}). "
            "Fine-tune it first."
        )
    processor = read_processor(folder)
    _require_memory_token(processor, config, folder)
    model = load_weights(JamelForConditionalGeneration, folder, config=config, device=device, dtype=dtype)
    model.generation_config = decoding_defaults(processor.tokenizer)
    return model.eval(), processor


def _require_memory_token(processor: Any, config: JamelConfig, folder: Path) -> None:
    try:
        found = memory_token_id(processor)
    except ModelError as error:
        raise CheckpointError(f"{folder}: {error}") from error
    if found != config.memory_token_id:
        raise CheckpointError(
            f"{folder}: the tokenizer's memory placeholder is {found}, the config's {config.memory_token_id}. "
            "Take tokenizer and config from one model."
        )

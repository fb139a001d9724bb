"""Finding and loading a joint model: a model folder, or a training output that holds one."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from jamel.errors import CheckpointError, DataError, ModelError
from jamel.policy.inputs import memory_token_id
from jamel.policy.joint_model import (
    MEMORY_TOKEN,
    JamelConfig,
    JamelForConditionalGeneration,
    decoding_defaults,
    joint_config,
)
from jamel.policy.memory_form import FORM_KEY, MemoryForm, parse_memory_form
from jamel.policy.packaged import ACTOR_KEY_MAPPING, TEMPLATE_KEY, find_package, read_actor_format
from jamel.policy.prompt import PromptTemplate, parse_template
from jamel.storage import read_json
from jamel.weights import Attention, load_weights, read_config, read_processor, require_safetensors

STEP_FOLDER = re.compile(r"global_step_(\d+)")


def find_model_folder(path: Path) -> Path:
    """The actor of a package, ``path`` itself, or the Hugging Face folder of a ``global_step_*`` (the latest below it).

    Raises ``CheckpointError`` when there is none.
    """
    if not path.is_dir():
        raise CheckpointError(f"checkpoint not found: {path} is no folder. Train first, or check the path.")
    package = find_package(path)
    if package is not None:
        return package.actor
    if (path / "config.json").is_file():
        return path
    if (path / "huggingface" / "config.json").is_file():
        return path / "huggingface"
    steps = {int(m.group(1)): p for p in path.rglob("global_step_*") if (m := STEP_FOLDER.fullmatch(p.name))}
    for _, folder in sorted(steps.items(), reverse=True):
        for model in (folder / "huggingface", folder / "actor" / "huggingface"):  # fine-tuning's, reinforcement's
            if any(model.glob("*.safetensors")):  # a killed save leaves a configuration without weights
                return model
    raise CheckpointError(f"{path} holds neither a model (config.json) nor global_step_*/huggingface. Check the path.")


def load_joint_model(
    path: Path, *, device: str = "auto", dtype: torch.dtype | None = None, attention: Attention = "sdpa"
) -> tuple[JamelForConditionalGeneration, Any]:
    """The model in evaluation mode and its processor: bfloat16 on a GPU, float32 on a CPU unless said otherwise.

    Raises ``CheckpointError`` for another architecture, a tokenizer without the memory placeholder, and weights that
    are pickled, cut short or missing.
    """
    folder = find_model_folder(path)
    require_safetensors(folder)
    config, processor = read_joint_config(folder)
    mapping = ACTOR_KEY_MAPPING if read_actor_format(folder) else None
    model = load_weights(
        JamelForConditionalGeneration, folder, config=config, device=device, dtype=dtype, key_mapping=mapping,
        attention=attention,
    )  # fmt: skip
    if config.memory_token_id >= model.get_input_embeddings().num_embeddings:
        model.resize_token_embeddings(config.memory_token_id + 1, mean_resizing=False)
    model.generation_config = decoding_defaults(processor.tokenizer)
    return model.eval(), processor


def read_joint_config(folder: Path) -> tuple[JamelConfig, Any]:
    """Configuration and processor of a joint model folder, or of a packaged actor.

    A published actor knows no placeholder, since its prefix has no ids: its tokenizer gets one, in an unused row.
    Raises ``CheckpointError`` as ``load_joint_model`` does.
    """
    config = read_config(folder)
    actor = read_actor_format(folder)
    if actor is None and not isinstance(config, JamelConfig):
        raise CheckpointError(
            f"{folder} holds a {config.model_type} model, not a joint one ({JamelConfig.model_type}). "
            "Fine-tune it first."
        )
    processor = read_processor(folder)
    if actor is None:
        _require_memory_token(processor, config, folder)
        return config, processor
    if config.model_type != "qwen2_5_vl":
        raise CheckpointError(f"{folder} holds a {config.model_type} actor; expected qwen2_5_vl. Check the package.")
    processor.tokenizer.add_tokens([MEMORY_TOKEN], special_tokens=True)
    made = joint_config(
        config,
        memory_token_id=memory_token_id(processor),
        memory_hidden_size=actor.memory_hidden_size,
        aligner=actor.aligner,
    )
    made.prompt_template = None if actor.prompt_template is None else asdict(actor.prompt_template)
    made.memory_form = None if actor.memory_form is None else asdict(actor.memory_form)
    return made, processor


def memory_width(path: Path) -> int:
    """How wide the latents are that a policy's aligner reads. Raises ``CheckpointError`` for what is no joint model."""
    folder = find_model_folder(path)
    actor = read_actor_format(folder)
    width = read_json(folder / "config.json").get("memory_hidden_size") if actor is None else actor.memory_hidden_size
    if not isinstance(width, int):
        raise CheckpointError(
            f"{folder} holds no joint model: its config has no memory_hidden_size. Fine-tune it first."
        )
    return width


def carried_template(path: Path) -> PromptTemplate | None:
    """The wording that a model folder, training output or package was trained with; None where it does not say.

    Raises ``CheckpointError`` where it says something else.
    """
    folder = find_model_folder(path)
    actor = read_actor_format(folder)
    if actor is not None:
        return actor.prompt_template
    try:
        return parse_template(read_json(folder / "config.json").get(TEMPLATE_KEY))
    except DataError as error:
        raise CheckpointError(f"{folder}: {error}") from error


def carried_form(path: Path) -> MemoryForm | None:
    """The form of memory that a model folder, training output or package was trained with; None where it does not say.

    Raises ``CheckpointError`` where it says something else.
    """
    folder = find_model_folder(path)
    actor = read_actor_format(folder)
    if actor is not None:
        return actor.memory_form
    try:
        return parse_memory_form(read_json(folder / "config.json").get(FORM_KEY))
    except DataError as error:
        raise CheckpointError(f"{folder}: {error}") from error


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

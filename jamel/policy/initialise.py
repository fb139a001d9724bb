"""Making a joint model folder to train: from a plain Qwen2.5-VL with a fresh aligner, or from a package."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from jamel.errors import CheckpointError
from jamel.policy.checkpoint import load_joint_model
from jamel.policy.joint_model import MEMORY_TOKEN, JamelForConditionalGeneration, decoding_defaults, joint_config
from jamel.policy.memory_form import PAPERS_FORM, MemoryForm
from jamel.policy.prompt import DEFAULT_TEMPLATE, PromptTemplate
from jamel.weights import load_weights, read_config, read_processor, require_safetensors


def build_joint_model(
    base_policy: Path,
    compressor_width: int,
    output: Path,
    seed: int,
    *,
    dtype: torch.dtype = torch.float32,
    aligner: str = "published",
    template: PromptTemplate = DEFAULT_TEMPLATE,
    form: MemoryForm = PAPERS_FORM,
) -> Path:
    """Write the joint model to ``output``, whole or not at all; what is there already is kept.

    The tokenizer gets the memory placeholder, in an unused row of the embedding where there is one. Weights are read
    once, straight into the joint class; ``template`` and ``form`` are what it will be trained with.

    Raises ``CheckpointError`` when the base is not Qwen2.5-VL in safetensors.
    """
    if (output / "config.json").is_file():
        return output
    require_safetensors(base_policy)
    base = read_config(base_policy)
    if base.model_type != "qwen2_5_vl":
        raise CheckpointError(f"{base_policy} holds a {base.model_type} model; the base policy must be qwen2_5_vl.")
    processor = read_processor(base_policy)
    processor.tokenizer.add_tokens([MEMORY_TOKEN], special_tokens=True)
    token_id = processor.tokenizer.convert_tokens_to_ids(MEMORY_TOKEN)
    config = joint_config(base, memory_token_id=token_id, memory_hidden_size=compressor_width, aligner=aligner)
    config.prompt_template, config.memory_form = asdict(template), asdict(form)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = load_weights(
            JamelForConditionalGeneration, base_policy, config=config, device="cpu", dtype=dtype, may_lack="aligner."
        )
        if len(processor.tokenizer) > model.get_input_embeddings().num_embeddings:
            model.resize_token_embeddings(len(processor.tokenizer), mean_resizing=False)
    model.generation_config = decoding_defaults(processor.tokenizer)
    return _save(model, processor, output)


def unpack_joint_model(
    package: Path, output: Path, *, dtype: torch.dtype = torch.float32, template: PromptTemplate = DEFAULT_TEMPLATE
) -> Path:
    """Write the policy of a package as a joint model folder, whole or not at all; what is there already is kept.

    ``template`` counts where the package carries none, as published ones, whose form of memory is the paper's. Raises
    ``CheckpointError`` as loading does.
    """
    if (output / "config.json").is_file():
        return output
    model, processor = load_joint_model(package, device="cpu", dtype=dtype)
    model.config.prompt_template = model.config.prompt_template or asdict(template)
    model.config.memory_form = model.config.memory_form or asdict(PAPERS_FORM)
    return _save(model, processor, output)


def _save(model: Any, processor: Any, output: Path) -> Path:
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as temporary:
        staging = Path(temporary) / "model"
        model.save_pretrained(staging)
        processor.save_pretrained(staging)
        staging.rename(output)
    return output

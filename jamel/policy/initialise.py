"""From a plain Qwen2.5-VL checkpoint to a joint model whose aligner is fresh."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch

from jamel.errors import CheckpointError
from jamel.policy.joint_model import MEMORY_TOKEN, JamelForConditionalGeneration, decoding_defaults, joint_config
from jamel.policy.prompt import PROMPT_ID
from jamel.storage import write_json_atomically
from jamel.weights import load_weights, read_config, read_processor, require_safetensors


def build_joint_model(
    base_policy: Path,
    compressor_width: int,
    output: Path,
    seed: int,
    *,
    dtype: torch.dtype = torch.float32,
    aligner: str = "published",
) -> Path:
    """Write the joint model to ``output``, whole or not at all; what is there already is kept.

    The tokenizer gets the memory placeholder, in an unused row of the embedding where there is one. Weights are read
    once, straight into the joint class. Raises ``CheckpointError`` when the base is not Qwen2.5-VL in safetensors.
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
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = load_weights(
            JamelForConditionalGeneration, base_policy, config=config, device="cpu", dtype=dtype, may_lack="aligner."
        )
        if len(processor.tokenizer) > model.get_input_embeddings().num_embeddings:
            model.resize_token_embeddings(len(processor.tokenizer), mean_resizing=False)
    model.generation_config = decoding_defaults(processor.tokenizer)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as temporary:
        staging = Path(temporary) / "model"
        model.save_pretrained(staging)
        processor.save_pretrained(staging)
        write_json_atomically(staging / "jamel.json", {"prompt": PROMPT_ID, "aligner_seed": seed})
        staging.rename(output)
    return output

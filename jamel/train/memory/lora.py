"""Low-rank adapters: what verl starts from, and how a checkpoint it saved becomes a plain model again.

The adapter sits on the linear layers of the language model; the aligner, which is new, is trained whole, as an adapter
of its own rank could not. verl takes both from an adapter folder. This file does not know training.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from jamel.storage import atomic_path, write_json_atomically
from jamel.weights import INDEX_NAME, require_safetensors

TARGETS = r".*language_model\.layers\.\d+\.(self_attn\.[qkvo]_proj|mlp\.(gate|up|down)_proj)"
TRAINED_WHOLE = "aligner"
PREFIX = "base_model.model."
BASE, DOWN, UP = ".base_layer.weight", ".lora_A.default.weight", ".lora_B.default.weight"
SAVED, REPLACED = ".modules_to_save.default.", ".original_module."


def write_initial_adapter(model: Path, folder: Path, *, rank: int, alpha: int) -> Path:
    """An adapter folder that changes nothing yet. It holds the aligner of ``model``; PEFT draws the rest itself.

    ``folder`` is kept when it is there already.
    """
    if (folder / "adapter_config.json").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    aligner: dict[str, torch.Tensor] = {}
    for shard in require_safetensors(model):
        with safe_open(shard, "pt") as file:
            names = [name for name in list(file.keys()) if name.startswith(f"{TRAINED_WHOLE}.")]
            aligner |= {f"{PREFIX}{name}": file.get_tensor(name) for name in names}
    with atomic_path(folder / "adapter_model.safetensors") as temporary:
        save_file(aligner, temporary)
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": str(model),
        "r": rank,
        "lora_alpha": alpha,
        "lora_dropout": 0.0,
        "bias": "none",
        "target_modules": TARGETS,
        "modules_to_save": [TRAINED_WHOLE],
    }
    write_json_atomically(folder / "adapter_config.json", config)
    return folder


def merge_adapter(folder: Path, *, rank: int, alpha: int) -> bool:
    """Fold the adapter of a saved checkpoint into its weights: W + alpha / rank x B A. ``folder`` is replaced whole.

    False when the weights are plain already. A merge that was killed is done again.
    """
    before, merging = folder.with_name(f"{folder.name}.adapter"), folder.with_name(f"{folder.name}.merging")
    if before.exists() and not folder.exists():
        before.rename(folder)
    shutil.rmtree(merging, ignore_errors=True)
    shards = require_safetensors(folder)
    with ExitStack() as stack:
        files = {shard.name: stack.enter_context(safe_open(shard, "pt")) for shard in shards}
        where = {key: file for file in files.values() for key in list(file.keys())}
        if not any(key.startswith(PREFIX) for key in where):
            return False
        shutil.copytree(folder, merging, ignore=shutil.ignore_patterns("*.safetensors", INDEX_NAME))
        weight_map: dict[str, str] = {}
        for name, file in files.items():
            weights = _merged(list(file.keys()), where, alpha / rank)
            save_file(weights, merging / name, metadata={"format": "pt"})
            weight_map |= dict.fromkeys(weights, name)
    if len(shards) > 1:
        write_json_atomically(merging / INDEX_NAME, {"metadata": {}, "weight_map": weight_map})
    folder.rename(before)
    merging.rename(folder)
    shutil.rmtree(before)
    return True


def _merged(keys: Sequence[str], where: dict[str, safe_open], scale: float) -> dict[str, torch.Tensor]:
    """What one shard holds after the merge. The halves of an adapter may lie in other shards."""
    result: dict[str, torch.Tensor] = {}
    for key in keys:
        if key.endswith((DOWN, UP)) or REPLACED in key:
            continue
        weight = where[key].get_tensor(key)
        if key.endswith(BASE):
            module = key.removesuffix(BASE)
            down, up = where[module + DOWN].get_tensor(module + DOWN), where[module + UP].get_tensor(module + UP)
            weight = weight + (scale * (up.float() @ down.float())).to(weight.dtype)
        name = key.removeprefix(PREFIX).replace(".base_layer.", ".").replace(SAVED, ".")
        result[name] = weight.contiguous()
    return result

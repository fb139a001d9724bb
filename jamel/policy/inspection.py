"""What a model folder holds, from its headers alone: sizes, dtypes, hashes, aligner, base models.

Nothing is loaded; a model of any size takes the time of hashing its files. This file does not know how models run.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from safetensors import safe_open

from jamel.policy.checkpoint import carried_form, carried_template, find_model_folder
from jamel.policy.packaged import JOINT_KEYS, find_package, read_actor_format, require_fitting
from jamel.storage import read_json
from jamel.weights import require_safetensors

ALIGNER_PREFIX = "aligner."


def inspect_model(path: Path) -> dict[str, Any]:
    """Facts of a package, a training output, or any model folder, by component.

    Raises ``CheckpointError`` when a part is missing, broken, or does not fit the other.
    """
    package = find_package(path)
    if package is None:
        return {"layout": "folder", "components": {"model": _component(find_model_folder(path))}}
    actor = read_actor_format(package.actor)
    if actor is not None:
        require_fitting(actor.memory_hidden_size, package.compressor)
    components = {"actor": _component(package.actor), "compressor": _component(package.compressor)}
    return {"layout": "package", "components": components}


def _component(folder: Path) -> dict[str, Any]:
    shards = require_safetensors(folder)
    config = read_json(folder / "config.json")
    shapes, dtypes = _headers(shards)
    return {
        "folder": str(folder),
        "model_type": config.get("model_type"),
        "base_model": config.get("_name_or_path") or None,
        "parameters": sum(math.prod(shape) for shape in shapes.values()),
        "tensors": len(shapes),
        "dtypes": dtypes,
        "bytes": sum(shard.stat().st_size for shard in shards),
        "aligner": _aligner(folder, config, shapes),
        "prompt": _prompt_id(folder),
        "memory_form": None if (form := carried_form(folder)) is None else asdict(form),
        "sha256": {shard.name: _sha256(shard) for shard in shards},
    }


def _headers(shards: list[Path]) -> tuple[dict[str, tuple[int, ...]], dict[str, int]]:
    """Shape of every tensor by name, and how many parameters have which dtype."""
    shapes: dict[str, tuple[int, ...]] = {}
    dtypes: Counter[str] = Counter()
    for shard in shards:
        with safe_open(shard, "np") as file:
            for name in file.keys():  # noqa: SIM118  # no mapping
                header = file.get_slice(name)
                shapes[name] = tuple(header.get_shape())
                dtypes[header.get_dtype()] += math.prod(shapes[name])
    return shapes, dict(sorted(dtypes.items()))


def _aligner(folder: Path, config: dict[str, Any], shapes: dict[str, tuple[int, ...]]) -> dict[str, Any] | None:
    own = {name: shape for name, shape in shapes.items() if name.startswith(ALIGNER_PREFIX)}
    actor = read_actor_format(folder)
    if actor is None and not set(JOINT_KEYS) <= config.keys():
        return None
    return {
        "form": config["aligner"] if actor is None else actor.aligner,
        "compressor_width": config["memory_hidden_size"] if actor is None else actor.memory_hidden_size,
        "policy_width": config.get("text_config", config).get("hidden_size"),
        "parameters": sum(math.prod(shape) for shape in own.values()),
        "weights": {name: list(shape) for name, shape in sorted(own.items())},
    }


def _prompt_id(folder: Path) -> str | None:
    """Of the template that the policy was trained with, where the folder says so."""
    template = carried_template(folder)
    return None if template is None else template.prompt_id


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def render_inspection(facts: dict[str, Any]) -> str:
    """For people: a block of lines a component."""
    lines = [f"layout      {facts['layout']}"]
    for name, part in facts["components"].items():
        lines += ["", f"{name}: {part['folder']}", f"  model type  {part['model_type']}"]
        if part["base_model"]:
            lines.append(f"  base model  {part['base_model']}")
        dtypes = ", ".join(f"{dtype} {count:,}" for dtype, count in part["dtypes"].items())
        lines.append(f"  parameters  {part['parameters']:,} in {part['tensors']} tensors ({dtypes})")
        lines.append(f"  size        {part['bytes'] / 1e6:,.1f} MB in {len(part['sha256'])} files")
        if part["aligner"]:
            aligner = part["aligner"]
            widths = f"{aligner['compressor_width']} -> {aligner['policy_width']}"
            lines.append(f"  aligner     {aligner['form']}, {widths}, {aligner['parameters']:,} parameters")
        if part["prompt"]:
            lines.append(f"  prompt      {part['prompt']}")
        if part["memory_form"]:
            lines.append(f"  memory form {', '.join(f'{name} {n}' for name, n in part['memory_form'].items())}")
        lines += [f"  sha256      {digest[:16]}  {file}" for file, digest in part["sha256"].items()]
    return "\n".join(lines)

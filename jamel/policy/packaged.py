"""The published layout of a whole model: ``model.json``, ``actor/`` and ``compressor/`` (paper reference, section 13).

Both ways: finding the parts of such a folder, and writing one from a trained policy and its compressor. Weights are
renamed shard by shard and never held whole. This file does not know how a model is built from its weights.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from safetensors import safe_open
from safetensors.torch import save_file

from jamel.errors import CheckpointError, DataError, StorageError
from jamel.policy.memory_form import FORM_KEY, MemoryForm, parse_memory_form
from jamel.policy.prompt import PromptTemplate, parse_template
from jamel.storage import read_json, write_json_atomically
from jamel.weights import INDEX_NAME, require_safetensors

MANIFEST = "model.json"
AUGMENT_CONFIG = "memory_augment_config.json"
PACKAGE_FORMAT, ACTOR_FORMAT, VERSION = "jamel_model", "jamel_memory_augmented_lm", 1
ACTOR_KEY_MAPPING = {r"^llm\.": ""}
"""From the names in a packaged actor to those that transformers knows."""
TEXT_SUFFIXES = (".json", ".jinja", ".txt")
"""Configuration, tokenizer and processor. Nothing else is carried along: no pickles, no code."""
JOINT_KEYS = ("memory_token_id", "memory_hidden_size", "aligner")
TEMPLATE_KEY = "prompt_template"
CARRIED_KEYS = (TEMPLATE_KEY, FORM_KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The two folders that ``model.json`` names."""

    actor: Path
    compressor: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFormat:
    """What ``memory_augment_config.json`` says. The last three are ours; published files have none of them."""

    memory_hidden_size: int
    aligner: str = "published"
    prompt_template: PromptTemplate | None = None
    memory_form: MemoryForm | None = None


def find_package(path: Path) -> Package | None:
    """None when ``path`` has no ``model.json``.

    Raises ``CheckpointError`` for another format or version, and for parts that are missing or lie elsewhere.
    """
    if not (path / MANIFEST).is_file():
        return None
    manifest = _read_versioned(path / MANIFEST, PACKAGE_FORMAT)
    components = manifest.get("components")
    if not isinstance(components, dict) or not {"actor", "compressor"} <= components.keys():
        raise CheckpointError(
            f"{path / MANIFEST} names the components {components!r}; expected actor and compressor. Package it again."
        )
    parts = {name: path / str(components[name]) for name in ("actor", "compressor")}
    for name, folder in parts.items():
        if not folder.resolve().is_relative_to(path.resolve()):
            raise CheckpointError(f"{path / MANIFEST}: {name} {folder} lies outside the package. Package it again.")
        if not folder.is_dir():
            raise CheckpointError(f"{path} lacks its {name} folder {folder.name}/. Copy the whole package again.")
    return Package(**parts)


def find_compressor(path: Path) -> Path:
    """The compressor of a package, or ``path`` itself."""
    package = find_package(path)
    return path if package is None else package.compressor


def read_actor_format(folder: Path) -> ActorFormat | None:
    """None when the folder is no packaged actor. Raises ``CheckpointError`` when its file cannot be used."""
    path = folder / AUGMENT_CONFIG
    if not path.is_file():
        return None
    raw = _read_versioned(path, ACTOR_FORMAT)
    width = raw.get("memory_hidden_size")
    if not isinstance(width, int) or width < 1:
        raise CheckpointError(
            f"{path}: memory_hidden_size is {width!r}; expected the compressor's width. Fix the file."
        )
    try:
        template, form = parse_template(raw.get(TEMPLATE_KEY)), parse_memory_form(raw.get(FORM_KEY))
    except DataError as error:
        raise CheckpointError(f"{path}: {error}") from error
    return ActorFormat(
        memory_hidden_size=width,
        aligner=str(raw.get("aligner", "published")),
        prompt_template=template,
        memory_form=form,
    )


def _read_versioned(path: Path, expected: str) -> dict[str, Any]:
    try:
        raw = read_json(path)
    except DataError as error:
        raise CheckpointError(str(error)) from error
    found = (raw.get("format"), raw.get("format_version", raw.get("version"))) if isinstance(raw, dict) else None
    if found != (expected, VERSION):
        raise CheckpointError(f"{path} is of format {found!r}; expected {(expected, VERSION)!r}. Is it a jamel model?")
    return raw


def write_package(joint_model: Path, compressor: Path, output: Path) -> Path:
    """Write ``output``, whole or not at all, from a joint model folder and a Qwen3-VL folder.

    Raises ``CheckpointError`` for parts that are broken or do not fit together, ``StorageError`` when ``output`` is
    there already.
    """
    if output.exists():
        raise StorageError(f"{output} is there already. Choose another folder, or delete it.")
    shards = require_safetensors(joint_model)
    require_safetensors(compressor)
    config = read_json(joint_model / "config.json")
    if not set(JOINT_KEYS) <= config.keys():
        raise CheckpointError(f"{joint_model} holds a {config.get('model_type')} model, no joint one. Fine-tune first.")
    require_fitting(config["memory_hidden_size"], compressor)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as temporary:
        staging = Path(temporary) / "package"
        _write_actor(joint_model, shards, config, staging / "actor")
        _copy_files(compressor, staging / "compressor", (*TEXT_SUFFIXES, ".safetensors"))
        manifest = {
            "format": PACKAGE_FORMAT,
            "format_version": VERSION,
            "created_at_utc": datetime.now(UTC).isoformat(timespec="seconds"),
            "components": {"actor": "actor", "compressor": "compressor"},
        }
        write_json_atomically(staging / MANIFEST, manifest)
        staging.rename(output)
    return output


def require_fitting(memory_hidden_size: int, compressor: Path) -> None:
    """Raises ``CheckpointError`` when a compressor's latents are not as wide as an aligner reads them."""
    config = read_json(compressor / "config.json")
    width = config.get("text_config", {}).get("hidden_size")
    if width != memory_hidden_size:
        raise CheckpointError(
            f"the aligner reads latents {memory_hidden_size} wide, but {compressor} makes them {width} wide. "
            "Use the compressor that the policy was trained with."
        )


def _write_actor(joint_model: Path, shards: list[Path], config: dict[str, Any], folder: Path) -> None:
    _copy_files(joint_model, folder, TEXT_SUFFIXES)
    index: dict[str, str] = {}
    size = 0
    for shard in shards:
        with safe_open(shard, "pt") as source:
            tensors = {packaged_name(name): source.get_tensor(name) for name in source.keys()}  # noqa: SIM118
        save_file(tensors, folder / shard.name, metadata={"format": "pt"})
        index |= dict.fromkeys(tensors, shard.name)
        size += sum(tensor.nbytes for tensor in tensors.values())
    if (folder / INDEX_NAME).is_file():  # copied along, under the joint model's names
        write_json_atomically(folder / INDEX_NAME, {"metadata": {"total_size": size}, "weight_map": index})
    backbone = {name: value for name, value in config.items() if name not in (*JOINT_KEYS, *CARRIED_KEYS)}
    backbone |= {"model_type": "qwen2_5_vl", "architectures": ["Qwen2_5_VLForConditionalGeneration"]}
    write_json_atomically(folder / "config.json", backbone)
    write_json_atomically(folder / AUGMENT_CONFIG, _actor_facts(config))


def _actor_facts(config: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": ACTOR_FORMAT,
        "format_version": VERSION,
        "self_contained": True,
        "base_model_name_or_path": ".",
        "class_name": "MemoryAugmentedCausalLM",
        "memory_hidden_size": config["memory_hidden_size"],
        "aligner": config["aligner"],
        **{key: config.get(key) for key in CARRIED_KEYS},
    }


def packaged_name(name: str) -> str:
    """The name that a weight of a joint model, saved or in memory, has in a packaged actor."""
    if name.startswith("aligner."):
        return name
    name = re.sub(r"^visual", "model.visual", name)
    return "llm." + re.sub(r"^model(?!\.(language_model|visual))", "model.language_model", name)


def _copy_files(source: Path, target: Path, suffixes: tuple[str, ...]) -> None:
    target.mkdir(parents=True)
    for path in sorted(source.iterdir()):
        if path.is_file() and path.suffix in suffixes:
            shutil.copyfile(path, target / path.name)

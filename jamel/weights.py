"""What a folder of weights must look like before anything is read from it, and where a model runs."""

from __future__ import annotations

from pathlib import Path

import torch

from jamel.errors import CheckpointError
from jamel.storage import read_json

UNSAFE_SUFFIXES = (".bin", ".pt", ".pth", ".pkl", ".ckpt")
INDEX_NAME = "model.safetensors.index.json"


def require_safetensors(folder: Path) -> list[Path]:
    """The weight files of a Hugging Face folder, sorted. Raises ``CheckpointError`` when it is missing or incomplete, or
    when its weights are pickles."""
    if not (folder / "config.json").is_file():
        raise CheckpointError(f"{folder} is no model folder: it has no config.json. Check the path.")
    index = folder / INDEX_NAME
    if index.is_file():
        shards = sorted({folder / name for name in read_json(index)["weight_map"].values()})
        missing = [shard.name for shard in shards if not shard.is_file()]
        if missing:
            raise CheckpointError(f"{folder} lacks {len(missing)} of {len(shards)} weight files: {', '.join(missing[:3])}.")
        return shards
    single = folder / "model.safetensors"
    if single.is_file():
        return [single]
    unsafe = sorted(p.name for p in folder.iterdir() if p.suffix in UNSAFE_SUFFIXES)
    if unsafe:
        raise CheckpointError(f"{folder} holds pickled weights only ({', '.join(unsafe[:3])}). Convert to safetensors.")
    raise CheckpointError(f"{folder} has no model.safetensors and no {INDEX_NAME}. Is the download complete?")


def pick_device(name: str) -> torch.device:
    """``auto`` is the first CUDA device, or the CPU."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.device(name)

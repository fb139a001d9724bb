"""Which weights an evaluation is about: a path may hold other ones tomorrow, and settings would not show it.

Names are kept in ``models.json`` of the output folder. This file does not know what a model is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from jamel.collect.agents import AgentSettings, compressor_folder
from jamel.errors import StorageError
from jamel.memory.bank import WITHOUT_LATENTS
from jamel.policy.checkpoint import find_model_folder
from jamel.storage import read_json, write_json_atomically

MODELS_NAME = "models.json"
EDGE_BYTES = 1 << 20


def claim_weights(folder: Path, arms: Sequence[AgentSettings]) -> None:
    """Write the names of all models into ``folder``, or check that they are still the same.

    Raises ``StorageError`` when a model was replaced since the folder's first session.
    """
    wanted = {where.as_posix(): fingerprint(where) for arm in arms for where in _models(arm)}
    path = folder / MODELS_NAME
    if path.exists():
        found = read_json(path)
        changed = sorted(name for name in wanted if name in found and found[name] != wanted[name])
        if changed:
            raise StorageError(
                f"{folder} was evaluated with other weights than {', '.join(changed)} holds now. Choose another output "
                "folder, or delete this one."
            )
    if wanted:
        write_json_atomically(path, wanted)


def fingerprint(folder: Path) -> str:
    """Sixteen hex digits of every weight file: name, size, and a mebibyte at either end, so that it takes no time."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.safetensors")):
        size = path.stat().st_size
        digest.update(f"{path.name} {size}\n".encode())
        with path.open("rb") as file:
            digest.update(file.read(EDGE_BYTES))
            file.seek(max(0, size - EDGE_BYTES))
            digest.update(file.read(EDGE_BYTES))
    return digest.hexdigest()[:16]


def _models(arm: AgentSettings) -> list[Path]:
    if arm.kind != "model" or arm.checkpoint is None:
        return []
    policy = find_model_folder(Path(arm.checkpoint))
    return [policy] if arm.memory in WITHOUT_LATENTS else [policy, compressor_folder(arm)]

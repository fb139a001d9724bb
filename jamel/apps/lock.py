"""The lock of an installed app set: the sha256 of every file as it came, trusted on first use and held to afterwards.

ScaleWoB publishes no checksums, so the first archive seen on a machine is the reference of all later ones there. This
file does not know where files come from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jamel.errors import AppError
from jamel.storage import read_json, write_json_atomically


def hash_files(root: Path, names: Iterable[str]) -> dict[str, str]:
    """Path below ``root`` -> sha256 of its bytes, for every file below the named entries."""
    files = [f for name in names for f in ([root / name] if (root / name).is_file() else (root / name).rglob("*"))]
    return {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(files)
        if file.is_file()
    }


def verify_or_trust(lock: Path, hashes: Mapping[str, str], names: Iterable[str], facts: Mapping[str, Any]) -> int:
    """Hold ``hashes`` (the files of the entries ``names``) to the lock, and record what it does not know yet.

    Returns how many files were trusted because they were seen for the first time. Raises ``AppError`` naming the first
    file that differs, or that the lock knows and the source lacks.
    """
    known: dict[str, str] = read_json(lock)["files"] if lock.is_file() else {}
    entries = set(names)
    expected = {path for path in known if path.partition("/")[0] in entries}
    differing = sorted(path for path, sha in hashes.items() if known.get(path, sha) != sha)
    trouble = [*(f"{p} differs" for p in differing), *(f"{p} is missing" for p in sorted(expected - set(hashes)))]
    if trouble:
        raise AppError(
            f"the source is not the one that {lock.name} recorded: {trouble[0]} ({len(trouble)} files in all). "
            "Use the earlier source, or delete the lock to trust this one."
        )
    new = len(set(hashes) - set(known))
    if new:
        record = {"trust": "on first use", "files": {**known, **hashes}, **facts}
        write_json_atomically(lock, record)
    return new

"""Taking a zip of unknown origin apart, safely, and finding the app set in what came out.

Refuses names that lead elsewhere, links, devices, encrypted members and archives that grow beyond their caps; counts
what is really written, because a header can lie. This file does not know which apps should be there.
"""

from __future__ import annotations

import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jamel.errors import AppError

REGISTRY = "environments.json"
CHUNK_BYTES = 1 << 16
RATIO_FREE_BYTES = 1 << 20
"""Small files may compress as well as they like; a bomb is large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCaps:
    """``max_ratio`` bounds unpacked over packed size of every member above a megabyte."""

    max_files: int
    max_total_bytes: int
    max_ratio: float


def extract_zip(archive: Path, target: Path, caps: ArchiveCaps) -> int:
    """Unpack into ``target``, which must not exist yet; returns the number of files.

    Raises ``AppError`` at the first member that is not a plain file or folder below ``target``, or over a cap. What was
    unpacked until then stays in ``target`` and is the caller's to delete.
    """
    target.mkdir(parents=True)
    try:
        with zipfile.ZipFile(archive) as opened:
            members = _checked(opened.infolist(), archive, caps)
            left = caps.max_total_bytes
            for member, relative in members:
                left -= _write(opened, member, target / relative, left, archive)
            return len(members)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise AppError(f"{archive.name} is not a whole zip archive ({error}). Delete it and fetch it again.") from None


def _checked(
    infos: list[zipfile.ZipInfo], archive: Path, caps: ArchiveCaps
) -> list[tuple[zipfile.ZipInfo, PurePosixPath]]:
    files = [info for info in infos if not info.is_dir()]
    if len(files) > caps.max_files:
        raise AppError(f"{archive.name} holds {len(files)} files, more than {caps.max_files}. Do not unpack it.")
    declared = sum(info.file_size for info in files)
    if declared > caps.max_total_bytes:
        raise AppError(f"{archive.name} would unpack to {declared} bytes, more than {caps.max_total_bytes}.")
    members = [(info, _safe_name(info, archive)) for info in files]
    names = [str(relative).casefold() for _, relative in members]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise AppError(f"{archive.name} holds {twice!r} twice. It was not made by an honest packer; do not use it.")
    for info in files:
        if info.file_size > RATIO_FREE_BYTES and info.file_size > caps.max_ratio * max(info.compress_size, 1):
            raise AppError(
                f"{archive.name}: {info.filename!r} grows more than {caps.max_ratio:g} times. Do not use it."
            )
    return members


def _safe_name(info: zipfile.ZipInfo, archive: Path) -> PurePosixPath:
    name = info.filename
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise AppError(f"{archive.name}: {name!r} is a link or a device, not a file. Do not use this archive.")
    if info.flag_bits & 1:
        raise AppError(f"{archive.name}: {name!r} is encrypted. Fetch the published archive.")
    return safe_path(info.orig_filename, archive)


def safe_path(name: str, archive: Path) -> PurePosixPath:
    """The member's place below the target. Raises ``AppError`` for a name that could lead anywhere else."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or any(sign in name for sign in "\\:\0") or not path.parts:
        raise AppError(f"{archive.name}: the name {name!r} leads out of the folder. Do not use this archive.")
    return path


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, left: int, archive: Path) -> int:
    """Write one member, and stop as soon as it is larger than it said or than what may still come."""
    written = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(member) as source, path.open("xb") as file:
        while chunk := source.read(CHUNK_BYTES):
            written += len(chunk)
            if written > min(left, member.file_size):
                raise AppError(f"{archive.name}: {member.filename!r} is larger than it says. Do not use this archive.")
            file.write(chunk)
    return written


def find_app_set(folder: Path) -> Path:
    """The folder that holds ``environments.json``: ``folder``, its ``scalewob-env``, or a first-level folder.

    Raises ``AppError`` when there is none.
    """
    below = sorted(p for p in folder.iterdir() if p.is_dir() and not p.is_symlink())
    candidates = [folder / "scalewob-env", folder, *below, *(p / "scalewob-env" for p in below)]
    for candidate in candidates:
        if (candidate / REGISTRY).is_file():
            return candidate
    raise AppError(f"{folder.name} has no {REGISTRY}, at the top or one folder down. Is it the ScaleWoB archive?")

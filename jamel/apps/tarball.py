"""Taking an npm tarball apart as safely as ``archive`` takes a zip: plain files below one folder, within caps.

This file does not know packages; it drops the first part of every name, which npm calls ``package``.
"""

from __future__ import annotations

import gzip
import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath

from jamel.apps.archive import RATIO_FREE_BYTES, ArchiveCaps, safe_path
from jamel.errors import AppError


def extract_tarball(archive: Path, target: Path, caps: ArchiveCaps) -> int:
    """Unpack into ``target``, which must not exist yet; returns the number of files.

    ``max_ratio`` bounds the whole, because a tar is packed as one stream. Raises ``AppError`` at the first member that
    is not a plain file or folder below ``target``, or over a cap; what came out by then is the caller's to delete.
    """
    target.mkdir(parents=True)
    left = min(caps.max_total_bytes, max(RATIO_FREE_BYTES, int(caps.max_ratio * archive.stat().st_size)))
    seen: set[str] = set()
    try:
        with tarfile.open(archive, "r|gz") as opened:
            for member in (m for m in opened if not m.isdir()):
                relative = _safe_name(member, archive)
                left -= member.size
                _refuse_excess(member, archive, left=left, more_files=caps.max_files - len(seen))
                _refuse_twice(relative, archive, seen)
                _write(opened, member, target / relative)
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise AppError(f"{archive.name} is not a whole tarball ({error}). Delete it and fetch it again.") from None
    return len(seen)


def _safe_name(member: tarfile.TarInfo, archive: Path) -> PurePosixPath:
    if not member.isreg():
        raise AppError(f"{archive.name}: {member.name!r} is a link or a device, not a file. Do not use this archive.")
    path = safe_path(member.name, archive)
    return safe_path("/".join(path.parts[1:]), archive)


def _refuse_excess(member: tarfile.TarInfo, archive: Path, *, left: int, more_files: int) -> None:
    if left < 0:
        raise AppError(f"{archive.name} grows beyond its caps at {member.name!r}. Do not use this archive.")
    if more_files <= 0:
        raise AppError(f"{archive.name} holds too many files, up to {member.name!r}. Do not use this archive.")


def _refuse_twice(relative: PurePosixPath, archive: Path, seen: set[str]) -> None:
    name = str(relative).casefold()
    if name in seen:
        raise AppError(f"{archive.name} holds {name!r} twice. Do not use this archive.")
    seen.add(name)


def _write(opened: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    """A tar's members are as long as their headers say: the reader takes no byte more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    source = opened.extractfile(member)
    if source is None:
        raise tarfile.ReadError(f"{member.name} has no content")
    with source, path.open("xb") as file:
        shutil.copyfileobj(source, file)

"""One published package of other people's code: fetched by npm or pip as configured, proved by its hash, unpacked.

Nothing of a package is ever run: no install scripts, no dependencies. This file does not know which part of a package
is an app.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from email import message_from_string
from pathlib import Path
from typing import Any

from jamel.apps.archive import ArchiveCaps, extract_zip
from jamel.apps.tarball import extract_tarball
from jamel.errors import AppError, CapabilityError

EXACT_NAMES = {
    "npm": re.compile(r"(@[a-z0-9._~-]+/)?[a-z0-9_~][a-z0-9._~-]*@\d+\.\d+\.\d+[0-9A-Za-z.+-]*"),
    "pypi": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==\d[0-9A-Za-z.!+]*"),
}
"""Names with exact versions only: npm would also take a folder, a git address or a tag."""
CAPS = ArchiveCaps(max_files=20_000, max_total_bytes=500_000_000, max_ratio=200)
FETCH_BUDGET_S = 300.0
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)\b.*", re.IGNORECASE)
NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """``npm:framework7@1.7.1`` or ``pypi:miniwob==1.1.0``: which registry's client fetches it, and its exact name."""

    registry: str
    spec: str

    @property
    def name(self) -> str:
        """Without its version and scope."""
        return re.split(r"(?<=.)@|==", self.spec)[0].rpartition("/")[2]

    def __str__(self) -> str:
        return f"{self.registry}:{self.spec}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """``stated`` is the package's own field; ``files`` its licence texts, shortest path first."""

    stated: str
    files: tuple[Path, ...]


def parse_package(text: str) -> Package:
    """Raises ``AppError`` unless ``text`` names a known registry and an exact version."""
    registry, _, spec = text.partition(":")
    pattern = EXACT_NAMES.get(registry)
    if pattern is None or not pattern.fullmatch(spec):
        raise AppError(
            f"{text!r} is no package with an exact version. Write npm:NAME@1.2.3 or pypi:NAME==1.2.3; "
            "ranges, tags and addresses are not taken, because what they name changes."
        )
    return Package(registry=registry, spec=spec)


def fetch_package(package: Package, downloads: Path) -> Path:
    """The package's archive below ``downloads``; one that is there already is kept.

    Raises ``CapabilityError`` without npm, ``AppError`` when the registry's client does not bring the package.
    """
    folder = downloads / re.sub(r"[^0-9A-Za-z._=@-]", "_", str(package))
    if not folder.is_dir():
        arriving = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(arriving, ignore_errors=True)
        arriving.mkdir(parents=True)
        _run_client(package, arriving)
        arriving.rename(folder)
    archives = [f for f in folder.iterdir() if f.suffix in (".tgz", ".whl")]
    if len(archives) != 1:
        raise AppError(f"{folder} holds {len(archives)} archives instead of one. Delete it and run the command again.")
    return archives[0]


def _run_client(package: Package, folder: Path) -> None:
    if package.registry == "npm":
        npm = shutil.which("npm")
        if npm is None:
            raise CapabilityError("npm was not found, which fetches the package. Run shell/setup_env.sh.")
        command = [npm, "pack", package.spec, "--ignore-scripts", "--pack-destination", str(folder)]
    else:
        command = [sys.executable, "-m", "pip", "download", package.spec, "--no-deps", "--only-binary", ":all:",
                   "--quiet", "--disable-pip-version-check", "--dest", str(folder)]  # fmt: skip
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=FETCH_BUDGET_S, check=False
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise AppError(f"{package} did not come within {FETCH_BUDGET_S:.0f} s. Check the network; try again.") from None
    if done.returncode != 0:
        said = " ".join(line for line in done.stderr.splitlines() if "warn" not in line.lower())[:300]
        raise AppError(f"{package} could not be fetched: {said} Check the name, the version and the network.")


def integrity_of(archive: Path) -> str:
    """``sha512-`` and base64, as npm's registry and lock files write it."""
    with archive.open("rb") as file:
        return "sha512-" + base64.b64encode(hashlib.file_digest(file, "sha512").digest()).decode()


def require_integrity(archive: Path, expected: str) -> None:
    found = integrity_of(archive)
    if found != expected:
        raise AppError(
            f"{archive.name} is not the listed package: {found} instead of {expected}. "
            f"Delete {archive.parent} and fetch it again; if it stays so, do not use it."
        )


def unpack(archive: Path, target: Path) -> None:
    """Raises ``AppError`` for a broken or unsafe archive."""
    extract = extract_zip if archive.suffix in (".whl", ".zip") else extract_tarball
    extract(archive, target, CAPS)


def licence_of(folder: Path) -> Licence:
    """What the unpacked package says of its licence, in ``package.json`` or a wheel's ``METADATA``."""
    info = sorted(folder.glob("*.dist-info"))
    beside = [folder, *info, *(i / "licenses" for i in info)]
    files = [f for place in beside if place.is_dir() for f in sorted(place.iterdir())]
    texts = tuple(f for f in files if f.is_file() and LICENCE_FILE.fullmatch(f.name))
    return Licence(stated=_wheel_licence(info[0]) if info else _npm_licence(folder), files=texts)


def _npm_licence(folder: Path) -> str:
    """Old packages have an object, or several, where new ones have a text."""
    manifest = folder / "package.json"
    if not manifest.is_file():
        return NOT_STATED
    try:
        data: Any = json.loads(manifest.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError):
        return NOT_STATED
    found = data.get("license") or data.get("licenses") if isinstance(data, dict) else None
    several = found if isinstance(found, list) else [found]
    names = [entry.get("type") if isinstance(entry, dict) else entry for entry in several]
    return " or ".join(name for name in names if isinstance(name, str) and name) or NOT_STATED


def _wheel_licence(info: Path) -> str:
    metadata = message_from_string((info / "METADATA").read_text(encoding="utf-8"))
    return metadata["License-Expression"] or metadata["License"] or NOT_STATED

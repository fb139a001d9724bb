"""``jamel install-apps``: bring ScaleWoB into place from its published archive, a local zip or a folder.

Download, unpack, choose the split, check every app, hold it to the lock, make it need no network, rename into place:
whole or not at all. Each step lives in a file of its own; this one is their order.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field

from jamel.apps.archive import REGISTRY, ArchiveCaps, extract_zip, find_app_set
from jamel.apps.benchmark import BENCHMARK_FILE, load_app_set
from jamel.apps.download import fetch
from jamel.apps.lock import hash_files, verify_or_trust
from jamel.apps.vendor import vendor_apps
from jamel.config import PROJECT_ROOT, Settings, load_settings
from jamel.errors import AppError, StorageError
from jamel.storage import read_json, write_json_atomically
from jamel.types import AppSpec

ARCHIVE_CONFIG = PROJECT_ROOT / "configs" / "apps" / "scalewob.yaml"
DOWNLOADS = PROJECT_ROOT / ".cache" / "downloads"
MANIFEST = "download_manifest.json"
MB = 1_000_000
ADVICE = (
    "Fetch the archive on a machine with a network and pass it: "
    "bash shell/download_scalewob_env.sh --mode {mode} --source scalewob-env.zip"
)


class ArchiveSettings(Settings):
    """``configs/apps/scalewob.yaml``. A megabyte is 10^6 bytes; ``max_ratio`` is unpacked over packed size."""

    archive_url: str
    timeout_s: Annotated[float, Field(gt=0)]
    attempts: Annotated[int, Field(ge=1)]
    max_files: Annotated[int, Field(ge=1)]
    max_total_mb: Annotated[int, Field(ge=1)]
    max_ratio: Annotated[float, Field(gt=1)]

    @property
    def caps(self) -> ArchiveCaps:
        return ArchiveCaps(max_files=self.max_files, max_total_bytes=self.max_total_mb * MB, max_ratio=self.max_ratio)


def install_apps(
    mode: str, source: str, output: Path | None, *, downloads: Path = DOWNLOADS, settings: ArchiveSettings | None = None
) -> Path:
    """Install the apps of ``mode`` at ``output`` (default: SCALEWOB_ROOT) from ``source`` (default: the archive's URL).

    Raises ``AppError`` for an unreachable, unsafe, incomplete or changed source, ``StorageError`` when the target
    exists already.
    """
    settings = settings or load_settings(ArchiveSettings, ARCHIVE_CONFIG)
    benchmark = load_app_set(BENCHMARK_FILE)
    apps = benchmark.select(mode)
    target = output or benchmark.root
    if target.exists():
        raise StorageError(f"{target} exists already. Delete it first, or pass another --output.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".install-", dir=target.parent) as temporary:
        work = Path(temporary)
        folder, facts = _open_source(source, mode, downloads, settings, work)
        staging = work / "apps"
        _take(find_app_set(folder), staging, apps)
        hashes = hash_files(staging, _entries(staging))
        lock = target.with_name(f"{target.name}.lock.json")
        trusted = verify_or_trust(lock, hashes, (app.app_id for app in apps), facts)
        report = vendor_apps(staging, [app.app_id for app in apps])
        manifest = {
            **facts,
            "output_dir": str(target),
            "mode": mode,
            "apps": [app.app_id for app in apps],
            "files": len(hashes),
            "vendored": {"copied": report.copied, "replaced": report.replaced, "unresolved": report.unresolved},
        }
        write_json_atomically(staging / MANIFEST, manifest)
        staging.rename(target)
    print(f"{len(apps)} apps ({mode}), {len(hashes)} files, {trusted} of them seen for the first time: {target}")
    if report.unresolved:
        hosts = ", ".join(f"{host} ({count})" for host, count in report.unresolved.items())
        print(f"references without a local copy: {hosts}")
    return target


def _open_source(
    source: str, mode: str, downloads: Path, settings: ArchiveSettings, work: Path
) -> tuple[Path, dict[str, Any]]:
    """A folder with the unpacked source, and where it came from."""
    facts: dict[str, Any] = {"created_at_utc": datetime.now(UTC).isoformat(timespec="seconds")}
    if source and Path(source).is_dir():
        return Path(source), facts | {"archive_url": "local folder"}
    if source and not source.startswith("http"):
        archive = Path(source)
        if not archive.is_file():
            raise AppError(f"{source} is neither a folder nor a zip file. {ADVICE.format(mode=mode)}")
    else:
        url = source or settings.archive_url
        name = Path(urlsplit(url).path).name or "archive"
        archive = fetch(
            url,
            downloads / f"{name}.zip".replace(".zip.zip", ".zip"),
            timeout_s=settings.timeout_s,
            attempts=settings.attempts,
            advice=ADVICE.format(mode=mode),
        )
    extract_zip(archive, work / "unpacked", settings.caps)
    with archive.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    where = "local zip" if source and not source.startswith("http") else source or settings.archive_url
    return work / "unpacked", facts | {"archive_url": where, "archive_sha256": sha256}


def _take(found: Path, staging: Path, apps: Sequence[AppSpec]) -> None:
    """Copy the apps of the split and what all apps share: files at the top, and folders that start with ``_``."""
    missing = [app.app_id for app in apps if not (found / app.entry_path).is_file()]
    if missing:
        shown = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
        raise AppError(f"the source lacks index.html of {len(missing)} of {len(apps)} apps: {shown}. Use a whole one.")
    staging.mkdir()
    wanted = {app.app_id for app in apps}
    for entry in sorted(found.iterdir()):
        if entry.is_symlink() or entry.name == MANIFEST:
            continue
        if entry.is_dir() and (entry.name in wanted or entry.name.startswith("_")):
            shutil.copytree(entry, staging / entry.name, ignore=_links)
        elif entry.is_file() and entry.name != REGISTRY:
            shutil.copyfile(entry, staging / entry.name)
    write_json_atomically(staging / REGISTRY, _registry_of(read_json(found / REGISTRY), wanted))


def _links(folder: str, names: list[str]) -> set[str]:
    """Links are not copied: they could lead out of the app."""
    return {name for name in names if (Path(folder) / name).is_symlink()}


def _registry_of(registry: Any, wanted: set[str]) -> Any:
    """Only the entries of the chosen apps. Published registries are a list, or an object with one."""
    if isinstance(registry, list):
        return [entry for entry in registry if isinstance(entry, dict) and entry.get("id") in wanted]
    if isinstance(registry, dict) and isinstance(registry.get("environments"), list):
        return {**registry, "environments": _registry_of(registry["environments"], wanted)}
    raise AppError(f"{REGISTRY} is neither a list nor an object with environments. Is it the ScaleWoB archive?")


def _entries(staging: Path) -> list[str]:
    return sorted(entry.name for entry in staging.iterdir() if entry.name != REGISTRY)

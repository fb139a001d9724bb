"""``jamel install-apps``: bring ScaleWoB apps into place from a local folder.

The archive itself (download, resume, verification, safe extraction) is a later release's; this file copies an unpacked
one, filters by split, and checks that every app is whole.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from jamel.apps import BENCHMARK_FILE, load_app_set
from jamel.errors import AppError, NotYetError, StorageError
from jamel.storage import write_json_atomically


def install_apps(mode: str, source: str, output: Path | None) -> Path:
    """Copy the apps of ``mode`` from ``source`` to ``output`` (default: SCALEWOB_ROOT), all or nothing.

    Raises ``NotYetError`` without a local folder, ``AppError`` when an app of the split is missing in it,
    ``StorageError`` when the target exists already.
    """
    benchmark = load_app_set(BENCHMARK_FILE)
    apps = benchmark.select(mode)
    folder = Path(source)
    if not source or not folder.is_dir():
        raise NotYetError(
            f"downloading and unpacking the ScaleWoB archive is not built yet (source: {source or 'none'}). "
            "Unpack it yourself and pass the folder that holds environments.json with --source."
        )
    if not (folder / "environments.json").is_file():
        raise AppError(f"{folder} has no environments.json. Pass the folder that holds it and one folder per app.")
    missing = [app.app_id for app in apps if not (folder / app.entry_path).is_file()]
    if missing:
        raise AppError(f"{folder} lacks index.html of {len(missing)} of {len(apps)} apps: {', '.join(missing[:5])}.")
    target = output or benchmark.root
    _copy(folder, target, [app.app_id for app in apps])
    print(f"{len(apps)} apps ({mode}) are in {target}")
    return target


def _copy(source: Path, target: Path, app_ids: list[str]) -> None:
    if target.exists():
        raise StorageError(f"{target} exists already. Delete it first, or pass another --output.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".install-", dir=target.parent) as temporary:
        staging = Path(temporary) / "apps"
        staging.mkdir()
        shutil.copy2(source / "environments.json", staging)
        for app_id in app_ids:
            shutil.copytree(source / app_id, staging / app_id, ignore=_symbolic_links)
        write_json_atomically(staging / "download_manifest.json", {"apps": sorted(app_ids), "source": "local folder"})
        staging.rename(target)


def _symbolic_links(folder: str, names: list[str]) -> set[str]:
    """Links are not copied: they could lead out of the app."""
    return {name for name in names if (Path(folder) / name).is_symlink()}

"""``jamel apps add-npm|add-wheel|add-url|add-folder|fetch``: other people's apps and their licences, never committed.

An app lies at ``ROOT/ID``, its manifest at ``ROOT/ID.json``; ``ROOT/_apps.json`` names all of them in the form that
``--file`` and ``apps_file`` take. This file does not know how packages are fetched, or how apps are explored.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from jamel.apps.download import fetch
from jamel.apps.packages import (
    Package,
    fetch_package,
    integrity_of,
    licence_of,
    parse_package,
    require_integrity,
    unpack,
)
from jamel.apps.vendor import VENDOR_FOLDER, VendorReport, vendor_apps
from jamel.config import PROJECT_ROOT, Settings
from jamel.errors import AppError, StorageError
from jamel.storage import read_json, write_json_atomically

REAL_APPS_FILE = PROJECT_ROOT / "configs" / "real_apps.json"
REAL_APPS_ROOT = PROJECT_ROOT / ".cache" / "real-apps"
LOCAL_FILE = "_apps.json"
DOWNLOADS, LICENCES = "_packages", "_licences"
ARCHIVES = (".zip", ".whl", ".tgz", ".tar.gz")
APP_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


class RealApp(Settings):
    """One app of ``configs/real_apps.json``. ``folder`` is the part of the package that is served (empty: all of it),
    ``entry`` its page below that folder."""

    id: str
    package: str
    folder: str = ""
    entry: str = "index.html"


class RealApps(Settings):
    """``configs/real_apps.json``. ``integrity``: package -> ``sha512-...``, which what arrives is held to."""

    root: str
    train: tuple[RealApp, ...]
    test: tuple[RealApp, ...]
    integrity: dict[str, str]


def load_real_apps(path: Path = REAL_APPS_FILE) -> RealApps:
    """Raises ``AppError`` for an unknown key, a missing one, or a package without its integrity."""
    try:
        listed = RealApps.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise AppError(f"{path} not found. Give the file that lists the apps.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise AppError(f"{path.name}: {where}: {first['msg']}. Write it like configs/real_apps.json.") from None
    unproved = sorted({app.package for app in (*listed.train, *listed.test)} - set(listed.integrity))
    if unproved:
        raise AppError(f"{path.name} has no integrity of {', '.join(unproved)}. `jamel apps add-npm` prints it.")
    return listed


def fetch_listed(path: Path = REAL_APPS_FILE, ids: Collection[str] = ()) -> int:
    """Bring the listed apps (or only ``ids``) into place; those that are there stay. Returns how many are there.

    Raises ``AppError`` for an unknown id, and for a package that cannot be fetched or is another one than was listed.
    """
    listed = load_real_apps(path)
    root = (PROJECT_ROOT / listed.root).resolve()
    apps = {app.id: app for app in (*listed.train, *listed.test)}
    unknown = sorted(set(ids) - set(apps))
    if unknown:
        raise AppError(f"{path.name} has no app {unknown[0]!r}; it has {', '.join(apps)}.")
    chosen = [apps[i] for i in ids] if ids else list(apps.values())
    for app in chosen:
        add_package(app, root, expected_integrity=listed.integrity[app.package])
    return len(chosen)


def add_package(app: RealApp, root: Path = REAL_APPS_ROOT, *, expected_integrity: str = "") -> Path:
    """Fetch a package and put the app in it at ``root/ID``. Returns that folder; the same app again is kept as it is.

    Raises ``AppError`` or ``CapabilityError`` where it cannot be had, ``StorageError`` where another app has its id.
    """
    package = parse_package(app.package)
    if _is_here(app, root):
        print(f"{app.id} is here already")
        return root / app.id
    archive = fetch_package(package, root / DOWNLOADS)
    if expected_integrity:
        require_integrity(archive, expected_integrity)
    return _unpack_and_place(app, archive, root, {"version": _version(package)})


def add_url(
    url: str, *, app_id: str = "", folder: str = "", entry: str = "index.html", root: Path = REAL_APPS_ROOT
) -> Path:
    """Download an archive of a built app and put the app at ``root/ID``; the archive's name is the id by default.

    A tarball's top folder is dropped, a zip's is not. Raises ``AppError`` or ``StorageError`` as ``add_package`` does.
    """
    name = PurePosixPath(urlsplit(url).path).name
    if not name.endswith(ARCHIVES):
        raise AppError(f"{url!r} does not end in {', '.join(ARCHIVES)}. Give the address of an archive of a built app.")
    app = RealApp(id=app_id or name.split(".")[0].lower(), package=url, folder=folder, entry=entry)
    if _is_here(app, root):
        print(f"{app.id} is here already")
        return root / app.id
    target = root / DOWNLOADS / hashlib.sha256(url.encode()).hexdigest()[:12] / name
    advice = "Check the address and the network, or unpack the archive yourself and use add-folder."
    return _unpack_and_place(app, fetch(url, target, timeout_s=60, attempts=5, advice=advice), root, {})


def add_folder(app_id: str, source: Path, entry: str = "index.html", root: Path = REAL_APPS_ROOT) -> Path:
    """Copy a plain folder of a built app to ``root/ID``. Links in it are left out."""
    app = RealApp(id=app_id, package="folder", entry=entry)
    if not source.is_dir():
        raise AppError(f"{source} is not a folder. Give the folder of a built web app.")
    if _is_here(app, root):
        raise StorageError(f"{root / app_id} exists already. Delete it first, or choose another --id.")
    root.mkdir(parents=True, exist_ok=True)
    return _place(app, source, root, {})


def _unpack_and_place(app: RealApp, archive: Path, root: Path, facts: dict[str, Any]) -> Path:
    with tempfile.TemporaryDirectory(prefix=".add-", dir=root) as work:
        unpacked = Path(work) / "package"
        unpack(archive, unpacked)
        return _place(app, unpacked, root, {"integrity": integrity_of(archive), **facts})


def _version(package: Package) -> str:
    return re.split(r"(?<=.)@|==", package.spec)[-1]


def _is_here(app: RealApp, root: Path) -> bool:
    """Whether exactly this app is in place. Raises ``StorageError`` when something else is."""
    if not APP_ID.fullmatch(app.id):
        raise AppError(f"{app.id!r} cannot be an app's id: small letters, digits, - and _. Pass another --id.")
    if not (root / app.id).exists():
        return False
    manifest = _manifest_path(root, app.id)
    found: dict[str, Any] = read_json(manifest) if manifest.is_file() else {}
    wanted = app.model_dump()
    if any(found.get(key) != wanted[key] for key in wanted):
        raise StorageError(f"{root / app.id} is another app. Delete it first, or choose another --id.")
    return True


def _manifest_path(root: Path, app_id: str) -> Path:
    return root / f"{app_id}.json"


def _place(app: RealApp, unpacked: Path, root: Path, facts: dict[str, Any]) -> Path:
    """Copy the app's part, make it need no network, move it into place; write manifest, licence and the local list."""
    part = _below(unpacked, app.folder)
    if not _below(part, app.entry).is_file():
        raise AppError(f"{app.package} has no {app.entry!r} in {app.folder or 'its top folder'}; {_pages(part)}.")
    target = root / app.id
    with tempfile.TemporaryDirectory(prefix=".add-", dir=root) as work:
        staging = Path(work)
        shutil.copytree(part, staging / app.id, ignore=_links)
        vendored = vendor_apps(staging, [app.id], entry=app.entry)
        if (staging / VENDOR_FOLDER).is_dir():
            shutil.copytree(staging / VENDOR_FOLDER, root / VENDOR_FOLDER, dirs_exist_ok=True)
        manifest = {**app.model_dump(), **facts, **_licence(app, unpacked, root), **_facts(staging / app.id, vendored)}
        (staging / app.id).rename(target)
    write_json_atomically(_manifest_path(root, app.id), manifest)
    _write_local_list(root)
    print(f"{app.id}: {app.package}, licence {manifest['licence']}, {manifest['files']} files: {target}")
    return target


def _below(folder: Path, relative: str) -> Path:
    path = PurePosixPath(relative)
    if path.is_absolute() or ".." in path.parts:
        raise AppError(f"{relative!r} leads out of the package. Give a path below it.")
    return folder / path


def _links(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if (Path(folder) / name).is_symlink()}


def _pages(folder: Path) -> str:
    pages = sorted((p.relative_to(folder).as_posix() for p in folder.rglob("*.html")), key=lambda p: (p.count("/"), p))
    return f"its pages are {', '.join(pages[:8])}{' ...' if len(pages) > 8 else ''}" if pages else "it has no pages"


def _licence(app: RealApp, unpacked: Path, root: Path) -> dict[str, Any]:
    """What the package says, with a copy of its licence texts: most licences ask that they stay with the code."""
    licence = licence_of(unpacked)
    for file in licence.files:
        target = root / LICENCES / app.id / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return {"licence": licence.stated, "licence_files": [f"{LICENCES}/{app.id}/{f.name}" for f in licence.files]}


def _facts(folder: Path, vendored: VendorReport) -> dict[str, Any]:
    return {
        "files": sum(file.is_file() for file in folder.rglob("*")),
        "added_at_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "vendored": {
            "copied": vendored.copied,
            "replaced": vendored.replaced,
            "unresolved": vendored.unresolved,
        },
    }


def _write_local_list(root: Path) -> None:
    """``_apps.json``: every app that is here, as a benchmark file."""
    manifests = [read_json(path) for path in sorted(root.glob("*.json")) if (root / path.stem).is_dir()]
    apps = [{"id": manifest["id"], "entry": manifest["entry"]} for manifest in manifests]
    write_json_atomically(root / LOCAL_FILE, {"root": str(root), "train": [], "test": apps})

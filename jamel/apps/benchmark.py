"""Which apps there are, how they are split, and where their files lie.

Three files name apps: ``configs/benchmark_apps.json`` (the paper's 96 ScaleWoB ids, published keys),
``configs/demo_apps.json`` (our own embedded apps) and ``configs/real_apps.json`` (other people's). This file does not
know how apps are served or explored.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jamel.config import PROJECT_ROOT, env_setting
from jamel.errors import AppError
from jamel.storage import read_json
from jamel.types import AppSpec, Split

BENCHMARK_FILE = PROJECT_ROOT / "configs" / "benchmark_apps.json"
DEMO_FILE = PROJECT_ROOT / "configs" / "demo_apps.json"
SPLIT_DOC = PROJECT_ROOT / "docs" / "APP_SPLIT.md"
APPS_MODES = {"test10": Split.TEST, "test": Split.TEST, "train86": Split.TRAIN, "train": Split.TRAIN, "all": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSet:
    """A benchmark: its site root (one folder per app below it) and its apps, in the order of the file."""

    root: Path
    apps: tuple[AppSpec, ...]

    def select(self, mode: str, ids: tuple[str, ...] = ()) -> tuple[AppSpec, ...]:
        """The apps of a mode (``test10``, ``train86``, ``all``; ``test``, ``train``), or exactly ``ids``."""
        if ids:
            return tuple(self.find(app_id) for app_id in ids)
        if mode not in APPS_MODES:
            raise AppError(f"unknown apps mode {mode!r}; use one of {', '.join(APPS_MODES)}.")
        split = APPS_MODES[mode]
        return tuple(app for app in self.apps if split is None or app.split is split)

    def find(self, app_id: str) -> AppSpec:
        """Raises ``AppError`` naming the nearest id. Ids are case-sensitive."""
        for app in self.apps:
            if app.app_id == app_id:
                return app
        near = difflib.get_close_matches(app_id, [a.app_id for a in self.apps], n=1, cutoff=0.4)
        hint = f"did you mean {near[0]!r}?" if near else "`jamel apps list` shows them."
        raise AppError(f"app {app_id!r} is not among the {len(self.apps)} apps of this benchmark; {hint}")

    def require_files(self, apps: tuple[AppSpec, ...]) -> None:
        """Raises ``AppError`` naming every app whose entry page is missing below the root."""
        missing = [a.app_id for a in apps if not (self.root / a.entry_path).is_file()]
        if missing:
            shown = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
            raise AppError(
                f"{len(missing)} of {len(apps)} apps have no start page below {self.root}: {shown}. "
                "Get ScaleWoB with shell/download_scalewob_env.sh, or point SCALEWOB_ROOT at it; "
                "`jamel apps fetch` gets other people's apps."
            )


def load_app_set(path: Path) -> AppSet:
    """Read a benchmark file. Keys: ``test10``/``train86`` (published) or ``test``/``train`` with ``root``.

    An app is an id, or an object with ``id`` and ``entry``, its start page below its folder (other people's apps).
    """
    data = read_json(path)
    if not isinstance(data, dict):
        raise AppError(f"{path} must hold a JSON object with the keys test and train.")
    apps = _specs(data, path, Split.TEST, ("test10", "test")) + _specs(data, path, Split.TRAIN, ("train86", "train"))
    duplicates = sorted({a.app_id for a in apps if sum(b.app_id == a.app_id for b in apps) > 1})
    if duplicates:
        raise AppError(f"{path} names apps twice: {', '.join(duplicates)}. An app is in one split only.")
    return AppSet(root=_root(data), apps=apps)


def _root(data: dict[str, Any]) -> Path:
    """The file's own root, or SCALEWOB_ROOT for the published benchmark."""
    relative = data.get("root") or env_setting("SCALEWOB_ROOT", "env/browser_env/scalewob-env")
    return (PROJECT_ROOT / relative).resolve()


def _specs(data: dict[str, Any], path: Path, split: Split, keys: tuple[str, ...]) -> tuple[AppSpec, ...]:
    listed = next((data[key] for key in keys if key in data), None)
    entries = [_id_and_entry(item) for item in listed] if isinstance(listed, list) else [None]
    apps = [AppSpec(app_id=e[0], split=split, entry_path=f"{e[0]}/{e[1]}") for e in entries if e is not None]
    if len(apps) < len(entries):
        raise AppError(f"{path} needs a list of app ids, or of objects with id and entry, under {' or '.join(keys)}.")
    return tuple(apps)


def _id_and_entry(item: Any) -> tuple[str, str] | None:
    given = item if isinstance(item, dict) else {"id": item}
    app_id, entry = given.get("id"), given.get("entry", "index.html")
    return (app_id, entry) if isinstance(app_id, str) and app_id and isinstance(entry, str) and entry else None


def render_app_split() -> str:
    """The text of ``docs/APP_SPLIT.md``, generated from ``configs/benchmark_apps.json``."""
    benchmark = load_app_set(BENCHMARK_FILE)
    test, train = benchmark.select("test10"), benchmark.select("train86")
    lines = [
        "# App split",
        "",
        "Generated from `configs/benchmark_apps.json` by `jamel apps split`; do not edit.",
        f"The paper trains on {len(train)} ScaleWoB apps and tests on {len(test)} unseen ones "
        f"({len(benchmark.apps)} in all). Ids are case-sensitive.",
        "",
    ]
    for title, apps in (("test10", test), ("train86", train)):
        lines += [f"## {title}", "", *(f"- `{app.app_id}`" for app in apps), ""]
    return "\n".join(lines).rstrip() + "\n"

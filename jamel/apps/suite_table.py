"""The table of our own apps in ``docs/ENVIRONMENTS.md``: from the manifest, the built files, and ``jamel bench apps``.

This file does not know how the numbers were measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jamel.apps.manifest import AppManifest, load_manifest
from jamel.config import PROJECT_ROOT
from jamel.errors import DataError
from jamel.storage import read_json

ENVIRONMENTS_DOC = PROJECT_ROOT / "docs" / "ENVIRONMENTS.md"
CONTACT_SHEET = PROJECT_ROOT / "docs" / "apps.jpg"
BENCH_RESULT = PROJECT_ROOT / "docs" / "bench_apps.json"
BEGIN, END = "<!-- apps: written by `jamel apps table` -->\n", "<!-- end of apps -->"
HEAD = """| app | split | depth | modules | scripts | lines | entities | at load | random 50 | untried 50 | random 200 |
|---|---|---|---|---|---|---|---|---|---|---|
"""


def render_environments_doc(root: Path) -> str:
    """The document with its table written anew. ``root`` holds the built apps. Raises ``DataError`` without markers."""
    text = ENVIRONMENTS_DOC.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise DataError(f"{ENVIRONMENTS_DOC.name} has no place for the table: it needs {BEGIN.strip()} and {END}.")
    results: dict[str, float] = read_json(BENCH_RESULT)["results"]
    rows = "".join(_row(app, root, results) for app in load_manifest().apps)
    return f"{before}{BEGIN}{HEAD}{rows}{END}{after}"


def _row(app: AppManifest, root: Path, results: Mapping[str, float]) -> str:
    scripts = sorted((root / app.id / "js").glob("*.js"))
    lines = sum(len(script.read_text(encoding="utf-8").splitlines()) for script in scripts)
    names = (
        "total_entities", "initial_entities", "random_reward_50_steps", "untried_first_reward_50_steps",
        "random_reward_200_steps",
    )  # fmt: skip
    numbers = [results.get(f"{app.id}_{name}") for name in names]
    cells = [app.id, app.split.value, app.depth, str(len(app.features)), str(len(scripts)), str(lines)]
    return f"| {' | '.join(cells + ['' if n is None else f'{n:.0f}' for n in numbers])} |\n"

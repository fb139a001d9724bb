"""A synthetic archive of ScaleWoB's shape: every benchmark id, shared files at the top, external references."""

import json
import zipfile
from pathlib import Path

import pytest

from jamel.apps import BENCHMARK_FILE, load_app_set

PAGE = """<!doctype html><title>{id}</title>
<script src="https://cdn.tailwindcss.com"></script>
<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Inter&display=swap">
<script src="https://niumascript.com/scalewob-env/scalewob-bridge.js"></script>
<img src="https://images.unsplash.com/photo-1-a?w=300&h=200&q=80"><script src="js/store.js"></script>
"""


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    folder = tmp_path / "unpacked" / "scalewob-env"
    apps = load_app_set(BENCHMARK_FILE).apps
    for app in apps:
        (folder / app.app_id / "js").mkdir(parents=True)
        (folder / app.entry_path).write_text(PAGE.format(id=app.app_id))
        (folder / app.app_id / "js" / "store.js").write_text("const cover = 'https://images.unsplash.com/photo-2-b';\n")
    (folder / "scalewob-bridge.js").write_text("// bridge\n")
    (folder / "_cdn").mkdir()
    (folder / "_cdn" / "tailwind.js").write_text("window.tailwind = {};\n")
    registry = {"version": "1", "environments": [{"id": app.app_id} for app in apps]}
    (folder / "environments.json").write_text(json.dumps(registry))
    return folder


@pytest.fixture
def archive(unpacked: Path, tmp_path: Path) -> Path:
    path = tmp_path / "scalewob-env.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(p for p in unpacked.rglob("*") if p.is_file()):
            packed.write(file, file.relative_to(unpacked.parent))
    return path

"""The embedded apps as files: complete, self-contained, deterministic, in two languages."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from jamel.apps import DEMO_FILE, load_app_set

DEMO = load_app_set(DEMO_FILE)
APP_IDS = [app.app_id for app in DEMO.apps]
MIN_SCRIPTS, MIN_LINES = 4, 400
EXTERNAL = re.compile(r"(?:https?:|wss?:)?//[a-z0-9-]+\.[a-z]{2,}", re.IGNORECASE)
UNSTEADY = re.compile(
    r"Math\.random|Date\.now|new Date\(\s*\)|performance\.now|set(?:Interval|Timeout)\b|requestAnimationFrame"
    r"|(?:local|session)Storage|indexedDB|document\.cookie|\beval\(|new Function|\bfetch\(|XMLHttpRequest"
)


def app_files(app_id: str, pattern: str = "*") -> list[Path]:
    return sorted(p for p in (DEMO.root / app_id).rglob(pattern) if p.is_file())


def text_of(app_id: str, pattern: str = "*") -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in app_files(app_id, pattern))


def referenced(app_id: str) -> list[str]:
    """What index.html loads, data URLs aside."""
    html = (DEMO.root / app_id / "index.html").read_text(encoding="utf-8")
    return [url for url in re.findall(r'(?:src|href)="([^"]+)"', html) if not url.startswith("data:")]


def test_registry_lists_exactly_the_folders() -> None:
    registry = json.loads((DEMO.root / "environments.json").read_text(encoding="utf-8"))
    folders = {path.name for path in DEMO.root.iterdir() if path.is_dir()}
    assert sorted(entry["id"] for entry in registry) == sorted(folders) == sorted(APP_IDS)


@pytest.mark.parametrize("app_id", APP_IDS)
def test_every_file_is_loaded_by_a_relative_url_and_exists(app_id: str) -> None:
    files = {str(p.relative_to(DEMO.root / app_id)) for p in app_files(app_id)} - {"index.html"}
    assert sorted(referenced(app_id)) == sorted(files)


@pytest.mark.parametrize("app_id", APP_IDS)
def test_scripts_are_several_and_deep_enough(app_id: str) -> None:
    scripts = app_files(app_id, "*.js")
    assert len(scripts) >= MIN_SCRIPTS
    assert sum(len(p.read_text(encoding="utf-8").splitlines()) for p in scripts) >= MIN_LINES


@pytest.mark.parametrize("app_id", APP_IDS)
def test_nothing_leads_outside(app_id: str) -> None:
    assert EXTERNAL.findall(text_of(app_id)) == []


@pytest.mark.parametrize("app_id", APP_IDS)
def test_nothing_depends_on_chance_clock_storage_or_network(app_id: str) -> None:
    assert UNSTEADY.findall(text_of(app_id, "*.js")) == []


@pytest.mark.parametrize("unsteady", ["Math.random()", "new Date()", "setTimeout(f, 9)", "localStorage.x"])
def test_unsteady_code_would_be_seen(unsteady: str) -> None:
    assert UNSTEADY.search(unsteady)


@pytest.mark.parametrize("app_id", APP_IDS)
def test_labels_are_chinese_and_english(app_id: str) -> None:
    pairs = re.findall(r"t\(\s*'[^']*[\u4e00-\u9fff][^']*',\s*'[^']*[A-Za-z][^']*'", text_of(app_id, "*.js"))
    assert len(pairs) >= 50


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize("app_id", APP_IDS)
def test_scripts_parse(app_id: str) -> None:
    for script in app_files(app_id, "*.js"):
        subprocess.run(["node", "--check", str(script)], check=True, capture_output=True)

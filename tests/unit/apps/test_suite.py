"""Our own suite as files: what its sources build byte by byte, and what the split promises."""

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from jamel.apps import DEMO_FILE, load_app_set
from jamel.apps.build import KERNEL_AFTER, KERNEL_BEFORE, build_suite, load_words
from jamel.apps.manifest import LANGUAGES, NAV_STYLES, SOURCE_ROOT, load_manifest, varied
from jamel.apps.records import app_records
from jamel.errors import AppError, ConfigError, StorageError
from jamel.types import Split

DEMO = load_app_set(DEMO_FILE)
SUITE = load_manifest()
APPS = {app.id: app for app in SUITE.apps}
MODULES = sorted(p.stem for p in (SOURCE_ROOT / "modules").glob("*.js"))
SOURCES = [*(SOURCE_ROOT / "kernel").glob("*.js"), *(SOURCE_ROOT / "modules").glob("*.js")]
EXTERNAL = re.compile(r"(?:https?:|wss?:)?//[a-z0-9-]+\.[a-z]{2,}", re.IGNORECASE)
UNSTEADY = re.compile(
    r"Math\.random|Date\.now|new Date\(\s*\)|performance\.now|set(?:Interval|Timeout)\b|requestAnimationFrame"
    r"|(?:local|session)Storage|indexedDB|document\.cookie|\beval\(|new Function|\bfetch\(|XMLHttpRequest"
)


def files_below(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def features_of(split: Split) -> set[str]:
    return {feature for app in SUITE.apps if app.split is split for feature in app.features}


def test_the_committed_suite_is_what_its_sources_build(tmp_path: Path) -> None:
    build_suite(tmp_path / "apps")
    built, committed = files_below(tmp_path / "apps"), files_below(DEMO.root)
    assert sorted(built) == sorted(committed), "run: jamel apps build"
    assert [name for name in built if built[name] != committed[name]] == [], "run: jamel apps build"


def test_building_again_replaces_the_whole_folder(tmp_path: Path) -> None:
    build_suite(tmp_path / "apps")
    (tmp_path / "apps" / "stray.js").write_text("")
    build_suite(tmp_path / "apps")
    assert not (tmp_path / "apps" / "stray.js").exists()


def test_a_folder_with_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("")
    with pytest.raises(StorageError, match="something else"):
        build_suite(tmp_path)


def test_a_variant_keeps_features_and_changes_look_and_data(tmp_path: Path) -> None:
    build_suite(tmp_path / "apps", seed=7)
    varied_files, files = files_below(tmp_path / "apps"), files_below(DEMO.root)
    assert sorted(varied_files) == sorted(files)
    modules = [name for name in files if name.endswith(".js") and not name.endswith("data.js")]
    assert all(varied_files[name] == files[name] for name in modules)
    assert all(varied_files[f"{i}/js/data.js"] != files[f"{i}/js/data.js"] for i in APPS)
    assert {varied(app, 7).lang for app in SUITE.apps} == set(LANGUAGES)


def test_there_are_24_train_and_10_held_out_apps_and_the_files_agree() -> None:
    assert Counter(app.split for app in SUITE.apps) == {Split.TRAIN: 24, Split.TEST: 10}
    assert {app.app_id: app.split for app in DEMO.apps} == {app.id: app.split for app in SUITE.apps}
    registry = json.loads((DEMO.root / "environments.json").read_text(encoding="utf-8"))
    folders = {path.name for path in DEMO.root.iterdir() if path.is_dir()}
    assert sorted(entry["id"] for entry in registry) == sorted(folders) == sorted(APPS)


def test_every_held_out_app_has_a_module_that_no_train_app_has() -> None:
    unseen = features_of(Split.TEST) - features_of(Split.TRAIN)
    assert {app.id: bool(unseen & set(app.features)) for app in SUITE.apps if app.split is Split.TEST} == dict.fromkeys(
        (app.id for app in SUITE.apps if app.split is Split.TEST), True
    )
    assert len(unseen) >= 10


def test_no_two_apps_have_the_same_features_and_every_module_is_used() -> None:
    assert len({frozenset(app.features) for app in SUITE.apps}) == len(SUITE.apps)
    assert sorted(features_of(Split.TRAIN) | features_of(Split.TEST)) == MODULES


@pytest.mark.parametrize("split", list(Split))
def test_each_split_has_every_depth_language_and_navigation(split: Split) -> None:
    apps = [app for app in SUITE.apps if app.split is split]
    assert {app.depth for app in apps} == {"shallow", "medium", "deep"}
    assert {app.lang for app in apps} == set(LANGUAGES)
    assert {app.nav_style for app in apps} == set(NAV_STYLES)


@pytest.mark.parametrize("app_id", APPS)
def test_a_page_loads_exactly_its_files_by_relative_urls(app_id: str) -> None:
    html = (DEMO.root / app_id / "index.html").read_text(encoding="utf-8")
    urls = [url for url in re.findall(r'(?:src|href)="([^"]+)"', html) if not url.startswith("data:")]
    assert sorted(urls) == sorted(set(files_below(DEMO.root / app_id)) - {"index.html"})
    scripts = [url for url in urls if url.endswith(".js")]
    assert len(scripts) == 1 + len(KERNEL_BEFORE) + len(APPS[app_id].features) + len(KERNEL_AFTER) >= 12


@pytest.mark.parametrize("app_id", APPS)
def test_records_are_equal_for_equal_seeds_and_differ_otherwise(app_id: str) -> None:
    words, app = load_words(SOURCE_ROOT), APPS[app_id]
    first = app_records(words, app.features, app.products, "a")
    assert first == app_records(words, app.features, app.products, "a")
    assert first != app_records(words, app.features, app.products, "b") or first == {}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_a_source_depends_on_no_chance_clock_storage_network_or_other_site(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert UNSTEADY.findall(text) == []
    assert EXTERNAL.findall(text) == []


@pytest.mark.parametrize("unsteady", ["Math.random()", "new Date()", "setTimeout(f, 9)", "localStorage.x"])
def test_unsteady_code_would_be_seen(unsteady: str) -> None:
    assert UNSTEADY.search(unsteady)


def test_few_pop_ups_are_traps_and_most_are_dialogs() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (SOURCE_ROOT / "modules").glob("*.js")]
    traps = sum(text.count("openOverlay(") for text in sources)
    modal = sum(len(re.findall(r"(?<!function )open(?:Dialog|Sheet|Form)\(|confirmDialog\(", text)) for text in sources)
    assert 5 <= traps <= modal / 5


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_every_source_parses() -> None:
    check = "for (const p of process.argv.slice(1)) new (require('vm').Script)(require('fs').readFileSync(p, 'utf8'))"
    paths = [str(p) for p in [*SOURCES, SOURCE_ROOT / "solutions.js"]]
    subprocess.run(["node", "-e", check, *paths], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("features: [home, nonsense, a, b]", "nonsense"),
        ("id: lumao", "twice"),
        ("popups: [gift, survey, tour]", "2 items"),
    ],
)
def test_a_bad_manifest_is_refused_by_name(tmp_path: Path, line: str, words: str) -> None:
    shutil.copytree(SOURCE_ROOT, tmp_path / "src")
    path = tmp_path / "src" / "apps.yaml"
    text = path.read_text(encoding="utf-8")
    key = line.split(":")[0]
    path.write_text(re.sub(rf"{key}: (\[[^\]]*\]|\w+)", line, text, count=2), encoding="utf-8")
    with pytest.raises((AppError, ConfigError), match=words):
        load_manifest(tmp_path / "src")

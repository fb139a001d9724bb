"""The app files: ids, splits, and clear errors for what is not there."""

import json
from pathlib import Path

import pytest

from jamel.apps import BENCHMARK_FILE, DEMO_FILE, SPLIT_DOC, load_app_set, render_app_split
from jamel.errors import AppError
from jamel.types import Split


def test_benchmark_has_the_papers_96_apps_in_two_disjoint_splits() -> None:
    benchmark = load_app_set(BENCHMARK_FILE)
    assert len(benchmark.select("test10")) == 10
    assert len(benchmark.select("train86")) == 86
    assert len({app.app_id for app in benchmark.select("all")}) == 96


def test_published_keys_of_the_benchmark_file_are_kept() -> None:
    assert set(json.loads(BENCHMARK_FILE.read_text())) == {"scale_wob_total", "test10", "train86"}


def test_split_document_is_what_the_benchmark_file_generates() -> None:
    assert SPLIT_DOC.read_text(encoding="utf-8") == render_app_split()


def test_every_demo_app_has_its_entry_page() -> None:
    demo = load_app_set(DEMO_FILE)
    demo.require_files(demo.apps)
    assert {app.split for app in demo.apps} == {Split.TRAIN, Split.TEST}


def test_unknown_app_id_names_the_nearest_one() -> None:
    with pytest.raises(AppError, match="did you mean 'taobao'"):
        load_app_set(BENCHMARK_FILE).find("Taobao")


def test_unknown_mode_lists_the_known_ones() -> None:
    with pytest.raises(AppError, match="test10"):
        load_app_set(BENCHMARK_FILE).select("test11")


def test_missing_files_are_counted_and_named(tmp_path: Path) -> None:
    path = tmp_path / "apps.json"
    path.write_text(json.dumps({"root": str(tmp_path), "train": ["a", "b"], "test": ["c"]}))
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text("")
    app_set = load_app_set(path)
    with pytest.raises(AppError, match="2 of 3 apps"):
        app_set.require_files(app_set.apps)


def test_an_app_in_both_splits_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "apps.json"
    path.write_text(json.dumps({"train": ["a"], "test": ["a"]}))
    with pytest.raises(AppError, match="twice"):
        load_app_set(path)

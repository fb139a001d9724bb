"""Copying ScaleWoB apps into place: filtered by split, whole or not at all."""

from pathlib import Path

import pytest

from jamel.apps import BENCHMARK_FILE, load_app_set
from jamel.browser.install_apps import install_apps
from jamel.errors import AppError, NotYetError, StorageError


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "unpacked"
    for app in load_app_set(BENCHMARK_FILE).apps:
        (folder / app.app_id).mkdir(parents=True)
        (folder / app.entry_path).write_text(f"<title>{app.app_id}</title>")
    (folder / "environments.json").write_text("[]")
    return folder


@pytest.mark.parametrize(("mode", "count"), [("test10", 10), ("train86", 86), ("all", 96)])
def test_the_mode_filters_the_apps(archive: Path, tmp_path: Path, mode: str, count: int) -> None:
    target = install_apps(mode, str(archive), tmp_path / "apps")
    assert len(list(target.glob("*/index.html"))) == count


def test_links_are_not_copied(archive: Path, tmp_path: Path) -> None:
    (archive / "keep" / "secret").symlink_to("/etc/passwd")
    assert not (install_apps("test10", str(archive), tmp_path / "apps") / "keep" / "secret").exists()


def test_a_missing_app_is_named_and_nothing_is_left_behind(archive: Path, tmp_path: Path) -> None:
    (archive / "temu" / "index.html").unlink()
    with pytest.raises(AppError, match="temu"):
        install_apps("test10", str(archive), tmp_path / "apps")
    assert not (tmp_path / "apps").exists()


def test_an_existing_target_is_not_touched(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "apps").mkdir()
    with pytest.raises(StorageError, match="exists already"):
        install_apps("test10", str(archive), tmp_path / "apps")


def test_downloading_says_that_it_is_not_built_yet() -> None:
    with pytest.raises(NotYetError, match="--source"):
        install_apps("test10", "", None)

"""Installing ScaleWoB: filtered by split, checked, held to its lock, whole or not at all."""

import json
from pathlib import Path

import pytest

from jamel.apps.install import ArchiveSettings, install_apps
from jamel.errors import AppError, StorageError

SETTINGS = ArchiveSettings(
    archive_url="http://127.0.0.1:9/scalewob-env.zip",  # nothing listens on the discard port
    timeout_s=5.0, attempts=1, max_files=1000, max_total_mb=10, max_ratio=100.0,
)  # fmt: skip


def install(mode: str, source: Path | str, target: Path) -> Path:
    return install_apps(mode, str(source), target, downloads=target.parent / "downloads", settings=SETTINGS)


@pytest.mark.parametrize(("mode", "count"), [("test10", 10), ("train86", 86), ("all", 96)])
def test_the_mode_filters_folders_and_registry(archive: Path, tmp_path: Path, mode: str, count: int) -> None:
    target = install(mode, archive, tmp_path / "apps")
    assert len(list(target.glob("*/index.html"))) == count
    assert len(json.loads((target / "environments.json").read_text())["environments"]) == count


def test_a_folder_and_the_zip_of_it_give_the_same_apps(unpacked: Path, archive: Path, tmp_path: Path) -> None:
    first, second = (install("test10", s, tmp_path / name) for s, name in ((unpacked, "a"), (archive, "b")))
    names = [sorted(str(p.relative_to(root)) for p in root.rglob("*")) for root in (first, second)]
    assert names[0] == names[1]


def test_the_manifest_says_what_was_installed_from_where(archive: Path, tmp_path: Path) -> None:
    target = install("test10", archive, tmp_path / "apps")
    manifest = json.loads((target / "download_manifest.json").read_text())
    assert (manifest["mode"], len(manifest["apps"]), manifest["archive_url"]) == ("test10", 10, "local zip")
    assert len(manifest["archive_sha256"]) == 64


def test_pages_refer_to_nothing_outside_afterwards(archive: Path, tmp_path: Path) -> None:
    target = install("test10", archive, tmp_path / "apps")
    for path in [*target.glob("*/index.html"), *target.glob("*/js/*.js")]:
        assert "//" not in path.read_text().replace("// ", "")


def test_links_are_not_copied(unpacked: Path, tmp_path: Path) -> None:
    (unpacked / "keep" / "secret").symlink_to("/etc/passwd")
    assert not (install("test10", unpacked, tmp_path / "apps") / "keep" / "secret").exists()


def test_a_missing_app_is_named_and_nothing_is_left_behind(unpacked: Path, tmp_path: Path) -> None:
    (unpacked / "temu" / "index.html").unlink()
    with pytest.raises(AppError, match="temu"):
        install("test10", unpacked, tmp_path / "out" / "apps")
    assert list((tmp_path / "out").iterdir()) == []


def test_an_existing_target_is_not_touched(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "apps").mkdir()
    with pytest.raises(StorageError, match="exists already"):
        install("test10", archive, tmp_path / "apps")


def test_without_network_one_line_says_how_to_pass_the_archive(tmp_path: Path) -> None:
    with pytest.raises(AppError, match=r"--mode test10 --source scalewob-env\.zip") as caught:
        install("test10", "", tmp_path / "apps")
    assert "\n" not in str(caught.value)


def test_the_first_source_is_trusted_and_a_changed_one_refused(unpacked: Path, tmp_path: Path) -> None:
    install("test10", unpacked, tmp_path / "apps")
    lock = json.loads((tmp_path / "apps.lock.json").read_text())
    assert lock["trust"] == "on first use"
    assert "temu/index.html" in lock["files"]
    (tmp_path / "apps").rename(tmp_path / "old")
    (unpacked / "temu" / "index.html").write_text("changed")
    with pytest.raises(AppError, match=r"temu/index\.html differs"):
        install("test10", unpacked, tmp_path / "apps")


def test_a_file_that_the_lock_knows_must_be_there(unpacked: Path, tmp_path: Path) -> None:
    install("test10", unpacked, tmp_path / "apps")
    (tmp_path / "apps").rename(tmp_path / "old")
    (unpacked / "temu" / "js" / "store.js").unlink()
    with pytest.raises(AppError, match=r"temu/js/store\.js is missing"):
        install("test10", unpacked, tmp_path / "apps")


def test_a_larger_split_adds_to_the_lock(unpacked: Path, tmp_path: Path) -> None:
    install("test10", unpacked, tmp_path / "apps")
    few = len(json.loads((tmp_path / "apps.lock.json").read_text())["files"])
    (tmp_path / "apps").rename(tmp_path / "old")
    install("all", unpacked, tmp_path / "apps")
    assert len(json.loads((tmp_path / "apps.lock.json").read_text())["files"]) == few + 2 * 86


def test_a_folder_without_a_registry_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(AppError, match=r"environments\.json"):
        install("test10", tmp_path / "x", tmp_path / "apps")

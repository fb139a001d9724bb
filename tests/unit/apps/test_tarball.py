"""Hostile npm tarballs: what must never be written, and what must stop."""

import io
import tarfile
from pathlib import Path

import pytest

from jamel.apps.archive import ArchiveCaps
from jamel.apps.tarball import extract_tarball
from jamel.errors import AppError

CAPS = ArchiveCaps(max_files=20, max_total_bytes=4_000_000, max_ratio=100)


def tarball_of(path: Path, *members: tuple[str, bytes], kind: bytes = tarfile.REGTYPE) -> Path:
    with tarfile.open(path, "w:gz") as packed:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, len(content), "/etc/passwd"
            packed.addfile(info, io.BytesIO(content))
    return path


def test_files_come_out_without_the_packages_own_folder(tmp_path: Path) -> None:
    archive = tarball_of(tmp_path / "a.tgz", ("package/x/y.txt", b"1"), ("package/z.txt", b""))
    assert extract_tarball(archive, tmp_path / "out", CAPS) == 2
    assert (tmp_path / "out/x/y.txt").read_bytes() == b"1"
    assert (tmp_path / "out/z.txt").read_bytes() == b""


@pytest.mark.parametrize(
    "name", ["../evil", "package/../../evil", "/evil", "package/C:evil", "package/..\\evil", "evil"]
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    archive = tarball_of(tmp_path / "a.tgz", (name, b"1"))
    with pytest.raises(AppError, match="leads out"):
        extract_tarball(archive, tmp_path / "out", CAPS)
    assert [p.name for p in tmp_path.rglob("*evil*")] == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    with pytest.raises(AppError, match="link or a device"):
        extract_tarball(tarball_of(tmp_path / "a.tgz", ("package/x", b""), kind=kind), tmp_path / "out", CAPS)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    archive = tarball_of(tmp_path / "a.tgz", *((f"package/f{n}", b"") for n in range(21)))
    with pytest.raises(AppError, match="too many files"):
        extract_tarball(archive, tmp_path / "out", CAPS)


def test_a_bomb_is_stopped_before_it_is_written(tmp_path: Path) -> None:
    archive = tarball_of(tmp_path / "a.tgz", ("package/zeros", bytes(3_900_000)))
    with pytest.raises(AppError, match="beyond its caps"):
        extract_tarball(archive, tmp_path / "out", CAPS)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_name_twice_is_refused_also_in_another_case(tmp_path: Path) -> None:
    archive = tarball_of(tmp_path / "a.tgz", ("package/a.js", b"1"), ("package/A.js", b"2"))
    with pytest.raises(AppError, match="twice"):
        extract_tarball(archive, tmp_path / "out", CAPS)


@pytest.mark.parametrize("kept", [10, 60])
def test_a_broken_tarball_says_so(tmp_path: Path, kept: int) -> None:
    archive = tarball_of(tmp_path / "a.tgz", ("package/a.js", bytes(range(256)) * 9))
    archive.write_bytes(archive.read_bytes()[:kept])
    with pytest.raises(AppError, match="not a whole tarball"):
        extract_tarball(archive, tmp_path / "out", CAPS)

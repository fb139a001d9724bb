"""Hostile archives: what must never be written, and what must stop."""

import stat
import struct
import zipfile
from pathlib import Path

import pytest

from jamel.apps.archive import ArchiveCaps, extract_zip, find_app_set
from jamel.errors import AppError

CAPS = ArchiveCaps(max_files=20, max_total_bytes=4_000_000, max_ratio=100)


def zip_of(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return path


def special(name: str, kind: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (kind | 0o644) << 16
    return info


def test_plain_files_and_folders_come_out(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", ("x/", b""), ("x/y.txt", b"1"), ("z.txt", b"2"))
    assert extract_zip(archive, tmp_path / "out", CAPS) == 2
    assert (tmp_path / "out/x/y.txt").read_bytes() == b"1"


@pytest.mark.parametrize(
    "name", ["../evil", "x/../../evil", "/evil", "C:evil", "..\\evil", "x\\..\\evil", "\\\\host\\evil"]
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    archive = zip_of(tmp_path / "a.zip", (name, b"1"))
    with pytest.raises(AppError, match="leads out"):
        extract_zip(archive, tmp_path / "out", CAPS)
    assert [p.name for p in tmp_path.rglob("evil*")] == []


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    archive = zip_of(tmp_path / "a.zip", (special("link", kind), b"/etc/passwd"))
    with pytest.raises(AppError, match="link or a device"):
        extract_zip(archive, tmp_path / "out", CAPS)


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", ("secret.js", b"1"))
    raw = bytearray(archive.read_bytes())
    raw[raw.rfind(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(raw)
    with pytest.raises(AppError, match="is encrypted"):
        extract_zip(archive, tmp_path / "out", CAPS)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", *((f"f{n}", b"") for n in range(21)))
    with pytest.raises(AppError, match="21 files, more than 20"):
        extract_zip(archive, tmp_path / "out", CAPS)


def test_too_many_bytes_are_refused(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 4000
    archive = zip_of(tmp_path / "a.zip", *((f"f{n}", noise) for n in range(4)))
    with pytest.raises(AppError, match="more than 4000000"):
        extract_zip(archive, tmp_path / "out", CAPS)


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", ("bomb", b"0" * 3_000_000))
    with pytest.raises(AppError, match="grows more than 100 times"):
        extract_zip(archive, tmp_path / "out", CAPS)


def test_a_member_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", ("liar", b"0" * 5000))
    raw = bytearray(archive.read_bytes())
    for at in (raw.rfind(b"PK\x01\x02") + 24, raw.find(b"PK\x03\x04") + 22):
        raw[at : at + 4] = struct.pack("<L", 10)
    archive.write_bytes(raw)
    with pytest.raises(AppError):
        extract_zip(archive, tmp_path / "out", CAPS)
    assert sum(p.stat().st_size for p in (tmp_path / "out").rglob("*") if p.is_file()) <= 10


def test_the_same_name_twice_is_refused_whatever_its_case(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", ("a.js", b"1"), ("A.JS", b"2"))
    with pytest.raises(AppError, match="twice"):
        extract_zip(archive, tmp_path / "out", CAPS)


@pytest.mark.parametrize("content", [b"<html>sign in</html>", b""])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(AppError, match="not a whole zip"):
        extract_zip(tmp_path / "a.zip", tmp_path / "out", CAPS)


def test_a_cut_off_zip_is_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", ("f", bytes(range(256)) * 50))
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(AppError, match="not a whole zip"):
        extract_zip(archive, tmp_path / "out", CAPS)


@pytest.mark.parametrize("place", [".", "scalewob-env", "some-folder", "some-folder/scalewob-env"])
def test_the_registry_is_found_where_archives_put_it(tmp_path: Path, place: str) -> None:
    folder = tmp_path / "out" / place
    folder.mkdir(parents=True)
    (folder / "environments.json").write_text("[]")
    assert find_app_set(tmp_path / "out") == folder

"""Files are whole or absent, whatever happens while they are written."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamel.errors import DataError, StorageError
from jamel.storage import atomic_path, read_json, write_bytes_atomically, write_json_atomically, write_text_atomically

ROOT = Path(__file__).resolve().parents[2]
FILE_LIMIT_BYTES = 64 * 1024
WRITE_TOO_MUCH = """
import signal, sys
from pathlib import Path
from jamel.errors import StorageError
from jamel.storage import write_bytes_atomically
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then the write fails as on a full disk, with an OSError
try:
    write_bytes_atomically(Path(sys.argv[1]), b"x" * 1_000_000)
except StorageError as error:
    print(error)
"""


def test_a_written_file_holds_its_content_in_a_new_folder(tmp_path: Path):
    path = tmp_path / "deep/er/file.bin"
    write_bytes_atomically(path, b"\0\1")
    assert path.read_bytes() == b"\0\1"
    assert [p.name for p in path.parent.iterdir()] == ["file.bin"]


def test_an_exception_while_writing_leaves_no_file(tmp_path: Path):
    with pytest.raises(ZeroDivisionError), atomic_path(tmp_path / "file") as temporary:
        temporary.write_text("half")
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []


def test_an_exception_while_writing_keeps_the_old_file(tmp_path: Path):
    path = tmp_path / "file"
    write_text_atomically(path, "old")
    with pytest.raises(ZeroDivisionError), atomic_path(path) as temporary:
        temporary.write_text("new, but half")
        _ = 1 / 0
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_readers_see_the_old_file_until_the_new_one_is_whole(tmp_path: Path):
    path = tmp_path / "file"
    write_text_atomically(path, "old")
    with atomic_path(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"


def test_a_full_disk_is_one_clear_line_and_an_intact_folder(tmp_path: Path):
    path = tmp_path / "trajectory.bin"
    path.write_bytes(b"old")
    result = subprocess.run(
        [sys.executable, "-c", WRITE_TOO_MUCH, path], cwd=ROOT, capture_output=True, text=True, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT_BYTES, FILE_LIMIT_BYTES)),
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"cannot write {path}: ")
    assert len(result.stdout.splitlines()) == 1
    assert "Free disk space" in result.stdout
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_a_file_is_a_storage_error(tmp_path: Path):
    (tmp_path / "blocked").write_text("a file")
    with pytest.raises(StorageError, match="cannot write"):
        write_text_atomically(tmp_path / "blocked/file", "text")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(json_values)
def test_json_survives_the_disk(tmp_path_factory: pytest.TempPathFactory, value: object):
    path = tmp_path_factory.getbasetemp() / "value.json"
    write_json_atomically(path, value)
    assert read_json(path) == value


def test_equal_values_give_equal_bytes_whatever_the_order_of_keys(tmp_path: Path):
    write_json_atomically(tmp_path / "a", {"x": 1, "y": "你"})
    write_json_atomically(tmp_path / "b", {"y": "你", "x": 1})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert "你" in (tmp_path / "a").read_text(encoding="utf-8")


def test_a_missing_or_broken_json_file_says_what_to_do(tmp_path: Path):
    with pytest.raises(DataError, match="not found"):
        read_json(tmp_path / "none.json")
    (tmp_path / "cut.json").write_text('{"a": ')
    with pytest.raises(DataError, match="not valid JSON"):
        read_json(tmp_path / "cut.json")

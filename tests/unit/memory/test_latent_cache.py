"""Latents on disk, with a fake compressor."""

from pathlib import Path

import numpy as np
import pytest

from jamel.memory.latent_cache import CachedCompressor
from jamel.testing.fakes import FakeCompressor

SHOTS = [b"one", b"two", b"one"]
ACTIONS = ["click('1')", "click('2')", "click('1')"]


class NamedCompressor(FakeCompressor):
    def __init__(self, identity: str, width: int = 8) -> None:
        super().__init__(width)
        self.identity = identity


def test_equal_steps_are_compressed_once_also_across_runs(tmp_path: Path) -> None:
    first, second = NamedCompressor("a"), NamedCompressor("a")
    made = CachedCompressor(first, tmp_path).compress(SHOTS, ACTIONS)
    found = CachedCompressor(second, tmp_path).compress(SHOTS, ACTIONS)
    assert (first.compressed, second.compressed) == (2, 0)
    np.testing.assert_array_equal(made, found)
    np.testing.assert_array_equal(made, FakeCompressor().compress(SHOTS, ACTIONS))


def test_screenshot_action_and_compressor_each_make_another_entry(tmp_path: Path) -> None:
    CachedCompressor(NamedCompressor("a"), tmp_path).compress([b"x", b"x", b"y"], ["noop()", "reset()", "noop()"])
    CachedCompressor(NamedCompressor("b"), tmp_path).compress([b"x"], ["noop()"])
    assert len(list(tmp_path.rglob("*.safetensors"))) == 4


def test_the_border_between_screenshot_and_action_is_part_of_the_name(tmp_path: Path) -> None:
    CachedCompressor(NamedCompressor("a"), tmp_path).compress([b"ab", b"a"], ["c", "bc"])
    assert len(list(tmp_path.rglob("*.safetensors"))) == 2


@pytest.mark.parametrize("content", [b"", b"half a file"])
def test_a_broken_file_is_made_again(tmp_path: Path, content: bytes) -> None:
    cached = CachedCompressor(NamedCompressor("a"), tmp_path)
    first = cached.compress([b"x"], ["noop()"])
    file = next(tmp_path.rglob("*.safetensors"))
    file.write_bytes(content)
    np.testing.assert_array_equal(first, cached.compress([b"x"], ["noop()"]))
    assert file.read_bytes() != content


def test_nothing_to_compress_is_an_empty_array_of_the_right_width(tmp_path: Path) -> None:
    assert CachedCompressor(NamedCompressor("a", width=5), tmp_path).compress([], []).shape == (0, 1, 5)

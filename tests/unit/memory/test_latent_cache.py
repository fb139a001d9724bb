"""Latents on disk, with a fake compressor."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save

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


def digest_of(latent: NDArray[np.float32]) -> dict[str, str]:
    return {"sha256": hashlib.sha256(latent.tobytes()).hexdigest()}


BROKEN = {
    "empty": lambda whole: b"",
    "no safetensors": lambda whole: b"half a file",
    "cut short": lambda whole: whole[:-4],
    "one bit flipped": lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
    "another tensor": lambda whole: save({"other": np.zeros((1, 8), np.float32)}),
    "another shape": lambda whole: save({"latent": (zeros := np.zeros((2, 4), np.float32))}, digest_of(zeros)),
    "nobody's latent": lambda whole: save({"latent": np.zeros((1, 8), np.float32)}),
}


@pytest.mark.parametrize("damage", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_made_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    cached = CachedCompressor(NamedCompressor("a"), tmp_path)
    first = cached.compress([b"x"], ["noop()"])
    file = next(tmp_path.rglob("*.safetensors"))
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    np.testing.assert_array_equal(first, cached.compress([b"x"], ["noop()"]))
    assert file.read_bytes() == whole


def test_a_step_met_twice_in_one_call_is_compressed_once_and_told_in_order(tmp_path: Path) -> None:
    model = NamedCompressor("a")
    cached = CachedCompressor(model, tmp_path)
    cached.compress([b"two"], ["click('2')"])
    mixed = cached.compress([b"two", *SHOTS, b"three"], ["click('2')", *ACTIONS, "noop()"])
    expected = FakeCompressor().compress([b"two", *SHOTS, b"three"], ["click('2')", *ACTIONS, "noop()"])
    np.testing.assert_array_equal(mixed, expected)
    assert model.compressed == 3


def test_nothing_to_compress_is_an_empty_array_of_the_right_width(tmp_path: Path) -> None:
    nothing = CachedCompressor(NamedCompressor("a", width=5), tmp_path).compress([], [])
    assert (nothing.shape, nothing.dtype) == ((0, 1, 5), np.float32)

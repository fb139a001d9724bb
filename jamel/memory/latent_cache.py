"""Latents on disk, one safetensors file (K, D) a step, named by what they were made from.

A step is compressed once, whoever asks and however often. The name mixes the compressor's identity, the screenshot and
the action, so another compressor never meets these files. This file does not know models.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from jamel.protocols import Compressor
from jamel.storage import write_bytes_atomically

DIGEST = "sha256"


class IdentifiedCompressor(Compressor, Protocol):
    """``identity`` changes whenever equal steps would give other latents."""

    identity: str


class CachedCompressor:
    """The same latents as ``compressor``, from ``folder`` where they are there already."""

    def __init__(self, compressor: IdentifiedCompressor, folder: Path) -> None:
        self._compressor, self._folder = compressor, folder

    @property
    def width(self) -> int:
        return self._compressor.width

    @property
    def latents_per_step(self) -> int:
        return self._compressor.latents_per_step

    def compress(self, screenshots_png: Sequence[bytes], action_texts: Sequence[str]) -> NDArray[np.float32]:
        paths = [self._path(png, text) for png, text in zip(screenshots_png, action_texts, strict=True)]
        found = {path: latent for path in set(paths) if (latent := _read(path, self._shape)) is not None}
        missing = {path: i for i, path in enumerate(paths) if path not in found}
        if missing:
            chosen = list(missing.values())
            fresh = self._compressor.compress([screenshots_png[i] for i in chosen], [action_texts[i] for i in chosen])
            for path, latent in zip(missing, fresh, strict=True):
                write_bytes_atomically(path, save({"latent": latent}, {DIGEST: _digest(latent)}))
                found[path] = latent
        return np.stack([found[path] for path in paths]) if paths else np.zeros((0, *self._shape), np.float32)

    @property
    def _shape(self) -> tuple[int, int]:
        return self.latents_per_step, self.width

    def _path(self, png: bytes, action_text: str) -> Path:
        digest = hashlib.sha256(self._compressor.identity.encode())
        for part in (png, action_text.encode()):
            digest.update(len(part).to_bytes(8, "big") + part)
        name = digest.hexdigest()
        return self._folder / name[:2] / f"{name}.safetensors"


def _read(path: Path, shape: tuple[int, int]) -> NDArray[np.float32] | None:
    """A file that is missing, broken, altered or of another shape is as good as none."""
    try:
        with safe_open(path, "np") as file:
            latent, digest = file.get_tensor("latent"), (file.metadata() or {}).get(DIGEST)
    except (OSError, SafetensorError):
        return None
    return latent if latent.shape == shape and digest == _digest(latent) else None


def _digest(latent: NDArray[np.float32]) -> str:
    """The name says what a latent was made from, not what it is: a flipped bit would go unseen."""
    return hashlib.sha256(latent.tobytes()).hexdigest()

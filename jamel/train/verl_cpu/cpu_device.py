"""A module shaped like ``torch.cuda`` for the host: what verl asks of its platform's device module, and no more.

Memory figures are zero where the host has no allocator of its own to report; verl only logs them.
"""

from __future__ import annotations

import os

import torch
from torch.cpu import Event, Stream, current_stream, stream, synchronize

__all__ = ["Event", "Stream", "current_stream", "stream", "synchronize"]

HOST_MEMORY_BYTES = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def is_available() -> bool:
    return True


def device_count() -> int:
    """Ranks share the host, so it counts as one device per core."""
    return os.cpu_count() or 1


def current_device() -> torch.device:
    return torch.device("cpu")


def set_device(device: int) -> None:
    """Every rank computes on the same host."""


def get_device_name(device: int = 0) -> str:
    return "cpu"


def empty_cache() -> None:
    """The host allocator keeps no cache."""


def ipc_collect() -> None:
    """The host holds no CUDA handles."""


def memory_allocated(device: int = 0) -> int:
    return 0


def memory_reserved(device: int = 0) -> int:
    return 0


def max_memory_allocated(device: int = 0) -> int:
    return 0


def max_memory_reserved(device: int = 0) -> int:
    return 0


def mem_get_info(device: int = 0) -> tuple[int, int]:
    """(free, total) bytes; free is a guess that leaves half to others."""
    return HOST_MEMORY_BYTES // 2, HOST_MEMORY_BYTES


def get_rng_state(device: int = 0) -> torch.Tensor:
    return torch.get_rng_state()


def set_rng_state(state: torch.Tensor, device: int = 0) -> None:
    torch.set_rng_state(state)

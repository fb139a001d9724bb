"""verl's platform interface for the host CPU: gloo for collectives, no profiler, no IPC.

Ray knows no CPU accelerators, so a rank asks for a logical ``GPU`` resource; the launcher declares as many as it wants.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType

import torch
from verl.plugin.platform import PlatformBase, PlatformRegistry

from jamel.train.verl_cpu import cpu_device


def register_platform() -> None:
    """Make ``VERL_PLATFORM=cpu`` known to verl."""
    PlatformRegistry.register(platform="cpu")(CpuPlatform)


class CpuPlatform(PlatformBase):
    @property
    def device_name(self) -> str:
        return "cpu"

    @property
    def vendor_name(self) -> str:
        return "cpu"

    @property
    def device_module(self) -> ModuleType:
        return cpu_device

    def is_available(self) -> bool:
        return True

    def is_platform_available(self, use_smi_check: bool = False) -> bool:
        """Never chosen by detection, only by name: a machine with a GPU must not end up here."""
        return False

    def current_device(self) -> torch.device:  # pyright: ignore[reportIncompatibleMethodOverride]
        """verl passes this to ``Tensor.to``, where an index would mean a CUDA device."""
        return cpu_device.current_device()

    def device_count(self) -> int:
        return cpu_device.device_count()

    def set_device(self, device_index: int) -> None:
        cpu_device.set_device(device_index)

    def synchronize(self, device_index: int | None = None) -> None:
        cpu_device.synchronize()

    def manual_seed(self, seed: int) -> None:
        torch.manual_seed(seed)

    def manual_seed_all(self, seed: int) -> None:
        torch.manual_seed(seed)

    def set_allocator_settings(self, settings: str) -> None:
        """The host allocator has no settings."""

    def empty_cache(self) -> None:
        cpu_device.empty_cache()

    def get_device_capability(self, device_index: int = 0) -> tuple[int | None, int | None]:
        return None, None

    def communication_backend_name(self) -> str:
        return "gloo"

    def visible_devices_envvar(self) -> str:
        return "JAMEL_VISIBLE_CPUS"

    @contextmanager
    def nvtx_range(  # pyright: ignore[reportIncompatibleMethodOverride]  # verl's own annotation leaves out the context
        self, msg: str
    ) -> Generator[None]:
        yield

    def profiler_start(self) -> None:
        """There is no device profiler."""

    def profiler_stop(self) -> None:
        """There is no device profiler."""

    def ray_resource_name(self) -> str:
        return "GPU"

    def ray_noset_envvars(self) -> list[str]:
        return []

    def is_ipc_supported(self) -> bool:
        return False

    def cudart(self) -> None:
        return None

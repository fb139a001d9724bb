"""Where worker processes run: here, or wherever Ray puts them. Only the command that starts them differs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class RayPlace:
    """A node of the cluster at ``address`` with ``gpus`` free GPUs; it serves ``apps_root`` under ``base_url``."""

    address: str
    apps_root: Path
    base_url: str
    gpus: int = 0


def worker_command(worker: str, place: RayPlace | None) -> tuple[str, ...]:
    """Starts the module ``worker``, a process that speaks JSON lines; or a relay to one at ``place``."""
    if place is None:
        return (sys.executable, "-m", worker)
    relay = (sys.executable, "-m", "jamel.train.ray_sessions", "--worker", worker, "--address", place.address)
    apps = ("--apps-root", str(place.apps_root), "--base-url", place.base_url)
    return (*relay, *apps, "--gpus", str(place.gpus))

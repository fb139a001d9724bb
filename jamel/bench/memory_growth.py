"""Memory of one browser over many episodes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import psutil

from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.types import AppSpec

SAMPLES = 25
WARM_UP_SHARE = 0.2
"""The first episodes fill caches; growth is fitted to the rest."""
BYTES_PER_MB = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryGrowth:
    """The least-squares line through the samples after warm-up."""

    start_mb: float
    mb_per_100_episodes: float


def memory_growth(app: AppSpec, base_url: str, episodes: int, seed: int) -> MemoryGrowth:
    """Reset ``episodes`` times in one browser and weigh this process and all below it now and then."""
    every = max(1, episodes // SAMPLES)
    weighed: list[tuple[int, float]] = []
    with BrowserEnv(app=app, base_url=base_url, settings=BrowserSettings(), seed=seed) as env:
        for episode in range(episodes):
            env.reset()
            if episode % every == 0:
                weighed.append((episode, _tree_mb()))
    settled = weighed[int(WARM_UP_SHARE * len(weighed)) :]
    slope, _ = np.polyfit([e for e, _ in settled], [mb for _, mb in settled], 1)
    return MemoryGrowth(start_mb=weighed[0][1], mb_per_100_episodes=100 * float(slope))


def _tree_mb() -> float:
    """Proportional set size, which counts shared pages once."""
    here = psutil.Process()
    total = 0
    for process in (here, *here.children(recursive=True)):
        try:
            total += process.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total / BYTES_PER_MB

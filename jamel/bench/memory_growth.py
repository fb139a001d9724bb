"""Memory of one browser over many episodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.types import AppSpec

SAMPLES = 25
WARM_UP_SHARE = 0.2
"""The first episodes fill caches; growth is that of the rest."""
BYTES_PER_MB = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryGrowth:
    """From the least weight in the first half, after warm-up, to the least in the second.

    A leak lifts the least. What merely waits to be collected does not: Node lets 50 MB gather over 400 episodes.
    """

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
    return growth_of(weighed)


def growth_of(weighed: Sequence[tuple[int, float]]) -> MemoryGrowth:
    """Of (episode, megabytes), in order."""
    settled = weighed[int(WARM_UP_SHARE * len(weighed)) :]
    half = len(settled) // 2
    early, late = (min(mb for _, mb in part) for part in (settled[:half], settled[half:]))
    distance = settled[half][0] - settled[0][0]
    return MemoryGrowth(start_mb=weighed[0][1], mb_per_100_episodes=100 * (late - early) / distance)


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

"""How sure a mean over apps and seeds is: deviations, errors, bootstrap intervals, detectable differences.

The apps of a benchmark are fixed, its seeds are drawn: "would other seeds say the same" and "would other apps say the
same" are two questions with two intervals, kept apart. Pure functions of numbers; this file does not know sessions.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BOOTSTRAP_DRAWS = 2000
CONFIDENCE = 0.95
MIN_VALUES = 3
"""An interval from fewer values would look like knowledge."""
DETECTABLE_FACTOR = 2.8
"""A two-sided test at 5 % with 80 % power sees differences of 1.96 + 0.84 standard errors of the difference."""

ByApp = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The mean over apps of each app's mean over sessions, and its spread. NaN is what so few values cannot tell.

    ``low``, ``high``: other seeds on the same apps. ``apps_low``, ``apps_high``: other apps of this kind.
    ``sd_seeds``: standard deviation of sessions around their app's mean; ``se_seeds``: standard error of ``mean`` from
    that. ``sd_apps``: standard deviation of the apps' means; ``se_apps``: that over the root of their number.
    ``detectable_difference``: the smallest difference to another such arm, on the same apps, that a run of this size
    finds four times out of five; NaN where ``low`` is, as two equal sessions would promise 0.
    """

    sessions: int
    apps: int
    mean: float
    low: float
    high: float
    apps_low: float
    apps_high: float
    sd_seeds: float
    se_seeds: float
    sd_apps: float
    se_apps: float
    detectable_difference: float


def score(values: ByApp, *, seed: int) -> Score:
    """``values``: one number a session, by app; apps without any are left out. ``seed`` draws the intervals."""
    groups = [list(values[app]) for app in sorted(values) if values[app]]
    means = [statistics.fmean(group) for group in groups]
    se_seeds = _se_seeds(groups)
    low, high = seeds_interval(groups, np.random.default_rng(seed))
    apps_low, apps_high = bootstrap_interval(means, np.random.default_rng(seed))
    sd_apps = statistics.stdev(means) if len(means) > 1 else math.nan
    return Score(
        sessions=sum(map(len, groups)),
        apps=len(groups),
        mean=statistics.fmean(means) if means else math.nan,
        low=low,
        high=high,
        apps_low=apps_low,
        apps_high=apps_high,
        sd_seeds=_sd_seeds(groups),
        se_seeds=se_seeds,
        sd_apps=sd_apps,
        se_apps=sd_apps / math.sqrt(max(len(means), 1)),
        detectable_difference=math.nan if math.isnan(low) else DETECTABLE_FACTOR * math.sqrt(2) * se_seeds,
    )


def seeds_interval(groups: Sequence[Sequence[float]], rng: np.random.Generator) -> tuple[float, float]:
    """Sessions drawn again within each app, apps kept. NaN when an app has fewer than ``MIN_VALUES`` sessions."""
    if not groups or min(map(len, groups)) < MIN_VALUES:
        return math.nan, math.nan
    return _middle(np.mean([_redrawn_means(group, rng) for group in groups], axis=0))


def bootstrap_interval(values: Sequence[float], rng: np.random.Generator) -> tuple[float, float]:
    """Percentile bootstrap of the mean of ``values``. NaN for fewer than ``MIN_VALUES``."""
    return _middle(_redrawn_means(values, rng)) if len(values) >= MIN_VALUES else (math.nan, math.nan)


def paired_difference(first: Mapping[str, float], second: Mapping[str, float]) -> list[float]:
    """``second`` - ``first`` for every key that both have, in the order of keys: equal apps and seeds met both arms."""
    return [second[key] - first[key] for key in sorted(first.keys() & second.keys())]


def _redrawn_means(values: Sequence[float], rng: np.random.Generator) -> NDArray[np.float64]:
    """n - 1 of n at a time, so that the variance is the standard error's square; n of n would fall short of it by
    (n - 1) / n, a fifth for five seeds (the rescaled bootstrap of Rao and Wu)."""
    return rng.choice(np.asarray(values, float), size=(BOOTSTRAP_DRAWS, len(values) - 1)).mean(axis=1)


def _middle(draws: NDArray[np.float64]) -> tuple[float, float]:
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(draws, [tail, 100 - tail])
    return float(low), float(high)


def _sd_seeds(groups: Sequence[Sequence[float]]) -> float:
    """Pooled over apps: each session against its own app's mean."""
    freedom = sum(len(group) - 1 for group in groups)
    squares = sum(statistics.variance(group) * (len(group) - 1) for group in groups if len(group) > 1)
    return math.sqrt(squares / freedom) if freedom else math.nan


def _se_seeds(groups: Sequence[Sequence[float]]) -> float:
    if not groups or min(map(len, groups)) < 2:
        return math.nan
    return math.sqrt(sum(statistics.variance(group) / len(group) for group in groups)) / len(groups)

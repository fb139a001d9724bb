"""``jamel bench env``: what the browser environment costs, phase by phase, on the embedded apps.

Full form: about ten minutes. Ratios within one run are the claims; absolute times describe the machine of the day.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jamel.apps import DEMO_FILE, load_app_set
from jamel.bench.memory_growth import memory_growth
from jamel.bench.result import BenchResult, Target
from jamel.bench.timed_session import PHASES, TimedSession, run_timed_session
from jamel.bench.worker_pool import worker_pool
from jamel.browser.site_server import SiteServer
from jamel.types import AppSpec, Step

SEED = 0
PROCESSES = 2
EDGE_STEPS = 20
"""Steps at the start and at the end of the long session whose scoring is compared, of those that ran any code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    apps: int
    steps: int
    long_steps: int
    episodes: int


FULL = _Size(apps=6, steps=50, long_steps=200, episodes=1000)
SMOKE = _Size(apps=1, steps=15, long_steps=45, episodes=30)


def bench_env(*, is_smoke: bool) -> BenchResult:
    """Untried-first sessions with screenshot, tree and exact scoring; then two processes; then a long session; then
    many resets in one browser, for the memory."""
    size = SMOKE if is_smoke else FULL
    app_set = load_app_set(DEMO_FILE)
    apps = app_set.apps[: size.apps]
    alone = _in_processes(1, app_set.root, apps, size.steps)
    together = _in_processes(PROCESSES, app_set.root, apps, size.steps)
    with SiteServer(app_set.root) as server:
        long_session = run_timed_session(apps[0], server.base_url, size.long_steps, SEED)
        idle = [run_timed_session(app, server.base_url, size.steps, SEED, is_idle=True) for app in apps]
        growth = memory_growth(apps[0], server.base_url, size.episodes, SEED)
    steps = [step for session in alone for step in session.steps]
    scored = [step for step in long_session.steps if step.snapshot.scripts]
    results = {
        "steps": float(len(steps)),
        "steps_per_s_1_process": _steps_per_s(alone),
        "steps_per_s_2_processes": PROCESSES * _steps_per_s(together),
        "reset_ms_median": 1000 * statistics.median(s for session in alone for s in session.resets_s),
        "browser_start_ms_median": 1000 * statistics.median(session.start_s for session in alone),
        **_percentiles("step", [step.timing.total_s - step.timing.decide_s for step in steps]),
        **{key: value for phase in PHASES for key, value in _phase(phase, steps).items()},
        f"score_ms_median_first_{EDGE_STEPS}_of_{size.long_steps}": _score_ms(scored[:EDGE_STEPS]),
        f"score_ms_median_last_{EDGE_STEPS}_of_{size.long_steps}": _score_ms(scored[-EDGE_STEPS:]),
        "score_last_over_first_ratio": _score_ms(scored[-EDGE_STEPS:]) / _score_ms(scored[:EDGE_STEPS]),
        "rewarded_share_of_no_op_steps": statistics.mean(s.reward for session in idle for s in session.steps),
        "episodes": float(size.episodes),
        "memory_mb_at_start": growth.start_mb,
        "memory_mb_growth_per_100_episodes": growth.mb_per_100_episodes,
    }
    return BenchResult(
        bench="env",
        seed=SEED,
        results=results,
        targets=(
            Target(name="steps_per_s_1_process", op=">=", bar=12),
            Target(name="steps_per_s_2_processes", op=">=", bar=18),
            Target(name="reset_ms_median", op="<=", bar=350),
            Target(name="score_ms_p95", op="<=", bar=15),
            Target(name="score_last_over_first_ratio", op="<=", bar=1.5),
            Target(name="memory_mb_growth_per_100_episodes", op="<=", bar=2),
        ),
        notes=(
            f"{len(apps)} embedded apps, {size.steps} steps each; screenshot 1280x720, tree and exact scoring on",
            "memory: proportional set size of this process and all below it, browser and Node included",
            "a no-op step that is rewarded ran new code by itself: timers, animations",
        ),
    )


def _in_processes(count: int, root: Path, apps: Sequence[AppSpec], steps: int) -> list[TimedSession]:
    """Every app's session in each of ``count`` processes side by side."""
    with SiteServer(root) as server, worker_pool(count) as pool:
        sessions: list[TimedSession] = []
        for app in apps:
            jobs = [pool.submit(run_timed_session, app, server.base_url, steps, SEED + i) for i in range(count)]
            sessions += [job.result() for job in jobs]
    return sessions


def _steps_per_s(sessions: Sequence[TimedSession]) -> float:
    """Of one process."""
    return sum(len(session.steps) for session in sessions) / sum(session.steps_s for session in sessions)


def _phase(phase: str, steps: Sequence[Step]) -> dict[str, float]:
    seconds: Callable[[Step], float] = lambda step: getattr(step.timing, phase)  # noqa: E731
    return _percentiles(phase.removesuffix("_s"), [seconds(step) for step in steps])


def _percentiles(name: str, seconds: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=20)
    return {f"{name}_ms_median": 1000 * statistics.median(seconds), f"{name}_ms_p95": 1000 * cuts[-1]}


def _score_ms(steps: Sequence[Step]) -> float:
    return 1000 * statistics.median(step.timing.score_s for step in steps)

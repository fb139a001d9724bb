"""``jamel bench env``: what one step of the browser environment costs, phase by phase, on the embedded apps.

Ratios within one run are the claims; absolute times describe the machine of the day.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

from jamel.apps import DEMO_FILE, load_app_set
from jamel.bench.result import BenchResult, Target
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.collect.explorers import UntriedFirstExplorer
from jamel.coverage.node_counter import NodeEntityCounter
from jamel.memory.bank import MemoryBank
from jamel.rollout.job import session_seed
from jamel.rollout.session import run_session
from jamel.types import AppSpec, Outcome, SessionContext, Step

PHASES = ("act_s", "settle_s", "observe_s", "coverage_s", "score_s")
SEED = 0


def bench_env(*, is_smoke: bool) -> BenchResult:
    """50-step sessions (12 in the short form) of the untried-first explorer, one after the other."""
    app_set = load_app_set(DEMO_FILE)
    apps, max_steps = (app_set.apps[:1], 12) if is_smoke else (app_set.apps, 50)
    steps: list[Step] = []
    halves: list[tuple[float, float]] = []
    resets_s: list[float] = []
    wall_s = 0.0
    with SiteServer(app_set.root) as server:
        for app in apps:
            session, reset_s, session_s = _run(app, server.base_url, max_steps)
            steps += session
            resets_s.append(reset_s)
            wall_s += session_s
            middle = len(session) // 2
            halves.append((_median_step_s(session[:middle]), _median_step_s(session[middle:])))
    results = {
        "steps": float(len(steps)),
        "steps_per_s": len(steps) / wall_s,
        "first_load_s_median": statistics.median(resets_s),
        "step_ms_median": 1000 * _median_step_s(steps),
        **{f"{p[:-2]}_ms_median": 1000 * statistics.median(getattr(s.timing, p) for s in steps) for p in PHASES},
        "second_over_first_half_step_time_ratio": statistics.median(late / early for early, late in halves),
    }
    return BenchResult(
        bench="env",
        seed=SEED,
        results=results,
        targets=(Target(name="second_over_first_half_step_time_ratio", op="<=", bar=1.5),),
        notes=("coverage and screenshots on; one browser; the ratio says whether steps get slower as a session grows",),
    )


def _run(app: AppSpec, base_url: str, max_steps: int) -> tuple[tuple[Step, ...], float, float]:
    """The steps of one session, the seconds of its first load, and those of its steps together."""
    seed = session_seed(SEED, app.app_id, 0)
    with BrowserEnv(app=app, base_url=base_url, settings=BrowserSettings(), seed=seed) as env:
        started = time.perf_counter()
        env.reset()
        reset_s = time.perf_counter() - started
        context = SessionContext(
            session_id=f"bench-{app.app_id}", app=app, start_url=env.start_url, seed=seed, max_steps=max_steps
        )
        started = time.perf_counter()
        with NodeEntityCounter() as counter:
            trajectory = run_session(
                env=env, policy=UntriedFirstExplorer(), memory=MemoryBank(None), counter=counter, context=context
            )
        session_s = time.perf_counter() - started
    if trajectory.outcome is not Outcome.OK:
        raise RuntimeError(f"bench session on {app.app_id} failed: {trajectory.error}")
    return trajectory.steps, reset_s, session_s


def _median_step_s(steps: Sequence[Step]) -> float:
    return statistics.median(sum(getattr(s.timing, phase) for phase in PHASES) for s in steps)

"""One session with a stopwatch: what it took to start, to reset and to step."""

from __future__ import annotations

import time
from dataclasses import dataclass

from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.collect.explorers import NoOpExplorer, UntriedFirstExplorer
from jamel.coverage.node_counter import NodeEntityCounter
from jamel.errors import BrowserError
from jamel.memory.bank import MemoryBank
from jamel.rollout.job import session_seed
from jamel.rollout.session import run_session
from jamel.types import AppSpec, Outcome, SessionContext, Step

PHASES = ("act_s", "settle_s", "observe_s", "coverage_s", "score_s")
RESETS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSession:
    """``start_s``: a browser and its first page. ``steps_s``: all steps, the policy's part included."""

    start_url: str
    start_s: float
    resets_s: tuple[float, ...]
    steps_s: float
    steps: tuple[Step, ...]


def run_timed_session(app: AppSpec, base_url: str, max_steps: int, seed: int, *, is_idle: bool = False) -> TimedSession:
    """A session of the untried-first explorer, or of one that does nothing. Raises ``BrowserError`` when it fails."""
    seed = session_seed(seed, app.app_id, 0)
    started = time.perf_counter()
    with (
        BrowserEnv(app=app, base_url=base_url, settings=BrowserSettings(), seed=seed) as env,
        NodeEntityCounter() as counter,
    ):
        env.reset()
        start_s = time.perf_counter() - started
        resets_s = tuple(_reset_s(env) for _ in range(RESETS))
        context = SessionContext(
            session_id=f"bench-{app.app_id}", app=app, start_url=env.start_url, seed=seed, max_steps=max_steps
        )
        trajectory = run_session(
            env=env,
            policy=NoOpExplorer() if is_idle else UntriedFirstExplorer(),
            memory=MemoryBank(None),
            counter=counter,
            context=context,
        )
    if trajectory.outcome is not Outcome.OK:
        raise BrowserError(f"the bench session on {app.app_id} failed: {trajectory.error}")
    return TimedSession(
        start_url=context.start_url,
        start_s=start_s,
        resets_s=resets_s,
        steps_s=sum(step.timing.total_s for step in trajectory.steps),
        steps=trajectory.steps,
    )


def _reset_s(env: BrowserEnv) -> float:
    started = time.perf_counter()
    env.reset()
    return time.perf_counter() - started

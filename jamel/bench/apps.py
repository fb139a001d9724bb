"""``jamel bench apps``: how deep our own apps are, in the reward's own terms, under two explorers without a model.

Rewards, not times: this bench describes the apps and says nothing of the machine.
"""

from __future__ import annotations

import sys
from itertools import accumulate

from jamel.apps import DEMO_FILE, load_app_set
from jamel.apps.manifest import load_manifest
from jamel.bench.result import BenchResult, Target
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.collect.explorers import RandomExplorer, UntriedFirstExplorer
from jamel.coverage.node_counter import NodeEntityCounter
from jamel.errors import BrowserError
from jamel.memory.bank import MemoryBank
from jamel.rollout.job import session_seed
from jamel.rollout.session import run_session
from jamel.types import AppSpec, CoverageSnapshot, Outcome, SessionContext, Trajectory

SHORT_STEPS, LONG_STEPS, HALF = 50, 200, 100
SEED = 0
DEEP_AMONG_ALL_BAR = 1


def bench_apps(*, is_smoke: bool) -> BenchResult:
    """50 steps of each explorer on every app (one app in the short form); deep apps walk on to 200 at random."""
    app_set = load_app_set(DEMO_FILE)
    deep = {app.id for app in load_manifest().apps if app.depth == "deep"}
    apps = app_set.apps[:1] if is_smoke else app_set.apps
    results: dict[str, float] = {}
    with SiteServer(app_set.root) as server, NodeEntityCounter() as counter:
        for app in apps:
            is_long = app.app_id in deep and not is_smoke
            walk = _walk(app, server.base_url, RandomExplorer(), counter, LONG_STEPS if is_long else SHORT_STEPS)
            untried = _walk(app, server.base_url, UntriedFirstExplorer(), counter, SHORT_STEPS)
            total = counter.absorb(CoverageSnapshot(), {}).total.sum
            results |= _numbers(app.app_id, walk, untried) | {f"{app.app_id}_total_entities": float(total)}
            print(f"{app.app_id} is walked", file=sys.stderr)
    late = [value for name, value in results.items() if name.endswith("late_entities")]
    unfinished = [value for name, value in results.items() if name.endswith("entities_after_40_steps")]
    results["least_late_entities_of_a_deep_app"] = min(late, default=0.0)
    results["apps_exhausted_after_40_steps"] = float(sum(value == 0 for value in unfinished))
    targets = () if is_smoke else (Target(name="least_late_entities_of_a_deep_app", op=">=", bar=DEEP_AMONG_ALL_BAR),
                                   Target(name="apps_exhausted_after_40_steps", op="<=", bar=0))  # fmt: skip
    return BenchResult(
        bench="apps", seed=SEED, results=results, targets=targets,
        notes=(f"one session an app and explorer; late: steps {HALF + 1} to {LONG_STEPS} of a random walk",),
    )  # fmt: skip


def _walk(
    app: AppSpec,
    base_url: str,
    policy: RandomExplorer | UntriedFirstExplorer,
    counter: NodeEntityCounter,
    max_steps: int,
) -> Trajectory:
    seed = session_seed(SEED, app.app_id, 0)
    with BrowserEnv(app=app, base_url=base_url, settings=BrowserSettings(), seed=seed) as env:
        context = SessionContext(
            session_id=f"bench-{app.app_id}", app=app, start_url=env.start_url, seed=seed, max_steps=max_steps
        )
        trajectory = run_session(env=env, policy=policy, memory=MemoryBank(None), counter=counter, context=context)
    if trajectory.outcome is not Outcome.OK:
        raise BrowserError(f"the walk through {app.app_id} failed: {trajectory.error}")
    return trajectory


def _numbers(app_id: str, walk: Trajectory, untried: Trajectory) -> dict[str, float]:
    """Flat results of one app. Entities are lines, branches, statements and functions together."""
    new = [step.gain.new.sum for step in walk.steps]
    rewarded = list(accumulate(step.reward for step in walk.steps))
    numbers = {
        "random_reward_50_steps": rewarded[SHORT_STEPS - 1],
        "untried_first_reward_50_steps": sum(step.reward for step in untried.steps),
        "initial_entities": float(walk.initial_gain.covered.sum),
        "random_entities_50_steps": float(sum(new[:SHORT_STEPS])),
        "untried_first_entities_50_steps": float(sum(step.gain.new.sum for step in untried.steps)),
        "entities_after_40_steps": float(
            sum(new[40:SHORT_STEPS]) + sum(step.gain.new.sum for step in untried.steps[40:])
        ),
    }
    if len(new) > HALF:
        numbers |= {"random_reward_200_steps": rewarded[-1], "late_entities": float(sum(new[HALF:]))}
    return {f"{app_id}_{name}": float(value) for name, value in numbers.items()}

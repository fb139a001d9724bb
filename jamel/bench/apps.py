"""``jamel bench apps``: how deep our own apps are, in the reward's own terms, under two explorers without a model.

Rewards, not times: this bench describes the apps and says nothing of the machine, so two apps are walked at once.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from statistics import mean

from jamel.apps import DEMO_FILE, load_app_set
from jamel.apps.manifest import load_manifest
from jamel.bench.result import BenchResult, Target
from jamel.bench.worker_pool import worker_pool
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.collect.explorers import RandomExplorer, UntriedFirstExplorer
from jamel.coverage.node_counter import NodeEntityCounter
from jamel.errors import BrowserError
from jamel.memory.bank import MemoryBank
from jamel.rollout.job import session_seed
from jamel.rollout.session import run_session
from jamel.types import AppSpec, CoverageSnapshot, Outcome, SessionContext, Step, Trajectory

HALF, WALK_STEPS, LONG_STEPS = 50, 100, 200
SEED = 0
MOST_WALKS = 3
PROCESSES = 2
DEEP_AMONG_ALL_BAR = 1


def bench_apps(*, is_smoke: bool) -> BenchResult:
    """100 random and 50 untried-first steps through every app (one app in the short form); deep apps go on to 200.

    An app is exhausted when none of up to three random walks runs anything new in steps 51 to 100; the first that does
    spares the others. Raises ``BrowserError``.
    """
    app_set = load_app_set(DEMO_FILE)
    deep = frozenset(app.id for app in load_manifest().apps if app.depth == "deep" and not is_smoke)
    walk_app = partial(walk_one_app, root=app_set.root, deep=deep)
    results: dict[str, float] = {}
    with worker_pool(PROCESSES) as pool:
        for numbers in pool.map(walk_app, app_set.apps[:1] if is_smoke else app_set.apps):
            results |= numbers
    return judged(results, is_smoke=is_smoke)


def judged(results: dict[str, float], *, is_smoke: bool) -> BenchResult:
    """The numbers of all apps with what they say of the suite as a whole, and its bars."""
    late = _all_named(results, "random_entities_in_steps_101_to_200")
    later = _all_named(results, "entities_in_steps_51_to_100")
    summary = {
        "least_late_entities_of_a_deep_app": min(late, default=0.0),
        "apps_exhausted_after_50_steps": float(later.count(0.0)),
        "most_walks_until_new_after_50_steps": max(_all_named(results, "walks_until_new_after_50_steps")),
    }
    for name in ("reward_50_steps", "failed_share_50_steps"):
        for explorer in ("random", "untried_first"):
            summary[f"mean_{explorer}_{name}"] = mean(_all_named(results, f"{explorer}_{name}"))
    targets = () if is_smoke else (Target(name="least_late_entities_of_a_deep_app", op=">=", bar=DEEP_AMONG_ALL_BAR),
                                   Target(name="apps_exhausted_after_50_steps", op="<=", bar=0))  # fmt: skip
    return BenchResult(
        bench="apps", seed=SEED, results=results | summary, targets=targets,
        notes=("rewards and shares: one walk an app and explorer; entities_in_steps_51_to_100: of the last walk made",),
    )  # fmt: skip


def _all_named(results: dict[str, float], name: str) -> list[float]:
    return [value for key, value in results.items() if key.endswith(f"_{name}")]


def walk_one_app(app: AppSpec, *, root: Path, deep: frozenset[str]) -> dict[str, float]:
    """All numbers of one app, in a process of its own."""
    is_deep = app.app_id in deep
    with SiteServer(root) as server, NodeEntityCounter() as counter:
        walk = partial(_walk, app, server.base_url, counter)
        first = walk(RandomExplorer(), LONG_STEPS if is_deep else WALK_STEPS, 0)
        total = counter.absorb(CoverageSnapshot(), {}).total.sum
        untried = walk(UntriedFirstExplorer(), HALF, 0)
        later, walks = _new(first.steps[HALF:WALK_STEPS]), 1
        while later == 0 and walks < MOST_WALKS:
            later = _new(walk(RandomExplorer(), WALK_STEPS, walks).steps[HALF:])
            walks += 1
    print(f"{app.app_id} is walked", file=sys.stderr)
    numbers = {
        "total_entities": total,
        "initial_entities": first.initial_gain.covered.sum,
        "entities_in_steps_51_to_100": later,
        "walks_until_new_after_50_steps": walks,
        **_of_explorer("random", first.steps),
        **_of_explorer("untried_first", untried.steps),
    }
    if is_deep:
        numbers["random_reward_200_steps"] = sum(step.reward for step in first.steps)
        numbers["random_entities_in_steps_101_to_200"] = _new(first.steps[WALK_STEPS:])
    return {f"{app.app_id}_{name}": float(value) for name, value in numbers.items()}


def _of_explorer(name: str, steps: tuple[Step, ...]) -> dict[str, float]:
    """What 50 steps gave, and how many of them failed. Entities are lines, branches, statements and functions."""
    half = steps[:HALF]
    return {
        f"{name}_reward_50_steps": sum(step.reward for step in half),
        f"{name}_entities_50_steps": _new(half),
        f"{name}_failed_share_50_steps": sum(step.action_error is not None for step in half) / HALF,
    }


def _new(steps: tuple[Step, ...]) -> int:
    return sum(step.gain.new.sum for step in steps)


def _walk(
    app: AppSpec,
    base_url: str,
    counter: NodeEntityCounter,
    policy: RandomExplorer | UntriedFirstExplorer,
    max_steps: int,
    session_index: int,
) -> Trajectory:
    seed = session_seed(SEED, app.app_id, session_index)
    with BrowserEnv(app=app, base_url=base_url, settings=BrowserSettings(), seed=seed) as env:
        context = SessionContext(
            session_id=f"bench-{app.app_id}", app=app, start_url=env.start_url, seed=seed, max_steps=max_steps
        )
        trajectory = run_session(env=env, policy=policy, memory=MemoryBank(None), counter=counter, context=context)
    if trajectory.outcome is not Outcome.OK:
        raise BrowserError(f"the walk through {app.app_id} failed: {trajectory.error}")
    return trajectory

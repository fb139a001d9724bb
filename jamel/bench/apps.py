"""``jamel bench apps``: how deep our own apps are, in the reward's own terms, under two explorers without a model.

Rewards, not times: this bench describes the apps and says nothing of the machine, so two apps are walked at once.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

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
from jamel.types import AppSpec, CoverageSnapshot, Outcome, SessionContext, Step, Trajectory

HALF, WALK_STEPS, LONG_STEPS = 50, 100, 200
SEED = 0
WALKS_OF_AN_APP = 2
PROCESSES = 2
DEEP_AMONG_ALL_BAR = 1


def bench_apps(*, is_smoke: bool) -> BenchResult:
    """Two walks of 100 steps through every app (one app in the short form); deep apps are walked on to 200.

    An app is exhausted when none of its walks runs anything new in steps 51 to 100. Raises ``BrowserError``.
    """
    app_set = load_app_set(DEMO_FILE)
    deep = frozenset(app.id for app in load_manifest().apps if app.depth == "deep" and not is_smoke)
    results: dict[str, float] = {}
    walk_app = partial(_walk_app, root=app_set.root, deep=deep)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for numbers in pool.map(walk_app, app_set.apps[:1] if is_smoke else app_set.apps):
            results |= numbers
    late = [value for name, value in results.items() if name.endswith("_entities_in_steps_101_to_200")]
    productive = [value for name, value in results.items() if name.endswith("_walks_with_new_after_50_steps")]
    results["least_late_entities_of_a_deep_app"] = min(late, default=0.0)
    results["apps_exhausted_after_50_steps"] = float(sum(value == 0 for value in productive))
    results["walks_without_new_after_50_steps"] = WALKS_OF_AN_APP * len(productive) - sum(productive)
    for explorer in ("random", "untried_first"):
        shares = [value for name, value in results.items() if name.endswith(f"_{explorer}_failed_share_50_steps")]
        results[f"mean_{explorer}_failed_share_50_steps"] = sum(shares) / len(shares)
    targets = () if is_smoke else (Target(name="least_late_entities_of_a_deep_app", op=">=", bar=DEEP_AMONG_ALL_BAR),
                                   Target(name="apps_exhausted_after_50_steps", op="<=", bar=0))  # fmt: skip
    return BenchResult(
        bench="apps", seed=SEED, results=results, targets=targets,
        notes=("one walk an app and explorer; an app is exhausted when neither runs anything new in steps 51 to 100",),
    )  # fmt: skip


def _walk_app(app: AppSpec, *, root: Path, deep: frozenset[str]) -> dict[str, float]:
    """All numbers of one app, in a process of its own."""
    is_deep = app.app_id in deep
    with SiteServer(root) as server, NodeEntityCounter() as counter:
        walk = partial(_walk, app, server.base_url, counter)
        at_random = walk(RandomExplorer(), LONG_STEPS if is_deep else WALK_STEPS)
        untried = walk(UntriedFirstExplorer(), WALK_STEPS)
        total = counter.absorb(CoverageSnapshot(), {}).total.sum
    print(f"{app.app_id} is walked", file=sys.stderr)
    later = [_new(one.steps[HALF:WALK_STEPS]) for one in (at_random, untried)]
    numbers = {
        "total_entities": total,
        "initial_entities": at_random.initial_gain.covered.sum,
        "entities_in_steps_51_to_100": sum(later),
        "walks_with_new_after_50_steps": sum(new > 0 for new in later),
        **_of_explorer("random", at_random.steps),
        **_of_explorer("untried_first", untried.steps),
    }
    if is_deep:
        numbers["random_reward_200_steps"] = sum(step.reward for step in at_random.steps)
        numbers["random_entities_in_steps_101_to_200"] = _new(at_random.steps[WALK_STEPS:])
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

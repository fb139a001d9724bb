"""``jamel bench determinism``: recorded steps replayed in fresh browsers, compared step by step.

A random walk is recorded once an app. Every replay must give the same coverage gains, text and pixels.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jamel.actions import Action, Noop, ParseFailure
from jamel.apps import DEMO_FILE, load_app_set
from jamel.apps.real_apps import REAL_APPS_FILE
from jamel.bench.result import BenchResult, Target
from jamel.bench.worker_pool import worker_pool
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.collect.explorers import RandomExplorer
from jamel.coverage.node_counter import NodeEntityCounter
from jamel.errors import BrowserError
from jamel.memory.bank import MemoryBank
from jamel.protocols import EntityCounter, Policy
from jamel.rollout.job import session_seed
from jamel.rollout.session import run_session
from jamel.storage import write_bytes_atomically
from jamel.types import AppSpec, Decision, MemoryView, Observation, Outcome, SessionContext, Trajectory

SEED = 0
PROCESSES = 2
KINDS = ("gains", "texts", "screenshots")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deviations:
    """``sequences``: distinct whole sequences over all replays. ``replays``: how many differ from the commonest, by the
    steps, counted from 0, at which any do."""

    sequences: dict[str, int]
    replays: dict[str, dict[int, int]]

    def steps(self, kind: str) -> int:
        """Deviating steps of all replays."""
        return sum(self.replays[kind].values())


def bench_determinism(*, is_smoke: bool, replays: int, pictures: Path | None) -> BenchResult:
    """50 steps on every embedded app and every third-party app that was fetched, ``replays`` times; in the short form
    15 steps on one app, 4 times. Two processes side by side: a loaded machine is what makes timing show. Where replays
    differ in what they show, all of it goes to the folder ``pictures``."""
    apps, steps, replays = (_apps()[:1], 15, 4) if is_smoke else (_apps(), 50, replays)
    with worker_pool(PROCESSES) as pool:
        jobs = {app.app_id: pool.submit(_deviations, root, app, steps, replays, pictures) for root, app in apps}
        found: dict[str, _Deviations] = {}
        for app_id, job in jobs.items():
            found[app_id] = job.result()
            print(f"[determinism] {len(found)}/{len(apps)} apps · {app_id} {found[app_id].replays}", flush=True)
    totals = {
        **{f"apps_with_differing_{kind}": float(sum(f.sequences[kind] > 1 for f in found.values())) for kind in KINDS},
        **{f"deviating_steps_{kind}": float(sum(f.steps(kind) for f in found.values())) for kind in KINDS},
    }
    return BenchResult(
        bench="determinism",
        seed=SEED,
        results={
            "apps": float(len(apps)),
            "steps_per_replay": float(steps),
            "replays": float(replays),
            **{
                f"{name}_deviating_steps_{kind}": float(deviations.steps(kind))
                for name, deviations in found.items()
                for kind in KINDS
                if deviations.replays[kind]
            },
            **totals,
        },
        targets=tuple(Target(name=name, op="==", bar=0) for name in totals),
        notes=(
            "a step deviates when it differs from what most replays gave; screenshots are compared byte by byte",
            "pictures of a step at which they differ are kept in a folder beside the JSON",
            "third-party apps take part once `jamel apps fetch` has brought them",
        ),
    )


def _apps() -> list[tuple[Path, AppSpec]]:
    """Each with the folder to serve."""
    sets = [load_app_set(DEMO_FILE), load_app_set(REAL_APPS_FILE)]
    return [(s.root, app) for s in sets for app in s.apps if (s.root / app.entry_path).is_file()]


class _Replay:
    """The recorded actions, one after the other."""

    name = "replay"

    def __init__(self, actions: Sequence[Action]) -> None:
        self._actions = actions

    def begin(self, context: SessionContext) -> None:
        return

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        return Decision(raw_text="", action=self._actions[step_index])


def _deviations(root: Path, app: AppSpec, steps: int, replays: int, pictures: Path | None) -> _Deviations:
    with SiteServer(root) as server, NodeEntityCounter() as counter:
        recorded = _session(app, server.base_url, RandomExplorer(), counter, steps)
        actions = [s.decision.action for s in recorded.steps]
        replay = _Replay([Noop() if isinstance(a, ParseFailure) else a for a in actions])
        traces: list[dict[str, tuple[str, ...]]] = []
        seen: dict[str, bytes] = {}
        for _ in range(replays):
            session = _session(app, server.base_url, replay, counter, steps)
            traces.append(_trace(session))
            seen |= {_sha256(png): png for png in (step.observation.screenshot_png for step in session.steps)}
    found = _Deviations(
        sequences={kind: len({trace[kind] for trace in traces}) for kind in KINDS},
        replays={kind: _deviating_replays([trace[kind] for trace in traces]) for kind in KINDS},
    )
    if pictures is not None:
        for step in found.replays["screenshots"]:
            shown = [trace["screenshots"][step] for trace in traces]
            _keep_pictures(pictures, f"{app.app_id}_step_{step}", shown, seen)
    return found


def _keep_pictures(folder: Path, name: str, shown: Sequence[str], pngs: Mapping[str, bytes]) -> None:
    """Each picture of one step once, with the number of replays that showed it in its name."""
    for sha256, count in Counter(shown).items():
        write_bytes_atomically(folder / f"{name}_{count}_of_{len(shown)}_{sha256[:8]}.png", pngs[sha256])


def _session(app: AppSpec, base_url: str, policy: Policy, counter: EntityCounter, steps: int) -> Trajectory:
    seed = session_seed(SEED, app.app_id, 0)
    with BrowserEnv(app=app, base_url=base_url, settings=BrowserSettings(), seed=seed) as env:
        context = SessionContext(
            session_id=f"bench-{app.app_id}", app=app, start_url=env.start_url, seed=seed, max_steps=steps
        )
        trajectory = run_session(env=env, policy=policy, memory=MemoryBank(None), counter=counter, context=context)
    if trajectory.outcome is not Outcome.OK:
        raise BrowserError(f"the bench session on {app.app_id} failed: {trajectory.error}")
    return trajectory


def _trace(trajectory: Trajectory) -> dict[str, tuple[str, ...]]:
    seen = [step.observation for step in trajectory.steps]
    return {
        "gains": tuple(str((step.gain, step.action_error)) for step in trajectory.steps),
        "texts": tuple(observation.axtree_text for observation in seen),
        "screenshots": tuple(_sha256(observation.screenshot_png) for observation in seen),
    }


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _deviating_replays(sequences: Sequence[Sequence[str]]) -> dict[int, int]:
    counts = [len(column) - Counter(column).most_common(1)[0][1] for column in zip(*sequences, strict=True)]
    return {step: count for step, count in enumerate(counts) if count}

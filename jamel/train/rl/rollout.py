"""One rollout: G sessions of each of B apps, in processes of their own, decided together.

Every session ends within its budget and comes back with an outcome; what ended badly is masked later (``grouping``).
This file does not know tokens, rewards or verl.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from jamel.errors import ModelError
from jamel.rollout.job import SessionJob
from jamel.rollout.placement import RayPlace, worker_command
from jamel.train.rl.decisions import ModelSide, SessionTalk, Turn
from jamel.train.rl.grouping import GroupedSession, rollout_seed
from jamel.train.rl.session_process import WORKER, SessionProcess
from jamel.types import AppSpec, Trajectory


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutPlan:
    """``group_size`` is G. ``output`` gets ``sessions`` and ``sources``; ``processes`` bounds the browsers at once.
    Without a ``place`` they run here."""

    group_size: int
    max_steps: int
    processes: int
    session_budget_s: float
    max_memory_items: int
    base_url: str
    output: Path
    browser_json: str
    run_seed: int
    place: RayPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledOut:
    """One session with what the model was told and said in it, one turn for each step that the model decided."""

    session: GroupedSession
    turns: tuple[Turn, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutCost:
    """``model_busy_s`` is compressing and deciding; ``env_busy_s`` sums what sessions spent in their browsers."""

    wall_s: float
    model_busy_s: float
    env_busy_s: float
    steps: int
    decide_batches: int

    @property
    def model_idle_share(self) -> float:
        return 1 - self.model_busy_s / self.wall_s

    def env_idle_share(self, processes: int) -> float:
        return 1 - self.env_busy_s / (processes * self.wall_s)


def plan_jobs(plan: RolloutPlan, step: int, apps: Sequence[AppSpec]) -> list[tuple[str, int, SessionJob]]:
    """(group, place in it, job), app by app. Names and seeds follow from the training step alone."""
    return [
        (
            f"{step}/{sample}/{app.app_id}",
            place,
            SessionJob(
                arm=f"step_{step:06d}",
                app=app,
                session_index=sample * plan.group_size + place,
                seed=rollout_seed(plan.run_seed, step, sample, place),
                max_steps=plan.max_steps,
                base_url=plan.base_url,
                output=str(plan.output),
                agent_json="{}",
                browser_json=plan.browser_json,
            ),
        )
        for sample, app in enumerate(apps)
        for place in range(plan.group_size)
    ]


class Rollouts:
    """``with Rollouts(...) as rollouts``: processes are kept from one rollout to the next."""

    def __init__(self, plan: RolloutPlan, model: ModelSide) -> None:
        self._plan, self._model = plan, model
        logs, command = plan.output / "logs", worker_command(WORKER, plan.place)
        self._processes = [SessionProcess(logs / f"process_{i:03d}.log", command) for i in range(plan.processes)]

    def __enter__(self) -> Rollouts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        for process in self._processes:
            process.close()

    @property
    def processes_rss_mib(self) -> list[float]:
        """Of those that ran a session."""
        return [process.rss_mib for process in self._processes if process.rss_mib]

    def run(self, step: int, apps: Sequence[AppSpec]) -> tuple[list[RolledOut], RolloutCost]:
        """Sessions in the order of ``plan_jobs``. Takes at most ``session_budget_s`` for each wave of sessions.

        Raises ``ModelError`` when a session did not come back at all.
        """
        started_s = time.monotonic()
        busy_before_s, batches_before = self._busy_s(), self._decide_batches()
        jobs = plan_jobs(self._plan, step, apps)
        pending: queue.SimpleQueue[int] = queue.SimpleQueue()
        for i in range(len(jobs)):
            pending.put(i)
        found: dict[int, tuple[Trajectory, SessionTalk]] = {}
        active = self._processes[: len(jobs)]
        for _ in active:
            self._model.lockstep.enter()
        threads = [threading.Thread(target=self._work, args=(p, jobs, pending, found), daemon=True) for p in active]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(found) < len(jobs):
            raise ModelError(
                f"{len(jobs) - len(found)} of {len(jobs)} sessions of step {step} were lost: a defect of ours. "
                "See verl.log for its traceback."
            )
        rolled = [
            RolledOut(session=GroupedSession(group=group, place=place, trajectory=found[i][0]), turns=_turns(found[i]))
            for i, (group, place, _) in enumerate(jobs)
        ]
        steps = [s for r in rolled for s in r.session.trajectory.steps]
        cost = RolloutCost(
            wall_s=time.monotonic() - started_s,
            model_busy_s=self._busy_s() - busy_before_s,
            env_busy_s=sum(s.timing.total_s - s.timing.decide_s for s in steps),
            steps=len(steps),
            decide_batches=self._decide_batches() - batches_before,
        )
        return rolled, cost

    def _work(
        self, process: SessionProcess, jobs: Sequence[Any], pending: queue.SimpleQueue[int], found: dict[int, Any]
    ) -> None:
        """One process's share of the sessions."""
        try:
            while True:
                i = pending.get_nowait()
                talk = self._model.talk(i, jobs[i][2])
                trajectory = process.run(
                    jobs[i][2],
                    latent_width=self._model.latent_width,
                    max_memory_items=self._plan.max_memory_items,
                    budget_s=self._plan.session_budget_s,
                    answer=lambda message, talk=talk: self._model.answer(talk, message),
                )
                found[i] = (trajectory, talk)
        except queue.Empty:
            pass
        finally:
            self._model.lockstep.leave()

    def _busy_s(self) -> float:
        return sum(served.busy_s for served in self._model.lockstep.served.values())

    def _decide_batches(self) -> int:
        served = self._model.lockstep.served.get("decide")
        return 0 if served is None else served.batches


def _turns(found: tuple[Trajectory, SessionTalk]) -> tuple[Turn, ...]:
    """Of steps that happened: a session that broke may have been told one action more than it carried out."""
    trajectory, talk = found
    return tuple(turn for turn in talk.turns if turn.step_index < len(trajectory.steps))

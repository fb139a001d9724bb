"""The worker process: reads session jobs as JSON lines, runs each, answers with JSON lines.

Run as ``python -m jamel.collect.session_worker``; with ``--models SOCKET`` another process runs the models. Everything
it prints on stdout is protocol; libraries' chatter goes to stderr, which the supervisor keeps for error messages.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.collect.agents import AgentSettings, build_agent
from jamel.collect.episodes import EpisodicPolicy
from jamel.collect.feedback import tell
from jamel.config import provenance
from jamel.coverage.node_counter import NodeEntityCounters
from jamel.errors import JamelError
from jamel.memory.bank import MemoryBank
from jamel.protocols import Policy
from jamel.rollout.job import SessionJob
from jamel.rollout.session import StepListener, run_session
from jamel.serving.loaded_models import LoadedModels, ModelSource
from jamel.storage import write_bytes_atomically
from jamel.trajectory_io import write_trajectory
from jamel.types import Outcome, SessionContext, Step, Trajectory


def main() -> None:
    protocol, sys.stdout = sys.stdout, sys.stderr
    agent = CurrentAgent(_models())
    with NodeEntityCounters() as counters:
        for line in sys.stdin:
            job = SessionJob.from_json(line)
            _answer(protocol, {"type": "done", "error": _run(job, agent, counters, protocol)})


def _models() -> ModelSource:
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", type=Path)
    socket: Path | None = parser.parse_args().models
    if socket is None:
        return LoadedModels()
    from jamel.serving.client import SharedModels

    return SharedModels(socket)


class CurrentAgent:
    """The agent of the latest job. Arms follow each other, so no more than one is needed."""

    def __init__(self, models: ModelSource) -> None:
        self._models = models
        self._agent_json = ""
        self._agent: tuple[Policy, MemoryBank] | None = None

    def of(self, job: SessionJob) -> tuple[Policy, MemoryBank]:
        if self._agent is None or job.agent_json != self._agent_json:
            self._agent = None
            self._models.let_go()
            settings = AgentSettings.model_validate_json(job.agent_json)
            self._agent_json, self._agent = job.agent_json, build_agent(settings, Path(job.output), self._models)
        return self._agent


def _run(job: SessionJob, agent: CurrentAgent, counters: NodeEntityCounters, protocol: TextIO) -> str | None:
    """One line saying what went wrong, or None. A full disk ends the job, not the worker."""

    def report(step: Step) -> None:
        _answer(protocol, {"type": "step", "index": step.index, "reward": step.reward})

    try:
        trajectory = run_job(job, *agent.of(job), counters, report)
    except JamelError as error:
        return str(error)
    return trajectory.error


def run_job(
    job: SessionJob, policy: Policy, memory: MemoryBank, counters: NodeEntityCounters, on_step: StepListener
) -> Trajectory:
    """Run one session in a browser of its own and write its trajectory and script sources."""

    def told(step: Step) -> None:
        tell(policy, step)
        on_step(step)

    browser_settings = BrowserSettings.model_validate_json(job.browser_json)
    with BrowserEnv(app=job.app, base_url=job.base_url, settings=browser_settings, seed=job.seed) as env:
        context = SessionContext(
            session_id=job.session_id,
            app=job.app,
            start_url=env.start_url,
            seed=job.seed,
            max_steps=job.max_steps,
        )
        facts = {**provenance(), **env.provenance(), "agent": job.agent_json, "browser_settings": job.browser_json}
        trajectory = run_session(
            env=env,
            policy=policy,
            memory=memory,
            counter=counters(browser_settings.coverage_mode),
            context=context,
            on_step=told,
            provenance=tuple(sorted(facts.items())),
        )
        for sha256, source in env.script_sources().items():
            path = job.sources_folder / f"{sha256}.js"
            if not path.exists():
                write_bytes_atomically(path, source.encode("utf-8", "surrogatepass"))
    trajectory = _ended_on_purpose(trajectory, policy)
    write_trajectory(Path(job.trajectory_path), trajectory)
    return trajectory


def _ended_on_purpose(trajectory: Trajectory, policy: Policy) -> Trajectory:
    """A policy that wanted no further step did not fail; a session that never took one did."""
    ended = policy.ended if isinstance(policy, EpisodicPolicy) else None
    if ended is None or trajectory.outcome is not Outcome.POLICY_FAILED or not trajectory.steps:
        return trajectory
    return replace(trajectory, outcome=Outcome.OK, stop_reason=ended, error=None)


def _answer(protocol: TextIO, message: dict[str, object]) -> None:
    print(json.dumps(message), file=protocol, flush=True)


if __name__ == "__main__":
    main()

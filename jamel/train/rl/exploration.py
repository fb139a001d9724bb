"""What one training step explores: sessions until some group can teach, their samples saved, and its numbers.

This file does not know verl, nor when a step is explored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jamel.errors import ModelError
from jamel.train.rl.grouping import ALARM_SHARE, Teaching, choose_teaching
from jamel.train.rl.rl_settings import RlSettings
from jamel.train.rl.rollout import RolledOut, RolloutCost, Rollouts
from jamel.train.rl.rollout_metrics import rollout_metrics
from jamel.train.rl.samples import StepSample, read_samples, read_weights_step, samples_of, write_samples
from jamel.types import AppSpec

ATTEMPTS = 2
"""Rollouts of a step of which no group can teach; then the run ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explored:
    """``weights_step``: the training step whose weights drew the samples; 0 is the model that the run began with."""

    samples: Sequence[StepSample]
    weights_step: int
    metrics: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration:
    """``apps`` by id. ``output`` is the folder ``rollouts`` of a run."""

    settings: RlSettings
    rollouts: Rollouts
    apps: Mapping[str, AppSpec]
    output: Path

    def explore(self, step: int, app_ids: Sequence[str], weights_step: int) -> Explored:
        """Raises ``ModelError`` when no session of the step can teach."""
        rolled, teaching, cost = self._teaching_rollout(step, [self.apps[app_id] for app_id in app_ids])
        kept = {(s.group, s.place) for s in teaching.sessions}
        taught = [r for r in rolled if (r.session.group, r.session.place) in kept]
        samples = samples_of(taught, self.settings.rewards)
        write_samples(self.samples_path(step), samples, {"step": step, "weights_step": weights_step})
        metrics = rollout_metrics(rolled, teaching, cost, self.rollouts.processes_rss_mib)
        _say(step, teaching, metrics)
        return Explored(samples=samples, weights_step=weights_step, metrics=metrics)

    def samples_path(self, step: int) -> Path:
        return self.output / "samples" / samples_name(step)

    def _teaching_rollout(self, step: int, apps: Sequence[AppSpec]) -> tuple[list[RolledOut], Teaching, RolloutCost]:
        error = ""
        for _ in range(ATTEMPTS):
            rolled, cost = self.rollouts.run(step, apps)
            teaching = choose_teaching([r.session for r in rolled], self.settings.rollout.min_group)
            if teaching.sessions and any(r.turns for r in rolled):
                return rolled, teaching, cost
            error = next((r.session.trajectory.error for r in rolled if r.session.trajectory.error), "no session ended")
        raise ModelError(
            f"no group of step {step} has {self.settings.rollout.min_group} sessions that ended well, in {ATTEMPTS} "
            f"rollouts; the first failure: {error}. See {self.output / 'logs'}; run `jamel doctor`."
        )


def read_explored(path: Path) -> Explored:
    """What an exploration saved. Raises ``DataError`` for a file that is missing or is no saved rollout."""
    samples = read_samples(path)
    metrics = {"rollout/saved_samples": float(len(samples))}
    return Explored(samples=samples, weights_step=read_weights_step(path), metrics=metrics)


def samples_name(step: int) -> str:
    """The file of a training step's samples."""
    return f"step_{step:06d}.parquet"


def _say(step: int, teaching: Teaching, metrics: Mapping[str, float]) -> None:
    print(
        f"[rl] rollout of step {step}: novelty {metrics['rollout/session_novelty']:.2f} a session, "
        f"{metrics['rollout/invalid_share']:.0%} invalid, {metrics['rollout/wall_s']:.0f} s",
        flush=True,
    )
    if metrics["rollout/env_failed_share"] > ALARM_SHARE:
        print(f"[rl] ALARM: the environment broke {teaching.env_failed} sessions of step {step}", flush=True)

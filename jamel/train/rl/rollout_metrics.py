"""A rollout in numbers: novelty, what went wrong, who waited for whom, memory of the processes.

Numbers of novelty are of sessions that ended ``ok``: a broken one says nothing. This file does not know training.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from jamel.actions import ParseFailure
from jamel.train.rl.grouping import Teaching
from jamel.train.rl.rollout import RolledOut, RolloutCost
from jamel.types import Outcome, Trajectory

NOVELTY_OF = "rollout/session_novelty/"
"""Followed by an app's id."""


def rollout_metrics(
    rolled: Sequence[RolledOut], teaching: Teaching, cost: RolloutCost, processes_rss_mib: Sequence[float]
) -> dict[str, float]:
    """Names with units; shares in [0, 1]. ``processes_rss_mib``: of each session process, after its last session."""
    whole = [r.session.trajectory for r in rolled if r.session.trajectory.outcome is Outcome.OK]
    steps = [step for trajectory in whole for step in trajectory.steps]
    count = max(len(steps), 1)
    failed = [s for s in steps if isinstance(s.decision.action, ParseFailure) or s.action_error is not None]
    apps = sorted({t.context.app.app_id for t in whole})
    return {
        "rollout/sessions": len(rolled),
        "rollout/session_novelty": session_novelty(whole),
        **{f"{NOVELTY_OF}{a}": session_novelty([t for t in whole if t.context.app.app_id == a]) for a in apps},
        "rollout/step_novelty": sum(s.reward for s in steps) / count,
        "rollout/covered_entities": _mean([t.steps[-1].gain.covered.sum for t in whole if t.steps]),
        "rollout/invalid_share": len(failed) / count,
        "rollout/repeated_share": _mean([repeated_share(t) for t in whole]),
        "rollout/env_failed_share": teaching.env_failed / max(len(rolled), 1),
        "rollout/policy_failed_share": teaching.policy_failed / max(len(rolled), 1),
        "rollout/skipped_groups": len(teaching.skipped_groups),
        "rollout/wall_s": cost.wall_s,
        "rollout/model_busy_s": cost.model_busy_s,
        "rollout/env_busy_s": cost.env_busy_s,
        "rollout/processes": len(processes_rss_mib),
        "rollout/env_steps_per_s": cost.steps / cost.wall_s,
        "rollout/model_idle_share": cost.model_idle_share,
        "rollout/env_idle_share": cost.env_idle_share(max(len(processes_rss_mib), 1)),
        "rollout/decide_batches": cost.decide_batches,
        "rollout/session_process_rss_max_mib": max(processes_rss_mib, default=0.0),
    }


def idle_shares(metrics: Mapping[str, float], *, wait_s: float, step_s: float) -> dict[str, float]:
    """Of a whole training step: the trainer waits for rollouts, browsers for models or for the next rollout.

    ``metrics`` holds those of ``rollout_metrics``, unless the step's samples were saved ones and cost no browser.
    """
    found = {"step/trainer_idle_share": wait_s / step_s}
    if "rollout/env_busy_s" in metrics:
        found["step/env_idle_share"] = 1 - metrics["rollout/env_busy_s"] / (metrics["rollout/processes"] * step_s)
    return found


def session_novelty(trajectories: Sequence[Trajectory]) -> float:
    """Mean reward of a session."""
    return _mean([sum(step.reward for step in trajectory.steps) for trajectory in trajectories])


def repeated_share(trajectory: Trajectory) -> float:
    """Steps whose reply was given before in the same session."""
    said = [step.decision.raw_text for step in trajectory.steps]
    return 1 - len(set(said)) / len(said) if said else 0.0


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else 0.0

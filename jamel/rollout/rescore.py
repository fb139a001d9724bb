"""Recompute gains and rewards of a stored trajectory from its raw coverage, without a browser.

A stored number that cannot be recomputed is worth nothing; ``jamel rescore`` and the tests hold every session to it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jamel.coverage.ledger import CoverageLedger
from jamel.errors import DataError
from jamel.rollout.session import novelty_reward
from jamel.trajectory_io import read_trajectory, trajectory_files
from jamel.types import Trajectory


def rescore(trajectory: Trajectory) -> Trajectory:
    """The same session with every gain and reward recomputed from the stored snapshots alone."""
    ledger = CoverageLedger()
    initial_gain = ledger.absorb(trajectory.initial_snapshot)
    steps = []
    for step in trajectory.steps:
        gain = ledger.absorb(step.snapshot)
        reward = novelty_reward(step.decision.action, step.action_error, gain)
        steps.append(replace(step, gain=gain, reward=reward))
    return replace(trajectory, initial_gain=initial_gain, steps=tuple(steps))


def differences(stored: Trajectory, recomputed: Trajectory) -> list[str]:
    """One line for each number that does not agree; empty when the trajectory is true."""
    found = []
    if stored.initial_gain != recomputed.initial_gain:
        found.append(f"initial gain: stored {stored.initial_gain}, recomputed {recomputed.initial_gain}")
    for old, new in zip(stored.steps, recomputed.steps, strict=True):
        if (old.gain, old.reward) != (new.gain, new.reward):
            found.append(
                f"step {old.index}: stored reward {old.reward} and {old.gain}, "
                f"recomputed reward {new.reward} and {new.gain}"
            )
    return found


def rescore_folder(folder: Path) -> bool:
    """Rescore every trajectory below ``folder`` and print what differs. True when every number is confirmed."""
    files = trajectory_files(folder)
    if not files:
        raise DataError(f"no trajectory below {folder}. Give the output folder of collect or evaluate.")
    wrong = 0
    for path in files:
        trajectory = read_trajectory(path)
        found = differences(trajectory, rescore(trajectory))
        wrong += bool(found)
        for line in found:
            print(f"{path.relative_to(folder)}: {line}")
    print(f"{len(files) - wrong} of {len(files)} trajectories confirmed from their stored coverage")
    return wrong == 0

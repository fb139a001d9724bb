"""``jamel evaluate``: a trained policy and baselines on unseen apps, scored by one pure fold over their trajectories.

This file does not know how a session runs (``rollout``) or how scores are shown (``report``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jamel.collect.agents import AgentSettings
from jamel.collect.sessions import SessionsSettings, run_sessions
from jamel.errors import DataError
from jamel.evaluate.metrics import score_session, summarise
from jamel.evaluate.summary import write_summary
from jamel.trajectory_io import read_trajectory, trajectory_files
from jamel.types import Trajectory


class EvaluateSettings(SessionsSettings):
    """``configs/eval/*.yaml``. ``model`` may be left out to score baselines alone."""

    apps_mode: str = "test"
    model: AgentSettings | None = None
    baselines: tuple[AgentSettings, ...] = ()

    def arms(self) -> tuple[AgentSettings, ...]:
        return ((self.model,) if self.model else ()) + self.baselines


def run_evaluate(settings: EvaluateSettings) -> Path:
    """Run what is missing, then score everything. Returns the path of ``summary.json``.

    The summary depends on the trajectories alone: killed and run again, the same file comes out.
    """
    run_sessions(settings, settings.arms(), "evaluate")
    return score_folder(Path(settings.output), seed=settings.seed)


def score_folder(folder: Path, *, seed: int) -> Path:
    """Score every stored session of a folder; ``seed`` draws the bootstrap intervals."""
    scores = [score_session(trajectory) for trajectory in stored_sessions(folder)]
    return write_summary(folder, scores, summarise(scores, seed=seed), seed=seed)


def stored_sessions(folder: Path) -> Iterator[Trajectory]:
    """Every session of an output folder, one in memory at a time. Raises ``DataError`` when there is none."""
    files = trajectory_files(folder / "sessions")
    if not files:
        raise DataError(f"no session below {folder / 'sessions'}. Run `jamel evaluate` into this folder first.")
    return map(read_trajectory, files)

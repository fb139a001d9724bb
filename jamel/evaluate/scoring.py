"""An output folder, scored: its sessions, its ceilings, its arms. And the same once more from raw coverage, to compare.

This file does not know how a session is run or shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jamel.errors import BrowserError
from jamel.evaluate.aggregate import ArmSummary, summarise
from jamel.evaluate.ceiling import Ceiling, CounterOf, ceiling_of, ceilings_of
from jamel.evaluate.metrics import SessionScore, score_session
from jamel.evaluate.session_files import scored, stored_sessions
from jamel.evaluate.summary import SUMMARY_NAME, summary_document, write_summary
from jamel.rollout.rescore import differences, rescore, stored_sources
from jamel.storage import read_json
from jamel.trajectory_io import read_trajectory
from jamel.types import CoverageMode, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything that is known of a folder of sessions. ``sessions`` belong to ``paths``, one to one."""

    folder: Path
    seed: int
    paths: tuple[Path, ...]
    sessions: tuple[SessionScore, ...]
    ceilings: dict[str, Ceiling]
    arms: tuple[ArmSummary, ...]

    def document(self) -> dict[str, Any]:
        return summary_document(self.sessions, self.arms, self.ceilings, seed=self.seed)


def load_evaluation(folder: Path, counter_of: CounterOf) -> Evaluation:
    """Raises ``DataError`` when the folder holds no session, or a broken one."""
    seed = int(read_json(folder / "settings.json")["seed"])
    paths = tuple(stored_sessions(folder))
    sessions = tuple(map(scored, paths))
    ceilings = ceilings_of(folder, _good_by_app(paths, sessions), counter_of)
    arms = tuple(summarise(sessions, ceilings, seed=seed))
    return Evaluation(folder=folder, seed=seed, paths=paths, sessions=sessions, ceilings=ceilings, arms=arms)


def score_folder(folder: Path, counter_of: CounterOf) -> Path:
    """Score every stored session and write the summary. Returns its path.

    Raises ``BrowserError`` when an agent has no session that could be scored; the summary is written all the same.
    """
    evaluation = load_evaluation(folder, counter_of)
    path = write_summary(folder, evaluation.document())
    unscored = [arm.arm for arm in evaluation.arms if arm.sessions_ok == 0]
    if unscored:
        raise BrowserError(
            f"every session of {', '.join(unscored)} failed; {path} says why. Mend the cause and run the same command "
            "again: it makes up the failed sessions only."
        )
    return path


def rescore_evaluation(folder: Path, counter_of: CounterOf) -> bool:
    """Recompute every gain, reward, ceiling and summary from raw coverage; print what differs. True when nothing does.

    Raises ``DataError`` when the folder is no evaluation.
    """
    paths = stored_sessions(folder)
    sessions, wrong = [], 0
    for path in paths:
        stored = read_trajectory(path, with_pictures=False)
        again = rescore(stored, stored_sources(path, stored), counter_of(score_session(stored).coverage_mode))
        found = differences(stored, again)
        wrong += bool(found)
        print("".join(f"{path.relative_to(folder)}: {line}\n" for line in found), end="")
        sessions.append(score_session(again))
    by_app = _good_by_app(paths, sessions)
    ceilings = {
        app: ceiling_of([p for p, _ in some], some[0][1], counter_of(some[0][1]))
        for app, some in sorted(by_app.items())
    }
    summary = read_json(folder / SUMMARY_NAME)
    arms = summarise(sessions, ceilings, seed=summary["seed"])
    again = summary_document(sessions, arms, ceilings, seed=summary["seed"])
    changed = sorted(key for key in summary.keys() | again.keys() if summary.get(key) != again.get(key))
    print(f"{len(paths) - wrong} of {len(paths)} trajectories confirmed from their stored coverage")
    print(f"summary.json differs in: {', '.join(changed)}" if changed else "summary.json confirmed: every number equal")
    return not wrong and not changed


def _good_by_app(paths: Sequence[Path], sessions: Sequence[SessionScore]) -> dict[str, list[tuple[Path, CoverageMode]]]:
    found: defaultdict[str, list[tuple[Path, CoverageMode]]] = defaultdict(list)
    for path, session in zip(paths, sessions, strict=True):
        if session.outcome is Outcome.OK:
            found[session.app_id].append((path, session.coverage_mode))
    return dict(found)

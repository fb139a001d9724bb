"""The page of a reinforcement learning run: curves, and sessions of its last rollout step by step, from its folder.

Everything is escaped by the template; the page loads nothing. This file does not know how training works.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from jamel.report.charts import Series, line_chart
from jamel.report.pages import page_environment
from jamel.report.training import PAGE_NAME
from jamel.storage import read_json, write_text_atomically
from jamel.trajectory_io import read_trajectory, trajectory_files

SHOWN_SESSIONS = 4
NOVELTY = "rollout/session_novelty"
APPS_WITH_A_LINE = 6
"""Of more apps only the mean is drawn."""
CHARTS = (
    (
        "Shares",
        "share of steps; of sessions",
        (
            ("invalid steps", "rollout/invalid_share"),
            ("repeated steps", "rollout/repeated_share"),
            ("sessions that the environment broke", "rollout/env_failed_share"),
        ),
    ),
    ("Distance to the start", "KL estimate a token", (("KL", "actor/kl_loss"),)),
    ("Entropy", "nats a token", (("entropy", "actor/entropy"),)),
    ("Rollout against trainer", "largest difference in log-probability", (("max", "rollout/logprob_diff_max"),)),
    ("Time", "seconds", (("whole step", "timing_s/step"), ("rollout", "rollout/wall_s"))),
    ("Waiting", "share of a step", (("trainer", "step/trainer_idle_share"), ("browsers", "step/env_idle_share"))),
    ("Memory of a session's process", "MiB", (("largest", "rollout/session_process_rss_max_mib"),)),
)
"""(title, label of y, (name of the line, key of the log)) of each."""


def build_reinforcement_page(folder: Path) -> Path:
    """Write ``report.html`` into the run's folder and return its path.

    Raises ``DataError`` when the folder lacks ``settings.json`` or ``provenance.json``, or a session is unreadable.
    """
    lines = (folder / "train_log.jsonl").read_text(encoding="utf-8").splitlines()
    log: list[dict[str, float]] = [json.loads(line) for line in lines if line.strip()]
    novelty = ("Novelty of a session", "rewarded steps", _novelty_lines(log))
    page = page_environment().get_template("reinforcement.html.j2").render(
        folder=folder.as_posix(),
        steps=max((r["step"] for r in log), default=0.0),
        charts=[(title, [n for n, _ in lines], _chart(log, title, y, lines)) for title, y, lines in (novelty, *CHARTS)],
        sessions=[_session(path) for path in _last_sessions(folder / "rollouts" / "sessions")],
        settings=[(name, _shown(value)) for name, value in sorted(read_json(folder / "settings.json").items())],
        facts=sorted(read_json(folder / "provenance.json").items()),
    )  # fmt: skip
    path = folder / PAGE_NAME
    write_text_atomically(path, page)
    return path


def _novelty_lines(log: Sequence[dict[str, float]]) -> list[tuple[str, str]]:
    """A line an app: the mean of a step hops with the apps that the step explored."""
    keys = sorted({key for record in log for key in record if key.startswith(f"{NOVELTY}/")})
    if 1 < len(keys) <= APPS_WITH_A_LINE:
        return [(key.removeprefix(f"{NOVELTY}/"), key) for key in keys]
    return [("mean", NOVELTY)]


def _chart(log: Sequence[dict[str, float]], title: str, y_label: str, lines: Sequence[tuple[str, str]]) -> Markup:
    series = [Series(name=name, points=[(r["step"], r[key]) for r in log if key in r]) for name, key in lines]
    return line_chart([s for s in series if s.points], title=title, x_label="training step", y_label=y_label)


def _last_sessions(folder: Path) -> list[Path]:
    steps = sorted(folder.glob("step_*"))
    return trajectory_files(steps[-1])[:SHOWN_SESSIONS] if steps else []


def _session(path: Path) -> dict[str, Any]:
    trajectory = read_trajectory(path)
    return {
        "name": trajectory.context.session_id,
        "outcome": trajectory.outcome.value,
        "error": trajectory.error or "",
        "novelty": sum(step.reward for step in trajectory.steps),
        "steps": [
            (step.index, step.decision.raw_text[:200], step.reward, step.gain.new.sum, step.action_error or "")
            for step in trajectory.steps
        ],
    }


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)

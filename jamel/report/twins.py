"""The scores of an evaluation for machines and for text: CSV, Markdown and JSON twins of the report's tables.

This file does not compute any number.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from jamel.evaluate.aggregate import METRICS, ArmSummary
from jamel.evaluate.scoring import Evaluation
from jamel.evaluate.statistics import Score
from jamel.storage import write_text_atomically

SPREAD = tuple(Score.__dataclass_fields__)


def write_twins(folder: Path, evaluations: Sequence[Evaluation]) -> None:
    """``scores.json``, ``scores.csv`` and ``scores.md``."""
    documents = {e.folder.as_posix(): e.document() for e in evaluations}
    text = json.dumps(documents, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    write_text_atomically(folder / "scores.json", text + "\n")
    write_text_atomically(folder / "scores.csv", scores_csv(evaluations))
    write_text_atomically(folder / "scores.md", scores_markdown(evaluations))


def scores_csv(evaluations: Sequence[Evaluation]) -> str:
    """Long form: one row for each evaluation, agent, app (empty: mean over apps) and metric. Unknown is empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["evaluation", "agent", "app", "metric", *SPREAD])
    for evaluation in evaluations:
        for arm in evaluation.arms:
            for app, metric, score in _rows(arm):
                cells = ["" if value != value else repr(value) for value in asdict(score).values()]
                writer.writerow(
                    [_as_text(evaluation.folder.as_posix()), _as_text(arm.arm), _as_text(app), metric, *cells]
                )
    return buffer.getvalue()


def _rows(arm: ArmSummary) -> list[tuple[str, str, Score]]:
    whole = [("", name, score) for name, score in arm.scores.items()]
    whole.append(("", "rewarded_steps_at_equal_wall_clock", arm.equal_wall))
    return whole + [(app, name, score) for name, by_app in arm.per_app.items() for app, score in by_app.items()]


def _as_text(cell: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def scores_markdown(evaluations: Sequence[Evaluation]) -> str:
    """One table an evaluation, every metric as mean and 95 % interval over seeds."""
    parts = []
    for evaluation in evaluations:
        names = [arm.arm for arm in evaluation.arms]
        parts.append(f"## {_cell(evaluation.folder.as_posix())}\n")
        parts.append("| metric (mean over apps, 95 % over seeds) | " + " | ".join(map(_cell, names)) + " |")
        parts.append("|---|" + "---|" * len(names))
        for metric in METRICS:
            cells = [_interval(arm.scores[metric.name]) for arm in evaluation.arms]
            parts.append(f"| {metric.label} | " + " | ".join(cells) + " |")
        parts.append("| sessions ok / failed | " + " | ".join(_sessions(arm) for arm in evaluation.arms) + " |\n")
    return "\n".join(parts)


def _sessions(arm: ArmSummary) -> str:
    return f"{arm.sessions_ok} / {arm.sessions_failed}"


def _interval(score: Score) -> str:
    if score.mean != score.mean:
        return "–"
    known = f" [{score.low:.4g}, {score.high:.4g}]" if score.low == score.low else ""
    return f"{score.mean:.4g}{known}"


def _cell(text: str) -> str:
    """Markdown renders raw HTML, and a bar ends a cell."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;")
    return " ".join(safe.split())

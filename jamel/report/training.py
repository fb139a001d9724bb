"""The page of a fine-tuning run: curves, exact actions, rows left out, settings and provenance, from its folder.

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
from jamel.storage import read_json, write_text_atomically

PAGE_NAME = "report.html"
Record = dict[str, float]


def build_training_page(folder: Path) -> Path:
    """Write ``report.html`` into the run's folder and return its path.

    Raises ``DataError`` when the folder lacks ``settings.json`` or ``provenance.json``.
    """
    settings: dict[str, Any] = read_json(folder / "settings.json")
    log = _records(folder / "train_log.jsonl")
    accuracies = _records(folder / "accuracy.jsonl")
    facts = {**read_json(folder / "provenance.json"), **_fingerprints(folder / "data.json")}
    page = page_environment().get_template("training.html.j2").render(
        folder=folder.as_posix(),
        steps=max((r["step"] for r in log), default=0.0),
        batch=settings["train_batch_size"],
        tokens=sum(r.get("tokens", 0.0) for r in log),
        accuracies=accuracies,
        best=max(accuracies, key=lambda a: a["memory_on"], default=None),
        has_validation=any("val_loss" in r for r in log),
        charts=_charts(log, accuracies),
        prepared=_prepared(Path(settings["train_file"])),
        settings=[(name, _shown(value)) for name, value in sorted(settings.items())],
        facts=sorted(facts.items()),
    )  # fmt: skip
    path = folder / PAGE_NAME
    write_text_atomically(path, page)
    return path


def _charts(log: Sequence[Record], accuracies: Sequence[Record]) -> dict[str, Markup]:
    losses = [_series("training loss", log, "loss"), _series("validation loss", log, "val_loss")]
    arms = [_series("memory on", accuracies, "memory_on"), _series("memory off", accuracies, "memory_off")]
    x = "optimiser step"
    return {
        "loss": line_chart(losses, title="Loss", x_label=x, y_label="loss per response token"),
        "accuracy": line_chart(arms, title="Exact actions", x_label=x, y_label="share of held-out rows"),
        "rate": line_chart([_series("rate", log, "learning_rate")], title="Learning rate", x_label=x, y_label="rate"),
        "norm": line_chart([_series("norm", log, "grad_norm")], title="Gradient norm", x_label=x, y_label="norm"),
    }


def _series(name: str, records: Sequence[Record], key: str) -> Series:
    return Series(name=name, points=[(r["step"], r[key]) for r in records if key in r])


def _records(path: Path) -> list[Record]:
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _fingerprints(path: Path) -> dict[str, str]:
    return {f"sha256 of {name}": value for name, value in read_json(path).items()} if path.is_file() else {}


def _prepared(train_file: Path) -> dict[str, Any] | None:
    path = train_file.parent / "report.json"
    return read_json(path) if path.is_file() else None


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)

"""``summary.json`` and the published ``aggregate_results.json``: an evaluation for machines.

Numbers that cannot be known (the spread of a single session) are null. This file does not compute any.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jamel.evaluate.metrics import ArmSummary, SessionScore
from jamel.storage import write_json_atomically

SUMMARY_NAME = "summary.json"


def write_summary(folder: Path, scores: Sequence[SessionScore], arms: Sequence[ArmSummary], *, seed: int) -> Path:
    """Write both files into ``folder`` and return the path of ``summary.json``."""
    sessions = [asdict(score) for score in sorted(scores, key=lambda s: s.session_id)]
    path = folder / SUMMARY_NAME
    write_json_atomically(
        path,
        _without_nan({
            "seed": seed,
            "reward": "steps at which covered lines + branches + statements + functions grew; app origin only",
            "arms": {arm.arm: asdict(arm) | {"per_app": {a: asdict(s) for a, s in arm.per_app}} for arm in arms},
            "sessions": sessions,
        }),
    )  # fmt: skip
    write_json_atomically(
        folder / "aggregate_results.json",
        _without_nan({
            arm.arm: {
                "mean_cumulative_reward": arm.rewarded_steps.mean,
                "num_sessions": arm.sessions_ok,
                "per_app": {app: s.mean for app, s in arm.per_app},
            }
            for arm in arms
        }),
    )  # fmt: skip
    return path


def _without_nan(value: Any) -> Any:
    """JSON has no NaN."""
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value

"""Sessions of other apps, to stand in for a session's own memory: the control that shows whether content matters.

This file does not know latents.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from jamel.actions import history_text
from jamel.errors import DataError
from jamel.trajectory_io import read_header, read_trajectory, step_count, trajectory_files
from jamel.types import Outcome, RawStep, SessionContext


class ForeignSessions:
    """Fits ``bank.ForeignSteps`` on a folder of recorded sessions. The choice depends on the session's seed alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, context: SessionContext) -> Sequence[RawStep]:
        """Raises ``DataError`` when the folder holds no whole session of another app that is long enough."""
        needed = context.max_steps - 1
        fitting = [path for path in trajectory_files(self._folder) if self._fits(path, context.app.app_id, needed)]
        if not fitting:
            raise DataError(
                f"{self._folder} holds no finished session of another app than {context.app.app_id} with {needed} "
                "steps or more. Collect longer sessions, or shorten this one."
            )
        steps = read_trajectory(random.Random(context.seed).choice(fitting)).steps
        return [
            RawStep(
                step_index=step.index,
                screenshot_png=step.observation.screenshot_png,
                action_text=history_text(step.decision.action),
            )
            for step in steps
        ]

    @staticmethod
    def _fits(path: Path, own_app: str, needed: int) -> bool:
        header = read_header(path)
        is_other = header["context"]["app"]["app_id"] != own_app
        # a finished session may be shorter than its budget: exploring ends where an app is exhausted
        return is_other and header["outcome"] == Outcome.OK and step_count(path) >= needed

"""Live progress of a run of sessions: one line every few seconds, and one for each session that ends.

Thread-safe. Writes to a stream; does not know what runs the sessions.
"""

from __future__ import annotations

import sys
import threading
import time
from typing import TextIO

from jamel.rollout.job import SessionJob

LINE_INTERVAL_S = 5.0


class Progress:
    """``label`` stands in front of every line."""

    def __init__(self, label: str, steps_per_session: int, stream: TextIO | None = None) -> None:
        self.label, self.steps_per_session = label, steps_per_session
        self.stream = stream or sys.stdout
        self.lock = threading.Lock()
        self.total = self.skipped = self.done = self.steps = 0
        self.rewards: dict[str, float] = {}
        self.started_s = self.last_line_s = time.monotonic()

    def begin(self, *, total: int, skipped: int) -> None:
        self.total, self.skipped = total, skipped
        self.started_s = time.monotonic()
        if skipped:
            self.note(f"{skipped} of {total} sessions are finished already and are skipped")

    def step_done(self, job: SessionJob, index: int, reward: float) -> None:
        with self.lock:
            if index == 0:
                self.rewards[job.session_id] = 0.0
            self.steps += 1
            self.rewards[job.session_id] = self.rewards.get(job.session_id, 0.0) + reward
            if time.monotonic() - self.last_line_s >= LINE_INTERVAL_S:
                self._line(
                    f"{job.session_id} step {index + 1}/{self.steps_per_session}, "
                    f"reward {self.rewards[job.session_id]:.0f}, {self._rate()}"
                )

    def session_done(self, job: SessionJob, *, is_ok: bool) -> None:
        with self.lock:
            self.done += 1
            verdict = f"reward {self.rewards.get(job.session_id, 0.0):.0f}" if is_ok else "FAILED"
            self._line(f"{job.session_id} {verdict}, {self._rate()}")

    def note(self, text: str) -> None:
        with self.lock:
            self._line(text)

    def _rate(self) -> str:
        elapsed_s = max(time.monotonic() - self.started_s, 1e-9)
        remaining = (self.total - self.skipped - self.done) * self.steps_per_session
        rate = self.steps / elapsed_s
        return f"{rate:.1f} steps/s, about {remaining / rate:.0f} s left" if rate > 0 and remaining > 0 else ""

    def _line(self, text: str) -> None:
        self.last_line_s = time.monotonic()
        counted = f"{self.skipped + self.done}/{self.total} sessions"
        print(f"[{self.label}] {counted} · {text}".rstrip(" ,"), file=self.stream, flush=True)

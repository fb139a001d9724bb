"""The model's side of one session process: starts it, relays its questions, ends it with everything it started.

Whatever happens to the process - killed, hung, speaking nonsense - the session comes back as a trajectory, broken by
the environment where there is none; a call never takes longer than its budget. This file does not know models.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from jamel.child_group import end_group_with, kill_group
from jamel.config import child_environment
from jamel.errors import BrowserError, DataError, JamelError
from jamel.rollout.job import SessionJob
from jamel.trajectory_io import read_trajectory
from jamel.types import CoverageGain, CoverageSnapshot, Outcome, SessionContext, StopReason, Trajectory

Answer = Callable[[dict[str, Any]], dict[str, Any] | None]
"""The answer to a message of the session, or None where it expects none. A ``JamelError`` is told to the session."""

WORKER = "jamel.train.rl.session_child"


class SessionProcess:
    """``close`` it. ``log`` collects what the process prints beside the protocol; ``command`` starts one."""

    def __init__(self, log: Path, command: Sequence[str]) -> None:
        self._log, self._command = log, command
        self._child: subprocess.Popen[str] | None = None
        self.rss_mib = 0.0
        """Resident memory of the process after its last session."""

    def run(
        self, job: SessionJob, *, latent_width: int, max_memory_items: int, budget_s: float, answer: Answer
    ) -> Trajectory:
        """One session. ``latent_width`` 0 means no memory."""
        order = {"job": job.to_json(), "latent_width": latent_width, "max_memory_items": max_memory_items}
        overdue = threading.Event()
        timer = threading.Timer(budget_s, lambda: (overdue.set(), self._kill()))
        child = self._ensure_child()
        timer.start()
        try:
            error = self._follow(child, order, answer)
        finally:
            timer.cancel()
        if overdue.is_set():
            error = f"session took longer than session_budget_s {budget_s:g}; its process was ended"
        if error is None:
            try:
                return read_trajectory(job.trajectory_path)
            except DataError as unreadable:
                error = str(unreadable)
        self.close()
        return _broken(job, error)

    def _follow(self, child: subprocess.Popen[str], order: dict[str, Any], answer: Answer) -> str | None:
        """None when the session wrote its trajectory, else what went wrong. What ``answer`` raises beside a
        ``JamelError`` is a defect of the model's side, not of the session, and is raised."""
        if child.stdin is None or child.stdout is None:
            return "session process has no pipes"
        try:
            self._say(child.stdin, order)
            while (message := self._hear(child.stdout))["type"] != "done":
                reply = _reply(answer, message)
                if reply is not None:
                    self._say(child.stdin, reply)
        except BrowserError as lost:
            return str(lost)
        self.rss_mib = message.get("rss_mib", 0.0)
        return message["error"]

    def _say(self, orders: IO[str], message: dict[str, Any]) -> None:
        text = json.dumps(message)
        try:
            print(text, file=orders, flush=True)
        except (OSError, ValueError) as error:  # ValueError: the pipe is closed
            raise BrowserError(f"session process is gone: {error!r}; see {self._log}") from error

    def _hear(self, messages: IO[str]) -> dict[str, Any]:
        """A message, which has a ``type``."""
        try:
            line = messages.readline()
            message = json.loads(line) if line else None
        except (OSError, ValueError) as error:
            raise BrowserError(f"session process cannot be understood: {error!r}; see {self._log}") from error
        if not line:
            raise BrowserError(f"session process ended in the middle of a session; see {self._log}")
        if not isinstance(message, dict) or "type" not in message:
            raise BrowserError(f"session process cannot be understood: expected a message with a type, found {line!r}")
        return message

    def _ensure_child(self) -> subprocess.Popen[str]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("a", encoding="utf-8") as log:
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                env=child_environment({"OMP_NUM_THREADS": "1"}),
                start_new_session=True,
            )
        end_group_with(self._child)
        return self._child

    def close(self) -> None:
        """End the process and its browser: it leads a process group of its own."""
        self._kill()
        child, self._child = self._child, None
        if child is not None:
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=10)
            for pipe in (child.stdin, child.stdout):
                _close_quietly(pipe)

    def _kill(self) -> None:
        """Pipes stay open: another thread may be reading them."""
        if self._child is not None:
            kill_group(self._child)


def _reply(answer: Answer, message: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return answer(message)
    except JamelError as error:
        return {"error": str(error)}


def _close_quietly(pipe: IO[str] | None) -> None:
    with suppress(OSError, ValueError):
        if pipe is not None:
            pipe.close()


def _broken(job: SessionJob, error: str) -> Trajectory:
    context = SessionContext(
        session_id=job.session_id, app=job.app, start_url=f"{job.base_url}/{job.app.entry_path}", seed=job.seed,
        max_steps=job.max_steps,
    )  # fmt: skip
    return Trajectory(
        context=context,
        policy_name="jamel",
        initial_snapshot=CoverageSnapshot(),
        initial_gain=CoverageGain(),
        steps=(),
        outcome=Outcome.ENV_FAILED,
        stop_reason=StopReason.ENV_FAILED,
        error=error,
    )

"""Runs session jobs in supervised worker processes: retried, bounded in time, resumable, with live progress.

A worker is a child process that reads jobs as JSON lines and answers with JSON lines (``step``, ``done``). One that
dies, hangs or speaks nonsense is killed and replaced, and its job is tried again; nothing it does can hang the run.
This file does not know what a worker does with a job.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from jamel.child_group import end_group_with, kill_group
from jamel.config import child_environment
from jamel.errors import JamelError
from jamel.rollout.job import SessionJob, is_finished
from jamel.rollout.progress import Progress

MAX_ATTEMPTS = 2
FailureRecorder = Callable[[SessionJob, str], None]
Admission = Callable[[SessionJob], str | None]
"""Why a job must not be started any more, or None. Called from several threads, just before the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPlan:
    """How to run workers. ``session_budget_s`` bounds one job, model loading included. Worker i asks for models at
    ``model_sockets[i % len]``, where there are some."""

    command: tuple[str, ...]
    workers: int
    gpus: int
    session_budget_s: float
    model_sockets: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """Counts of sessions: finished in this run, found finished, failed for good, not admitted."""

    finished: int
    skipped: int
    failed: int
    refused: int = 0


def run_jobs(
    jobs: Sequence[SessionJob],
    plan: WorkerPlan,
    progress: Progress,
    on_failure: FailureRecorder,
    admit: Admission = lambda job: None,
) -> RunResult:
    """Run every job that has no finished trajectory yet. ``on_failure`` records a job that failed every attempt."""
    waiting = [job for job in jobs if not is_finished(job)]
    progress.begin(total=len(jobs), skipped=len(jobs) - len(waiting))
    if not waiting:
        return RunResult(finished=0, skipped=len(jobs), failed=0)
    pending: queue.SimpleQueue[SessionJob] = queue.SimpleQueue()
    for job in waiting:
        pending.put(job)
    slots = [_Slot(i, plan, pending, progress, on_failure, admit) for i in range(min(plan.workers, len(waiting)))]
    threads = [threading.Thread(target=slot.run, daemon=True) for slot in slots]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        for slot in slots:
            slot.stop()
    crashed = next((slot.crash for slot in slots if slot.crash), None)
    if crashed is not None:
        raise crashed
    return RunResult(
        finished=sum(s.finished for s in slots),
        skipped=len(jobs) - len(waiting),
        failed=sum(s.failed for s in slots),
        refused=sum(s.refused for s in slots),
    )


class _Slot:
    """One place for a worker: a thread that feeds a child process, and replaces it when it breaks."""

    def __init__(
        self,
        index: int,
        plan: WorkerPlan,
        pending: queue.SimpleQueue[SessionJob],
        progress: Progress,
        on_failure: FailureRecorder,
        admit: Admission,
    ) -> None:
        self.index, self.plan, self.pending = index, plan, pending
        self.progress, self.on_failure, self.admit = progress, on_failure, admit
        self.child: subprocess.Popen[str] | None = None
        self.log: IO[str] | None = None
        self.finished = self.failed = self.refused = 0
        self.crash: Exception | None = None
        self.stopped = False

    def run(self) -> None:
        try:
            while not self.stopped:
                job = self.pending.get_nowait()
                refusal = self.admit(job)
                if refusal is None:
                    self._run_with_retries(job)
                else:
                    self.refused += 1
                    self.progress.note(f"{job.session_id} is not started: {refusal}")
        except queue.Empty:
            pass
        except (JamelError, OSError) as error:  # a full disk, say: report it from the main thread
            self.crash = error
        finally:
            self.stop()

    def _run_with_retries(self, job: SessionJob) -> None:
        error = ""
        for attempt in range(1, MAX_ATTEMPTS + 1):
            error = self._attempt(job)
            if self.stopped:
                return
            if not error:
                self.finished += 1
                self.progress.session_done(job, is_ok=True)
                return
            self.progress.note(f"{job.session_id}: attempt {attempt} of {MAX_ATTEMPTS} failed: {error}")
            self._kill()
        self.failed += 1
        if not job.trajectory_path.exists():
            self.on_failure(job, error)
        self.progress.session_done(job, is_ok=False)

    def _attempt(self, job: SessionJob) -> str:
        """Run the job once; the empty string means it ended ``ok``, else one line says why not."""
        child = self._ensure_child()
        overdue = threading.Event()
        timer = threading.Timer(self.plan.session_budget_s, lambda: (overdue.set(), self._kill()))
        timer.start()
        try:
            error = self._ask(child, job)
        finally:
            timer.cancel()
        return f"stopped after its budget of {self.plan.session_budget_s:.0f} s" if overdue.is_set() else error

    def _ask(self, child: subprocess.Popen[str], job: SessionJob) -> str:
        if child.stdin is None or child.stdout is None:
            return "worker has no pipes"
        try:
            child.stdin.write(job.to_json() + "\n")
            child.stdin.flush()
            return self._follow(job, child.stdout)
        except OSError as error:
            return f"worker is gone ({error}); {self._last_words()}"

    def _follow(self, job: SessionJob, lines: IO[str]) -> str:
        for line in lines:
            try:
                message = json.loads(line)
                if message["type"] == "done":
                    return message["error"] or ""
                self.progress.step_done(job, message["index"], message["reward"])
            except (json.JSONDecodeError, KeyError, TypeError):
                return f"worker said something that is no answer: {line[:120]!r}"
        return f"worker ended without an answer: {self._last_words()}"

    def _ensure_child(self) -> subprocess.Popen[str]:
        if self.child is not None and self.child.poll() is None:
            return self.child
        if self.log is not None:
            self.log.close()
        self.log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115  # closed by stop()
        self.child = subprocess.Popen(
            self._command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            encoding="utf-8",
            env=child_environment(self._share_of_machine()),
            start_new_session=True,
        )
        end_group_with(self.child)
        return self.child

    def _command(self) -> tuple[str, ...]:
        sockets = self.plan.model_sockets
        models = ("--models", str(sockets[self.index % len(sockets)])) if sockets else ()
        return (*self.plan.command, *models)

    def _share_of_machine(self) -> dict[str, str]:
        """One GPU a worker, or an equal part of the cores: more threads than cores slow each other down."""
        if self.plan.gpus:
            return {"CUDA_VISIBLE_DEVICES": str(self.index % self.plan.gpus)}
        threads = max(1, (os.cpu_count() or 1) // self.plan.workers)
        return {"OMP_NUM_THREADS": str(threads), "OMP_WAIT_POLICY": "PASSIVE"}

    def _last_words(self) -> str:
        if self.log is None:
            return "no log"
        self.log.seek(0)
        lines = [line.strip() for line in self.log.read()[-4000:].splitlines() if line.strip()]
        return lines[-1] if lines else "no output on stderr"

    def stop(self) -> None:
        self.stopped = True
        self._kill()
        if self.log is not None:
            self.log.close()
            self.log = None

    def _kill(self) -> None:
        """End the worker and everything it started: it leads its own process group, browsers included, and one that
        died may have left some behind."""
        child, self.child = self.child, None
        if child is None:
            return
        kill_group(child)
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=10)

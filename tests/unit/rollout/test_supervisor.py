"""The supervisor against real child processes that behave, die, hang, or talk nonsense."""

import io
import os
import select
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from jamel.rollout.job import SessionJob
from jamel.rollout.progress import Progress
from jamel.rollout.supervisor import RunResult, WorkerPlan, run_jobs
from jamel.types import AppSpec, Split

GOOD = """
import json, sys
for line in sys.stdin:
    print(json.dumps({"type": "step", "index": 0, "reward": 1.0}), flush=True)
    print(json.dumps({"type": "done", "error": None}), flush=True)
"""
FAILS = """
import json, sys
for line in sys.stdin:
    print(json.dumps({"type": "done", "error": "the browser is gone"}), flush=True)
"""
DIES = "import sys; sys.stdin.readline(); sys.stderr.write('out of luck\\n'); sys.exit(9)"
HANGS = "import sys, threading; sys.stdin.readline(); threading.Event().wait()"
BABBLES = "import sys; sys.stdin.readline(); print('hello', flush=True); sys.stdin.readline()"
DIES_ONCE = """
import json, pathlib, sys
for line in sys.stdin:
    marker = pathlib.Path(json.loads(line)["output"]) / "died"
    if not marker.exists():
        marker.touch()
        sys.exit(1)
    print(json.dumps({"type": "done", "error": None}), flush=True)
"""
DIES_AND_LEAVES_A_CHILD = """
import json, os, pathlib, signal, subprocess, sys
job = json.loads(sys.stdin.readline())
child = subprocess.Popen([sys.executable, "-c", "import threading; threading.Event().wait()"])
(pathlib.Path(job["output"]) / "left.pid").write_text(str(child.pid))
os.kill(os.getpid(), signal.SIGKILL)
"""


def jobs(output: Path, count: int) -> list[SessionJob]:
    app = AppSpec(app_id="app", split=Split.TRAIN, entry_path="app/index.html")
    return [
        SessionJob(
            arm="arm", app=app, session_index=i, seed=i, max_steps=1, base_url="http://127.0.0.1:1",
            output=str(output), agent_json="{}", browser_json="{}",
        )
        for i in range(count)
    ]  # fmt: skip


def run(worker: str, output: Path, *, count: int = 1, budget_s: float = 30.0) -> tuple[RunResult, list[str], str]:
    plan = WorkerPlan(command=(sys.executable, "-c", worker), workers=2, gpus=0, session_budget_s=budget_s)
    stream, failures = io.StringIO(), []
    progress = Progress("test", 1, stream)
    result = run_jobs(jobs(output, count), plan, progress, lambda job, error: failures.append(error))
    return result, failures, stream.getvalue()


def test_good_workers_finish_every_job_once(tmp_path: Path) -> None:
    result, failures, log = run(GOOD, tmp_path, count=5)
    assert result == RunResult(finished=5, skipped=0, failed=0)
    assert not failures
    assert "5/5 sessions" in log


@pytest.mark.parametrize(
    ("worker", "words"),
    [(FAILS, "the browser is gone"), (DIES, "out of luck"), (BABBLES, "no answer"), (HANGS, "budget")],
)
def test_a_broken_worker_fails_its_job_after_two_attempts_and_says_why(tmp_path: Path, worker: str, words: str) -> None:
    result, failures, log = run(worker, tmp_path, budget_s=1.0 if worker is HANGS else 30.0)
    assert result == RunResult(finished=0, skipped=0, failed=1)
    assert len(failures) == 1
    assert words in failures[0]
    assert "attempt 2 of 2" in log


def test_a_job_whose_worker_dies_once_is_tried_again_and_finishes(tmp_path: Path) -> None:
    result, failures, _ = run(DIES_ONCE, tmp_path)
    assert result == RunResult(finished=1, skipped=0, failed=0)
    assert not failures


def test_what_a_killed_worker_had_started_is_ended_at_once(tmp_path: Path) -> None:
    """What is left behind holds the worker's output open: the supervisor does not wait for its end."""
    result, failures, _ = run(DIES_AND_LEAVES_A_CHILD, tmp_path)
    assert result.failed == 1
    assert "ended without an answer" in failures[0]
    left = int((tmp_path / "left.pid").read_text(encoding="utf-8"))
    with suppress(ProcessLookupError):
        ending = os.pidfd_open(left)
        assert select.select([ending], [], [], 10)[0], "a pidfd is readable once its process has ended"


def test_a_job_that_is_not_admitted_is_counted_and_not_started(tmp_path: Path) -> None:
    plan = WorkerPlan(command=(sys.executable, "-c", GOOD), workers=1, gpus=0, session_budget_s=30.0)
    stream = io.StringIO()
    result = run_jobs(
        jobs(tmp_path, 3),
        plan,
        Progress("test", 1, stream),
        lambda job, error: None,
        lambda job: "the money is spent" if job.session_index else None,
    )
    assert result == RunResult(finished=1, skipped=0, failed=0, refused=2)
    assert "is not started: the money is spent" in stream.getvalue()

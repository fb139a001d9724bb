"""Whatever a session's process does, its session comes back in time, with the reason in its error."""

import json
import os
import select
import sys
from pathlib import Path
from typing import Any

import pytest

from jamel.errors import ModelError
from jamel.rollout.job import SessionJob
from jamel.train.rl.session_process import SessionProcess
from jamel.types import AppSpec, Outcome, Split, Trajectory

HEAR = "import json, sys; order = json.loads(sys.stdin.readline()); "


def job(output: Path) -> SessionJob:
    return SessionJob(
        arm="step_000001", app=AppSpec(app_id="shop", split=Split.TRAIN, entry_path="shop/index.html"), session_index=0,
        seed=1, max_steps=2, base_url="http://127.0.0.1:1", output=str(output), agent_json="{}", browser_json="{}",
    )  # fmt: skip


def run(
    process: SessionProcess, output: Path, *, budget_s: float = 30.0, answer: Any = lambda message: None
) -> Trajectory:
    return process.run(job(output), latent_width=0, max_memory_items=4, budget_s=budget_s, answer=answer)


def process_of(code: str, folder: Path) -> SessionProcess:
    return SessionProcess(folder / "log", (sys.executable, "-c", HEAR + code))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import signal; signal.pause()", "longer than session_budget_s 1"),
        ("print('hello', flush=True)", "cannot be understood"),
        ("print([1], flush=True)", "expected a message with a type, found '[1]"),
        ("sys.exit(3)", "ended in the middle of a session"),
        # What it leaves behind holds its output open.
        ("import subprocess; subprocess.Popen(['sleep', '300']); sys.exit(3)", "ended in the middle of a session"),
        ("print(json.dumps({'type': 'done', 'error': 'no browser'}), flush=True)", "no browser"),
        ("print(json.dumps({'type': 'done', 'error': None}), flush=True)", "trajectory not found"),
    ],
)
def test_a_session_that_gives_no_trajectory_is_broken_by_the_environment(code: str, reason: str, tmp_path: Path):
    process = process_of(code, tmp_path)
    found = run(process, tmp_path, budget_s=1.0 if "pause" in code else 30.0)
    process.close()
    assert found.outcome is Outcome.ENV_FAILED
    assert found.steps == ()
    assert reason in (found.error or "")


def test_questions_are_answered_and_failures_of_the_model_are_told(tmp_path: Path):
    code = (
        "say = lambda m: print(json.dumps(m), flush=True); say({'type': 'decide', 'n': 1}); a = sys.stdin.readline(); "
        "say({'type': 'decide', 'n': 2}); b = sys.stdin.readline(); say({'type': 'done', 'error': a + b})"
    )

    def answer(message: dict[str, Any]) -> dict[str, Any]:
        if message["n"] == 2:
            raise ModelError("the engine broke")
        return {"text": "yes"}

    process = process_of(code, tmp_path)
    found = run(process, tmp_path, answer=answer)
    process.close()
    assert [json.loads(line) for line in (found.error or "").splitlines()] == [
        {"text": "yes"}, {"error": "the engine broke"}
    ]  # fmt: skip


def test_a_defect_of_the_models_side_is_raised_and_not_taken_for_a_broken_session(tmp_path: Path):
    def answer(message: dict[str, Any]) -> dict[str, Any]:
        raise FileNotFoundError("a file of the model")

    process = process_of("print(json.dumps({'type': 'decide'}), flush=True); sys.stdin.readline()", tmp_path)
    with pytest.raises(FileNotFoundError, match="a file of the model"):
        run(process, tmp_path, answer=answer)
    process.close()


def test_closing_ends_what_the_process_started(tmp_path: Path):
    code = (
        "import subprocess; child = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE); "
        "print(json.dumps({'type': 'pid', 'pid': child.pid}), flush=True); child.wait()"
    )
    watched: list[int] = []

    def answer(message: dict[str, Any]) -> None:
        watched.append(os.pidfd_open(message["pid"]))
        raise RuntimeError("enough")

    process = process_of(code, tmp_path)
    with pytest.raises(RuntimeError, match="enough"):
        run(process, tmp_path, answer=answer)
    process.close()
    ended, _, _ = select.select(watched, [], [], 10)  # a pidfd is readable once its process has ended
    assert ended == watched
    os.close(watched[0])

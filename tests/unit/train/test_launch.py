"""A trainer runs as a supervised child: every line is handed on, and nothing outlives the call."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from jamel.errors import ModelError
from jamel.train.launch import run_supervised, torchrun_command, verl_environment


def python(code: str) -> list[str]:
    return [sys.executable, "-u", "-c", code]


def test_every_line_is_handed_on_and_kept(tmp_path: Path):
    lines: list[str] = []
    run_supervised(python("print('a'); import sys; print('b', file=sys.stderr)"), {}, tmp_path / "log", lines.append)
    assert lines == ["a", "b"]
    assert (tmp_path / "log").read_text() == "a\nb\n"


def test_a_failing_child_is_quoted(tmp_path: Path):
    with pytest.raises(ModelError, match=r"exit code 3[\s\S]*why it failed"):
        run_supervised(python("print('why it failed'); raise SystemExit(3)"), {}, tmp_path / "log", lambda _: None)


def test_the_child_and_its_children_are_ended_when_a_line_is_refused(tmp_path: Path):
    code = (
        "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE); "
        "print(child.pid); child.wait()"
    )
    watched: list[int] = []

    def refuse(line: str) -> None:
        watched.append(os.pidfd_open(int(line)))
        raise ModelError("stop")

    with pytest.raises(ModelError, match="stop"):
        run_supervised(python(code), {}, tmp_path / "log", refuse)
    ended, _, _ = select.select(watched, [], [], 10)  # a pidfd is readable once its process has ended
    assert ended == watched
    os.close(watched[0])


def test_only_the_cpu_needs_variables_of_verl(tmp_path: Path) -> None:
    assert verl_environment("cpu", 2, tmp_path)["VERL_PLATFORM"] == "cpu"
    assert not [name for name in verl_environment("cuda", 2, tmp_path) if name.startswith("VERL_")]


def test_torchrun_starts_one_process_a_rank():
    assert "--nproc_per_node=8" in torchrun_command("verl.trainer.sft_trainer", ["a=1"], 8)


def test_a_child_that_falls_silent_is_ended_and_named(tmp_path: Path):
    code = "import signal; print('working'); signal.pause()"
    with pytest.raises(ModelError, match="said nothing for 1 s"):
        run_supervised(python(code), {}, tmp_path / "log", lambda _: None, silence_budget_s=1.0)


def test_a_child_that_dies_is_heard_though_what_it_started_holds_its_output_open(tmp_path: Path):
    code = "import subprocess; subprocess.Popen(['sleep', '300']); raise SystemExit(3)"
    with pytest.raises(ModelError, match="exit code 3"):
        run_supervised(python(code), {}, tmp_path / "log", lambda _: None, silence_budget_s=30.0)


def test_no_run_is_left_behind_when_its_launcher_is_killed(tmp_path: Path):
    """Two trainers would write into one folder when the same command is started again."""
    endless = "import os, time\nprint(os.getpid(), flush=True)\nwhile True: time.sleep(1)"
    launcher = f"""
import sys
from pathlib import Path
from jamel.train.launch import run_supervised
run_supervised([sys.executable, "-c", {endless!r}], {{}}, Path(sys.argv[1]), lambda line: print(line, flush=True))
"""
    command = [sys.executable, "-c", launcher, str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        child = os.pidfd_open(int(process.stdout.readline()))
        process.kill()
    ended, _, _ = select.select([child], [], [], 10)
    assert ended == [child]
    os.close(child)

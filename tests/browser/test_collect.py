"""Collection end to end: real workers, real Chromium, resume after kill -9, and no browser left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jamel.collect.agents import AgentSettings
from jamel.collect.run import CollectSettings, run_collect
from jamel.coverage.node_counter import NodeEntityCounters
from jamel.errors import AppError, StorageError
from jamel.evaluate.explore import ExploreSettings, explore
from jamel.rollout.rescore import rescore_folder
from jamel.trajectory_io import read_trajectory, trajectory_files
from jamel.types import Outcome

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]


def settings(output: Path, **changes: object) -> CollectSettings:
    base = CollectSettings(
        output=str(output), num_sessions=2, max_steps=4, apps=("yunjian",), workers=2, port_base=0,
        explorer=AgentSettings(name="random", kind="random"),
    )  # fmt: skip
    return base.model_copy(update=changes)


def test_sessions_are_recorded_and_every_reward_can_be_recomputed(tmp_path: Path) -> None:
    summary = run_collect(settings(tmp_path))
    assert summary["sessions_ok"] == 2
    assert summary["steps"] == 8
    with NodeEntityCounters() as counters:
        assert rescore_folder(tmp_path / "sessions", counters)
    first = read_trajectory(trajectory_files(tmp_path / "sessions")[0])
    used = {s.source_sha256 for step in first.steps for s in step.snapshot.scripts}
    assert used
    assert all((tmp_path / "sources" / f"{sha}.js").is_file() for sha in used)


def test_a_second_run_skips_what_is_finished_and_makes_up_what_is_missing(tmp_path: Path) -> None:
    run_collect(settings(tmp_path))
    kept, lost = trajectory_files(tmp_path / "sessions")
    before = kept.stat().st_mtime_ns
    lost.unlink()
    assert run_collect(settings(tmp_path))["sessions_ok"] == 2
    assert kept.stat().st_mtime_ns == before
    assert lost.is_file()


def test_another_configuration_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    run_collect(settings(tmp_path, num_sessions=1))
    with pytest.raises(StorageError, match="different: max_steps"):
        run_collect(settings(tmp_path, num_sessions=1, max_steps=5))


def test_an_unknown_app_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="did you mean 'yunjian'"):
        run_collect(settings(tmp_path, apps=("yunjia",)))
    assert not any(tmp_path.iterdir())


def test_a_run_killed_with_kill_9_leaves_whole_files_no_browser_and_can_go_on(tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "jamel.cli", "collect", "configs/collect/quickstart.yaml", f"output={tmp_path}",
        "num_sessions=6", "max_steps=4", "apps=[yunjian]", "port_base=0", "workers=2",
    ]  # fmt: skip
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert run.stdout is not None
    for line in run.stdout:
        if " 2/6 sessions " in line:
            break
    started = descendants(run.pid)
    assert len(started) > 2
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    finished = [p for p in trajectory_files(tmp_path) if read_trajectory(p).outcome is Outcome.OK]
    assert 2 <= len(finished) < 6
    assert all_gone(started)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert f"{len(finished)} of 6 sessions are finished already" in done.stdout
    assert len(trajectory_files(tmp_path)) == 6


def descendants(pid: int) -> list[int]:
    """Every process below ``pid``: workers, Playwright's driver, browsers."""
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    children = [int(child) for child in listed]
    return children + [below for child in children for below in descendants(child)]


def all_gone(pids: list[int], budget_s: float = 30.0) -> bool:
    """Whether they end by themselves: their input is closed, so they must."""
    deadline = time.monotonic() + budget_s
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.monotonic() > deadline:
            return False
    return True


def test_any_folder_can_be_explored(tmp_path: Path) -> None:
    target = ROOT / "tests" / "browser" / "sites" / "counted"
    done = explore(ExploreSettings(target=str(target), output=str(tmp_path), max_steps=4, port_base=0))
    (session,) = [read_trajectory(p) for p in trajectory_files(done / "sessions")]
    assert session.outcome is Outcome.OK
    assert sum(s.reward for s in session.steps) >= 1
    with pytest.raises(AppError, match=r"no index\.html"):
        explore(ExploreSettings(target=str(tmp_path), output=str(tmp_path / "x"), port_base=0))

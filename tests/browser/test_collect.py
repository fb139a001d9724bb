"""Collection end to end: real workers, real Chromium, resume after kill -9, and no browser left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from jamel.collect.agents import AgentSettings
from jamel.collect.call_log import Budget
from jamel.collect.chat_client import ChatSettings
from jamel.collect.llm_explorer import LlmSettings
from jamel.collect.run import CollectSettings, run_collect
from jamel.coverage.node_counter import NodeEntityCounters
from jamel.errors import AppError, ConfigError, StorageError
from jamel.rollout.rescore import rescore_folder
from jamel.testing.chat_endpoint import CannedReply, ChatEndpoint, scripted
from jamel.trajectory_io import read_trajectory, trajectory_files
from jamel.types import Outcome, StopReason

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
    started = psutil.Process(run.pid).children(recursive=True)
    assert len(started) > 2
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    finished = [p for p in trajectory_files(tmp_path) if read_trajectory(p).outcome is Outcome.OK]
    assert 2 <= len(finished) < 6
    _, alive = psutil.wait_procs(started, timeout=30)  # their input is closed, so they must end by themselves
    assert alive == []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert f"{len(finished)} of 6 sessions are finished already" in done.stdout
    assert len(trajectory_files(tmp_path)) == 6


def llm(base_url: str, **changes: object) -> AgentSettings:
    chat = ChatSettings(base_url=base_url, model="m", max_attempts=1)
    return AgentSettings.model_validate({"name": "react", "kind": "llm", "llm": LlmSettings(chat=chat), **changes})


def test_a_chat_model_explores_in_episodes_and_what_it_cost_is_summed_up(tmp_path: Path) -> None:
    with ChatEndpoint(scripted([CannedReply(text="<action>scroll(0, 100)</action>")])) as endpoint:
        explorer = llm(endpoint.base_url, episode_steps=2)
        summary = run_collect(settings(tmp_path, num_sessions=1, max_steps=6, explorer=explorer))
    assert (summary["sessions_ok"], summary["steps"], summary["llm_calls"]) == (1, 6, 4)
    assert summary["llm_input_tokens"] == 400
    (session,) = [read_trajectory(path) for path in trajectory_files(tmp_path / "sessions")]
    assert [step.episode_index for step in session.steps] == [0, 0, 0, 1, 1, 1]
    assert sum(step.decision.usage.input_tokens for step in session.steps) == 400


def test_a_spent_budget_ends_sessions_as_they_are_and_a_larger_one_goes_on(tmp_path: Path) -> None:
    with ChatEndpoint(scripted([CannedReply(text="<action>scroll(0, 100)</action>")])) as endpoint:
        base = settings(tmp_path, explorer=llm(endpoint.base_url), budget=Budget(tokens=220), workers=1)
        summary = run_collect(base)
        assert (summary["sessions_ok"], summary["sessions_not_started"], summary["steps"]) == (1, 1, 2)
        (session,) = [read_trajectory(path) for path in trajectory_files(tmp_path / "sessions")]
        assert session.stop_reason is StopReason.SPENDING_LIMIT
        more = run_collect(base.model_copy(update={"budget": Budget(tokens=10_000)}))
    assert (more["sessions_ok"], more["sessions_not_started"], more["steps"]) == (2, 0, 6)


def test_a_missing_key_is_found_before_anything_starts(tmp_path: Path) -> None:
    explorer = llm("http://127.0.0.1:9/v1")
    chat = ChatSettings(base_url="http://127.0.0.1:9/v1", model="m", api_key_env="JAMEL_NO_SUCH_KEY")
    explorer = explorer.model_copy(update={"llm": LlmSettings(chat=chat)})
    with pytest.raises(ConfigError, match="JAMEL_NO_SUCH_KEY"):
        run_collect(settings(tmp_path, explorer=explorer))
    assert not any(tmp_path.iterdir())

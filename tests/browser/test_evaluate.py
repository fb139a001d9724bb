"""An evaluation end to end in real Chromium: kill -9 in the middle changes no number, and nothing is run twice."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from jamel.collect.agents import AgentSettings
from jamel.errors import StorageError
from jamel.evaluate.run import run_evaluate
from jamel.evaluate.settings import EvaluateSettings
from jamel.evaluate.variants import run_with_variants
from jamel.report.compare import compare
from jamel.storage import read_json
from jamel.trajectory_io import trajectory_files

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
APPS = ROOT / "env" / "browser_env" / "demo-env"
CLOCKS = {"wall_s", "seconds_curve", "seconds_per_step", "equal_wall", "wall_budget_s"}
"""What differs from run to run: the time things took, and what is derived from it."""


def settings(output: Path, **changes: object) -> EvaluateSettings:
    base = EvaluateSettings(
        output=str(output), num_sessions=2, max_steps=4, apps=("glimpse", "gavel"), workers=2, port_base=0,
        baselines=(
            AgentSettings(name="random", kind="random"),
            AgentSettings(name="untried_first", kind="untried_first"),
        ),
    )  # fmt: skip
    return base.model_copy(update=changes)


def without_clocks(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: without_clocks(v) for k, v in value.items() if k not in CLOCKS}
    return [without_clocks(v) for v in value] if isinstance(value, list) else value


def killed_after_first_session(wanted: EvaluateSettings, folder: Path) -> None:
    config = folder.parent / "killed.yaml"
    config.write_text(json.dumps(json.loads(wanted.model_dump_json())))
    command = [sys.executable, "-m", "jamel.cli", "evaluate", str(config)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True) as process:
        deadline = time.monotonic() + 300
        while not trajectory_files(folder / "sessions") and time.monotonic() < deadline:
            assert process.poll() is None
            os.sched_yield()
        process.send_signal(signal.SIGKILL)
    assert 0 < len(trajectory_files(folder / "sessions")) < 8


def test_killed_and_run_again_the_same_summary_comes_out(tmp_path: Path) -> None:
    whole = read_json(run_evaluate(settings(tmp_path / "whole")))
    killed_after_first_session(settings(tmp_path / "killed"), tmp_path / "killed")
    kept = {path: path.stat().st_mtime_ns for path in trajectory_files(tmp_path / "killed" / "sessions")}
    resumed = read_json(run_evaluate(settings(tmp_path / "killed")))
    assert len(resumed["sessions"]) == 8
    assert without_clocks(resumed) == without_clocks(whole)
    assert all(path.stat().st_mtime_ns == before for path, before in kept.items())


def test_another_configuration_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    run_evaluate(settings(tmp_path, num_sessions=1, apps=("glimpse",)))
    with pytest.raises(StorageError, match="num_sessions"):
        run_evaluate(settings(tmp_path, apps=("glimpse",)))


def test_variants_of_the_apps_are_evaluated_by_the_same_command_and_paired_by_seed(tmp_path: Path) -> None:
    random = AgentSettings(name="random", kind="random")
    wanted = settings(
        tmp_path / "e", num_sessions=1, max_steps=2, apps=("glimpse",), baselines=(random,), app_variants=(3,)
    )
    plain, varied = run_with_variants(wanted)
    assert varied == plain / "variant_3"
    pages = [(root / "glimpse" / "js" / "data.js").read_bytes() for root in (APPS, varied / "apps")]
    assert pages[0] != pages[1]
    assert {row.pairs for row in compare([plain, varied]) if row.evaluation == varied.as_posix()} == {1}
    kept = (varied / "summary.json").read_bytes()
    run_with_variants(wanted)
    assert (varied / "summary.json").read_bytes() == kept

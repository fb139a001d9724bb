"""Workers that Ray places: an evaluation gives what it gives with local workers, and what Ray lacks is said."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jamel.collect.agents import AgentSettings
from jamel.collect.run import CollectSettings, run_collect
from jamel.evaluate.run import run_evaluate
from jamel.evaluate.settings import EvaluateSettings
from jamel.storage import read_json
from jamel.trajectory_io import read_trajectory, trajectory_files

pytestmark = [pytest.mark.train, pytest.mark.browser]
CLOCKS = {"wall_s", "seconds_curve", "seconds_per_step", "equal_wall", "wall_budget_s"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Two nodes of one core each, so that two workers are on two nodes; their processes are this test's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    made.add_node(num_cpus=1)
    yield made.address
    made.shutdown()


def settings(output: Path, **changes: object) -> EvaluateSettings:
    base = EvaluateSettings(
        output=str(output), num_sessions=2, max_steps=3, apps=("glimpse",), workers=2, port_base=8790,
        baselines=(AgentSettings(name="in_turn", kind="in_turn"),),
    )  # fmt: skip
    return base.model_copy(update=changes)


def walked(folder: Path) -> list[tuple[str, list[tuple[str, float]]]]:
    sessions = map(read_trajectory, trajectory_files(folder / "sessions"))
    return [(s.context.session_id, [(step.decision.raw_text, step.reward) for step in s.steps]) for s in sessions]


def without_clocks(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: without_clocks(v) for k, v in value.items() if k not in CLOCKS}
    return [without_clocks(v) for v in value] if isinstance(value, list) else value


def test_two_nodes_give_the_files_and_the_summary_that_local_workers_give(cluster: str, tmp_path: Path) -> None:
    placed = read_json(run_evaluate(settings(tmp_path / "ray", ray_address=cluster)))
    local = read_json(run_evaluate(settings(tmp_path / "local")))
    assert without_clocks(placed) == without_clocks(local)
    assert [s["outcome"] for s in placed["sessions"]] == ["ok", "ok"]
    assert walked(tmp_path / "ray") == walked(tmp_path / "local")


def test_a_cluster_that_is_not_there_fails_the_sessions_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = CollectSettings(
        output=str(tmp_path), num_sessions=1, max_steps=3, apps=("glimpse",), port_base=8790,
        explorer=AgentSettings(name="in_turn", kind="in_turn"), ray_address="127.0.0.1:1",
    )  # fmt: skip
    assert run_collect(wanted)["sessions_failed"] == 1
    assert "no Ray cluster answers at 127.0.0.1:1" in capsys.readouterr().out

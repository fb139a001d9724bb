"""Workers that Ray places: the same plan gives the same sessions as local workers, and what Ray lacks is said."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from jamel.collect.agents import AgentSettings
from jamel.collect.run import CollectSettings, run_collect
from jamel.trajectory_io import read_trajectory, trajectory_files

pytestmark = [pytest.mark.train, pytest.mark.browser]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """One node with two cores, whose processes are this test's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
    yield made.address
    made.shutdown()


def settings(output: Path, **changes: object) -> CollectSettings:
    base = CollectSettings(
        output=str(output), num_sessions=2, max_steps=3, apps=("yunjian",), workers=2, port_base=8790,
        explorer=AgentSettings(name="in_turn", kind="in_turn"),
    )  # fmt: skip
    return base.model_copy(update=changes)


def walked(folder: Path) -> list[tuple[str, list[tuple[str, float]]]]:
    sessions = map(read_trajectory, trajectory_files(folder / "sessions"))
    return [(s.context.session_id, [(step.decision.raw_text, step.reward) for step in s.steps]) for s in sessions]


def test_ray_gives_the_sessions_that_local_workers_give(cluster: str, tmp_path: Path) -> None:
    placed = run_collect(settings(tmp_path / "ray", ray_address=cluster))
    local = run_collect(settings(tmp_path / "local"))
    assert placed["sessions_ok"] == local["sessions_ok"] == 2
    assert walked(tmp_path / "ray") == walked(tmp_path / "local")
    assert len(walked(tmp_path / "ray")) == 2


def test_a_cluster_that_is_not_there_fails_the_sessions_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = run_collect(settings(tmp_path, ray_address="127.0.0.1:1", num_sessions=1))
    assert summary["sessions_failed"] == 1
    assert "no Ray cluster answers at 127.0.0.1:1" in capsys.readouterr().out

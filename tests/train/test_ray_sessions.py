"""Workers that Ray places: an evaluation gives what it gives with local workers, and what Ray lacks is said."""

import json
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from jamel.actions import Noop
from jamel.apps import DEMO_FILE, load_app_set
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.collect.agents import AgentSettings
from jamel.collect.run import CollectSettings, run_collect
from jamel.evaluate.run import run_evaluate
from jamel.evaluate.settings import EvaluateSettings
from jamel.rollout.job import SessionJob
from jamel.rollout.placement import RayPlace, worker_command
from jamel.serving.lockstep import Lockstep
from jamel.storage import read_json
from jamel.train.rl.decisions import SessionTalk
from jamel.train.rl.rollout import RolloutPlan, Rollouts
from jamel.train.rl.wire import decision_to_wire
from jamel.trajectory_io import read_trajectory, trajectory_files
from jamel.types import Decision, Outcome

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
        output=str(output), num_sessions=2, max_steps=3, apps=("glimpse",), workers=2, port_base=0,
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


class Clicks:
    """Stands for ``ModelSide``: every session clicks the element whose number is its place."""

    latent_width = 0

    def __init__(self) -> None:
        self.lockstep = Lockstep({}, gather_s=60.0)

    def talk(self, place: int, job: SessionJob) -> SessionTalk:
        return SessionTalk(place=place, job=job, policy=cast("Any", None))

    def answer(self, talk: SessionTalk, message: dict[str, Any]) -> dict[str, Any] | None:
        if message["type"] != "decide":
            return None
        bid = message["observation"]["elements"][talk.place][0]
        return decision_to_wire(Decision(raw_text=f"<action>click('{bid}')</action>", action=Noop()))


def rolled_out(output: Path, address: str | None) -> list[tuple[Outcome, list[tuple[str, float]]]]:
    apps = load_app_set(DEMO_FILE)
    with SiteServer(apps.root, port=0) as server:
        place = None
        if address is not None:
            place = RayPlace(address=address, apps_root=apps.root, base_url=server.base_url)
        plan = RolloutPlan(
            group_size=2, max_steps=3, processes=2, session_budget_s=600, max_memory_items=4, run_seed=1, place=place,
            base_url=server.base_url, output=output, browser_json=BrowserSettings().model_dump_json(),
        )  # fmt: skip
        with Rollouts(plan, cast("Any", Clicks())) as rollouts:
            found, _ = rollouts.run(1, apps.select("all", ("glimpse",)))
            assert len(rollouts.processes_rss_mib) == 2
    trajectories = [one.session.trajectory for one in found]
    return [(t.outcome, [(s.decision.raw_text, s.reward) for s in t.steps]) for t in trajectories]


def test_a_rollouts_sessions_on_two_nodes_are_those_of_local_processes(cluster: str, tmp_path: Path) -> None:
    placed = rolled_out(tmp_path / "ray", cluster)
    assert placed == rolled_out(tmp_path / "local", None)
    assert [outcome for outcome, _ in placed] == [Outcome.OK, Outcome.OK]
    assert placed[0][1] != placed[1][1]


def test_how_a_placed_worker_ended_is_said(cluster: str, tmp_path: Path) -> None:
    place = RayPlace(address=cluster, apps_root=tmp_path, base_url="http://127.0.0.1:0")
    command = worker_command("jamel.no_such_worker", place)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as relay:
        assert relay.stdin and relay.stdout
        print('{"order": 1}', file=relay.stdin, flush=True)
        said = json.loads(relay.stdout.readline())
    assert said["type"] == "done"
    assert "No module named jamel.no_such_worker" in said["error"]


def test_a_cluster_that_is_not_there_fails_the_sessions_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = CollectSettings(
        output=str(tmp_path), num_sessions=1, max_steps=3, apps=("glimpse",), port_base=0,
        explorer=AgentSettings(name="in_turn", kind="in_turn"), ray_address="127.0.0.1:1",
    )  # fmt: skip
    assert run_collect(wanted)["sessions_failed"] == 1
    assert "no Ray cluster answers at 127.0.0.1:1" in capsys.readouterr().out

"""Agents from settings: what is missing is said before any worker starts."""

import shutil
import weakref
from pathlib import Path
from typing import Any

import pytest

from jamel.collect.agents import AgentSettings, build_agent, check_agent
from jamel.collect.session_worker import CurrentAgent
from jamel.errors import CheckpointError, ConfigError
from jamel.policy import joint_policy
from jamel.rollout.job import SessionJob
from jamel.serving.loaded_models import LoadedModels
from jamel.testing.tiny_models import TinyModels
from jamel.types import AppSpec, Split

pytestmark = pytest.mark.model


def model_arm(checkpoint: Path | None, compressor: Path | None, memory: str = "on") -> AgentSettings:
    names = {"checkpoint": checkpoint, "compressor": compressor}
    paths = {name: str(path) for name, path in names.items() if path is not None}
    return AgentSettings.model_validate({"name": "jamel", "kind": "model", "memory": memory, "device": "cpu", **paths})


def job_of(arm: AgentSettings, output: Path) -> SessionJob:
    app = AppSpec(app_id="a", split=Split.TEST, entry_path="a/index.html")
    return SessionJob(
        arm=arm.name,
        app=app,
        session_index=0,
        seed=0,
        max_steps=1,
        base_url="http://127.0.0.1:1",
        output=str(output),
        agent_json=arm.model_dump_json(),
        browser_json="{}",
    )


def test_missing_models_are_named_at_once(tiny: TinyModels, joint_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'checkpoint'"):
        check_agent(model_arm(None, tiny.compressor))
    with pytest.raises(CheckpointError, match="not found"):
        check_agent(model_arm(tmp_path / "nowhere", tiny.compressor))
    with pytest.raises(ConfigError, match="'compressor'"):
        check_agent(model_arm(joint_folder, None))
    with pytest.raises(CheckpointError, match=r"config\.json"):
        check_agent(model_arm(joint_folder, tmp_path))
    check_agent(model_arm(joint_folder, tiny.compressor))
    check_agent(model_arm(joint_folder, None, memory="off"))


def test_memory_off_needs_no_compressor_and_remembers_nothing(joint_folder: Path) -> None:
    _, bank = build_agent(model_arm(joint_folder, None, memory="off"))
    bank.append(0, b"", "noop()")
    assert bank.view().step_indices == ()


def test_memory_arms_share_one_copy_of_the_weights(tiny: TinyModels, joint_folder: Path) -> None:
    models = LoadedModels()
    arms = [model_arm(joint_folder, tiny.compressor, memory) for memory in ("on", "off", "zeroed", "text")]
    built: list[tuple[Any, Any]] = [build_agent(arm, models=models) for arm in arms]
    assert len({id(policy._engine) for policy, _ in built}) == 1
    assert len({id(bank._compressor) for _, bank in built if bank._compressor is not None}) == 1


def test_a_worker_lets_go_of_one_checkpoint_before_it_loads_the_next(
    tiny: TinyModels, joint_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive: list[int] = []
    loaded: list[weakref.ref[Any]] = []

    def load(checkpoint: Path, settings: joint_policy.PolicySettings) -> Any:
        alive.append(sum(model() is not None for model in loaded))
        engine = load_engine(checkpoint, settings)
        loaded.append(weakref.ref(engine.model))
        return engine

    load_engine = joint_policy.load_engine
    monkeypatch.setattr(joint_policy, "load_engine", load)
    again = shutil.copytree(joint_folder, tmp_path / "again")
    agents = CurrentAgent(LoadedModels())
    for checkpoint, memory in ((joint_folder, "on"), (joint_folder, "off"), (again, "on")):
        arm = model_arm(checkpoint, tiny.compressor, memory)
        agents.of(job_of(arm, tmp_path))
    assert alive == [0, 0]


def test_explorers_need_nothing() -> None:
    for kind in ("random", "untried_first", "replay_frontier"):
        settings = AgentSettings.model_validate({"name": kind, "kind": kind})
        check_agent(settings)
        assert build_agent(settings)[0].name == kind

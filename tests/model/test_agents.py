"""Agents from settings: what is missing is said before any worker starts."""

from pathlib import Path

import pytest

from jamel.collect.agents import AgentSettings, build_agent, check_agent
from jamel.errors import CheckpointError, ConfigError
from jamel.testing.tiny_models import TinyModels

pytestmark = pytest.mark.model


def model_arm(checkpoint: Path | None, compressor: Path | None, memory: str = "on") -> AgentSettings:
    names = {"checkpoint": checkpoint, "compressor": compressor}
    paths = {name: str(path) for name, path in names.items() if path is not None}
    return AgentSettings.model_validate({"name": "jamel", "kind": "model", "memory": memory, "device": "cpu", **paths})


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


def test_explorers_need_nothing() -> None:
    for kind in ("random", "untried_first", "replay_frontier"):
        settings = AgentSettings.model_validate({"name": kind, "kind": kind})
        check_agent(settings)
        assert build_agent(settings)[0].name == kind

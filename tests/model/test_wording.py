"""The prompt's wording travels: template file, rows, joint model, package, policy."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jamel.collect.agents import AgentSettings, build_agent
from jamel.config import load_settings
from jamel.errors import CheckpointError, ConfigError
from jamel.policy.checkpoint import carried_template, load_joint_model
from jamel.policy.inspection import inspect_model
from jamel.policy.packaged import AUGMENT_CONFIG, write_package
from jamel.policy.prompt import DEFAULT_TEMPLATE, PromptTemplate, load_template
from jamel.testing.fakes import FakeEnvironment, fake_context
from jamel.testing.tiny_models import TinyModels
from jamel.train.memory.sft import initial_model, require_like_data
from jamel.train.memory.sft_rows import TRAIN_NAME, Part, PartNotes, join_parts, write_part
from jamel.train.memory.sft_settings import SftSettings
from tests.model.sft_file import row

pytestmark = pytest.mark.model
WORDING = "Exploring {app} at step {step}.\n{axtree}\n<image>\nOne action, please."


@pytest.fixture
def wording(tmp_path: Path) -> Path:
    path = tmp_path / "published_v1.txt"
    path.write_text(WORDING, encoding="utf-8")
    return path


def train_file(folder: Path, template: PromptTemplate) -> Path:
    write_part(folder / "part", iter([row()]), PartNotes(fingerprint="", steps=1, dropped={}))
    join_parts([Part(path=folder / "part", rows=1)], [[False]], folder, template)
    return folder / TRAIN_NAME


def start(model: Path, file: Path, output: Path, **changes: Any) -> Path:
    settings = SftSettings(train_file=str(file), model_path=str(model), output=str(output), **changes)
    return initial_model(settings, 96)


def prompt_given(checkpoint: Path, **changes: Any) -> str:
    """What an agent made from YAML settings reads at its first step."""
    raw = {"name": "jamel", "kind": "model", "checkpoint": str(checkpoint), "memory": "off", "device": "cpu"} | changes
    settings = load_settings(AgentSettings, None, [f"{name}={json.dumps(value)}" for name, value in raw.items()])
    built = build_agent(settings)
    agent: Any = built[0]
    agent.begin(fake_context(max_steps=1))
    asked = agent.request(FakeEnvironment().reset().observation, 0, built[1].view())
    return agent._engine.processor.tokenizer.decode(asked.inputs.input_ids_T)


def test_a_policy_is_asked_in_the_wording_of_its_training_data(
    tiny: TinyModels, wording: Path, tmp_path: Path, joint_folder: Path
) -> None:
    template = load_template(wording)
    model = start(tiny.base_policy, train_file(tmp_path / "data", template), tmp_path / "sft")
    assert carried_template(model) == template
    assert "at step 0.\n" in prompt_given(model)
    assert "One action, please." not in prompt_given(joint_folder)
    package = write_package(model, tiny.compressor, tmp_path / "package")
    assert carried_template(package) == template
    assert inspect_model(package)["components"]["actor"]["prompt"] == template.prompt_id
    assert "One action, please." in prompt_given(package)
    assert "prompt_template" not in json.loads((package / "actor/config.json").read_text())
    with pytest.raises(ConfigError, match="was made with prompt published_v1-"):
        other = tmp_path / "other.txt"
        other.write_text(WORDING + "!", encoding="utf-8")
        prompt_given(package, prompt_template=str(other))


def published(package: Path) -> Path:
    """A package that says nothing of its prompt, as published ones."""
    path = package / "actor" / AUGMENT_CONFIG
    path.write_text(json.dumps({k: v for k, v in json.loads(path.read_text()).items() if k != "prompt_template"}))
    return package


def test_a_published_package_takes_its_wording_from_a_file(
    tiny: TinyModels, wording: Path, tmp_path: Path, joint_folder: Path
) -> None:
    package = published(write_package(joint_folder, tiny.compressor, tmp_path / "package"))
    assert "One action, please." in prompt_given(package, prompt_template=str(wording))
    assert "You explore web applications" in prompt_given(package)


def test_training_starts_from_a_package(tiny: TinyModels, wording: Path, tmp_path: Path, joint_folder: Path) -> None:
    template = load_template(wording)
    package = published(write_package(joint_folder, tiny.compressor, tmp_path / "package"))
    model = start(package, train_file(tmp_path / "data", template), tmp_path / "sft")
    assert carried_template(model) == template
    was, now = (load_joint_model(folder, device="cpu")[0].state_dict() for folder in (joint_folder, model))
    assert [name for name, weight in was.items() if not weight.equal(now[name])] == []
    assert was.keys() == now.keys()
    assert start(package, tmp_path / "data" / TRAIN_NAME, tmp_path / "sft") == model


def test_a_model_is_not_trained_on_in_another_wording(
    tiny: TinyModels, wording: Path, tmp_path: Path, joint_folder: Path
) -> None:
    file = train_file(tmp_path / "data", load_template(wording))
    package = write_package(joint_folder, tiny.compressor, tmp_path / "package")
    for model in (joint_folder, package):
        with pytest.raises(ConfigError, match=r"was trained with prompt explore_v1-.* has published_v1-"):
            start(model, file, tmp_path / "sft")
    with pytest.raises(ConfigError, match="was made with prompt published_v1-"):
        other = tmp_path / "other.txt"
        other.write_text(WORDING + "!", encoding="utf-8")
        start(tiny.base_policy, file, tmp_path / "sft", prompt_template=str(other))


def test_train_and_val_rows_of_two_wordings_of_one_name_are_told_apart(tmp_path: Path) -> None:
    ours = train_file(tmp_path / "a", DEFAULT_TEMPLATE)
    other = train_file(tmp_path / "b", replace(DEFAULT_TEMPLATE, text="Elsewhere <image>"))
    names = {"train_file": str(ours), "val_file": str(other), "model_path": "m", "output": "o"}
    with pytest.raises(ConfigError, match=rf"explore_v1-\w+, but .* {DEFAULT_TEMPLATE}"):
        require_like_data(SftSettings.model_validate(names))


def test_a_wording_that_is_none_is_one_clear_error(joint_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(joint_folder, tmp_path / "m")
    path = tmp_path / "m/config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"prompt_template": "explore_v1"}))
    with pytest.raises(CheckpointError, match="expected a name and a text"):
        carried_template(tmp_path / "m")
    assert replace(DEFAULT_TEMPLATE, name="renamed").text == DEFAULT_TEMPLATE.text

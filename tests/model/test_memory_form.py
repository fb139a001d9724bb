"""The form of memory travels as the wording does: rows, joint model, package, agent; what contradicts is one error."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from jamel.collect.agents import AgentSettings, build_agent, check_agent
from jamel.errors import CheckpointError, ConfigError
from jamel.policy.checkpoint import carried_form
from jamel.policy.inspection import inspect_model, render_inspection
from jamel.policy.memory_form import PAPERS_FORM, MemoryForm
from jamel.policy.packaged import AUGMENT_CONFIG, write_package
from jamel.policy.prompt import DEFAULT_TEMPLATE
from jamel.testing.tiny_models import TinyModels
from jamel.train.memory.sft import initial_model, require_like_data
from jamel.train.memory.sft_rows import TRAIN_NAME, Part, PartNotes, join_parts, write_part
from jamel.train.memory.sft_rows import carried_form as form_of_data
from jamel.train.memory.sft_settings import SftSettings
from jamel.train.rl.rl import check_models
from jamel.train.rl.rl_settings import RlSettings
from tests.model.sft_file import row

pytestmark = pytest.mark.model
FORM = MemoryForm(latents_per_step=3, raw_steps=2)
NO_FORMS = ["3", {"latents_per_step": 0, "raw_steps": 0}, {"latents_per_step": 1, "raw_steps": -1}, {"raw_steps": 1}]


def train_file(folder: Path, form: MemoryForm) -> Path:
    write_part(folder / "part", iter([row()]), PartNotes(fingerprint="", steps=1, dropped={}))
    join_parts([Part(path=folder / "part", rows=1)], [[False]], folder, DEFAULT_TEMPLATE, form)
    return folder / TRAIN_NAME


def start(model: Path, file: Path, output: Path) -> Path:
    return initial_model(SftSettings(train_file=str(file), model_path=str(model), output=str(output)), 96)


@pytest.fixture(scope="module")
def trained(tiny: TinyModels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The start of a training in ``FORM``."""
    folder = tmp_path_factory.mktemp("form")
    return start(tiny.base_policy, train_file(folder / "data", FORM), folder / "sft")


def agent(checkpoint: Path, compressor: Path, **changes: Any) -> AgentSettings:
    raw = {"name": "jamel", "kind": "model", "checkpoint": str(checkpoint), "compressor": str(compressor)}
    return AgentSettings.model_validate(raw | {"device": "cpu"} | changes)


def test_a_policy_is_shown_its_past_as_in_training(trained: Path, tiny: TinyModels, tmp_path: Path) -> None:
    package = write_package(trained, tiny.compressor, tmp_path / "package")
    for carrier in (trained, package):
        assert carried_form(carrier) == FORM
        built: Any = build_agent(agent(carrier, tiny.compressor))[1]
        assert built._compressor.latents_per_step == 3
        assert built._raw_steps == 2
    facts = inspect_model(package)
    assert facts["components"]["actor"]["memory_form"] == {"latents_per_step": 3, "raw_steps": 2}
    assert "memory form latents_per_step 3, raw_steps 2" in render_inspection(facts)
    assert "memory_form" not in json.loads((package / "actor/config.json").read_text())


@pytest.mark.parametrize("said", [{"latents_per_step": 1}, {"raw_steps": 0}])
def test_settings_that_contradict_the_checkpoint_are_refused_before_any_worker_starts(
    trained: Path, tiny: TinyModels, said: dict[str, int]
) -> None:
    check_agent(agent(trained, tiny.compressor, latents_per_step=3, raw_steps=2))
    with pytest.raises(ConfigError, match="made with latents_per_step 3 and raw_steps 2, but the settings say"):
        check_agent(agent(trained, tiny.compressor, **said))
    with pytest.raises(ConfigError, match="but the settings say"):
        build_agent(agent(trained, tiny.compressor, memory="off", **said))


def test_a_compressor_of_another_width_is_refused_before_any_worker_starts(
    trained: Path, tiny: TinyModels, tmp_path: Path
) -> None:
    shutil.copytree(tiny.compressor, tmp_path / "wide")
    path = tmp_path / "wide/config.json"
    config = json.loads(path.read_text())
    config["text_config"]["hidden_size"] = 64
    path.write_text(json.dumps(config))
    with pytest.raises(CheckpointError, match=r"96 wide, but .* 64 wide"):
        check_agent(agent(trained, tmp_path / "wide"))


def test_a_model_is_not_trained_on_in_another_form(
    trained: Path, joint_folder: Path, tiny: TinyModels, tmp_path: Path
) -> None:
    ours, papers = train_file(tmp_path / "a", FORM), train_file(tmp_path / "b", PAPERS_FORM)
    assert (form_of_data(ours), form_of_data(papers)) == (FORM, PAPERS_FORM)
    package = write_package(trained, tiny.compressor, tmp_path / "package")
    for model, file in ((trained, papers), (package, papers), (joint_folder, ours)):
        with pytest.raises(ConfigError, match=r"was trained with latents_per_step .* has latents_per_step"):
            start(model, file, tmp_path / "sft")
    assert start(trained, ours, tmp_path / "sft") == trained


def published(package: Path) -> Path:
    """A package that says nothing of its form, as published ones."""
    path = package / "actor" / AUGMENT_CONFIG
    path.write_text(json.dumps({k: v for k, v in json.loads(path.read_text()).items() if k != "memory_form"}))
    return package


def test_a_published_package_has_the_papers_form_unless_settings_say_more(
    joint_folder: Path, tiny: TinyModels, tmp_path: Path
) -> None:
    package = published(write_package(joint_folder, tiny.compressor, tmp_path / "package"))
    assert carried_form(package) is None
    shown: Any = build_agent(agent(package, tiny.compressor))[1]
    assert (shown._compressor.latents_per_step, shown._raw_steps) == (1, 0)
    check_agent(agent(package, tiny.compressor, latents_per_step=2))
    assert carried_form(start(package, train_file(tmp_path / "a", PAPERS_FORM), tmp_path / "sft")) == PAPERS_FORM
    with pytest.raises(ConfigError, match="was trained with latents_per_step 1"):
        start(package, train_file(tmp_path / "b", FORM), tmp_path / "other")


def test_train_and_val_rows_of_two_forms_are_refused(tmp_path: Path) -> None:
    ours, papers = train_file(tmp_path / "a", FORM), train_file(tmp_path / "b", PAPERS_FORM)
    names = {"train_file": str(ours), "model_path": "m", "output": "o"}
    require_like_data(SftSettings.model_validate(names | {"val_file": str(ours)}))
    with pytest.raises(ConfigError, match=r"made with latents_per_step 1 .* latents_per_step 3"):
        require_like_data(SftSettings.model_validate(names | {"val_file": str(papers)}))


def test_reinforcement_refuses_a_form_and_replayed_rows_that_its_rollouts_do_not_show(
    trained: Path, joint_folder: Path, tiny: TinyModels, tmp_path: Path
) -> None:
    def check(model: Path, data: Path) -> None:
        names = {"model_path": str(model), "compressor_model": str(tiny.compressor), "output": "o"}
        check_models(RlSettings.model_validate(names | {"replay": {"sft_rows": 1, "sft_file": str(data)}}))

    papers = train_file(tmp_path / "b", PAPERS_FORM)
    check(joint_folder, papers)
    with pytest.raises(ConfigError, match=r"trained with latents_per_step 3 .* reinforcement learning shows"):
        check(trained, papers)
    with pytest.raises(ConfigError, match=r"sft_file .* latents_per_step 3"):
        check(joint_folder, train_file(tmp_path / "a", FORM))


@pytest.mark.parametrize("said", NO_FORMS)
def test_a_form_that_is_none_is_one_clear_error(joint_folder: Path, tmp_path: Path, said: object) -> None:
    shutil.copytree(joint_folder, tmp_path / "m")
    path = tmp_path / "m/config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"memory_form": said}))
    with pytest.raises(CheckpointError, match="expected latents_per_step from 1"):
        carried_form(tmp_path / "m")

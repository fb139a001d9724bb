"""From a plain Qwen2.5-VL folder to a joint model: nothing of the base is lost, and one token is new."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForImageTextToText, GenerationConfig, Qwen2_5_VLForConditionalGeneration

from jamel.errors import CheckpointError, StorageError
from jamel.policy.checkpoint import carried_template, load_joint_model
from jamel.policy.engine import barred_token_ids
from jamel.policy.initialise import build_joint_model, unpack_joint_model
from jamel.policy.joint_model import MEMORY_TOKEN, JamelForConditionalGeneration
from jamel.policy.packaged import write_package
from jamel.policy.prompt import DEFAULT_TEMPLATE, PromptTemplate
from jamel.testing.tiny_models import TinyModels, make_tiny_models

pytestmark = pytest.mark.model


@pytest.fixture
def changed_base(tiny: TinyModels, tmp_path: Path) -> Callable[[Callable[[Any], Any]], Path]:
    """A copy of the tiny base policy whose model went through a function."""

    def make(change: Callable[[Any], Any]) -> Path:
        folder = tmp_path / "base"
        shutil.copytree(tiny.base_policy, folder)
        changed = change(Qwen2_5_VLForConditionalGeneration.from_pretrained(tiny.base_policy))
        changed.save_pretrained(folder)
        return folder

    return make


def test_every_weight_of_the_base_arrives(tiny: TinyModels, joint: tuple[Any, Any]) -> None:
    base = Qwen2_5_VLForConditionalGeneration.from_pretrained(tiny.base_policy).state_dict()
    made = joint[0].state_dict()
    assert {name for name in made if name not in base} == {n for n in made if n.startswith("aligner.")}
    for name, weight in base.items():
        assert torch.equal(made[name][: len(weight)], weight), name  # embedding and head grew by the memory token


def test_equal_seeds_give_equal_aligners_and_others_do_not(tiny: TinyModels, tmp_path: Path) -> None:
    folders = [build_joint_model(tiny.base_policy, 96, tmp_path / name, seed) for name, seed in
               (("a", 1), ("b", 1), ("c", 2))]  # fmt: skip
    a, b, c = ((folder / "model.safetensors").read_bytes() for folder in folders)
    assert a == b
    assert a != c


def test_building_leaves_the_global_random_state_alone(tiny: TinyModels, tmp_path: Path) -> None:
    before = torch.get_rng_state()
    build_joint_model(tiny.base_policy, 96, tmp_path / "m", 0)
    assert torch.equal(torch.get_rng_state(), before)


def test_an_unpacked_policy_keeps_the_wording_that_its_package_carries(
    tiny: TinyModels, joint_folder: Path, tmp_path: Path
) -> None:
    package = write_package(joint_folder, tiny.compressor, tmp_path / "package")
    other = PromptTemplate(name="other", text="Act. <image>")
    assert carried_template(unpack_joint_model(package, tmp_path / "m", template=other)) == DEFAULT_TEMPLATE


def test_auto_classes_and_plain_loading_give_the_joint_class(joint_folder: Path) -> None:
    assert isinstance(AutoModelForImageTextToText.from_pretrained(joint_folder), JamelForConditionalGeneration)


def test_a_base_with_unused_rows_keeps_its_size(changed_base: Any, tiny: TinyModels, tmp_path: Path) -> None:
    def grow(model: Any) -> Any:
        model.resize_token_embeddings(model.get_input_embeddings().num_embeddings + 40)
        return model

    model, processor = load_joint_model(build_joint_model(changed_base(grow), 96, tmp_path / "m", 0), device="cpu")
    rows = model.get_input_embeddings().num_embeddings
    assert rows == len(processor.tokenizer) - 1 + 40
    assert model.config.memory_token_id == len(processor.tokenizer) - 1
    assert set(range(len(processor.tokenizer) - 1, rows)) <= set(barred_token_ids(processor.tokenizer, rows))


def test_tied_embeddings_stay_tied(changed_base: Any, tmp_path: Path) -> None:
    def tie(model: Any) -> Any:
        model.config.tie_word_embeddings = model.config.text_config.tie_word_embeddings = True
        return Qwen2_5_VLForConditionalGeneration(model.config)

    model, _ = load_joint_model(build_joint_model(changed_base(tie), 96, tmp_path / "m", 0), device="cpu")
    assert model.lm_head.weight.data_ptr() == model.get_input_embeddings().weight.data_ptr()


def test_the_bases_decoding_habits_are_left_behind(changed_base: Any, tmp_path: Path) -> None:
    def habits(model: Any) -> Any:
        model.generation_config = GenerationConfig(repetition_penalty=1.05, do_sample=True, temperature=0.1, top_k=3)
        return model

    folder = build_joint_model(changed_base(habits), 96, tmp_path / "m", 0)
    written = json.loads((folder / "generation_config.json").read_text())
    assert not {"repetition_penalty", "temperature", "top_k"} & written.keys()
    loaded = load_joint_model(folder, device="cpu")[0].generation_config
    assert loaded.repetition_penalty in (None, 1.0)


def test_another_architecture_a_broken_base_and_lost_weights_are_refused(
    changed_base: Any, tiny: TinyModels, tmp_path: Path
) -> None:
    with pytest.raises(CheckpointError, match="must be qwen2_5_vl"):
        build_joint_model(tiny.compressor, 96, tmp_path / "m", 0)
    folder = changed_base(lambda model: model)
    config = json.loads((folder / "config.json").read_text())
    config["text_config"] |= {"num_hidden_layers": 3, "layer_types": None}
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(CheckpointError, match=r"lacks 12 weights .*layers\.2\."):
        build_joint_model(folder, 96, tmp_path / "m", 0)
    assert not (tmp_path / "m").exists()


def test_the_base_needs_no_memory_token_and_is_left_as_it_was(tiny: TinyModels, joint_folder: Path) -> None:
    assert MEMORY_TOKEN not in (tiny.base_policy / "tokenizer.json").read_text(encoding="utf-8")
    assert MEMORY_TOKEN in (joint_folder / "tokenizer.json").read_text(encoding="utf-8")


def test_tiny_models_of_another_seed_are_not_taken_for_these(tmp_path: Path) -> None:
    (tmp_path / "tiny_models.json").write_text('{"seed": 0}')
    with pytest.raises(StorageError, match=r"of \{'seed': 0\}, not of \{'seed': 1\}"):
        make_tiny_models(tmp_path, seed=1)

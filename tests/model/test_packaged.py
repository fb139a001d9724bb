"""The published layout, both ways, and one clear error for every way in which it can be broken."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from jamel.cli import main
from jamel.collect.agents import AgentSettings, check_agent
from jamel.errors import CheckpointError, ConfigError, StorageError
from jamel.policy.checkpoint import load_joint_model
from jamel.policy.initialise import build_joint_model
from jamel.policy.inspection import inspect_model, render_inspection
from jamel.policy.joint_model import MEMORY_TOKEN
from jamel.policy.packaged import (
    AUGMENT_CONFIG,
    MANIFEST,
    find_compressor,
    packaged_name,
    read_actor_format,
    write_package,
)
from jamel.policy.prompt import DEFAULT_TEMPLATE
from jamel.testing.tiny_models import TinyModels
from jamel.weights import INDEX_NAME

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def package(joint_folder: Path, tiny: TinyModels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(joint_folder, tiny.compressor, tmp_path_factory.mktemp("package") / "m")


@pytest.fixture
def as_published(tiny: TinyModels, joint: tuple[Any, Any], tmp_path: Path) -> Path:
    """Put together by hand from the description: the base's tokenizer and config, weights under ``llm.``."""
    actor = tmp_path / "published" / "actor"
    shutil.copytree(tiny.base_policy, actor)
    shutil.copytree(tiny.compressor, tmp_path / "published" / "compressor")
    model = joint[0]
    rows = model.get_input_embeddings().num_embeddings - 1  # the published actor has no placeholder
    weights = {
        name if name.startswith("aligner.") else f"llm.{name}": (
            weight[:rows].clone() if name.endswith(("embed_tokens.weight", "lm_head.weight")) else weight.clone()
        )
        for name, weight in model.state_dict().items()
    }
    save_file(weights, actor / "model.safetensors", metadata={"format": "pt"})
    facts = {"format": "jamel_memory_augmented_lm", "format_version": 1, "self_contained": True}
    facts |= {"base_model_name_or_path": ".", "memory_hidden_size": 96, "class_name": "MemoryAugmentedCausalLM"}
    (actor / AUGMENT_CONFIG).write_text(json.dumps(facts))
    manifest = {"format": "jamel_model", "format_version": 1, "created_at_utc": "2026-06-04T00:00:00Z"}
    manifest["components"] = {"actor": "actor", "compressor": "compressor"}
    (tmp_path / "published" / MANIFEST).write_text(json.dumps(manifest))
    return tmp_path / "published"


def test_a_package_as_published_gives_the_same_model(as_published: Path, joint: tuple[Any, Any]) -> None:
    model, processor = load_joint_model(as_published, device="cpu")
    assert processor.tokenizer.convert_tokens_to_ids(MEMORY_TOKEN) == joint[0].config.memory_token_id
    for name, weight in joint[0].state_dict().items():
        rows = -1 if name.endswith(("embed_tokens.weight", "lm_head.weight")) else None
        assert torch.equal(model.state_dict()[name][:rows], weight[:rows]), name
    assert find_compressor(as_published) == as_published / "compressor"


def test_writing_and_loading_a_package_changes_no_weight(package: Path, joint: tuple[Any, Any]) -> None:
    model, _ = load_joint_model(package, device="cpu")
    for name, weight in joint[0].state_dict().items():
        assert torch.equal(model.state_dict()[name], weight), name


def test_a_written_package_has_the_published_names(package: Path, joint: tuple[Any, Any]) -> None:
    names = set(load_file(package / "actor" / "model.safetensors"))
    assert names == {n if n.startswith("aligner.") else f"llm.{n}" for n in joint[0].state_dict()}
    config = json.loads((package / "actor" / "config.json").read_text())
    assert config["model_type"] == "qwen2_5_vl"
    ours = {"memory_token_id", "memory_hidden_size", "aligner", "prompt_template", "memory_form"}
    assert not ours & config.keys()
    manifest = json.loads((package / MANIFEST).read_text())
    assert manifest["components"] == {"actor": "actor", "compressor": "compressor"}
    assert {p.suffix for p in package.rglob("*") if p.is_file()} <= {".json", ".jinja", ".txt", ".safetensors"}


def test_names_of_either_origin_become_the_packaged_ones() -> None:
    assert packaged_name("visual.merger.mlp.0.bias") == "llm.model.visual.merger.mlp.0.bias"
    assert packaged_name("model.visual.merger.mlp.0.bias") == "llm.model.visual.merger.mlp.0.bias"
    assert packaged_name("model.norm.weight") == "llm.model.language_model.norm.weight"
    assert packaged_name("model.language_model.norm.weight") == "llm.model.language_model.norm.weight"
    assert packaged_name("lm_head.weight") == "llm.lm_head.weight"
    assert packaged_name("aligner.norm.bias") == "aligner.norm.bias"


def test_a_model_of_several_files_is_packaged_file_by_file(
    joint: tuple[Any, Any], tiny: TinyModels, tmp_path: Path
) -> None:
    joint[0].save_pretrained(tmp_path / "m", max_shard_size="2MB")
    joint[1].save_pretrained(tmp_path / "m")
    written = write_package(tmp_path / "m", tiny.compressor, tmp_path / "package")
    assert len(list((written / "actor").glob("*.safetensors"))) > 1
    model, _ = load_joint_model(written, device="cpu")
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), joint[0].parameters(), strict=True))
    weights = sum(weight.numel() for weight in joint[0].parameters())
    facts = inspect_model(written)["components"]["actor"]
    assert (facts["parameters"], facts["dtypes"]) == (weights, {"F32": weights})  # no file is counted twice
    assert json.loads((written / "actor" / INDEX_NAME).read_text())["metadata"] == {"total_size": 4 * weights}


def test_one_weight_file_that_an_index_names_is_packaged_under_its_name(
    joint_folder: Path, joint: tuple[Any, Any], tiny: TinyModels, tmp_path: Path
) -> None:
    shutil.copytree(joint_folder, tmp_path / "m")
    name = "model-00001-of-00001.safetensors"
    (tmp_path / "m/model.safetensors").rename(tmp_path / "m" / name)
    index = {"metadata": {}, "weight_map": dict.fromkeys(load_file(tmp_path / "m" / name), name)}
    (tmp_path / "m" / INDEX_NAME).write_text(json.dumps(index))
    model, _ = load_joint_model(write_package(tmp_path / "m", tiny.compressor, tmp_path / "package"), device="cpu")
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), joint[0].parameters(), strict=True))


def test_pickles_and_code_beside_the_models_are_left_behind(
    joint_folder: Path, tiny: TinyModels, package: Path, tmp_path: Path
) -> None:
    for source, name in ((joint_folder, "joint"), (tiny.compressor, "compressor")):
        shutil.copytree(source, tmp_path / name)
        for stray in ("optimizer.pt", "training_args.bin", "modeling.py"):
            (tmp_path / name / stray).write_bytes(b"")
    written = write_package(tmp_path / "joint", tmp_path / "compressor", tmp_path / "new" / "package")
    assert {p.relative_to(written) for p in written.rglob("*")} == {p.relative_to(package) for p in package.rglob("*")}


def test_a_bare_linear_aligner_stays_one_in_a_package(tiny: TinyModels, tmp_path: Path) -> None:
    made = build_joint_model(tiny.base_policy, 96, tmp_path / "m", 0, aligner="linear")
    written = write_package(made, tiny.compressor, tmp_path / "package")
    assert inspect_model(written)["components"]["actor"]["aligner"]["weights"] == {"aligner.proj.weight": [128, 96]}
    latents = torch.randn(2, 96)
    (first, _), (again, _) = (load_joint_model(folder, device="cpu") for folder in (made, written))
    assert torch.equal(first.aligner(latents), again.aligner(latents))
    assert not first.aligner(torch.zeros(1, 96)).any()  # no bias


def test_a_model_loaded_from_a_package_is_saved_under_its_own_names(package: Path, tmp_path: Path) -> None:
    model, processor = load_joint_model(package, device="cpu")
    model.save_pretrained(tmp_path / "m")
    processor.save_pretrained(tmp_path / "m")
    again, _ = load_joint_model(tmp_path / "m", device="cpu")
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), again.parameters(), strict=True))


def test_one_packaged_folder_is_all_an_agent_needs(package: Path, tmp_path: Path) -> None:
    settings = {"name": "jamel", "kind": "model", "checkpoint": str(package), "device": "cpu"}
    check_agent(AgentSettings.model_validate(settings))
    with pytest.raises(ConfigError, match="'compressor'"):
        check_agent(AgentSettings.model_validate(settings | {"checkpoint": str(package / "actor")}))


def changed(name: str, **values: Any) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / name
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return damage


def removed(name: str) -> Callable[[Path], None]:
    return lambda folder: shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()


def pickled(folder: Path) -> None:
    (folder / "actor/model.safetensors").rename(folder / "actor/pytorch_model.bin")


def cut_short(folder: Path) -> None:
    weights = folder / "actor/model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])


def without_aligner(folder: Path) -> None:
    weights = load_file(folder / "actor/model.safetensors")
    kept = {name: weight for name, weight in weights.items() if not name.startswith("aligner.")}
    save_file(kept, folder / "actor/model.safetensors", metadata={"format": "pt"})


def without_image_token(folder: Path) -> None:
    for name in ("tokenizer.json", "tokenizer_config.json"):
        path = folder / "actor" / name
        path.write_text(path.read_text().replace("<|image_pad|>", "<|picture_pad|>"))


BROKEN = [
    (changed(MANIFEST, format="other"), r"of format \('other', 1\); expected \('jamel_model', 1\)"),
    (changed(MANIFEST, format_version=2), r"of format \('jamel_model', 2\)"),
    (changed(MANIFEST, components={"actor": "actor"}), "expected actor and compressor"),
    (changed(MANIFEST, components={"actor": "../x", "compressor": "compressor"}), "outside the package"),
    (removed("actor"), "lacks its actor folder"),
    (removed("compressor"), "lacks its compressor folder"),
    (changed(f"actor/{AUGMENT_CONFIG}", format_version=3), "of format"),
    (changed(f"actor/{AUGMENT_CONFIG}", memory_hidden_size=None), "memory_hidden_size is None"),
    (changed(f"actor/{AUGMENT_CONFIG}", memory_hidden_size=64), r"aligner.proj.weight is \(128, 96\) .* \(128, 64\)"),
    (changed("actor/config.json", model_type="qwen2_vl"), "expected qwen2_5_vl"),
    (removed("actor/tokenizer.json"), "no usable processor"),
    (without_image_token, r"no <\|image_pad\|>"),
    (without_aligner, "lacks 4 weights .*aligner"),
    (pickled, "pickled weights only"),
    (cut_short, "no whole safetensors file"),
]


@pytest.mark.parametrize(("damage", "message"), BROKEN)
def test_a_broken_package_is_one_clear_error(
    package: Path, tmp_path: Path, damage: Callable[[Path], None], message: str
) -> None:
    shutil.copytree(package, tmp_path / "m")
    damage(tmp_path / "m")
    with pytest.raises(CheckpointError, match=message) as caught:
        load_joint_model(tmp_path / "m", device="cpu")
    assert "\n" not in str(caught.value)


def test_an_actor_may_call_its_version_either_name(package: Path, tmp_path: Path) -> None:
    said = json.loads((package / "actor" / AUGMENT_CONFIG).read_text())
    said["version"] = said.pop("format_version")
    (tmp_path / AUGMENT_CONFIG).write_text(json.dumps(said))
    assert read_actor_format(tmp_path) == read_actor_format(package / "actor")


def test_a_broken_compressor_is_not_packaged_and_one_of_another_width_not_inspected(
    joint_folder: Path, tiny: TinyModels, package: Path, tmp_path: Path
) -> None:
    shutil.copytree(tiny.compressor, tmp_path / "broken")
    weights = tmp_path / "broken/model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    with pytest.raises(CheckpointError, match="no whole safetensors file"):
        write_package(joint_folder, tmp_path / "broken", tmp_path / "m")
    assert not (tmp_path / "m").exists()
    shutil.copytree(package, tmp_path / "other")
    changed(f"actor/{AUGMENT_CONFIG}", memory_hidden_size=64)(tmp_path / "other")
    with pytest.raises(CheckpointError, match=r"latents 64 wide, but .* 96 wide"):
        inspect_model(tmp_path / "other")


def test_parts_that_do_not_fit_or_are_no_joint_model_are_not_packaged(
    joint_folder: Path, tiny: TinyModels, tmp_path: Path, package: Path
) -> None:
    with pytest.raises(CheckpointError, match=r"96 wide, but .* 128 wide"):
        write_package(joint_folder, tiny.base_policy, tmp_path / "m")
    with pytest.raises(CheckpointError, match="no joint one"):
        write_package(tiny.base_policy, tiny.compressor, tmp_path / "m")
    with pytest.raises(StorageError, match="there already"):
        write_package(joint_folder, tiny.compressor, package)
    assert list(tmp_path.iterdir()) == []


def test_inspecting_counts_without_loading(package: Path, joint: tuple[Any, Any], joint_folder: Path) -> None:
    facts = inspect_model(package)
    actor = facts["components"]["actor"]
    assert actor["parameters"] == sum(p.numel() for p in joint[0].parameters())
    assert actor["dtypes"] == {"F32": actor["parameters"]}
    assert actor["aligner"]["parameters"] == 96 * 128 + 128 + 2 * 128
    assert (actor["aligner"]["compressor_width"], actor["aligner"]["policy_width"]) == (96, 128)
    assert actor["prompt"] == DEFAULT_TEMPLATE.prompt_id
    assert facts["components"]["compressor"]["aligner"] is None
    assert "published, 96 -> 128, 12,672 parameters" in render_inspection(facts)
    assert inspect_model(joint_folder)["components"]["model"]["aligner"] == actor["aligner"]


def test_the_command_line_packages_and_inspects(
    joint_folder: Path, tiny: TinyModels, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "package"
    arguments = ["package-model", str(joint_folder), "--compressor", str(tiny.compressor), "--output", str(output)]
    assert main(arguments) == 0
    assert main(["inspect", str(output), "--json", str(tmp_path / "facts.json")]) == 0
    assert "layout      package" in capsys.readouterr().out
    assert json.loads((tmp_path / "facts.json").read_text())["layout"] == "package"
    (output / MANIFEST).write_text("{")
    assert main(["inspect", str(output)]) == 1

"""Model folders that cannot be used: one clear error each, for policy and compressor alike."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.numpy import load_file, save_file

from jamel.errors import CapabilityError, CheckpointError, ConfigError
from jamel.memory.compressor import QwenCompressor
from jamel.policy.checkpoint import load_joint_model
from jamel.testing.tiny_models import TinyModels
from jamel.weights import INDEX_NAME, pick_device

pytestmark = pytest.mark.model


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def holding(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(content)


def pickled(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def cut_short(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])


def missing_a_shard(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
    names = {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}
    (folder / INDEX_NAME).write_text(json.dumps({"weight_map": names}))


def missing_a_weight(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    del weights[next(name for name in sorted(weights) if "mlp" in name)]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def of_another_shape(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    name = next(name for name in sorted(weights) if "norm" in name)
    weights[name] = weights[name][:-1].copy()
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


BROKEN = [
    (without("config.json"), r"no config\.json|neither a model"),
    (holding("config.json", b"{"), r"config\.json cannot be used"),
    (holding("config.json", b'{"model_type": "nobody"}'), r"config\.json cannot be used"),
    (without("model.safetensors"), r"no model\.safetensors"),
    (pickled, "pickled weights only"),
    (cut_short, "no whole safetensors file"),
    (missing_a_shard, "lacks 1 of 2 weight files"),
    (holding(INDEX_NAME, b"{}"), "names no weight files"),
    (missing_a_weight, "lacks 1 weights"),
    (of_another_shape, "in the file, but"),
    (without("tokenizer.json"), "no usable processor"),
    (without("processor_config.json"), "no usable processor"),
    (without("chat_template.jinja"), "no chat template"),
]


@pytest.mark.parametrize(("damage", "message"), BROKEN)
def test_a_damaged_policy_folder_is_one_clear_error(
    joint_folder: Path, tmp_path: Path, damage: Callable[[Path], None], message: str
) -> None:
    shutil.copytree(joint_folder, tmp_path / "m")
    damage(tmp_path / "m")
    with pytest.raises(CheckpointError, match=message) as caught:
        load_joint_model(tmp_path / "m", device="cpu")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("damage", "message"), BROKEN)
def test_a_damaged_compressor_folder_is_one_clear_error(
    tiny: TinyModels, tmp_path: Path, damage: Callable[[Path], None], message: str
) -> None:
    shutil.copytree(tiny.compressor, tmp_path / "m")
    damage(tmp_path / "m")
    with pytest.raises(CheckpointError, match=message):
        QwenCompressor.load(tmp_path / "m", device="cpu")


def test_a_joint_folder_with_the_bases_tokenizer_is_refused(
    joint_folder: Path, tiny: TinyModels, tmp_path: Path
) -> None:
    shutil.copytree(joint_folder, tmp_path / "m")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(tiny.base_policy / name, tmp_path / "m" / name)
    with pytest.raises(CheckpointError, match=r"no <\|memory_pad\|> token"):
        load_joint_model(tmp_path / "m", device="cpu")


def test_a_memory_token_of_another_id_than_the_configs_is_refused(joint_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(joint_folder, tmp_path / "m")
    config = json.loads((joint_folder / "config.json").read_text())
    (tmp_path / "m" / "config.json").write_text(json.dumps(config | {"memory_token_id": 5}))
    with pytest.raises(CheckpointError, match="the config's 5"):
        load_joint_model(tmp_path / "m", device="cpu")


def test_weights_in_several_files_load(joint_folder: Path, tmp_path: Path) -> None:
    whole, processor = load_joint_model(joint_folder, device="cpu")
    whole.save_pretrained(tmp_path / "m", max_shard_size="2MB")
    processor.save_pretrained(tmp_path / "m")
    assert len(list((tmp_path / "m").glob("*.safetensors"))) > 1
    parts, _ = load_joint_model(tmp_path / "m", device="cpu")
    assert all(torch.equal(a, b) for a, b in zip(whole.parameters(), parts.parameters(), strict=True))


def test_unknown_and_absent_devices_are_named() -> None:
    assert pick_device("cpu").type == "cpu"
    with pytest.raises(ConfigError, match="unknown device 'gpu'"):
        pick_device("gpu")
    if not torch.cuda.is_available():
        with pytest.raises(CapabilityError, match="no CUDA device"):
            pick_device("cuda:0")

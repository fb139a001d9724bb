"""Loading reads weights straight into place: the process never holds a model twice."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from jamel.policy.initialise import build_joint_model
from jamel.policy.joint_model import Aligner, JamelConfig, JamelForConditionalGeneration
from jamel.testing.tiny_models import TinyModels
from jamel.weights import read_config

pytestmark = pytest.mark.model
PEAK_OF_A_LOAD = """
import sys, threading, torch
from pathlib import Path
from jamel.policy.checkpoint import load_joint_model

def resident_mb():  # our own pages, and those of mapped weight files
    status = Path("/proc/self/status").read_text()
    return sum(int(status.split(kind)[1].split()[0]) for kind in ("RssAnon:", "RssFile:")) / 1024

load_joint_model(Path(sys.argv[1]), device="cpu")  # imports, thread pools, tokenizers
before, peak, done = resident_mb(), [0.0], threading.Event()

def watch():
    while not done.wait(0.002):
        peak[0] = max(peak[0], resident_mb())

watcher = threading.Thread(target=watch)
watcher.start()
model, _ = load_joint_model(Path(sys.argv[2]), device="cpu")
touched = sum(float(p.sum()) for p in model.parameters())  # mapped weights count once they are read
done.set()
watcher.join()
size = sum(p.numel() * p.element_size() for p in model.parameters()) / 2**20
print(size, max(peak[0], resident_mb()) - before)
"""


@pytest.fixture(params=[torch.float32, torch.bfloat16], ids=str)
def big_folder(request: pytest.FixtureRequest, tiny: TinyModels, tmp_path: Path) -> Path:
    """The tiny model with a text part of about 400 MB in three files."""
    folder = tmp_path / "big"
    build_joint_model(tiny.base_policy, 96, folder, 0)
    config = read_config(folder)
    config.text_config.num_hidden_layers, config.text_config.intermediate_size = 12, 22_000
    config.text_config.layer_types = ["full_attention"] * 12
    config.save_pretrained(folder)
    (folder / "model.safetensors").unlink()
    with torch.device("meta"):
        shapes = JamelForConditionalGeneration(config).state_dict()
    names = sorted(shapes)
    index = {name: f"model-{i % 3 + 1:05d}-of-00003.safetensors" for i, name in enumerate(names)}
    for file in sorted(set(index.values())):
        weights = {name: torch.ones(shapes[name].shape, dtype=request.param) for name in names if index[name] == file}
        save_file(weights, folder / file, metadata={"format": "pt"})
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": index}))
    return folder


def test_loading_never_takes_twice_the_models_size(joint_folder: Path, big_folder: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PEAK_OF_A_LOAD, str(joint_folder), str(big_folder)],
        capture_output=True, text=True, check=True, timeout=240,
    )  # fmt: skip
    size_mb, peak_mb = map(float, result.stdout.split())
    print(f"model {size_mb:.0f} MB, peak of loading {peak_mb:.0f} MB")
    assert size_mb > 350
    assert 0.9 * size_mb < peak_mb < 1.65 * size_mb  # from bfloat16 files, half the size is mapped beside it


def test_the_aligner_has_as_many_parameters_as_the_published_one() -> None:
    with torch.device("meta"):
        published = Aligner(JamelConfig(memory_hidden_size=2048, text_config={"hidden_size": 3584}))
        linear = Aligner(JamelConfig(memory_hidden_size=2048, text_config={"hidden_size": 3584}, aligner="linear"))
    assert sum(p.numel() for p in published.parameters()) == 7_350_784
    assert sum(p.numel() for p in linear.parameters()) == 2048 * 3584

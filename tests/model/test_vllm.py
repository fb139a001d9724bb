"""Both engines say the same with equal log-probabilities. Needs ``bash shell/setup_vllm_cpu.sh`` or a CUDA set-up."""

import importlib.util
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from jamel.config import child_environment
from jamel.errors import CapabilityError
from jamel.policy.checkpoint import load_joint_model, read_joint_config
from jamel.policy.engine import barred_token_ids
from jamel.policy.inputs import encode_prompt
from jamel.policy.packaged import write_package
from jamel.policy.vllm_engine import MemoryAligner, VllmEngine, without_runs
from jamel.testing.tiny_models import TinyModels
from tests.model.vllm_comparison import request

pytestmark = pytest.mark.model
ROOT = Path(__file__).resolve().parents[2]
TOLERANCE = 1e-3


@pytest.fixture(scope="module")
def found(joint_folder: Path, tiny: TinyModels, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    barred = tmp_path_factory.mktemp("barred")
    package = write_package(joint_folder, tiny.compressor, tmp_path_factory.mktemp("packaged") / "model")
    model, processor = load_joint_model(joint_folder, device="cpu")
    rows = barred_token_ids(processor.tokenizer, model.get_input_embeddings().num_embeddings)
    with torch.no_grad():  # of two opposite rows, one always has the highest logit
        model.lm_head.weight.zero_()
        model.lm_head.weight[rows[::2]] = 100.0
        model.lm_head.weight[rows[1::2]] = -100.0
    model.save_pretrained(barred)
    processor.save_pretrained(barred)
    python = sys.executable if importlib.util.find_spec("vllm") else str(ROOT / ".cache/vllm/bin/python")
    result = subprocess.run(
        [python, "-m", "tests.model.vllm_comparison", str(joint_folder), str(barred), str(package)],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
        env=child_environment({"VLLM_CPU_KVCACHE_SPACE": "1", "HF_HUB_OFFLINE": "1"}),
    )  # fmt: skip
    lines = [line for line in result.stdout.splitlines() if line.startswith("RESULT ")]
    assert lines, result.stderr[-3000:]
    return json.loads(lines[-1].removeprefix("RESULT "))


@pytest.mark.vllm
@pytest.mark.timeout(650)
def test_engines_say_the_same_with_equal_logprobs(found: dict[str, Any]) -> None:
    for name, a, b in zip(found["names"], found["transformers"], found["vllm"], strict=True):
        assert a["ids"] == b["ids"], name
        np.testing.assert_allclose(a["logprobs"], b["logprobs"], atol=TOLERANCE, err_msg=name)


@pytest.mark.vllm
@pytest.mark.timeout(650)
def test_engines_agree_again_when_a_trainer_has_moved_every_weight(found: dict[str, Any]) -> None:
    """Aligner included; what was cached under the old weights must not be used any more."""
    for old, a, b in zip(found["vllm"], found["transformers, new weights"], found["vllm, new weights"], strict=True):
        assert a["ids"] == b["ids"]
        np.testing.assert_allclose(a["logprobs"], b["logprobs"], atol=TOLERANCE)
        assert abs(b["logprobs"][0] - old["logprobs"][0]) > 10 * TOLERANCE


@pytest.mark.vllm
@pytest.mark.timeout(650)
def test_vllm_in_a_shared_process_says_the_same(found: dict[str, Any]) -> None:
    assert [a["ids"] for a in found["vllm, shared"]] == [b["ids"] for b in found["vllm"]]


@pytest.mark.vllm
@pytest.mark.timeout(650)
def test_prefix_caching_changes_nothing_and_never_mixes_memories(found: dict[str, Any]) -> None:
    for a, b in zip(found["vllm"], found["vllm from the cache"], strict=True):
        assert a["ids"] == b["ids"]
        np.testing.assert_allclose(a["logprobs"], b["logprobs"], atol=TOLERANCE)
    firsts = [reply["logprobs"][0] for reply in found["vllm"]]
    assert all(abs(a - b) > TOLERANCE for a, b in pairwise(sorted(firsts)))


@pytest.mark.vllm
@pytest.mark.timeout(650)
def test_vllm_reads_a_package_as_it_is(found: dict[str, Any]) -> None:
    for a, b in zip(found["vllm"], found["vllm from the package"], strict=True):
        assert a["ids"] == b["ids"]
        np.testing.assert_allclose(a["logprobs"], b["logprobs"], atol=TOLERANCE)


@pytest.mark.vllm
@pytest.mark.timeout(650)
def test_sampled_tokens_have_the_logprobs_of_one_forward_pass(found: dict[str, Any]) -> None:
    for reply, expected in zip(found["sampled"], found["sampled, by one pass"], strict=True):
        np.testing.assert_allclose(reply["logprobs"], expected, atol=TOLERANCE)


@pytest.mark.vllm
@pytest.mark.timeout(650)
def test_a_session_samples_the_same_whatever_runs_beside_it(found: dict[str, Any]) -> None:
    assert [a["ids"] for a in found["sampled"]] == [b["ids"] for b in found["sampled one by one"]]


@pytest.mark.vllm
@pytest.mark.timeout(650)
def test_vllm_never_says_a_barred_token_however_likely(found: dict[str, Any]) -> None:
    assert found["barred tokens said"] == []


@pytest.mark.parametrize("gain", [1.0, 5.0])
def test_memory_is_aligned_outside_the_model_as_inside_it(joint_folder: Path, tmp_path: Path, gain: float) -> None:
    model, processor = load_joint_model(joint_folder, device="cpu")
    with torch.no_grad():
        model.aligner.norm.weight.fill_(gain)  # at 5 louder than the text, so that the scale guard is at work
    model.save_pretrained(tmp_path, max_shard_size="2MB")
    processor.save_pretrained(tmp_path)
    asked = request(processor, 6, 1)
    latents, ids = torch.from_numpy(asked.latents_ND), asked.inputs.input_ids_T
    outside = MemoryAligner.load(tmp_path, read_joint_config(tmp_path)[0])(latents, ids)
    with torch.no_grad():
        inside = model.splice_memory(ids[None], None, latents, torch.tensor([len(ids)]))[0, :6]
    torch.testing.assert_close(outside, inside, atol=1e-5, rtol=1e-5)


def test_vllm_is_given_one_token_for_memory_and_one_for_each_image(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    asked = request(processor, 6, 1, prompt="Before <image> and <image>", shades=(1, 2))
    kinds = {model.config.memory_token_id, model.config.image_token_id}
    short = without_runs(asked.inputs.input_ids_T.tolist(), kinds)
    assert [short.count(kind) for kind in (model.config.memory_token_id, model.config.image_token_id)] == [1, 2]
    assert [i for i in short if i not in kinds] == [i for i in asked.inputs.input_ids_T.tolist() if i not in kinds]
    assert without_runs(encode_prompt(processor, "a <image>", asked.images[0], 0).input_ids_T.tolist(), set()) != short


def test_without_vllm_the_engine_says_what_to_do(joint_folder: Path) -> None:
    if importlib.util.find_spec("vllm") is None:
        with pytest.raises(CapabilityError, match="engine vllm needs the vllm package"):
            VllmEngine.load(joint_folder)

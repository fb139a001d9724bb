"""torchvision and the Qwen processors import beside this machine's torch, in any fresh process."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.model


def run_fresh(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=200)


def test_torchvision_transforms_and_both_qwen_processors_import_in_a_fresh_process():
    result = run_fresh(
        "from torchvision.transforms import v2; import torch;"
        "assert v2.functional.resize(torch.zeros(3, 4, 4), [2, 2]).shape == (3, 2, 2);"
        "from transformers import Qwen2_5_VLProcessor, Qwen3VLProcessor;"
        "from transformers.models.qwen2_vl.video_processing_qwen2_vl import Qwen2VLVideoProcessor;"
        "from transformers.models.qwen3_vl.video_processing_qwen3_vl import Qwen3VLVideoProcessor;"
        "Qwen2VLVideoProcessor(), Qwen3VLVideoProcessor()"
    )
    assert result.returncode == 0, result.stderr


def test_a_plain_interpreter_start_does_not_pay_for_torch():
    result = run_fresh("import sys; print('torch' in sys.modules, 'torchvision' in sys.modules)")
    assert result.stdout.split() == ["False", "False"]

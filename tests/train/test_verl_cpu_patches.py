"""Each patch cures a defect that stock verl 0.9.1 still has. When a ``stock`` test fails, verl has mended it: delete
the patch."""

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.train

GLOO_TWICE = """
import os
os.environ.update(RANK="0", WORLD_SIZE="1", LOCAL_RANK="0", MASTER_ADDR="127.0.0.1", MASTER_PORT="0")
from jamel.train.verl_cpu import patches, platform_cpu
platform_cpu.register_platform()
{patch}
from verl.utils.distributed import initialize_global_process_group
initialize_global_process_group()
"""

OFFLOAD = """
import torch
from torch.distributed import HashStore, init_process_group
from jamel.train.verl_cpu import patches
{patch}
from torch.distributed.fsdp import CPUOffloadPolicy, fully_shard
init_process_group("gloo", store=HashStore(), rank=0, world_size=1)
mesh = torch.distributed.device_mesh.init_device_mesh("cpu", (1,))
layer = fully_shard(torch.nn.Linear(2, 2), mesh=mesh, offload_policy=CPUOffloadPolicy(pin_memory=True))
layer(torch.ones(1, 2))
"""

POSITIONS = """
import torch
from tensordict import TensorDict
from jamel.train.verl_cpu import patches
{patch}
from verl.utils.tensordict_utils import maybe_fix_3d_position_ids
rows = [torch.arange(12).view(4, 3), torch.arange(12, 24).view(4, 3)]
data = TensorDict({{"position_ids": torch.nested.as_nested_tensor(rows, layout=torch.jagged)}}, batch_size=[2])
maybe_fix_3d_position_ids(data)
for found, row in zip(data["position_ids"].unbind(0), rows, strict=True):
    assert torch.equal(found, row)
"""

DEFECTS = [
    pytest.param(GLOO_TWICE, "let_gloo_be_named_twice", "Duplicate device type cpu", id="gloo named twice"),
    pytest.param(
        OFFLOAD,
        "never_pin_offloaded_parameters",
        "no accelerator|none is available|no NVIDIA driver",
        id="pinned offload",
    ),
    pytest.param(POSITIONS, "rebuild_equal_length_position_ids", "unbind", id="equal lengths"),
]


def run(code: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: the patches are global, and verl must be imported after them."""
    from jamel.config import child_environment
    from jamel.train.launch import CPU_ENVIRONMENT

    environment = child_environment({**CPU_ENVIRONMENT, "VERL_USE_EXTERNAL_MODULES": ""})
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120)


@pytest.mark.parametrize(("code", "patch", "message"), DEFECTS)
def test_stock_verl_still_has_the_defect(code: str, patch: str, message: str):
    result = run(code.format(patch=""))
    assert result.returncode != 0
    assert re.search(message, result.stderr), result.stderr[-2000:]


@pytest.mark.parametrize(("code", "patch", "message"), DEFECTS)
def test_the_patch_cures_the_defect(code: str, patch: str, message: str):
    result = run(code.format(patch=f"patches.{patch}()"))
    assert result.returncode == 0, result.stderr[-2000:]

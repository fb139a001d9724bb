"""How much of a chip's matrix rate a training step of true width uses (model FLOPs utilisation).

The step is the joint model's own forward and backward pass at the widths of Qwen2.5-VL-7B; only the number of layers is
cut, so that it fits without sharding. The rate is measured on the same chip, not taken from a data sheet. This file
does not know verl.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from jamel.policy.joint_model import JamelConfig, JamelForConditionalGeneration

MATMUL_SIZE = 8192
REPEATS = 10
WARM_UP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """Of the language model. The published policy's, but for ``layers`` (28)."""

    hidden: int = 3584
    intermediate: int = 18944
    heads: int = 28
    key_value_heads: int = 4
    vocabulary: int = 152064
    layers: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Utilisation:
    """Rates in 10^12 floating-point operations a second."""

    step_s: float
    model_tflops: float
    matmul_tflops: float

    @property
    def share(self) -> float:
        return self.model_tflops / self.matmul_tflops


def measure_utilisation(width: Width, *, tokens: int = 4096) -> Utilisation:
    """On the first CUDA device, bfloat16, one sequence of ``tokens`` tokens, forward and backward."""
    device = torch.device("cuda")
    with device:
        torch.manual_seed(0)
        model: Any = JamelForConditionalGeneration(joint_config(width))
        model.bfloat16().train()
        ids_BT = torch.randint(10, width.vocabulary, (1, tokens))
    step_s = _seconds(lambda: training_step(model, ids_BT))
    return Utilisation(
        step_s=step_s, model_tflops=step_flops(width, tokens) / step_s / 1e12, matmul_tflops=_matmul_tflops(device)
    )


def training_step(model: Any, ids_BT: torch.Tensor) -> None:
    """Forward and backward. Every token carries loss: verl makes logits of all of them, too."""
    logits_BTV = model(input_ids=ids_BT, attention_mask=torch.ones_like(ids_BT)).logits
    torch.nn.functional.cross_entropy(logits_BTV[0, :-1].float(), ids_BT[0, 1:]).backward()
    model.zero_grad(set_to_none=True)


def step_flops(width: Width, tokens: int) -> float:
    """Forward and backward: 6 for each weight of a matrix and token, and causal attention, of which half is needed."""
    head = width.hidden // width.heads
    attention_weights = width.hidden * head * (2 * width.heads + 2 * width.key_value_heads)
    layer = attention_weights + 3 * width.hidden * width.intermediate
    weights = width.layers * layer + width.hidden * width.vocabulary
    return 6.0 * weights * tokens + 6.0 * width.layers * tokens**2 * width.hidden


def joint_config(width: Width) -> JamelConfig:
    """A joint model without a vision tower to speak of: pictures are a small part of a step's operations."""
    half = width.hidden // width.heads // 2
    return JamelConfig(
        text_config={
            "vocab_size": width.vocabulary,
            "hidden_size": width.hidden,
            "intermediate_size": width.intermediate,
            "num_hidden_layers": width.layers,
            "num_attention_heads": width.heads,
            "num_key_value_heads": width.key_value_heads,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 1000000.0,
                "mrope_section": [half - 2 * (half * 3 // 8), half * 3 // 8, half * 3 // 8],
            },
        },
        vision_config={"depth": 1, "hidden_size": 64, "num_heads": 2, "out_hidden_size": width.hidden},
        image_token_id=1,
        video_token_id=2,
        vision_start_token_id=3,
        vision_end_token_id=4,
    )


def _matmul_tflops(device: torch.device) -> float:
    left, right = (torch.randn(MATMUL_SIZE, MATMUL_SIZE, device=device, dtype=torch.bfloat16) for _ in range(2))
    return 2.0 * MATMUL_SIZE**3 / _seconds(lambda: left @ right) / 1e12


def _seconds(work: Callable[[], object]) -> float:
    """Of one run of ``work``, by the device's own clock."""
    for _ in range(WARM_UP):
        work()
    start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    start.record()
    for _ in range(REPEATS):
        work()
    end.record()
    torch.cuda.synchronize()
    return start.elapsed_time(end) / 1000 / REPEATS

"""``jamel bench model``: latents and decisions a second, what memory costs beside text history, and peak memory.

Random weights in the shapes of ``configs/model``: tiny ones on any machine, the paper's on a GPU. Compressor and
engines are measured one after the other, each in a process of its own; compare ratios within one run.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from transformers import Qwen2_5_VLForConditionalGeneration, Qwen3VLForConditionalGeneration

from jamel.bench.model_work import RESULT_MARK, Work
from jamel.bench.result import BenchResult, Target
from jamel.config import PROJECT_ROOT, child_environment
from jamel.errors import CapabilityError, ModelError
from jamel.policy.initialise import build_joint_model
from jamel.policy.joint_model import Aligner, joint_config
from jamel.testing.model_shapes import ModelShapes, Vocabulary, compressor_config, load_shapes, policy_config
from jamel.testing.tiny_models import Placement, save_compressor, save_policy, train_tokenizer

SEED = 0
VLLM_CPU_PYTHON = PROJECT_ROOT / ".cache" / "vllm" / "bin" / "python"
CPU_LIMIT_PARAMETERS = 1_000_000_000
MAX_MEMORY_GROWTH = 2.0
"""A decision with 512 latents against one without, in time: the page alone is of the same order."""


def bench_model(shapes_name: str, *, is_smoke: bool) -> BenchResult:
    """``shapes_name``: ``tiny``, ``paper``, or a YAML file of ``ModelShapes``. The short form leaves vLLM out.

    Raises ``CapabilityError`` for large shapes without a GPU.
    """
    shapes = load_shapes(shapes_name)
    counts = count_parameters(shapes)
    if counts["compressor"] + counts["policy"] > CPU_LIMIT_PARAMETERS and not torch.cuda.is_available():
        raise CapabilityError(
            f"shapes {shapes_name} have {counts['policy']:,} + {counts['compressor']:,} parameters and need a CUDA "
            "device; torch sees none here. Run the same command on a GPU machine, or use --shapes tiny."
        )
    results: dict[str, float] = {f"parameters_{part}": float(count) for part, count in counts.items()}
    engines = {"transformers": sys.executable, **({} if is_smoke else _vllm_python())}
    with tempfile.TemporaryDirectory() as name:
        compressor, joint = _make_models(shapes, Path(name))
        results |= _measure("compressor", compressor, sys.executable, shapes, is_smoke)
        for engine, python in engines.items():
            results |= _with_ratios(engine, _measure(engine, joint, python, shapes, is_smoke), counts)
    return BenchResult(
        bench="model",
        seed=SEED,
        results=results,
        targets=tuple(Target(name=f"{engine}_memory_growth", op="<=", bar=MAX_MEMORY_GROWTH) for engine in engines),
        notes=_notes(shapes_name, engines),
    )


def count_parameters(shapes: ModelShapes) -> dict[str, int]:
    """Of compressor, policy, its language model without embeddings, and aligner; built without memory for weights."""
    config = policy_config(shapes.policy, Vocabulary(tokens=1))
    joint: Any = joint_config(config, memory_token_id=0, memory_hidden_size=shapes.compressor.text.hidden_size)
    with torch.device("meta"):
        compressor = Qwen3VLForConditionalGeneration(compressor_config(shapes.compressor, Vocabulary(tokens=1)))
        policy = Qwen2_5_VLForConditionalGeneration(config)
        aligner = Aligner(joint)
    layers: Any = policy.model.language_model.layers
    modules = {"compressor": compressor, "policy": policy, "policy_layers": layers, "aligner": aligner}
    return {part: sum(p.numel() for p in module.parameters()) for part, module in modules.items()}


def _vllm_python() -> dict[str, str]:
    """Where vLLM is: here, in its own environment, or nowhere."""
    if find_spec("vllm") is not None:
        return {"vllm": sys.executable}
    return {"vllm": str(VLLM_CPU_PYTHON)} if VLLM_CPU_PYTHON.exists() else {}


def _make_models(shapes: ModelShapes, folder: Path) -> tuple[Path, Path]:
    """Compressor and joint model; the base policy between them is not kept, since it is as large as both."""
    on_gpu = torch.cuda.is_available()
    how = Placement(device="cuda" if on_gpu else "cpu", dtype=torch.bfloat16 if on_gpu else torch.float32)
    tokenizer = train_tokenizer()
    save_compressor(folder / "compressor", shapes, tokenizer, SEED, how)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        base = Path(temporary) / "base"
        save_policy(base, shapes, tokenizer, SEED, how)
        width = shapes.compressor.text.hidden_size
        joint = build_joint_model(base, width, folder / "joint", SEED, dtype=how.dtype)
    torch.cuda.empty_cache()
    return folder / "compressor", joint


def _measure(part: str, folder: Path, python: str, shapes: ModelShapes, is_smoke: bool) -> dict[str, float]:
    """Flat results of one process, the part's name before each."""
    on_gpu = torch.cuda.is_available()
    work = Work(
        part=part,
        folder=str(folder),
        latent_width=shapes.compressor.text.hidden_size,
        batch_sizes=(1, 2) if is_smoke else (1, 2, 4, 8, *((16, 32) if on_gpu else ())),
        memory_sizes=(0, 50) if is_smoke else (0, 50, 150, 512),
        page_lines=60 if on_gpu else 5 if is_smoke else 15,
        new_tokens=4 if is_smoke else 16,
        repeats=1 if is_smoke else 5,
        text_limit=120_000 if on_gpu else 24_000,
    )
    command = [python, "-m", "jamel.bench.model_work", work.model_dump_json()]
    environment = child_environment(
        {"HF_HUB_OFFLINE": "1", "VLLM_CPU_KVCACHE_SPACE": "1", "VLLM_ENABLE_V1_MULTIPROCESSING": "0"}
    )
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT_ROOT, env=environment)
    lines = [line for line in done.stdout.splitlines() if line.startswith(RESULT_MARK)]
    if done.returncode or not lines:
        raise ModelError(f"measuring {part} ended with exit code {done.returncode}: {done.stderr[-2000:]}")
    return {f"{part}_{name}": value for name, value in json.loads(lines[-1].removeprefix(RESULT_MARK)).items()}


def _with_ratios(engine: str, found: dict[str, float], counts: dict[str, int]) -> dict[str, float]:
    """And what the raw numbers mean: growth over the empty memory, and the share of the chip's matmul rate."""

    def largest(kind: str) -> str | None:
        names = [name for name in found if name.startswith(f"{engine}_{kind}_")]
        return max(names, key=lambda name: int(name.rpartition("_")[2]), default=None)

    empty_ms, empty_tokens = found[f"{engine}_decision_ms_memory_0"], found[f"{engine}_input_tokens_memory_0"]
    ratios = {
        "memory_growth": ("decision_ms_memory", empty_ms),
        "memory_token_growth": ("input_tokens_memory", empty_tokens),
        "text_history_growth": ("decision_ms_text_history", empty_ms),
        "text_history_token_growth": ("input_tokens_text_history", empty_tokens),
    }
    grown = {f"{engine}_{name}": found[of] / base for name, (kind, base) in ratios.items() if (of := largest(kind))}
    flops = 2 * counts["policy_layers"] * found[f"{engine}_prefill_tokens_per_s"]
    return found | grown | {f"{engine}_share_of_matmul_rate": flops / (1e12 * found[f"{engine}_matmul_tflops"])}


def _notes(shapes_name: str, engines: dict[str, str]) -> tuple[str, ...]:
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else "CPU"
    missing = () if "vllm" in engines else ("engine vllm was left out: not installed here, or the short form",)
    return (
        f"shapes {shapes_name} with random weights on {device}; a decision includes tokenizing and pictures",
        "growth: the largest size measured against an empty memory; a text history holds each step's action and page",
        "share of the matmul rate: 2 operations a token and parameter of the language model's layers, vision left out",
        "peak memory: resident on a CPU, torch's own on a GPU; vLLM takes most of a GPU beforehand",
        "vLLM for CPUs keeps a core for itself: on two cores it computes on one",
        *missing,
    )

"""``jamel bench sft``: what fine-tuning costs, through verl's own trainer on made-up rows.

Prompts are as unequal in length as those of the embedded apps, a quarter as long; models are tiny. On a CUDA device a
step of true width is set against the chip's measured matrix rate as well. This file does not know how rows are trained.
"""

from __future__ import annotations

import io
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image

from jamel.bench.result import BenchResult, Target
from jamel.train.launch import CPU_ENVIRONMENT, resolve_device, run_supervised, torchrun_command, verl_environment
from jamel.train.memory.sft import initial_model
from jamel.train.memory.sft_rows import TRAIN_NAME, PartNotes, SftRow, write_part
from jamel.train.memory.sft_settings import SftSettings, verl_overrides

SEED = 0
LATENT_WIDTH = 96
SCREENSHOT_PX = (1280, 720)
MAX_MEMORY = 150
WARM_UP_STEPS = 1
CLOCK_MODULE = "jamel.train.loader_clock"
MICRO_BATCHES = (1, 2, 4)
TIMED_MICRO_BATCH = 2
PAGE_CHARACTERS = (
    5792, 9614, 3010, 4517, 4174, 3350, 3879, 3928, 5810, 3087, 4557, 5001, 3204, 2876, 3613, 3122, 1860, 5520, 5748,
    2376, 3871, 4890, 3478, 4110,
)  # fmt: skip
"""Median length of the accessibility tree in the first eight steps of each embedded training app."""
SHRINK = 4
LINE = "\t\t[12] button 'Save the draft and go on'\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What the loader's clock said of one batch. ``lengths`` in tokens, in the order training sees them."""

    at_s: float
    wait_s: float
    lengths: Sequence[int]
    peak_rss_mib: float
    peak_gpu_mib: float


def bench_sft(*, is_smoke: bool) -> BenchResult:
    """12 steps of 16 samples in micro batches of 2, two workers; 4 steps of 8 in the short form."""
    steps, batch = (4, 8) if is_smoke else (12, 16)
    device = resolve_device("auto")
    with tempfile.TemporaryDirectory() as folder:
        batches = _train(Path(folder), device, rows=steps * batch, batch_size=batch)
    results = {**speed(batches[WARM_UP_STEPS:]), **padding(batches)}
    notes = [
        f"tiny models on {device}; {len(batches)} steps of {batch}, {WARM_UP_STEPS} of them not timed; peak memory is "
        "that of one rank, interpreter and libraries included",
        f"page lengths of the {len(PAGE_CHARACTERS)} embedded training apps, divided by {SHRINK}",
        "every file of configs/sft cuts micro batches of one sample, which are never padded",
    ]
    if device == "cuda":
        results |= _utilisation()
        notes.append("model FLOPs utilisation: four layers of Qwen2.5-VL-7B's width, 4096 tokens, forward and backward")
    else:
        notes.append("no CUDA device: model FLOPs utilisation of a step of true width is not measured")
    return BenchResult(
        bench="sft",
        seed=SEED,
        results=results,
        targets=(
            Target(name="padding_share_micro_batch_1", op="<=", bar=0.0),
            Target(name="padding_share_micro_batch_2", op="<=", bar=0.10),
            Target(name="loader_stall_share", op="<=", bar=0.05),
        ),
        notes=tuple(notes),
    )


def speed(batches: Sequence[Batch]) -> dict[str, float]:
    """From the arrival of the first batch to that of the last: what lies between is work on all batches but the last
    and waiting for all but the first."""
    elapsed_s = batches[-1].at_s - batches[0].at_s
    return {
        "tokens_per_s": sum(sum(b.lengths) for b in batches[:-1]) / elapsed_s,
        "samples_per_s": sum(len(b.lengths) for b in batches[:-1]) / elapsed_s,
        "loader_stall_share": sum(b.wait_s for b in batches[1:]) / elapsed_s,
        "peak_rss_mib": max(b.peak_rss_mib for b in batches),
        "peak_gpu_mib": max(b.peak_gpu_mib for b in batches),
    }


def padding(batches: Sequence[Batch]) -> dict[str, float]:
    """The padded share of all positions, as the batches lay and as they would lie in no order."""
    rng = random.Random(SEED)
    found = [list(b.lengths) for b in batches]
    shuffled = [rng.sample(lengths, len(lengths)) for lengths in found]
    return {f"padding_share_micro_batch_{m}": padded_share(found, m) for m in MICRO_BATCHES} | {
        f"padding_share_micro_batch_{m}_unsorted": padded_share(shuffled, m) for m in MICRO_BATCHES[1:]
    }


def padded_share(batches: Sequence[Sequence[int]], micro_batch: int) -> float:
    """Each batch is cut into micro batches as it lies, and each of those padded to its longest sample."""
    micros = [b[i : i + micro_batch] for b in batches for i in range(0, len(b), micro_batch)]
    return 1.0 - sum(map(sum, micros)) / sum(len(m) * max(m) for m in micros)


def _train(folder: Path, device: Literal["cpu", "cuda"], *, rows: int, batch_size: int) -> list[Batch]:
    from jamel.testing.tiny_models import make_tiny_models

    data = folder / TRAIN_NAME
    write_part(data, _rows(rows), PartNotes(fingerprint="", steps=rows, dropped={}))
    settings = SftSettings(
        train_file=str(data), model_path=str(make_tiny_models(folder / "models", seed=SEED).base_policy),
        output=str(folder / "out"), total_epochs=1, train_batch_size=batch_size,
        micro_batch_size_per_gpu=TIMED_MICRO_BATCH, precision="bf16" if device == "cuda" else "fp32",
        gradient_checkpointing=False, num_workers=2, threads_per_rank=2, loggers=(), learning_rate=1e-4,
    )  # fmt: skip
    model = initial_model(settings, LATENT_WIDTH)
    overrides = verl_overrides(settings, model=model, device=device, latent_width=LATENT_WIDTH, validates=False)
    lines: list[str] = []
    run_supervised(
        torchrun_command("verl.trainer.sft_trainer", overrides, nproc_per_node=1),
        verl_environment(device, settings.threads_per_rank, folder) | _clock(device),
        folder / "verl.log",
        lines.append,
    )
    return parse_clock(lines)


def _clock(device: str) -> dict[str, str]:
    """verl imports several modules where their names are joined by commas."""
    name = "VERL_USE_EXTERNAL_MODULES"
    return {name: f"{CPU_ENVIRONMENT[name]},{CLOCK_MODULE}" if device == "cpu" else CLOCK_MODULE}


def parse_clock(lines: Sequence[str]) -> list[Batch]:
    """The clock's lines among all that the trainer printed."""
    mark = "[loader_clock] "
    return [Batch(**json.loads(line.removeprefix(mark))) for line in lines if line.startswith(mark)]


def _rows(count: int) -> Iterator[SftRow]:
    rng = np.random.default_rng(SEED)
    for index in range(count):
        characters = int(rng.choice(PAGE_CHARACTERS)) // SHRINK
        yield SftRow(
            session_id=f"s{index // MAX_MEMORY}", episode_index=0, step_index=index % MAX_MEMORY, target_app="made_up",
            start_url="http://127.0.0.1/", prompt=LINE * (characters // len(LINE)) + "<image>\nReply.",
            response=f"<action>click('{index}')</action>", reward=1.0, image_png=_screenshot(rng),
            memory_ND=rng.standard_normal((1 + index % MAX_MEMORY, LATENT_WIDTH)).astype(np.float32),
        )  # fmt: skip


def _screenshot(rng: np.random.Generator) -> bytes:
    width, height = SCREENSHOT_PX
    pixels = np.full((height, width, 3), 245, np.uint8)
    pixels[: height // 6] = rng.integers(0, 256, (height // 6, width, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _utilisation() -> dict[str, Any]:
    from jamel.train.utilisation import Width, measure_utilisation

    found = measure_utilisation(Width())
    return {
        "true_width_step_s": found.step_s,
        "model_tflops_per_s": found.model_tflops,
        "matmul_tflops_per_s": found.matmul_tflops,
        "model_flops_utilisation": found.share,
    }

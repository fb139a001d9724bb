"""``jamel bench prepare``: what preparing fine-tuning rows costs in memory and time, at one size and at eight times it.

Synthetic sessions of the published length and a compressor that only hashes: what is measured is reading, judging,
writing and joining, not a model. Each size runs in a process of its own, whose peak memory the system keeps.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from jamel.actions import Click
from jamel.bench.result import BenchResult, Target
from jamel.memory.bank import MemoryBank
from jamel.rollout.session import run_session
from jamel.testing.fakes import FakeEntityCounter, FakeEnvironment, ScriptedPolicy, fake_context
from jamel.trajectory_io import write_trajectory
from jamel.types import Trajectory

SEED = 0
GROWTH = 8
LATENT_WIDTH = 2048
"""Of the published compressor: latents are the bulk of a row."""
SCREENSHOT_PX = (1280, 720)


def bench_prepare(*, is_smoke: bool) -> BenchResult:
    """4 and 32 sessions of 150 steps; 2 and 16 of 20 in the short form."""
    sessions, steps = (2, 20) if is_smoke else (4, 150)
    with tempfile.TemporaryDirectory() as folder:
        small = _measure(Path(folder) / "small", sessions, steps)
        large = _measure(Path(folder) / "large", sessions * GROWTH, steps)
    results = {
        "rows_small": small["rows"],
        "rows_large": large["rows"],
        "peak_rss_mib_small": small["peak_rss_mib"],
        "peak_rss_mib_large": large["peak_rss_mib"],
        "peak_rss_ratio": large["peak_rss_mib"] / small["peak_rss_mib"],
        "rows_per_s_small": small["rows"] / small["seconds"],
        "rows_per_s_large": large["rows"] / large["seconds"],
        "time_per_row_ratio": (large["seconds"] / large["rows"]) / (small["seconds"] / small["rows"]),
    }
    return BenchResult(
        bench="prepare",
        seed=SEED,
        results=results,
        targets=(
            Target(name="peak_rss_ratio", op="<=", bar=1.25),
            Target(name="time_per_row_ratio", op="<=", bar=1.5),
        ),
        notes=(
            f"the large run has {GROWTH} times the rows of the small one; sessions of {steps} steps each",
            "peak memory holds the interpreter and its libraries too; no model is loaded",
        ),
    )


def _measure(folder: Path, sessions: int, steps: int) -> dict[str, float]:
    """Write the sessions, then prepare them in a fresh process."""
    template = _session(steps)
    for index in range(sessions):
        write_trajectory(folder / "in" / f"{index:04d}.parquet", _renamed(template, index))
    command = [sys.executable, "-m", "jamel.bench.prepare", str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(result.stdout.splitlines()[-1])


def _session(steps: int) -> Trajectory:
    """Every step has a screenshot of full size and noise of its own, as big on disk as a real one."""
    session = run_session(
        env=FakeEnvironment(),
        policy=ScriptedPolicy([Click(bid="0")]),
        memory=MemoryBank(None),
        counter=FakeEntityCounter(),
        context=fake_context(max_steps=steps),
    )
    rng = np.random.default_rng(SEED)
    return _with_screenshots(session, [_screenshot(rng) for _ in range(steps)])


def _screenshot(rng: np.random.Generator) -> bytes:
    width, height = SCREENSHOT_PX
    pixels = np.full((height, width, 3), 245, np.uint8)
    pixels[: height // 6] = rng.integers(0, 256, (height // 6, width, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _with_screenshots(session: Trajectory, screenshots: Sequence[bytes]) -> Trajectory:
    steps = tuple(
        replace(step, observation=replace(step.observation, screenshot_png=png))
        for step, png in zip(session.steps, screenshots, strict=True)
    )
    return replace(session, steps=steps)


def _renamed(session: Trajectory, index: int) -> Trajectory:
    return replace(session, context=replace(session.context, session_id=f"bench-{index:04d}"))


class _HashingCompressor:
    """Latents of the published width at no cost."""

    width = LATENT_WIDTH
    latents_per_step = 1

    def compress(self, screenshots_png: Sequence[bytes], action_texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([np.full((1, LATENT_WIDTH), len(png) % 997, np.float32) for png in screenshots_png])


def _prepare_and_report(folder: Path) -> None:
    from jamel.train.memory.preparation import Models, PrepareSettings, prepare

    settings = PrepareSettings(
        input=(str(folder / "in"),), output=str(folder / "out"), compressor_model="none", filter="none"
    )
    started = time.perf_counter()
    report = prepare(settings, lambda: Models(compressor=_HashingCompressor(), count_tokens=len))
    facts = {
        "rows": report["samples_train"] + report["samples_val"],
        "seconds": time.perf_counter() - started,
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    _prepare_and_report(Path(sys.argv[1]))

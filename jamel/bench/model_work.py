"""One measuring process of ``jamel bench model``: a compressor, or a policy on one engine, from a model folder.

A process of its own, because vLLM may live in another environment and because peak memory belongs to a process. Prints
one line of JSON, flat names to numbers. This file does not know what is compared with what.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from PIL import Image

from jamel.config import Settings
from jamel.memory.compressor import QwenCompressor
from jamel.policy.engine import Engine, GenerationRequest, Sampling
from jamel.policy.inputs import encode_prompt
from jamel.policy.joint_policy import PolicySettings, load_engine
from jamel.policy.prompt import build_prompt, policy_image
from jamel.types import AppSpec, Element, Observation, SessionContext, Split, Viewport
from jamel.vision_input import processor_images

RESULT_MARK = "RESULT "
USUAL_MEMORY = 50
"""Latents before the prompt where memory is not what is varied: one session of the paper's evaluation."""
URL = "http://127.0.0.1:8800/app/index.html"
CONTEXT = SessionContext(
    session_id="bench",
    app=AppSpec(app_id="app", split=Split.TEST, entry_path="app/index.html"),
    start_url=URL,
    seed=0,
    max_steps=1,
)
Key = TypeVar("Key", str, int)


class Work(Settings):
    """What one process measures. ``part`` is ``compressor`` or an engine's name; full text histories are timed up to
    ``text_limit`` tokens, and only counted beyond; ``latent_width`` is the compressor's."""

    part: str
    folder: str
    latent_width: int
    batch_sizes: tuple[int, ...]
    memory_sizes: tuple[int, ...]
    page_lines: int
    new_tokens: int
    repeats: int
    text_limit: int


def main() -> int:
    parser = argparse.ArgumentParser(description="One measuring process of jamel bench model.")
    parser.add_argument("work", help="JSON of a Work")
    work = Work.model_validate_json(parser.parse_args().work)
    folder = Path(work.folder)
    if work.part == "compressor":
        found = compressor_rates(QwenCompressor.load(folder, batch_size=max(work.batch_sizes)), work)
    else:
        settings = {"engine": work.part, "max_length": work.text_limit, "max_new_tokens": work.new_tokens}
        bench = PolicyBench(load_engine(folder, PolicySettings.model_validate(settings)), work)
        found = {**bench.batches(), **bench.histories(), **bench.token_rates()}
    print(RESULT_MARK + json.dumps(found | {"peak_memory_mib": _peak_memory_mib(), "matmul_tflops": matmul_tflops()}))
    return 0


def compressor_rates(compressor: QwenCompressor, work: Work) -> dict[str, float]:
    """Latents a second against batch size, each of a step of its own."""

    def compress(size: int, run: int) -> None:
        steps = range(run * size, (run + 1) * size)
        compressor.compress([_screenshot(step) for step in steps], [f"click('{step}')" for step in steps])

    best_s = _best_s({size: partial(compress, size) for size in work.batch_sizes}, work.repeats)
    return {f"latents_per_s_batch_{size}": size / seconds for size, seconds in best_s.items()}


class PolicyBench:
    """Every request is new to the engine: page, picture and memory differ, so that no cache answers for it."""

    def __init__(self, engine: Engine, work: Work) -> None:
        self._engine, self._work = engine, work
        self._serials = itertools.count(1)

    def batches(self) -> dict[str, float]:
        """Decisions a second, tokenizing and pictures included, against batch size."""
        best_s = _best_s({n: self._decide(n, USUAL_MEMORY) for n in self._work.batch_sizes}, self._work.repeats)
        return {f"decisions_per_s_batch_{n}": n / seconds for n, seconds in best_s.items()}

    def histories(self) -> dict[str, float]:
        """Time and input tokens of one decision against the number of past steps: as memory, and as text before the
        prompt, which holds of each step its action and the page it led to."""
        sizes, limit = self._work.memory_sizes, self._work.text_limit
        asked = {f"memory_{n}": (n, 0) for n in sizes} | {f"text_history_{n}": (0, n) for n in sizes if n}
        tokens = {name: self._request(0, *past).inputs.prompt_length for name, past in asked.items()}
        timed = {name: self._decide(1, *past) for name, past in asked.items() if tokens[name] < limit}
        return {
            **{f"input_tokens_{name}": count for name, count in tokens.items()},
            **{f"decision_ms_{name}": 1e3 * seconds for name, seconds in _best_s(timed, self._work.repeats).items()},
        }

    def token_rates(self) -> dict[str, float]:
        """Tokens read, and written, a second at the largest batch, by the engine alone."""
        size, new = self._work.batch_sizes[-1], self._work.new_tokens
        made = {n: self._batches_made_before(size) for n in (1, new)}
        best_s = _best_s({n: partial(self._generate, n, batches) for n, batches in made.items()}, self._work.repeats)
        found = {"prefill_tokens_per_s": sum(one.inputs.prompt_length for one in made[1][-1]) / best_s[1]}
        written_s = best_s[new] - best_s[1]
        return found | ({"decode_tokens_per_s": size * (new - 1) / written_s} if written_s > 0 else {})

    def _decide(self, batch: int, n_memory: int, text_steps: int = 0) -> Callable[[int], object]:
        """One batch of decisions, from pages and pictures on."""

        def decide(_: int) -> None:
            asked = [self._request(next(self._serials), n_memory, text_steps) for _ in range(batch)]
            self._engine.generate(asked, self._greedy(self._work.new_tokens))

        return decide

    def _batches_made_before(self, size: int) -> list[list[GenerationRequest]]:
        runs = range(self._work.repeats + 1)
        return [[self._request(next(self._serials), USUAL_MEMORY) for _ in range(size)] for _ in runs]

    def _generate(self, new_tokens: int, batches: list[list[GenerationRequest]], run: int) -> None:
        self._engine.generate(batches[run], self._greedy(new_tokens))

    @staticmethod
    def _greedy(new_tokens: int) -> Sampling:
        return Sampling(temperature=0.0, top_p=1.0, max_new_tokens=new_tokens)

    def _request(self, serial: int, n_memory: int, text_steps: int = 0) -> GenerationRequest:
        """Equal serials give equal text."""
        lines, processor = self._work.page_lines, self._engine.processor
        history = "".join(f"step {i}: click('{i}')\n{_page(i, lines)}\n" for i in range(text_steps))
        prompt = f"{serial}\n{history}" + build_prompt(_observation(_page(serial, lines)), CONTEXT, serial)
        image = processor_images(processor, [policy_image(_screenshot(serial))])[0]
        rng = np.random.default_rng(serial)
        return GenerationRequest(
            inputs=encode_prompt(processor, prompt, image, n_memory),
            images=(image,),
            latents_ND=rng.normal(size=(n_memory, self._work.latent_width)).astype(np.float32),
            seed=serial,
        )


def _page(serial: int, lines: int) -> str:
    """Buttons and texts as on the embedded apps, different on every page."""
    return "RootWebArea 'Shop'\n" + "\n".join(
        f"\t[{i}] button 'Add item {serial * lines + i} to cart'" for i in range(lines)
    )


def _observation(page: str) -> Observation:
    return Observation(
        url=URL,
        open_page_urls=(URL,),
        axtree_text=page,
        elements=tuple(Element(bid=str(i), role="button", label="Add item") for i in range(page.count("["))),
        screenshot_png=b"",
        viewport=Viewport(),
    )


def _screenshot(serial: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (1280, 720), (serial % 256, serial // 256 % 256, 90)).save(buffer, "PNG")
    return buffer.getvalue()


def _best_s(runs: Mapping[Key, Callable[[int], object]], repeats: int) -> dict[Key, float]:
    """The fastest of ``repeats`` runs of each, after one that warms up; each is given the number of its run.

    They take turns, so that whatever else the machine does slows all of them; the fastest run is what it did not slow.
    """
    seconds: dict[Key, list[float]] = {name: [] for name in runs}
    for i in range(repeats + 1):
        for name, run in runs.items():
            _wait_for_device()
            started = time.perf_counter()
            run(i)
            _wait_for_device()
            seconds[name].append(time.perf_counter() - started)
    return {name: min(many[1:]) for name, many in seconds.items()}


def matmul_tflops() -> float:
    """What this device reaches on one large product, in the precision that models run in: its practical limit."""
    on_gpu = torch.cuda.is_available()
    side, dtype = (8192, torch.bfloat16) if on_gpu else (1024, torch.float32)
    a, b = (torch.randn(side, side, device="cuda" if on_gpu else "cpu", dtype=dtype) for _ in range(2))
    return 2 * side**3 / _best_s({"product": lambda _: a @ b}, 10)["product"] / 1e12


def _wait_for_device() -> None:
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def _peak_memory_mib() -> float:
    """Of this process: torch's own on a GPU, resident memory on a CPU."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


if __name__ == "__main__":
    sys.exit(main())

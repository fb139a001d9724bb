"""The process of one browser: runs sessions by the project's one loop, and asks the model's side for all it decides.

Run as ``python -m jamel.train.rl.session_child``. Policy and compressor here are the two ends of a pipe, so that a
process costs a browser and no model, and the model sees the steps of all sessions at once. Everything printed on stdout
is protocol (``wire``).
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from jamel.collect.session_worker import run_job
from jamel.coverage.node_counter import NodeEntityCounters
from jamel.errors import BrowserError, JamelError, ModelError
from jamel.memory.bank import MemoryBank
from jamel.policy.response import parse_response
from jamel.rollout.job import SessionJob
from jamel.train.rl.wire import array_from_wire, array_to_wire, image_to_wire, observation_to_wire, usage_from_wire
from jamel.types import Decision, MemoryView, Observation, SessionContext, Step


class ModelPipe:
    """The other end of the pipe."""

    def __init__(self, questions: TextIO, answers: TextIO) -> None:
        self._questions, self._answers = questions, answers

    def tell(self, message: dict[str, Any]) -> None:
        print(json.dumps(message), file=self._questions, flush=True)

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Raises ``ModelError`` when the model's side is gone or says that it failed."""
        self.tell(message)
        line = self._answers.readline()
        if not line:
            raise ModelError("the model's side closed the pipe. See its own error in the training log.")
        answer = json.loads(line)
        if "error" in answer:
            raise ModelError(answer["error"])
        return answer


class AskingPolicy:
    """Fits ``protocols.Policy``."""

    name = "jamel"

    def __init__(self, model: ModelPipe) -> None:
        self._model = model

    def begin(self, context: SessionContext) -> None:
        self._model.tell({"type": "begin", "start_url": context.start_url})

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        question = {"type": "decide", "step_index": step_index, "observation": observation_to_wire(observation)}
        answer = self._model.ask({**question, "latents": array_to_wire(memory.latents_ND)})
        return Decision(raw_text=answer["text"], action=parse_response(answer["text"]), usage=usage_from_wire(answer))


class AskingCompressor:
    """Fits ``protocols.Compressor``."""

    def __init__(self, model: ModelPipe, width: int) -> None:
        self._model, self.width, self.latents_per_step = model, width, 1

    def compress(self, screenshots_png: Sequence[bytes], action_texts: Sequence[str]) -> NDArray[np.float32]:
        shots = [image_to_wire(png) for png in screenshots_png]
        return array_from_wire(self._model.ask({"type": "compress", "shots": shots, "actions": [*action_texts]}))


def main() -> None:
    model = ModelPipe(sys.stdout, sys.stdin)
    sys.stdout = sys.stderr
    with NodeEntityCounters() as counters:
        for line in sys.stdin:
            order = json.loads(line)
            model.tell({"type": "done", "error": _run(order, model, counters), "rss_mib": rss_mib()})


def rss_mib() -> float:
    """Resident memory of this process now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 2**20


def _run(order: dict[str, Any], model: ModelPipe, counters: NodeEntityCounters) -> str | None:
    """One line saying what went wrong; None when the session's trajectory was written, whatever its outcome."""

    def report(step: Step) -> None:
        model.tell({"type": "step", "index": step.index})

    compressor = AskingCompressor(model, order["latent_width"]) if order["latent_width"] else None
    memory = MemoryBank(compressor, max_items=order["max_memory_items"])
    try:
        run_job(SessionJob.from_json(order["job"]), AskingPolicy(model), memory, counters, report)
    except BrowserError as error:  # Chromium did not even start: there is no trajectory yet
        return str(error)
    except JamelError as error:
        return f"{type(error).__name__}: {error}"
    return None


if __name__ == "__main__":
    main()

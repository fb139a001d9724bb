"""The process that holds the models of one GPU, for the session workers beside it.

Run as ``python -m jamel.serving.server --socket PATH``; it ends when its standard input does. Workers ask over the
socket (``wire``); what several ask at the same time is answered in one batch. This file does not know sessions.
"""

from __future__ import annotations

import argparse
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from itertools import count, islice
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from jamel.errors import JamelError
from jamel.policy.engine import GenerationReply, GenerationRequest, Sampling
from jamel.policy.joint_policy import PolicySettings, engine_settings
from jamel.serving.loaded_models import LoadedModels, ModelSource
from jamel.serving.lockstep import Lockstep
from jamel.serving.wire import Head, Tensors, pack, requests_from_wire, tensor_to_bytes, unpack

GATHER_S = 1.0
"""How long a batch waits for sessions that are busy with their browsers, or for workers between two sessions."""
Answer = Callable[[Head, Tensors], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decide:
    checkpoint: Path
    settings: PolicySettings
    sampling: Sampling
    requests: list[GenerationRequest] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compress:
    model: tuple[Path, str, int]
    shots: list[bytes] = field(repr=False)
    actions: list[str]


class InUse:
    """Which weights of one kind are in use: one checkpoint's at a time."""

    def __init__(self) -> None:
        self._key: object = None
        self._users = 0
        self._changed = threading.Condition()

    @contextmanager
    def of(self, key: object) -> Generator[None]:
        """Waits while others are in use. Who needs both kinds takes the engine first."""
        with self._changed:
            self._changed.wait_for(lambda: self._users == 0 or self._key == key)
            self._key = key
            self._users += 1
        try:
            yield
        finally:
            with self._changed:
                self._users -= 1
                self._changed.notify_all()


class ModelServer:
    """Models are loaded and run by ``runner``, one thing at a time; each connection has a thread that waits."""

    def __init__(self, models: ModelSource, runner: Executor, gather_s: float = GATHER_S) -> None:
        self._models, self._runner = models, runner
        self._lockstep = Lockstep({"compress": self._compress, "decide": self._decide}, gather_s)
        self._engines, self._compressors = InUse(), InUse()

    def talk(self, place: int, connection: Connection) -> None:
        """Answers one worker about one model until it hangs up. ``place`` orders the questions of a batch."""
        with connection, suppress(EOFError, OSError), ExitStack() as stack:
            wanted, _ = unpack(connection.recv_bytes())
            start = self._start_engine if wanted["kind"] == "engine" else self._start_compressor
            try:
                about, answer = start(wanted, place, stack)
            except JamelError as error:
                connection.send_bytes(pack({"error": str(error)}))
                return
            connection.send_bytes(about)
            while True:
                question = unpack(connection.recv_bytes())
                try:
                    said = answer(*question)
                except JamelError as error:
                    said = pack({"error": str(error)})
                connection.send_bytes(said)

    def _start_engine(self, wanted: Head, place: int, stack: ExitStack) -> tuple[bytes, Answer]:
        checkpoint, settings = Path(wanted["checkpoint"]), PolicySettings.model_validate(wanted["settings"])
        stack.enter_context(self._engines.of((checkpoint, engine_settings(settings))))
        self._runner.submit(self._models.engine, checkpoint, settings).result()
        self._lockstep.enter()
        stack.callback(self._lockstep.leave)

        def answer(head: Head, tensors: Tensors) -> bytes:
            requests = requests_from_wire(head["requests"], tensors)
            sampling = Sampling(**head["sampling"])
            question = _Decide(checkpoint=checkpoint, settings=settings, sampling=sampling, requests=requests)
            replies: list[GenerationReply] = self._lockstep.ask("decide", place, question)
            return pack({"replies": [asdict(reply) for reply in replies]})

        return pack({}), answer

    def _start_compressor(self, wanted: Head, place: int, stack: ExitStack) -> tuple[bytes, Answer]:
        model = (Path(wanted["folder"]), str(wanted["device"]), int(wanted["latents_per_step"]))
        stack.enter_context(self._compressors.of(model))
        loaded = self._runner.submit(self._models.compressor, *model).result()

        def answer(head: Head, tensors: Tensors) -> bytes:
            actions: list[str] = head["actions"]
            shots = [tensor_to_bytes(tensors[str(i)]) for i in range(len(actions))]
            question = _Compress(model=model, shots=shots, actions=actions)
            return pack({}, {"latents_BKD": torch.from_numpy(self._lockstep.ask("compress", place, question))})

        return pack({"width": loaded.width, "identity": loaded.identity}), answer

    def _decide(self, questions: list[_Decide]) -> list[list[GenerationReply]]:
        return self._runner.submit(self._decide_now, questions).result()

    def _decide_now(self, questions: list[_Decide]) -> list[list[GenerationReply]]:
        engine = self._models.engine(questions[0].checkpoint, questions[0].settings)
        answers: dict[int, list[GenerationReply]] = {}
        for sampling in dict.fromkeys(question.sampling for question in questions):
            alike = [question for question in questions if question.sampling == sampling]
            replies = iter(engine.generate([request for one in alike for request in one.requests], sampling))
            answers |= {id(one): list(islice(replies, len(one.requests))) for one in alike}
        return [answers[id(question)] for question in questions]

    def _compress(self, questions: list[_Compress]) -> list[NDArray[np.float32]]:
        return self._runner.submit(self._compress_now, questions).result()

    def _compress_now(self, questions: list[_Compress]) -> list[NDArray[np.float32]]:
        compressor = self._models.compressor(*questions[0].model)
        shots = [shot for question in questions for shot in question.shots]
        latents = compressor.compress(shots, [text for question in questions for text in question.actions])
        return np.split(latents, np.cumsum([len(question.actions) for question in questions])[:-1])


class CallersThread(Executor):
    """Runs what is submitted in the thread that calls ``run``: vLLM and CUDA want the main one."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = queue.SimpleQueue()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._waiting.put((future, lambda: fn(*args, **kwargs)))
        return future

    def run(self) -> None:
        """Never ends."""
        while True:
            future, work = self._waiting.get()
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001  # whoever waits gets it
                future.set_exception(error)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--socket", type=Path, required=True)
    socket: Path = parser.parse_args().socket
    threading.Thread(target=_end_with_parent, name="parent's end", daemon=True).start()
    socket.unlink(missing_ok=True)  # left by one that died
    runner = CallersThread()
    server = ModelServer(LoadedModels(), runner)
    with Listener(str(socket), family="AF_UNIX", backlog=64) as listener:
        threading.Thread(target=serve, args=(server, listener), daemon=True).start()
        runner.run()


def serve(server: ModelServer, listener: Listener) -> None:
    """Accepts workers until ``listener`` is closed."""
    with suppress(OSError):
        for place in count():
            threading.Thread(target=server.talk, args=(place, listener.accept()), daemon=True).start()


def _end_with_parent() -> None:
    """The parent holds the other end of standard input; when it ends, however, so do this process and vLLM's."""
    sys.stdin.buffer.read()
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()

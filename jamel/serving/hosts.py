"""The processes that hold models for workers: one a GPU, or one on a machine without. Started again when they die.

This file does not know what is asked of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from jamel.child_group import kill_group
from jamel.config import child_environment

PAUSE_S = 1.0
"""Before one that died is started again."""


class ModelHosts:
    """``sockets`` are where they listen, in GPU order; each writes ``models_N.log`` to ``logs``."""

    def __init__(self, gpus: int, logs: Path, note: Callable[[str], None]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="jamel-models-")  # short: a socket's path may have 107 bytes
        self.sockets = tuple(Path(self._folder.name) / f"{i}" for i in range(max(1, gpus)))
        self._hosts = [
            _Host(socket, {"CUDA_VISIBLE_DEVICES": str(i)} if gpus else {}, logs / f"models_{i}.log", note)
            for i, socket in enumerate(self.sockets)
        ]

    def __enter__(self) -> ModelHosts:
        for host in self._hosts:
            host.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for host in self._hosts:
            host.stop()
        self._folder.cleanup()


class _Host:
    def __init__(self, socket: Path, extra: dict[str, str], log: Path, note: Callable[[str], None]) -> None:
        self._socket, self._extra, self._log, self._note = socket, extra, log, note
        self._stopped = threading.Event()
        self._starting = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._child = self._spawn()
        self._keeper.start()

    def stop(self) -> None:
        with self._starting:  # else the keeper might start one that nobody ends
            self._stopped.set()
        self._kill()
        self._keeper.join()

    def _keep(self) -> None:
        while self._child is not None:
            code = self._child.wait()
            self._kill()  # what it started may outlive it
            if self._stopped.wait(PAUSE_S):
                return
            self._note(f"the process that holds the models ended with {code} and is started again; see {self._log}")
            with self._starting:
                if self._stopped.is_set():
                    return
                self._child = self._spawn()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                (sys.executable, "-m", "jamel.serving.server", "--socket", str(self._socket)),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=child_environment(self._extra),
                start_new_session=True,
            )

    def _kill(self) -> None:
        child = self._child
        if child is not None:
            kill_group(child)
            child.wait()

"""Runs one of verl's trainers as a supervised child under torchrun, and hands on every line it prints.

Nothing the child does can outlive the call: it leads its own process group, which is killed when the call ends for any
reason, and ended by a signal when this process itself is killed. This file does not know what is trained.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from jamel.child_group import end_group_with, kill_group
from jamel.config import child_environment
from jamel.errors import CapabilityError, ModelError

Device = Literal["cpu", "cuda"]

CPU_ENVIRONMENT = {
    "VERL_USE_EXTERNAL_MODULES": "jamel.train.verl_cpu.install",
    "VERL_PLATFORM": "cpu",
    # verl registers its FSDP engines for cuda alone; their code names no device.
    "VERL_ENGINE_DEVICE": "cuda",
    # Threads that wait by spinning slow a busy machine down many times over.
    "OMP_WAIT_POLICY": "PASSIVE",
}
COMMON_ENVIRONMENT = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "PYTHONUNBUFFERED": "1"}
LAST_WORDS = 25
"""Lines of output that an error message quotes."""


def resolve_device(device: Literal["auto", "cpu", "cuda"]) -> Device:
    """Raises ``CapabilityError`` when CUDA is asked for by name and absent."""
    import torch

    if device == "cuda" and not torch.cuda.is_available():
        raise CapabilityError("device=cuda, but torch sees no CUDA device. Use device=cpu, or fix the driver.")
    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    return device


def verl_environment(device: Device, threads_per_rank: int, output: Path) -> dict[str, str]:
    """What a verl process needs on top of the caller's environment. Loggers write below ``output``."""
    extra = CPU_ENVIRONMENT if device == "cpu" else {}
    loggers = {"TENSORBOARD_DIR": str(output / "tensorboard"), "WANDB_DIR": str(output)}
    return {**COMMON_ENVIRONMENT, **extra, **loggers, "OMP_NUM_THREADS": str(threads_per_rank)}


def torchrun_command(module: str, overrides: Sequence[str], nproc_per_node: int) -> list[str]:
    return [
        sys.executable, "-m", "torch.distributed.run", "--standalone", f"--nproc_per_node={nproc_per_node}",
        "-m", module, *overrides,
    ]  # fmt: skip


def run_supervised(
    command: Sequence[str],
    environment: dict[str, str],
    log: Path,
    on_line: Callable[[str], None],
    *,
    silence_budget_s: float | None = None,
) -> None:
    """Run ``command``, append its output to ``log``, hand each line to ``on_line``.

    An exception from ``on_line`` ends the child, and so does its own silence for longer than ``silence_budget_s``. When
    this process ends, in whatever way, the child gets SIGTERM: left behind, it would write beside the run that goes on.
    Raises ``ModelError`` when the child fails.
    """
    child = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=child_environment(environment),
        start_new_session=True,
    )
    end_group_with(child)
    last: deque[str] = deque(maxlen=LAST_WORDS)
    watch = _SilenceWatch(child, silence_budget_s)
    try:
        with log.open("a", encoding="utf-8") as file:
            for line in child.stdout or ():
                file.write(line)
                file.flush()
                watch.heard()
                last.append(line.rstrip())
                on_line(line.rstrip())
        code = child.wait()
    finally:
        watch.stop()
        kill_group(child)
        child.wait()
    if watch.is_expired:
        raise ModelError(
            f"training said nothing for {silence_budget_s:g} s (silence_budget_s) and was ended; see {log}. "
            "Run the same command again: it goes on from the last checkpoint."
        )
    if code != 0:
        quoted = "\n  ".join(last)
        raise ModelError(
            f"training ended with exit code {code}; the last lines of {log} are\n  {quoted}\n"
            "Mend the cause and run the same command again: it goes on from the last checkpoint."
        )


class _SilenceWatch:
    """Ends a child that has been silent for longer than its budget. ``None`` never does."""

    def __init__(self, child: subprocess.Popen[str], budget_s: float | None) -> None:
        self._child, self._budget_s = child, budget_s
        self._timer: threading.Timer | None = None
        self.is_expired = False
        self.heard()

    def heard(self) -> None:
        self.stop()
        if self._budget_s is not None:
            self._timer = threading.Timer(self._budget_s, self._expire)
            self._timer.daemon = True
            self._timer.start()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _expire(self) -> None:
        self.is_expired = True
        kill_group(self._child)

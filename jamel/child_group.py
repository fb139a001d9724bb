"""Ends child processes with all that they started. Each leads a process group (``start_new_session=True``).

This file does not know what the children do.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from contextlib import suppress
from typing import Any


def kill_group(child: subprocess.Popen[Any]) -> None:
    """Also what a child that is dead has left behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def end_group_with(child: subprocess.Popen[Any]) -> None:
    """Kill what the child leaves behind as soon as it dies: as long as that holds the child's output open, who reads
    there would not hear of its death."""

    def watch() -> None:
        child.wait()
        kill_group(child)

    threading.Thread(target=watch, daemon=True).start()

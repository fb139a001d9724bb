"""Bounds what the browser may do to us: whatever hangs past its budget loses its browser process.

A page in an endless loop blocks mouse events, evaluation and Playwright's own time-outs alike; only the death of the
process brings the call back.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress

from playwright.sync_api import Error as PlaywrightError

from jamel.errors import BrowserError


@contextmanager
def bounded(browser_pid: int, budget_s: float, what: str) -> Generator[None]:
    """Kill the browser when the block takes longer than ``budget_s``. Turns every Playwright error into
    ``BrowserError``, which says whether it hung or broke."""
    overdue = threading.Event()

    def end_browser() -> None:
        overdue.set()
        with suppress(ProcessLookupError):
            os.kill(browser_pid, signal.SIGKILL)

    timer = threading.Timer(budget_s, end_browser)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (PlaywrightError, BrowserError) as error:
        if overdue.is_set():
            raise BrowserError(f"{what} hung for more than {budget_s:g} s; the browser was killed.") from None
        if isinstance(error, BrowserError):
            raise
        first_line = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise BrowserError(f"{what} failed: the browser or the page is gone ({first_line[:300]}).") from None
    finally:
        timer.cancel()

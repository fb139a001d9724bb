"""A program between Playwright and Chromium that gives jamel a DevTools connection of its own to the same browser.

Chromium has one pipe, and Playwright's Node at its end reads every answer, writes it again and checks it: more than a
third of what a step costs outside the browser. Whatever belongs to a session that jamel attached goes past Playwright,
over a Unix socket in a folder of this user's own, as a debugging port would be open to everyone on the machine.

Run as ``python -I -S relay.py SOCKET EXECUTABLE ARGUMENT...`` with Playwright's pipe as descriptors 3 and 4. It ends
with the browser, with the browser's exit status. This file imports nothing of jamel, so that it starts in 20 ms, and
knows of DevTools only where a message says whose it is.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable

ATTACH_ID = 2**30
"""jamel's first request, the only one outside any session. Playwright counts up from 1 and never gets here."""
CHUNK_BYTES = PIPE_BYTES = 2**20
ANSWER_TO_ATTACH = b'{"id":%d,' % ATTACH_ID
ATTACHED = b'{"method":"Target.attachedToTarget"'
SESSION_OF_MESSAGE = re.compile(rb'"sessionId":"(\w+)"\}\Z')
"""Chromium writes it last; inside a string the quotes would be escaped."""
SESSION_ATTACHED = re.compile(rb'"sessionId":"(\w+)"')
TAIL_BYTES = 64


class Sorter:
    """Tells jamel's messages from Playwright's. It learns jamel's sessions from the answers that name them."""

    def __init__(self) -> None:
        self._sessions: set[bytes] = set()

    def is_jamels(self, message: bytes) -> bool:
        """``message`` is one whole message of the browser."""
        session = SESSION_OF_MESSAGE.search(message, max(0, len(message) - TAIL_BYTES))
        is_own = session[1] in self._sessions if session else message.startswith(ANSWER_TO_ATTACH)
        if is_own and message.startswith((ANSWER_TO_ATTACH, ATTACHED)):
            self._sessions.update(SESSION_ATTACHED.findall(message)[:1])
        return is_own


def messages(read: Callable[[int], bytes]) -> Iterable[list[bytes]]:
    """What has arrived whole, each message without the NUL that ends it, until the other end closes."""
    rest = b""
    while chunk := read(CHUNK_BYTES):
        *whole, rest = (rest + chunk).split(b"\0")
        if whole:
            yield whole


def main() -> int:
    """Runs until the browser ends."""
    socket_path, *command = sys.argv[1:]
    jamel = socket.socket(socket.AF_UNIX)
    jamel.connect(socket_path)
    requests, answers = os.dup(3), os.dup(4)
    from_us, to_browser = os.pipe()
    from_browser, to_us = os.pipe()
    for end in (to_browser, from_browser):
        with contextlib.suppress(OSError):  # this user has too many such pipes: smaller ones do as well
            fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    os.dup2(from_us, 3)
    os.dup2(to_us, 4)
    browser = subprocess.Popen(command, pass_fds=(3, 4))
    for end in (3, 4, from_us, to_us):
        os.close(end)
    writing = threading.Lock()

    def forward_playwrights() -> None:
        _forward(lambda size: os.read(requests, size), to_browser, writing)
        os.close(to_browser)  # which ends the browser

    threading.Thread(target=forward_playwrights, daemon=True).start()
    threading.Thread(target=_forward, args=(jamel.recv, to_browser, writing), daemon=True).start()
    sorter = Sorter()
    for whole in messages(lambda size: os.read(from_browser, size)):
        for message in whole:
            with contextlib.suppress(OSError):  # one of the two has ended; the other still listens
                jamel.sendall(message + b"\0") if sorter.is_jamels(message) else _write(answers, [message])
    return browser.wait()


def _forward(read: Callable[[int], bytes], to_browser: int, writing: threading.Lock) -> None:
    with contextlib.suppress(OSError):
        for whole in messages(read):
            with writing:
                _write(to_browser, whole)


def _write(end: int, whole: list[bytes]) -> None:
    left = memoryview(b"\0".join([*whole, b""]))
    while left:
        left = left[os.write(end, left) :]


if __name__ == "__main__":
    sys.exit(main())

"""Processes that live below a test's own: some end while one looks."""

import contextlib

import psutil


def running_below() -> list[tuple[psutil.Process, list[str]]]:
    """Each with its command line."""
    found: list[tuple[psutil.Process, list[str]]] = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # or a zombie
            found.append((process, process.cmdline()))
    return found

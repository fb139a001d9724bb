"""The entity counter as one long-lived Node process: a script of ``third_party/node`` behind ``EntityCounter``.

In ``exact`` mode it parses every script once, keeps the union of a session's coverage, and counts what ran as
monocart-coverage-reports does for that union; in ``upstream`` mode it follows the published recipe. This file knows the
process and its lines of JSON, not how entities are found.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from jamel.config import PROJECT_ROOT
from jamel.coverage.node import node_command
from jamel.coverage_json import snapshot_to_json
from jamel.errors import CounterDied, CoverageError
from jamel.types import CoverageMode, CoverageSnapshot, EntityCounts, EntityTotals

SCRIPTS = {CoverageMode.EXACT: "entity_counter.mjs", CoverageMode.UPSTREAM: "upstream_counter.mjs"}
BUDGET_S = 60.0
"""For one answer; the slowest seen, a 2 MB script parsed for the first time, took 2 s."""
READ_BYTES = 1 << 16


class NodeEntityCounter:
    """``with NodeEntityCounter() as counter``. Ends with this process, whatever ends that.

    A counter that died is started once more and told the session again, so that its death costs time and no number.
    """

    def __init__(self, mode: CoverageMode = CoverageMode.EXACT) -> None:
        self._command = node_command(PROJECT_ROOT / "third_party" / "node" / SCRIPTS[mode])
        self._process: subprocess.Popen[bytes] | None = None
        self._sent: set[str] = set()
        self._session: list[tuple[CoverageSnapshot, Mapping[str, str]]] = []

    def __enter__(self) -> NodeEntityCounter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def begin(self) -> None:
        """Forget the last session. Scripts stay parsed."""
        self._session.clear()
        if self._process is not None:
            try:
                self._ask('{"begin":true}')
            except CounterDied:
                self._stop()

    def absorb(self, snapshot: CoverageSnapshot, sources: Mapping[str, str]) -> EntityTotals:
        """Add one delta to the session.

        Raises ``CoverageError`` when a source text is missing, or when the counter died twice.
        """
        self._session.append((snapshot, sources))
        try:
            return self._absorb(snapshot, sources)
        except CounterDied:
            self._stop()
        try:
            return [self._absorb(*again) for again in self._session][-1]
        except CounterDied as error:
            self._stop()
            raise CoverageError(
                f"Node's entity counter ended twice over one step: {error}. Run `jamel doctor`; is memory short?"
            ) from None

    def _absorb(self, snapshot: CoverageSnapshot, sources: Mapping[str, str]) -> EntityTotals:
        if self._process is None:
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        hashes = {script.source_sha256 for script in snapshot.scripts}
        unsent = {sha256: sources[sha256] for sha256 in sorted(hashes - self._sent) if sha256 in sources}
        answer = self._ask(f'{{"sources":{json.dumps(unsent)},"snapshot":{snapshot_to_json(snapshot)}}}')
        self._sent |= unsent.keys()
        if "error" in answer:
            raise CoverageError(f"entities cannot be counted: {answer['error']}. Are all script sources stored?")
        return EntityTotals(covered=_counts(answer, "covered"), total=_counts(answer, "total"))

    def _ask(self, message: str) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise CounterDied("it is not running")
        try:
            process.stdin.write(message.encode() + b"\n")
            process.stdin.flush()
        except OSError as error:
            raise CounterDied(str(error)) from None
        deadline, line = time.monotonic() + BUDGET_S, bytearray()
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            part = os.read(process.stdout.fileno(), READ_BYTES) if ready else b""
            if not part:
                raise CounterDied(f"no answer in {BUDGET_S:g} s" if not ready else "its output ended")
            line += part
        return json.loads(line)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None
        self._sent.clear()


class NodeEntityCounters:
    """One counter a coverage mode, started when first asked for. ``with NodeEntityCounters() as counters``."""

    def __init__(self) -> None:
        self._counters: dict[CoverageMode, NodeEntityCounter] = {}

    def __enter__(self) -> NodeEntityCounters:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for counter in self._counters.values():
            counter.__exit__(kind, error, trace)

    def __call__(self, mode: CoverageMode) -> NodeEntityCounter:
        if mode not in self._counters:
            self._counters[mode] = NodeEntityCounter(mode)
        return self._counters[mode]


def _counts(answer: Mapping[str, Mapping[str, int]], kind: str) -> EntityCounts:
    return EntityCounts(**{name: answer[name][kind] for name in ("lines", "branches", "statements", "functions")})

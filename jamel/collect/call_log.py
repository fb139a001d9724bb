"""What the calls to a chat endpoint cost and how they ended: one JSON line a request, and the budget they share.

The log is only appended to, so that requests of failed and repeated sessions stay counted, and workers see each other's
spending through the files. This file does not know HTTP.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import Field

from jamel.config import Settings
from jamel.errors import DataError, StorageError
from jamel.storage import read_json, write_json_atomically

LOG_FOLDER = "llm_calls"
BUDGET_NAME = "budget.json"


class Budget(Settings):
    """Bounds of a whole run; ``None`` is no bound. ``steps`` counts those of finished sessions; tokens and money count
    every request, and may be overrun by the requests that are under way."""

    steps: int | None = Field(default=None, ge=1)
    tokens: int | None = Field(default=None, ge=1)
    usd: float | None = Field(default=None, gt=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """One request. ``problem`` is None for a usable reply; ``status`` is None when no answer came."""

    session_id: str
    step_index: int
    attempt: int
    status: int | None
    problem: str | None
    input_tokens: int
    output_tokens: int
    usd: float
    latency_s: float


@dataclass(slots=True)
class Spent:
    """Sums over a run."""

    calls: int = 0
    failed_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0

    def over(self, budget: Budget) -> str | None:
        """What is used up, or None."""
        tokens = self.input_tokens + self.output_tokens
        if budget.tokens is not None and tokens >= budget.tokens:
            return f"{tokens} of {budget.tokens} tokens are spent"
        if budget.usd is not None and self.usd >= budget.usd:
            return f"{self.usd:.2f} of {budget.usd:.2f} US dollars are spent"
        return None


class CallLog:
    """The log of one run's output folder. Reads only what was appended since it last looked."""

    def __init__(self, output: Path) -> None:
        self._folder = output / LOG_FOLDER
        self._offsets: dict[Path, int] = {}
        self._spent = Spent()

    def set_budget(self, budget: Budget) -> None:
        """Valid at once for every worker."""
        write_json_atomically(self._folder / BUDGET_NAME, budget.model_dump())

    def budget(self) -> Budget:
        """No bounds where none were set. Raises ``DataError`` when the file is broken."""
        path = self._folder / BUDGET_NAME
        return Budget.model_validate(read_json(path)) if path.exists() else Budget()

    def append(self, record: CallRecord) -> None:
        """Raises ``StorageError`` when the disk is full or read-only."""
        path = self._folder / f"{record.session_id}.jsonl"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(record)) + "\n")
        except OSError as error:
            raise StorageError(f"cannot write {path}: {error}. Free disk space, then run the command again.") from error

    def spent(self) -> Spent:
        """Over all sessions, of this run and of those it goes on from."""
        for path in sorted(self._folder.glob("*.jsonl")):
            self._read_on(path)
        return self._spent

    def _read_on(self, path: Path) -> None:
        with path.open("rb") as file:
            file.seek(self._offsets.get(path, 0))
            text = file.read()
        whole = text[: text.rfind(b"\n") + 1]
        self._offsets[path] = self._offsets.get(path, 0) + len(whole)
        for line in whole.splitlines():
            self._count(path, line)

    def _count(self, path: Path, line: bytes) -> None:
        try:
            record = CallRecord(**json.loads(line))
        except (json.JSONDecodeError, TypeError) as error:
            raise DataError(f"{path} holds a line that is no call record: {error}. Delete the line.") from error
        self._spent.calls += 1
        self._spent.failed_calls += record.problem is not None
        self._spent.input_tokens += record.input_tokens
        self._spent.output_tokens += record.output_tokens
        self._spent.usd += record.usd

"""One batch out of the questions of many sessions: asked from a thread each, answered together.

A batch goes as soon as every session that is running waits for an answer, so batches are as large as can be, and the
same in every run; or when one has waited ``gather_s``. Questions of the first kind are served before those of later
kinds, so that sessions that lag by one question catch up. This file does not know what is asked.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jamel.errors import JamelError, ModelError

Serve = Callable[[list[Any]], list[Any]]


@dataclass(slots=True, kw_only=True)
class _Question:
    kind: str
    place: int
    content: Any
    asked_s: float
    answer: Any = None
    error: JamelError | None = None
    is_answered: bool = False


@dataclass(slots=True, kw_only=True)
class Served:
    """What one kind cost: batches, questions, and seconds in which answers were computed."""

    batches: int = 0
    questions: int = 0
    busy_s: float = 0.0


@dataclass(slots=True)
class Lockstep:
    """``serve`` maps a kind to what answers a list of its questions, in order; the first kind goes first."""

    serve: Mapping[str, Serve]
    gather_s: float
    served: dict[str, Served] = field(default_factory=dict[str, Served])
    _running: int = 0
    _waiting: list[_Question] = field(default_factory=list[_Question])
    _is_serving: bool = False
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def enter(self) -> None:
        """One more session is running."""
        with self._changed:
            self._running += 1

    def leave(self) -> None:
        """A session ended, in whatever way: nobody waits for it any more."""
        with self._changed:
            self._running -= 1
            self._changed.notify_all()

    def ask(self, kind: str, place: int, content: Any) -> Any:
        """Blocks until answered. ``place`` orders the questions of a batch. Raises what serving raised."""
        question = _Question(kind=kind, place=place, content=content, asked_s=time.monotonic())
        with self._changed:
            self._waiting.append(question)
            self._changed.notify_all()
            while not question.is_answered:
                batch = self._due()
                if batch:
                    self._answer(batch)
                else:
                    self._changed.wait(timeout=min(1.0, self.gather_s))
        if question.error is not None:
            raise question.error
        return question.answer

    def _due(self) -> list[_Question]:
        if self._is_serving or not self._waiting:
            return []
        is_overdue = time.monotonic() - min(q.asked_s for q in self._waiting) >= self.gather_s
        if len(self._waiting) < self._running and not is_overdue:
            return []
        kind = next(kind for kind in self.serve if any(q.kind == kind for q in self._waiting))
        return sorted((q for q in self._waiting if q.kind == kind), key=lambda q: q.place)

    def _answer(self, batch: list[_Question]) -> None:
        """Called with the lock held, which is given up while the answers are computed."""
        kind = batch[0].kind
        self._waiting = [q for q in self._waiting if q not in batch]
        self._is_serving = True
        self._changed.release()
        started_s = time.monotonic()
        answers: list[Any] = [None] * len(batch)
        error: JamelError | None = ModelError(
            f"{kind} of {len(batch)} sessions ended in a way that is a defect of ours."
        )
        try:
            answers = self.serve[kind]([q.content for q in batch])
            error = None
        except JamelError as failure:
            error = failure
        finally:
            busy_s = time.monotonic() - started_s
            self._changed.acquire()
            self._is_serving = False
            cost = self.served.setdefault(kind, Served())
            cost.batches += 1
            cost.questions += len(batch)
            cost.busy_s += busy_s
            for question, answer in zip(batch, answers, strict=True):
                question.answer, question.error, question.is_answered = answer, error, True
            self._changed.notify_all()

"""The in-page contract of ScaleWoB apps, typed: what ``getTasks()`` and ``evaluateTask()`` return, in all known forms.

This file does not know how a page is asked; ``jamel.browser.check_apps`` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jamel.errors import AppError

NAMES = ("AppStore", "getTasks", "evaluateTask", "reset")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task. ``task_id`` is a number or a text and must go back as it came; ``constants`` are the hidden parameters
    (JSON Schema's ``const``) by name, which an evaluator expects beside the agent's answer."""

    task_id: int | str
    text: str
    constants: tuple[tuple[str, str | int | float | bool | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What an evaluator says of a task. ``score`` is 0 to 100; an app that gives none means all or nothing."""

    success: bool
    score: float
    message: str


def parse_tasks(raw: Any) -> tuple[Task, ...]:
    """``[{taskId, task, params?}]``. Raises ``AppError`` for another form, or a task id twice."""
    if not isinstance(raw, list):
        raise AppError(f"getTasks() returned {type(raw).__name__} instead of a list. The app breaks its contract.")
    tasks = tuple(_task(entry) for entry in raw)
    ids = [task.task_id for task in tasks]
    if len(set(ids)) < len(ids):
        raise AppError(f"task ids are not unique: {', '.join(map(str, ids))}. Give each task its own.")
    return tasks


def _task(entry: Any) -> Task:
    match entry:
        case {"taskId": int() | str() as task_id, "task": str() as text} if not isinstance(task_id, bool):
            return Task(task_id=task_id, text=text, constants=_constants(entry.get("params")))
        case _:
            raise AppError(f"getTasks() names a task without taskId and task: {str(entry)[:80]}. Give it both.")


def _constants(params: Any) -> tuple[tuple[str, Any], ...]:
    """Of the top level; the legacy map (name -> type) has none."""
    match params:
        case {"properties": dict() as properties}:
            return tuple((name, s["const"]) for name, s in properties.items() if isinstance(s, dict) and "const" in s)
        case _:
            return ()


def parse_evaluation(raw: Any) -> Evaluation:
    """``{success, score?, message? | msg?}``. Raises ``AppError`` for another form or a score beyond 0 to 100."""
    match raw:
        case {"success": bool() as success}:
            score = raw.get("score", 100 if success else 0)
        case _:
            raise AppError(f"evaluateTask() returned {str(raw)[:80]} instead of {{success, score, message}}.")
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 100:
        raise AppError(f"evaluateTask() returned a score of {str(score)[:20]}; expected 0 to 100.")
    return Evaluation(success=success, score=float(score), message=str(raw.get("message") or raw.get("msg") or ""))

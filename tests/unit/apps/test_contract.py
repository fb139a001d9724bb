"""The in-page contract in every form that ScaleWoB's apps and drivers are known to use."""

from typing import Any

import pytest

from jamel.apps.contract import Evaluation, Task, parse_evaluation, parse_tasks
from jamel.errors import AppError


def test_ids_are_numbers_or_texts_and_constants_are_found() -> None:
    params = {"properties": {"taskId": {"const": 7}, "off": {"const": None}, "city": {"type": "string"}}}
    raw = [{"taskId": 7, "task": "Book", "params": params}, {"taskId": "7b", "task": "Pay", "params": {"city": "str"}}]
    assert parse_tasks(raw) == (
        Task(task_id=7, text="Book", constants=(("taskId", 7), ("off", None))),
        Task(task_id="7b", text="Pay"),
    )


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "NoneType instead of a list"),
        ({"tasks": []}, "dict instead of a list"),
        ([{"task": "Book"}], "without taskId"),
        ([{"taskId": True, "task": "Book"}], "without taskId"),
        ([{"taskId": 1, "task": "a"}, {"taskId": 1, "task": "b"}], "not unique: 1, 1"),
    ],
)
def test_another_form_of_tasks_is_refused(raw: Any, words: str) -> None:
    with pytest.raises(AppError, match=words):
        parse_tasks(raw)


@pytest.mark.parametrize(
    ("raw", "success", "score", "message"),
    [
        ({"success": True, "score": 100, "message": "done"}, True, 100.0, "done"),
        ({"success": False, "msg": "not yet"}, False, 0.0, "not yet"),
        ({"success": True}, True, 100.0, ""),
        ({"success": False, "score": 50}, False, 50.0, ""),
    ],
)
def test_every_known_form_of_a_result_is_read(raw: Any, success: bool, score: float, message: str) -> None:
    assert parse_evaluation(raw) == Evaluation(success=success, score=score, message=message)


@pytest.mark.parametrize(
    "raw", [None, True, {"score": 100}, {"success": "true"}, {"success": True, "score": "100"},
            {"success": True, "score": 101}, {"success": True, "score": True}],
)  # fmt: skip
def test_another_form_of_a_result_is_refused(raw: Any) -> None:
    with pytest.raises(AppError, match=r"evaluateTask\(\) returned"):
        parse_evaluation(raw)

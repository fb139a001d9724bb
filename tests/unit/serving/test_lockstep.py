"""Batches are whole, ordered and never wait for a session that is gone."""

import threading
from typing import Any

import pytest

from jamel.errors import ModelError
from jamel.serving.lockstep import Lockstep


def run_sessions(lockstep: Lockstep, scripts: list[list[str]]) -> list[list[Any]]:
    """A thread a session; each asks its questions in turn, then leaves. The answers, a list a session."""
    answers: list[list[Any]] = [[] for _ in scripts]

    def session(place: int) -> None:
        try:
            for i, kind in enumerate(scripts[place]):
                answers[place].append(lockstep.ask(kind, place, f"{place}{kind}{i}"))
        finally:
            lockstep.leave()

    for _ in scripts:
        lockstep.enter()
    threads = [threading.Thread(target=session, args=(place,)) for place in range(len(scripts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()
    return answers


def recording(batches: list[list[str]]):
    def serve(contents: list[str]) -> list[str]:
        batches.append(contents)
        return [content.upper() for content in contents]

    return serve


def test_all_running_sessions_are_served_in_one_batch_in_order():
    batches: list[list[str]] = []
    answers = run_sessions(Lockstep({"d": recording(batches)}, 60.0), [["d", "d"]] * 4)
    assert batches == [["0d0", "1d0", "2d0", "3d0"], ["0d1", "1d1", "2d1", "3d1"]]
    assert answers[2] == ["2D0", "2D1"]


def test_the_first_kind_lets_sessions_that_lag_catch_up():
    batches: list[list[str]] = []
    serve = recording(batches)
    run_sessions(Lockstep({"c": serve, "d": serve}, 60.0), [["d"], ["c", "d"], ["c", "d"]])
    assert batches == [["1c0", "2c0"], ["0d0", "1d1", "2d1"]]


def test_nobody_waits_for_a_session_that_left():
    batches: list[list[str]] = []
    run_sessions(Lockstep({"d": recording(batches)}, 60.0), [["d", "d"], [], ["d"]])
    assert [len(batch) for batch in batches] == [2, 1]


def test_a_late_session_is_not_waited_for_longer_than_gather_s():
    batches: list[list[str]] = []
    lockstep = Lockstep({"d": recording(batches)}, 0.05)
    lockstep.enter()  # this one never asks
    run_sessions(lockstep, [["d"]])
    assert batches == [["0d0"]]


def test_an_error_reaches_every_session_of_the_batch():
    def fail(contents: list[str]) -> list[str]:
        raise ModelError("the engine broke")

    lockstep = Lockstep({"d": fail}, 60.0)
    caught: list[str] = []

    def session(place: int) -> None:
        with pytest.raises(ModelError, match="engine broke"):
            lockstep.ask("d", place, "")
        caught.append("yes")
        lockstep.leave()

    for _ in range(3):
        lockstep.enter()
    threads = [threading.Thread(target=session, args=(place,)) for place in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert caught == ["yes"] * 3

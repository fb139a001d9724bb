"""Scores against hand counts."""

import dataclasses
import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamel.actions import Action, Click, Reset
from jamel.evaluate.metrics import bootstrap_interval, score_session, spread, summarise
from jamel.evaluate.summary import write_summary
from jamel.memory.bank import MemoryBank
from jamel.rollout.session import run_session
from jamel.storage import read_json
from jamel.testing.fakes import FakeEntityCounter, FakeEnvironment, ScriptedPolicy, fake_context
from jamel.types import Outcome, Trajectory

SCRIPT: list[Action | str] = [Click(bid="0"), Click(bid="0"), "nonsense", Reset(), Click(bid="1"), Click(bid="77")]


def session(arm: str, *, breaks_at: int | None = None, max_steps: int = 6) -> Trajectory:
    return run_session(
        env=FakeEnvironment(breaks_at=breaks_at),
        policy=ScriptedPolicy(SCRIPT),
        memory=MemoryBank(None),
        counter=FakeEntityCounter(),
        context=fake_context(arm=arm, max_steps=max_steps),
    )


def test_a_session_is_scored_as_counted_by_hand() -> None:
    score = score_session(session("mem-on"))
    assert score.arm == "mem-on"
    assert score.reward_curve == (1, 1, 1, 1, 2, 2)
    assert score.rewarded_steps == 2
    assert (score.initial_units, score.covered_units) == (10, 30)
    assert (score.initial_entities, score.covered.sum) == (3, 9)
    assert score.entities_curve == (6, 6, 6, 6, 9, 9)
    assert score.auc == pytest.approx(8 / 36)
    assert score.invalid_share == pytest.approx(2 / 6)
    assert score.repeated_share == pytest.approx(1 / 6)
    assert score.resets == 1


def test_a_failed_session_is_counted_and_never_scored() -> None:
    good, failed = score_session(session("a")), score_session(session("a", breaks_at=1))
    assert failed.outcome is Outcome.ENV_FAILED
    (arm,) = summarise([good, failed], seed=0)
    assert (arm.sessions_ok, arm.sessions_failed) == (1, 1)
    assert arm.rewarded_steps.mean == good.rewarded_steps


def test_an_arm_without_a_good_session_comes_last_and_has_no_mean(tmp_path) -> None:
    scores = [score_session(session("broken", breaks_at=0)), score_session(session("fine"))]
    arms = summarise(scores, seed=0)
    assert [a.arm for a in arms] == ["fine", "broken"]
    assert math.isnan(arms[1].rewarded_steps.mean)
    assert read_json(write_summary(tmp_path, scores, arms, seed=0))["arms"]["broken"]["rewarded_steps"]["mean"] is None


def test_the_summary_does_not_depend_on_the_order_of_sessions() -> None:
    base = score_session(session("a"))
    scores = [
        dataclasses.replace(base, session_id=f"{arm}-app-{i:03d}", arm=arm, rewarded_steps=float(i))
        for arm in "ab"
        for i in range(5)
    ]
    shuffled = random.Random(1).sample(scores, len(scores))
    assert summarise(scores, seed=0) == summarise(shuffled, seed=0)


def test_spread_equals_the_hand_count() -> None:
    found = spread([1.0, 2.0, 3.0, 6.0], seed=0)
    assert found.mean == 3.0
    assert found.standard_deviation == pytest.approx(math.sqrt(14 / 3))
    assert found.standard_error == pytest.approx(math.sqrt(14 / 3) / 2)
    assert 1.0 <= found.low < found.mean < found.high <= 6.0


def test_too_few_sessions_have_no_interval() -> None:
    two = spread([1.0, 1.0], seed=0)
    assert two.mean == 1.0
    assert math.isnan(two.low)
    assert math.isnan(two.detectable_difference)
    assert math.isnan(spread([1.0], seed=0).standard_error)


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=20), st.integers(0, 2**32))
def test_the_interval_lies_within_the_values_and_is_reproducible(values: list[float], seed: int) -> None:
    low, high = bootstrap_interval(values, np.random.default_rng(seed))
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert (low, high) == bootstrap_interval(values, np.random.default_rng(seed))

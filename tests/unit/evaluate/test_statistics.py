"""Spread against hand counts, and properties that hold for any numbers."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamel.evaluate.statistics import bootstrap_interval, paired_difference, score, seeds_interval

VALUES = st.lists(st.floats(-100, 100), min_size=3, max_size=12)


def test_a_score_equals_the_hand_count() -> None:
    found = score({"a": [1, 2, 3], "b": [4, 6, 8]}, seed=0)
    assert (found.sessions, found.apps) == (6, 2)
    assert found.mean == 4
    assert found.sd_seeds == pytest.approx(math.sqrt((2 * 1 + 2 * 4) / 4))
    assert found.se_seeds == pytest.approx(math.sqrt(1 / 3 + 4 / 3) / 2)
    assert found.sd_apps == pytest.approx(statistics.stdev([2, 6]))
    assert found.se_apps == pytest.approx(2.0)
    assert found.detectable_difference == pytest.approx(2.8 * math.sqrt(2) * found.se_seeds)
    assert 2.5 <= found.low < 4 < found.high <= 5.5
    assert math.isnan(found.apps_low)


def test_every_app_weighs_the_same_however_many_of_its_sessions_succeeded() -> None:
    assert score({"a": [0, 0, 0, 0], "b": [10]}, seed=0).mean == 5


def test_apps_that_differ_much_widen_the_interval_over_apps_and_not_the_one_over_seeds() -> None:
    found = score({"a": [1, 1, 1], "b": [50, 50, 50], "c": [99, 99, 99]}, seed=0)
    assert (found.low, found.high) == (50, 50)
    assert found.apps_high - found.apps_low > 40


def test_too_few_values_have_no_spread() -> None:
    two, one, none = score({"a": [1, 1]}, seed=0), score({"a": [1]}, seed=0), score({}, seed=0)
    assert two.se_seeds == 0
    assert math.isnan(two.low)
    assert math.isnan(two.detectable_difference)
    assert one.mean == 1
    assert math.isnan(one.se_seeds)
    assert math.isnan(one.detectable_difference)
    assert math.isnan(none.mean)
    assert none.sessions == 0


def test_the_bootstrap_has_the_variance_of_the_standard_error_for_five_seeds() -> None:
    values = [3.0, 7.0, 8.0, 12.0, 20.0]
    low, high = bootstrap_interval(values, np.random.default_rng(0))
    error = statistics.stdev(values) / math.sqrt(5)
    assert (high - low) / (2 * 1.96 * error) == pytest.approx(1, abs=0.15)


@given(VALUES, st.integers(0, 2**32))
def test_the_interval_lies_within_the_values_and_is_reproducible(values: list[float], seed: int) -> None:
    low, high = bootstrap_interval(values, np.random.default_rng(seed))
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert (low, high) == bootstrap_interval(values, np.random.default_rng(seed))


@given(VALUES, st.floats(-50, 50))
def test_a_shift_of_all_values_shifts_the_score_and_keeps_its_spread(values: list[float], shift: float) -> None:
    before, after = score({"a": values}, seed=0), score({"a": [v + shift for v in values]}, seed=0)
    assert after.mean == pytest.approx(before.mean + shift, abs=1e-6)
    assert after.se_seeds == pytest.approx(before.se_seeds, abs=1e-6)
    assert (after.low, after.high) == pytest.approx((before.low + shift, before.high + shift), abs=1e-6)


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_more_apps_of_the_same_kind_never_widen_the_interval_over_seeds(groups: list[list[float]]) -> None:
    low, high = seeds_interval(groups, np.random.default_rng(0))
    widest = max(max(group) - min(group) for group in groups)
    assert high - low <= widest + 1e-9


def test_only_what_met_the_same_app_and_seed_is_paired() -> None:
    assert paired_difference({"a/1": 3, "a/2": 5, "b/1": 7}, {"b/1": 6, "a/1": 5, "c/1": 0}) == [2, -1]

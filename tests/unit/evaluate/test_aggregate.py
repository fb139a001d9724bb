"""Sessions into arms: what is counted, what is scored, and that no order matters."""

import math
import random
from dataclasses import replace

from jamel.evaluate.aggregate import METRICS, summarise
from jamel.evaluate.ceiling import Ceiling
from jamel.evaluate.metrics import score_session
from jamel.evaluate.summary import summary_document, write_summary
from jamel.storage import read_json
from jamel.types import EntityCounts
from tests.unit.evaluate.sessions import session

CEILINGS = {"app": Ceiling(entities=EntityCounts(lines=6, statements=6, functions=6), units=60)}


def test_a_failed_session_is_counted_and_never_scored() -> None:
    good, failed = score_session(session("a")), score_session(session("a", breaks_at=1, seed=1))
    (arm,) = summarise([good, failed], CEILINGS, seed=0)
    assert (arm.sessions_ok, arm.sessions_failed) == (1, 1)
    assert arm.rewarded_steps.mean == good.rewarded_steps


def test_an_arm_without_a_good_session_comes_last_and_has_no_mean(tmp_path) -> None:
    sessions = [score_session(session("broken", breaks_at=0)), score_session(session("fine"))]
    arms = summarise(sessions, CEILINGS, seed=0)
    assert [a.arm for a in arms] == ["fine", "broken"]
    assert math.isnan(arms[1].rewarded_steps.mean)
    stored = read_json(write_summary(tmp_path, summary_document(sessions, arms, CEILINGS, seed=0)))
    assert stored["arms"]["broken"]["rewarded_steps"]["mean"] is None
    published = read_json(tmp_path / "aggregate_results.json")
    assert published["fine"] == {"mean_cumulative_reward": 2.0, "num_sessions": 1, "per_app": {"app": 2.0}}


def test_the_summary_does_not_depend_on_the_order_of_sessions() -> None:
    base = score_session(session("a"))
    sessions = [
        replace(base, session_id=f"{arm}-app-{i:03d}", arm=arm, rewarded_steps=float(i))
        for arm in "ab"
        for i in range(5)
    ]
    shuffled = random.Random(1).sample(sessions, len(sessions))
    first, second = (
        summary_document(some, summarise(some, CEILINGS, seed=0), CEILINGS, seed=0) for some in (sessions, shuffled)
    )
    assert first == second


def test_every_metric_of_a_session_is_the_hand_counted_one() -> None:
    told = session("a")
    score = replace(
        score_session(told), input_tokens=600, memory_tokens=12, image_tokens=300, compressor_tokens=450,
        output_tokens=60, wall_s=3.0,
    )  # fmt: skip
    found = {metric.name: metric.value(score, CEILINGS["app"]) for metric in METRICS}
    assert found == {
        "rewarded_steps": 2, "covered_lines": 3, "covered_branches": 0, "covered_statements": 3, "covered_functions": 3,
        "covered_entities": 9, "new_entities": 6, "covered_units": 30, "new_units": 20, "ceiling_share": 0.5,
        "auc": 8 / 36, "invalid_share": 2 / 6, "repeated_share": 1 / 6, "resets": 1, "page_errors": 0,
        "input_tokens": 600, "input_tokens_per_step": 100, "memory_tokens_per_step": 2, "output_tokens_per_step": 10,
        "image_tokens_per_step": 50, "compressor_tokens": 450,
        "wall_s": 3.0, "seconds_per_step": 0.5,
    }  # fmt: skip


def test_at_equal_wall_clock_every_arm_has_the_time_of_the_fastest() -> None:
    base = score_session(session("fast"))
    fast = replace(base, wall_s=6.0, seconds_curve=(1, 2, 3, 4, 5, 6))
    slow = replace(base, arm="slow", session_id="slow-app-000", wall_s=60.0, seconds_curve=(5, 10, 20, 30, 40, 60))
    arms = {arm.arm: arm for arm in summarise([fast, slow], CEILINGS, seed=0)}
    assert arms["slow"].wall_budget_s == 6.0
    assert arms["fast"].equal_wall.mean == 2
    assert arms["slow"].equal_wall.mean == 1

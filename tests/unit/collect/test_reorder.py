"""Episode re-ordering: orders, cuts, rewards and samples, by hand and by property; offline labels equal online ones."""

import math
from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from jamel.actions import Action, Click, Reset, Scroll
from jamel.collect.reorder import assemble, distinct_orders, episodes_of, reordered_sessions
from jamel.collect.reorder_run import reorder_folder
from jamel.memory.bank import MemoryBank
from jamel.rollout.rescore import rescore, rescore_folder
from jamel.rollout.session import run_session
from jamel.testing.fakes import (
    SOURCE,
    SOURCE_SHA256,
    FakeEntityCounter,
    FakeEnvironment,
    ScriptedPolicy,
    fake_context,
)
from jamel.trajectory_io import read_trajectory, trajectory_files, write_trajectory
from jamel.types import Trajectory

SOURCES = {SOURCE_SHA256: SOURCE}
SCROLL = Scroll(delta_x=0.0, delta_y=1.0)
ACTIONS: list[Action | str] = [*(Click(bid=str(i)) for i in range(4)), SCROLL, "nonsense", Click(bid="99")]
EPISODES = st.lists(st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=5), min_size=1, max_size=4)


def play(episodes: list[list[Action | str]]) -> Trajectory:
    """Every episode ends with a reset, as scheduled episodes do."""
    script = [action for episode in episodes for action in (*episode, Reset())]
    return run_session(
        env=FakeEnvironment(),
        policy=ScriptedPolicy(script),
        memory=MemoryBank(None),
        counter=FakeEntityCounter(),
        context=fake_context(max_steps=len(script)),
    )


def reorder(session: Trajectory, orders: int = 20) -> list[tuple[Trajectory, tuple[bool, ...]]]:
    made = reordered_sessions(session, SOURCES, FakeEntityCounter(), orders=orders, seed=7)
    return [(m.trajectory, m.is_sample) for m in made]


def rewards(session: Trajectory) -> list[list[float]]:
    count = session.steps[-1].episode_index + 1
    return [[s.reward for s in session.steps if s.episode_index == i] for i in range(count)]


@given(EPISODES)
@settings(deadline=None)
def test_a_trajectory_labelled_offline_equals_the_one_labelled_online(episodes: list[list[Action | str]]):
    session = play(episodes)
    again = assemble(session, episodes_of(session), session.context.session_id)
    assert rescore(again, SOURCES, FakeEntityCounter()) == session


def test_a_hand_counted_pair_of_episodes():
    # A presses 0 and 1, B presses 1 and 2. Whoever comes second is not paid for 1; B is the same prefix in both orders.
    session = play([[Click(bid="0"), Click(bid="1"), SCROLL], [Click(bid="1"), Click(bid="2")]])
    found = [(rewards(made), flags) for made, flags in reorder(session)]
    a_then_b, b_then_a = [[1, 1, 0], [0, 1, 0]], [[1, 1, 0], [1, 0]]
    assert found in (
        [(a_then_b, (True,) * 6), (b_then_a, (False,) * 3 + (True,) * 2)],
        [(b_then_a, (True,) * 5), (a_then_b, (True,) * 3 + (False,) * 3)],
    )


def test_a_prefix_that_an_earlier_order_had_is_remembered_but_not_trained_on_again():
    session = play([[Click(bid="0")], [Click(bid="1")], [Click(bid="2")]])
    made = reorder(session)
    assert len(made) == 1, "every order keeps the same three prefixes"
    assert made[0][1] == (True,) * 6


def test_the_reset_row_stands_on_the_screen_that_followed_the_last_reward():
    session = play([[Click(bid="0"), SCROLL, SCROLL]])
    ((made, _),) = reorder(session)
    assert [type(step.decision.action) for step in made.steps] == [Click, Reset]
    assert made.steps[1].observation == session.steps[1].observation
    assert made.steps[1].reward == 0


def test_an_episode_that_was_never_closed_gives_its_last_screen_to_the_reset():
    session = play([[Click(bid="0")], [Click(bid="1"), Click(bid="2")]])
    cut_short = Trajectory(**{f: getattr(session, f) for f in Trajectory.__slots__} | {"steps": session.steps[:-1]})
    last = episodes_of(cut_short)[-1]
    assert [step.decision.action for step in last.steps] == [Click(bid="1")]
    assert last.closing.observation == session.steps[3].observation


@given(EPISODES)
@settings(max_examples=40, deadline=None)
def test_every_reordered_session_is_true_to_itself(episodes: list[list[Action | str]]):
    session = play(episodes)
    for made, flags in reorder(session, orders=6):
        assert rescore(made, SOURCES, FakeEntityCounter()) == made
        assert [step.index for step in made.steps] == list(range(len(made.steps)))
        assert len(flags) == len(made.steps)
        for episode in rewards(made):
            assert episode[-1] == 0, "a reset pays nothing"
            assert episode[-2] > 0, "and what it follows was rewarded"


@given(EPISODES)
@settings(max_examples=40, deadline=None)
def test_all_orders_find_the_same_code(episodes: list[list[Action | str]]):
    session = play(episodes)
    assert {sum(map(sum, rewards(made))) for made, _ in reorder(session, orders=6)} <= {
        sum(step.reward for step in session.steps)
    }


@given(EPISODES)
@settings(max_examples=40, deadline=None)
def test_no_prefix_is_trained_on_twice_and_every_kept_one_is_once(episodes: list[list[Action | str]]):
    session = play(episodes)
    made = list(reordered_sessions(session, SOURCES, FakeEntityCounter(), orders=6, seed=7))
    trained, kept = [], set()
    for one in made:
        steps = list(zip(one.trajectory.steps, one.is_sample, strict=True))
        for number in range(one.trajectory.steps[-1].episode_index + 1):
            prefix = [(step, flag) for step, flag in steps if step.episode_index == number]
            name = tuple((repr(step.decision.action), step.observation.screenshot_png) for step, _ in prefix)
            kept.add(name)
            trained += [name] * prefix[0][1]
            assert len({flag for _, flag in prefix}) == 1
    assert set(trained) == kept


@given(st.integers(0, 40), st.integers(1, 25), st.integers(0, 5))
def test_orders_are_distinct_permutations_and_reproducible(count: int, wanted: int, seed: int):
    orders = distinct_orders(count, wanted, seed)
    assert orders == distinct_orders(count, wanted, seed)
    assert len(set(orders)) == len(orders) == (min(wanted, math.factorial(count)) if count else 0)
    assert all(sorted(order) == list(range(count)) for order in orders)


def test_a_folder_is_reordered_once_and_its_numbers_can_be_rescored(tmp_path: Path):
    source, output = tmp_path / "in", tmp_path / "out"
    session = play([[Click(bid="0"), Click(bid="1")], [Click(bid="1"), Click(bid="2")], [Click(bid="2"), SCROLL]])
    write_trajectory(source / "sessions/arm/app/session_000.parquet", session)
    (source / "sources").mkdir()
    (source / "sources" / f"{SOURCE_SHA256}.js").write_text(SOURCE)
    totals = reorder_folder(source, output, 20, 1, lambda mode: FakeEntityCounter())
    files = trajectory_files(output)
    assert len(files) == totals["sessions"] > 1
    assert rescore_folder(output, lambda mode: FakeEntityCounter())
    assert sum(sum(pq.read_table(path)["is_sample"].to_pylist()) for path in files) == totals["samples"]
    assert read_trajectory(files[0]).context.session_id == "fake-app-000-order00"
    before = [path.stat().st_mtime_ns for path in files]
    assert reorder_folder(source, output, 20, 1, lambda mode: FakeEntityCounter()) == totals
    assert [path.stat().st_mtime_ns for path in files] == before

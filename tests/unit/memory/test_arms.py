"""Memory arms: one switch, and what each shows in place of a session's own memory."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from jamel.actions import Click
from jamel.errors import ConfigError, DataError
from jamel.memory.bank import MemoryArm, MemoryBank
from jamel.memory.foreign import ForeignSessions
from jamel.rollout.session import run_session
from jamel.testing.fakes import FakeCompressor, FakeEntityCounter, FakeEnvironment, ScriptedPolicy, fake_context
from jamel.trajectory_io import write_trajectory
from jamel.types import MemoryView, RawStep, SessionContext, StopReason


def foreign_steps(context: SessionContext) -> list[RawStep]:
    count = context.max_steps - 1
    return [RawStep(step_index=i, screenshot_png=b"other %d" % i, action_text="noop()") for i in range(count)]


def shown(
    arm: MemoryArm, *, steps: int = 6, seed: int = 0, per_step: int = 1, last_k: int | None = None, raw_steps: int = 0,
    max_items: int = 512, compressor: FakeCompressor | None = None,
) -> MemoryView:  # fmt: skip
    bank = MemoryBank(
        compressor or FakeCompressor(latents_per_step=per_step),
        arm=arm,
        last_k=last_k,
        raw_steps=raw_steps,
        max_items=max_items,
        foreign=foreign_steps if arm == "foreign" else None,
    )
    bank.begin(fake_context(seed=seed))
    for step in range(steps):
        bank.append(step, b"png %d" % step, f"click('{step}')")
    return bank.view()


def test_zeroed_memory_is_as_long_and_costs_no_compression() -> None:
    compressor = FakeCompressor()
    view = shown("zeroed", compressor=compressor)
    assert view.step_indices == shown("on").step_indices
    assert view.latents_ND.shape == shown("on").latents_ND.shape
    assert not view.latents_ND.any()
    assert compressor.compressed == 0


def test_shuffled_memory_holds_the_same_latents_in_an_order_that_the_seed_chooses() -> None:
    own, first, second = shown("on"), shown("shuffled", seed=1), shown("shuffled", seed=2)
    assert sorted(first.step_indices) == list(own.step_indices)
    assert first.step_indices not in (own.step_indices, second.step_indices)
    np.testing.assert_array_equal(first.latents_ND, own.latents_ND[list(first.step_indices)])
    assert shown("shuffled", seed=1).step_indices == first.step_indices


def test_foreign_memory_is_as_long_and_of_another_session() -> None:
    view = shown("foreign")
    expected = FakeCompressor().compress([b"other %d" % i for i in range(6)], ["noop()"] * 6)
    np.testing.assert_array_equal(view.latents_ND, expected[:, 0])
    assert view.step_indices == shown("on").step_indices


def test_last_k_shows_the_newest_steps() -> None:
    view = shown("last_k", last_k=2)
    assert view.step_indices == (4, 5)
    np.testing.assert_array_equal(view.latents_ND, shown("on").latents_ND[-2:])


def test_last_k_is_bounded_by_max_items_too() -> None:
    assert shown("last_k", last_k=4, max_items=2).step_indices == (4, 5)


@pytest.mark.parametrize("arm", ["off", "text"])
def test_arms_without_latents_show_none_and_compress_nothing(arm: MemoryArm) -> None:
    compressor = FakeCompressor()
    view = shown(arm, compressor=compressor)
    assert view.step_indices == ()
    assert len(view.latents_ND) == 0
    assert compressor.compressed == 0


@pytest.mark.parametrize("arm", ["on", "shuffled", "foreign", "zeroed"])
def test_several_latents_a_step_stay_together(arm: MemoryArm) -> None:
    view = shown(arm, per_step=3)
    assert view.latents_ND.shape == (18, 8)
    assert [len(set(view.step_indices[i : i + 3])) for i in range(0, 18, 3)] == [1] * 6


def test_max_items_counts_latents_and_drops_whole_steps() -> None:
    assert shown("on", per_step=3, max_items=8).step_indices == (4, 4, 4, 5, 5, 5)


@pytest.mark.parametrize("steps", [0, 1, 2, 5])
def test_the_newest_steps_are_shown_raw_instead_of_compressed(steps: int) -> None:
    view = shown("on", steps=steps, raw_steps=2)
    assert view.step_indices == tuple(range(max(0, steps - 2)))
    assert [raw.step_index for raw in view.raw_steps] == list(range(max(0, steps - 2), steps))
    assert all(raw.screenshot_png == b"png %d" % raw.step_index for raw in view.raw_steps)


def test_raw_steps_stay_where_latents_are_off() -> None:
    view = shown("off", raw_steps=2)
    assert (view.step_indices, [raw.step_index for raw in view.raw_steps]) == ((), [4, 5])


def test_arms_that_lack_what_they_need_are_refused() -> None:
    with pytest.raises(ConfigError, match="needs sessions of another app"):
        MemoryBank(FakeCompressor(), arm="foreign")
    with pytest.raises(ConfigError, match="needs the number"):
        MemoryBank(FakeCompressor(), arm="last_k")
    with pytest.raises(ConfigError, match="others take none"):
        MemoryBank(FakeCompressor(), arm="on", last_k=3)


def record(
    folder: Path, app_id: str, max_steps: int, *, breaks_at: int | None = None, ended_at: int | None = None
) -> None:
    session = run_session(
        env=FakeEnvironment(breaks_at=breaks_at),
        policy=ScriptedPolicy([Click(bid="0")]),
        memory=MemoryBank(None),
        counter=FakeEntityCounter(),
        context=fake_context(app_id=app_id, max_steps=max_steps),
    )
    if ended_at is not None:
        session = replace(session, steps=session.steps[:ended_at], stop_reason=StopReason.EXHAUSTED)
    write_trajectory(folder / app_id / f"session_{max_steps:03d}.parquet", session)


def test_foreign_sessions_are_of_another_app_and_long_enough(tmp_path: Path) -> None:
    for app_id, max_steps in (("app", 20), ("other", 4), ("other", 9), ("third", 12)):
        record(tmp_path, app_id, max_steps)
    sessions = ForeignSessions(tmp_path)
    assert {len(sessions(fake_context(app_id="app", max_steps=10, seed=seed))) for seed in range(9)} == {9, 12}
    assert len(sessions(fake_context(app_id="third", max_steps=15))) == 20
    with pytest.raises(DataError, match="no finished session of another app than app with 29"):
        sessions(fake_context(app_id="app", max_steps=30))


def test_foreign_sessions_that_failed_or_ended_before_enough_steps_are_left_out(tmp_path: Path) -> None:
    record(tmp_path, "broken", 20, breaks_at=15)
    record(tmp_path, "exhausted", 20, ended_at=8)
    sessions = ForeignSessions(tmp_path)
    assert len(sessions(fake_context(max_steps=9))) == 8
    with pytest.raises(DataError, match="no finished session of another app than app with 9"):
        sessions(fake_context(max_steps=10))

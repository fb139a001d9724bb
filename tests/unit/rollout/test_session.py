"""The one agent loop on fakes: rewards, memory, resets, and every way a session can end."""

from pathlib import Path

import pytest

from jamel.actions import Action, Click, Reset, Scroll
from jamel.errors import DataError, StorageError
from jamel.memory.bank import MemoryBank
from jamel.rollout.rescore import differences, rescore, rescore_folder
from jamel.rollout.session import run_session
from jamel.testing.fakes import (
    SOURCE,
    SOURCE_SHA256,
    FakeCompressor,
    FakeEntityCounter,
    FakeEnvironment,
    ScriptedPolicy,
    fake_context,
)
from jamel.trajectory_io import read_trajectory, write_trajectory
from jamel.types import Outcome, StopReason, Trajectory

SCRIPT: list[Action | str] = [
    Click(bid="0"), Click(bid="0"), "I would rather not", Click(bid="99"), Reset(), Click(bid="1"),
    Scroll(delta_x=0.0, delta_y=5.5),
]  # fmt: skip


def play(*, max_steps: int = 7, breaks_at: int | None = None, bank: MemoryBank | None = None) -> Trajectory:
    return run_session(
        env=FakeEnvironment(breaks_at=breaks_at),
        policy=ScriptedPolicy(SCRIPT),
        memory=bank or MemoryBank(None),
        counter=FakeEntityCounter(),
        context=fake_context(max_steps=max_steps),
        provenance=(("seed", "0"),),
    )


def test_only_a_valid_action_that_runs_new_code_is_rewarded() -> None:
    assert [s.reward for s in play().steps] == [1, 0, 0, 0, 0, 1, 0]


def test_a_reset_pays_nothing_and_starts_an_episode_while_the_baseline_stays() -> None:
    session = play(max_steps=14)
    assert [s.episode_index for s in session.steps] == [0] * 5 + [1] * 7 + [2] * 2
    assert sum(s.reward for s in session.steps) == 2


def test_gains_and_the_initial_gain_sum_to_the_final_count() -> None:
    session = play()
    gains = [session.initial_gain, *(s.gain for s in session.steps)]
    assert sum(g.new_units for g in gains) == gains[-1].covered_units == 30
    assert sum(g.new.functions for g in gains) == gains[-1].covered.functions == 3
    assert sum(g.new.sum for g in gains) == gains[-1].covered.sum == 9


def test_memory_holds_every_earlier_step_across_resets() -> None:
    compressor, policy = FakeCompressor(), ScriptedPolicy(SCRIPT)
    run_session(
        env=FakeEnvironment(),
        policy=policy,
        memory=MemoryBank(compressor),
        counter=FakeEntityCounter(),
        context=fake_context(max_steps=9),
    )
    assert policy.memory_sizes == list(range(9))
    assert compressor.compressed == 8


def test_compressor_tokens_are_told_with_the_decision_that_needed_them_and_survive_the_disk(tmp_path: Path) -> None:
    session = play(bank=MemoryBank(FakeCompressor(), count_tokens=lambda png, action: len(action)))
    assert [s.decision.usage.compressor_tokens for s in session.steps[:3]] == [0, len("click('0')"), len("click('0')")]
    write_trajectory(tmp_path / "s.parquet", session)
    assert read_trajectory(tmp_path / "s.parquet") == session


def test_a_session_forgets_the_one_before_it() -> None:
    bank = MemoryBank(FakeCompressor())
    play(bank=bank)
    play(bank=bank, max_steps=2)
    assert len(bank.view().step_indices) == 2


def test_a_broken_browser_ends_as_env_failed_and_keeps_the_steps_before() -> None:
    session = play(breaks_at=2)
    assert session.outcome is Outcome.ENV_FAILED
    assert session.stop_reason is StopReason.ENV_FAILED
    assert len(session.steps) == 3
    assert "broke" in (session.error or "")


def test_a_trajectory_survives_the_disk_unchanged(tmp_path: Path) -> None:
    session = play()
    write_trajectory(tmp_path / "s.parquet", session)
    assert read_trajectory(tmp_path / "s.parquet") == session


def test_a_session_without_steps_survives_the_disk(tmp_path: Path) -> None:
    session = play(breaks_at=0, max_steps=1)
    assert not session.steps
    write_trajectory(tmp_path / "s.parquet", session)
    assert read_trajectory(tmp_path / "s.parquet") == session


@pytest.mark.parametrize("content", [b"", b"no parquet", b"PAR1" + b"x" * 50])
def test_a_corrupt_trajectory_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.parquet"
    path.write_bytes(content)
    with pytest.raises(DataError, match="not a readable trajectory"):
        read_trajectory(path)


def test_a_half_written_trajectory_is_never_left_behind(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(StorageError):
        write_trajectory(blocked / "s.parquet", play())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file"]


def store(folder: Path, session: Trajectory, *, source: str = SOURCE) -> Path:
    path = folder / "sessions" / "arm" / "app" / "s.parquet"
    write_trajectory(path, session)
    (folder / "sources").mkdir()
    (folder / "sources" / f"{SOURCE_SHA256}.js").write_text(source)
    return path


def test_every_number_is_recomputed_from_the_stored_coverage(tmp_path: Path) -> None:
    stored = read_trajectory(store(tmp_path, play()))
    assert rescore(stored, {SOURCE_SHA256: SOURCE}, FakeEntityCounter()) == stored
    assert rescore_folder(tmp_path, lambda mode: FakeEntityCounter())


def test_a_script_text_that_is_missing_or_was_changed_stops_rescoring(tmp_path: Path) -> None:
    store(tmp_path, play(), source=SOURCE + " ")
    with pytest.raises(DataError, match="was changed"):
        rescore_folder(tmp_path, lambda mode: FakeEntityCounter())
    (tmp_path / "sources" / f"{SOURCE_SHA256}.js").unlink()
    with pytest.raises(DataError, match="not found"):
        rescore_folder(tmp_path, lambda mode: FakeEntityCounter())


def test_a_forged_reward_is_found(tmp_path: Path) -> None:
    import dataclasses

    session = play()
    forged = dataclasses.replace(session, steps=(dataclasses.replace(session.steps[0], reward=0.0), *session.steps[1:]))
    true = rescore(forged, {SOURCE_SHA256: SOURCE}, FakeEntityCounter())
    assert len(differences(forged, true)) == 1
    store(tmp_path, forged)
    assert not rescore_folder(tmp_path, lambda mode: FakeEntityCounter())

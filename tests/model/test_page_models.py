"""Tiny models whose tokenizer knows recorded pages."""

from pathlib import Path

import pytest
from transformers import AutoTokenizer

from jamel.actions import Click
from jamel.errors import DataError, StorageError
from jamel.memory.bank import MemoryBank
from jamel.policy.prompt import build_prompt
from jamel.rollout.session import run_session
from jamel.testing.fakes import FakeEntityCounter, FakeEnvironment, ScriptedPolicy, fake_context
from jamel.testing.page_models import make_page_models
from jamel.testing.tiny_models import TinyModels
from jamel.trajectory_io import read_trajectory, write_trajectory

pytestmark = pytest.mark.model


def record(folder: Path, *, max_steps: int) -> Path:
    """One session; its file."""
    session = run_session(
        env=FakeEnvironment(),
        policy=ScriptedPolicy([Click(bid="1")] * max_steps),
        memory=MemoryBank(None),
        counter=FakeEntityCounter(),
        context=fake_context(max_steps=max_steps),
    )
    path = folder / "fake" / "app" / "trajectory_app_000.parquet"
    write_trajectory(path, session)
    return path


def test_prompts_of_recorded_pages_are_short(tiny: TinyModels, tmp_path: Path) -> None:
    trajectory = read_trajectory(record(tmp_path / "sessions", max_steps=4))
    made = make_page_models(tmp_path / "sessions", tmp_path / "models")
    prompt = build_prompt(trajectory.steps[1].observation, trajectory.context, 1)
    own, tests = (len(AutoTokenizer.from_pretrained(m.base_policy).encode(prompt)) for m in (made, tiny))
    assert own < tests / 3


def test_models_are_kept_but_not_taken_for_those_of_other_pages(tmp_path: Path) -> None:
    record(tmp_path / "sessions", max_steps=2)
    made = make_page_models(tmp_path / "sessions", tmp_path / "models")
    before = (made.base_policy / "tokenizer.json").stat().st_mtime_ns
    make_page_models(tmp_path / "sessions", tmp_path / "models")
    assert (made.base_policy / "tokenizer.json").stat().st_mtime_ns == before
    record(tmp_path / "sessions", max_steps=3)
    with pytest.raises(StorageError, match="holds tiny models of"):
        make_page_models(tmp_path / "sessions", tmp_path / "models")


def test_no_recording_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no recorded session"):
        make_page_models(tmp_path, tmp_path / "models")

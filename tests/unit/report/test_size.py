"""A report of 34 apps, 5 seeds and 7 agents stays below 30 MB: what its pictures leave goes a line a step."""

import re
from dataclasses import replace
from pathlib import Path

from jamel.actions import Action, Click
from jamel.evaluate.metrics import score_session
from jamel.memory.bank import MemoryBank
from jamel.report.pictures import SHORT_STEP_BYTES, WITH_PICTURES_BYTES, Pictures
from jamel.report.session_pages import session_page_name, write_session_pages
from jamel.rollout.session import run_session
from jamel.testing.fakes import FakeEntityCounter, FakeEnvironment, ScriptedPolicy, fake_context
from jamel.trajectory_io import write_trajectory

SESSIONS = 34 * 5 * 7
CODE_AND_FRONT_BYTES = 34 * 240_000 + 3_200_000
"""Source pages of the embedded apps, the front page and its twins, as measured."""
HOSTILE = "<script>alert(1)</script>"


def page_of_a_session(folder: Path, pictures: Pictures, *, steps: int = 50) -> str:
    """Every fourth action names no element, as in a clumsy session."""
    script: list[Action | str] = [Click(bid=str(i % 5) if i % 4 else "1234") for i in range(steps - 1)]
    session = run_session(
        env=FakeEnvironment(),
        policy=ScriptedPolicy([*script, HOSTILE]),
        memory=MemoryBank(None),
        counter=FakeEntityCounter(),
        context=replace(fake_context(arm="knowledge_guided", max_steps=steps), session_id="knowledge_guided-app-004"),
    )
    thrown = (f"Error: {HOSTILE} 出错了",)
    told = tuple(replace(step, page_errors=thrown if step.index == 3 else ()) for step in session.steps)
    session = replace(session, steps=told)
    path = folder / "trajectory_app_004.parquet"
    write_trajectory(path, session)
    score = score_session(session)
    write_session_pages(folder, [path], [score], "../r.html", pictures)
    return (folder / session_page_name(score)).read_text(encoding="utf-8")


def test_all_pages_together_stay_within_the_reports_budget(tmp_path: Path) -> None:
    page = page_of_a_session(tmp_path, Pictures(SESSIONS * 50, budget_bytes=0))
    assert len(page.encode()) <= 50 * SHORT_STEP_BYTES + 500
    assert WITH_PICTURES_BYTES + SESSIONS * 500 + CODE_AND_FRONT_BYTES < 30_000_000


def test_the_text_of_pages_with_pictures_counts_too() -> None:
    pictures = Pictures(50, budget_bytes=1000)
    pictures.spend(1000)
    assert pictures.is_used_up


def test_that_text_is_counted_in_bytes(tmp_path: Path) -> None:
    page = page_of_a_session(tmp_path, Pictures(50))
    assert len(page) < len(page.encode())
    pictures = Pictures(50, budget_bytes=len(page.encode()))
    page_of_a_session(tmp_path, pictures)
    assert pictures.is_used_up


def test_the_short_form_has_every_step_its_reward_and_its_errors_and_escapes_them(tmp_path: Path) -> None:
    page = page_of_a_session(tmp_path, Pictures(SESSIONS * 50, budget_bytes=0))
    assert re.findall(r'id="step(\d+)"', page) == [str(i) for i in range(50)]
    assert page.count('class="x"') == 4  # buttons 1, 2, 0 and 4; button 3 paid at the step that threw
    assert "The app threw: Error: &lt;script&gt;" in page
    assert "<script" not in page
    assert "background-image" not in page


def test_while_pictures_are_left_a_session_has_them(tmp_path: Path) -> None:
    page = page_of_a_session(tmp_path, Pictures(SESSIONS * 50), steps=3)
    assert page.count("background-image: url(data:image/webp") >= 1

"""The report: everything from pages and models is escaped, nothing is fetched, and the numbers are the stored ones."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from jamel.actions import Action, Click
from jamel.config import Settings, claim_output
from jamel.errors import DataError
from jamel.evaluate.scoring import score_folder
from jamel.memory.bank import MemoryBank
from jamel.report.build import build_report
from jamel.report.charts import Series, line_chart
from jamel.rollout.session import run_session
from jamel.storage import read_json, write_text_atomically
from jamel.testing.fakes import SOURCE, SOURCE_SHA256, FakeEntityCounter, FakeEnvironment, ScriptedPolicy, fake_context
from jamel.trajectory_io import write_trajectory

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class Seeded(Settings):
    seed: int = 0


def evaluation(folder: Path, *, arms: tuple[str, ...] = ("jamel", "random"), breaks_at: int | None = None) -> Path:
    """An evaluation folder with two sessions an arm."""
    claim_output(folder, Seeded())
    for arm in arms:
        for index in range(2):
            script: list[Action | str] = [Click(bid=str(index)), HOSTILE, Click(bid="<b>9</b>"), Click(bid="2")]
            session = run_session(
                env=FakeEnvironment(breaks_at=breaks_at if index else None),
                policy=ScriptedPolicy(script),
                memory=MemoryBank(None),
                counter=FakeEntityCounter(),
                context=replace(
                    fake_context(arm=arm, max_steps=4 + index, seed=index), session_id=f"{arm}-app-{index:03d}"
                ),
                provenance=(("chromium", HOSTILE),),
            )
            steps = tuple(
                replace(step, page_errors=(HOSTILE,), acted_box_css_px=(10.0, 2000.0 * step.index, 30.0, 40.0))
                for step in session.steps
            )
            session = replace(session, steps=steps, initial_page_errors=(f"Error: {HOSTILE}",))
            write_trajectory(folder / "sessions" / arm / "app" / f"trajectory_app_{index:03d}.parquet", session)
    write_text_atomically(folder / "sources" / f"{SOURCE_SHA256}.js", SOURCE)
    score_folder(folder, lambda mode: FakeEntityCounter())
    return folder


def pages_of(front: Path) -> list[str]:
    """The front page and everything behind it."""
    behind = sorted((front.parent / f"{front.stem}_pages").rglob("*.html"))
    return [path.read_text(encoding="utf-8") for path in (front, *behind)]


def test_hostile_text_is_escaped_on_every_page(tmp_path: Path) -> None:
    pages = pages_of(build_report([evaluation(tmp_path)], None, None))
    assert len(pages) == 1 + 4 + 1
    for page in pages:
        assert "<script" not in page
        assert "<img src=x" not in page
        assert "<b>9</b>" not in page
    assert "".join(pages).count("&lt;script&gt;") >= 4


def test_no_page_loads_anything_from_outside(tmp_path: Path) -> None:
    for page in pages_of(build_report([evaluation(tmp_path)], None, None)):
        assert "default-src 'none'" in page
        assert not re.search(r"""<(?:script|link|iframe|object|embed)|src=["'](?!data:)|href=["']\w+:|@import""", page)
        assert not re.search(r"url\((?!data:image/webp;base64,[A-Za-z0-9+/=]+\))", page)


def test_every_link_of_the_report_leads_somewhere(tmp_path: Path) -> None:
    front = build_report([evaluation(tmp_path, breaks_at=1)], None, tmp_path / "elsewhere" / "r.html")
    for path in (front, *(front.parent / "r_pages").rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        for target, anchor in re.findall(r'href="([^"#]*)(?:#([^"]+))?"', page):
            goal = path.parent / target if target else path
            assert goal.is_file(), f"{path.name} -> {target}"
            assert not anchor or f'id="{anchor}"' in goal.read_text(encoding="utf-8")


def test_scores_failures_and_both_arms_are_shown(tmp_path: Path) -> None:
    folder = evaluation(tmp_path, breaks_at=1)
    page = build_report([folder], None, tmp_path / "elsewhere" / "r.html").read_text(encoding="utf-8")
    assert read_json(folder / "summary.json")["arms"]["jamel"]["rewarded_steps"]["mean"] == 2
    assert "+1 failed" in page
    assert "Sessions that failed" in page


def test_what_was_acted_on_is_outlined_or_said_to_be_off_the_picture(tmp_path: Path) -> None:
    _, _, *sessions = pages_of(build_report([evaluation(tmp_path, arms=("jamel",))], None, None))
    for page, steps_below in zip(sessions, (1, 2), strict=True):
        assert page.count('<span style="left:0.78%;top:0.00%') == 1
        assert page.count(", off the picture") == steps_below, "other steps name no element of the page"


def test_our_apps_are_plainly_not_the_papers(tmp_path: Path) -> None:
    page = build_report([evaluation(tmp_path)], None, None).read_text(encoding="utf-8")
    assert "They are not the paper" in page
    assert "1,061,103" in page


def test_machine_readable_twins_say_what_the_summary_says(tmp_path: Path) -> None:
    folder = evaluation(tmp_path)
    pages = build_report([folder], None, None).parent / "report_pages"
    summary = read_json(folder / "summary.json")
    assert read_json(pages / "scores.json")[folder.as_posix()] == summary
    rows = list(csv.DictReader((pages / "scores.csv").read_text(encoding="utf-8").splitlines()))
    (mean,) = [r["mean"] for r in rows if (r["agent"], r["app"], r["metric"]) == ("jamel", "", "rewarded_steps")]
    assert float(mean) == summary["arms"]["jamel"]["rewarded_steps"]["mean"]
    assert "| rewarded steps |" in (pages / "scores.md").read_text(encoding="utf-8")


def test_several_evaluations_share_one_report(tmp_path: Path) -> None:
    folders = [evaluation(tmp_path / name) for name in ("a", "b")]
    front = build_report(folders, None, tmp_path / "r.html")
    assert front.read_text(encoding="utf-8").count("<h2>Scores</h2>") == 2
    assert len(pages_of(front)) == 1 + 2 * 5


def test_the_training_curve_is_read_from_the_log(tmp_path: Path) -> None:
    log = tmp_path / "train_log.jsonl"
    log.write_text('{"step": 1, "loss": 8.0}\n{"step": 1, "val_loss": 7.5}\n{"step": 2, "loss": 2.0}\n')
    page = build_report([evaluation(tmp_path / "eval")], log, None).read_text(encoding="utf-8")
    assert "training loss: 2 at the end" in page
    with pytest.raises(DataError, match="train log not found"):
        build_report([tmp_path / "eval"], tmp_path / "none.jsonl", None)


def test_an_empty_folder_is_one_clear_error(tmp_path: Path) -> None:
    claim_output(tmp_path, Seeded())
    with pytest.raises(DataError, match="no session below"):
        build_report([tmp_path], None, None)


CLOCKS = {"wall_s", "seconds_curve", "seconds_per_step", "equal_wall", "wall_budget_s"}


def test_equal_sessions_give_an_equal_summary(tmp_path: Path) -> None:
    a, b = evaluation(tmp_path / "a"), evaluation(tmp_path / "b")
    first, second = read_json(a / "summary.json"), read_json(b / "summary.json")
    for entry in (*first["sessions"], *second["sessions"], *first["arms"].values(), *second["arms"].values()):
        for name in CLOCKS & entry.keys():
            entry.pop(name)
    assert first == second


def test_a_chart_without_points_is_nothing_and_names_are_escaped() -> None:
    assert line_chart([Series(name="a", points=[])], title="t", x_label="x", y_label="y") == ""
    chart = line_chart([Series(name="<b>", points=[(0, 1), (1, 3)])], title='"', x_label="<i>", y_label="y")
    assert "<b>" not in chart
    assert "&lt;i&gt;" in chart

"""The page of a reinforcement learning run, from a folder as a run leaves it."""

import json
from pathlib import Path

from jamel.actions import Click
from jamel.memory.bank import MemoryBank
from jamel.report.reinforcement import build_reinforcement_page
from jamel.rollout.session import run_session
from jamel.testing.fakes import FakeEntityCounter, FakeEnvironment, ScriptedPolicy, fake_context
from jamel.trajectory_io import write_trajectory


def test_the_page_has_curves_and_the_last_rollouts_sessions_escaped(tmp_path: Path):
    (tmp_path / "settings.json").write_text(json.dumps({"output": "<b>out</b>"}))
    (tmp_path / "provenance.json").write_text(json.dumps({"python": "3.11"}))
    novelty = "rollout/session_novelty"
    records = [{"step": i, novelty: i / 2, f"{novelty}/app{i}": i / 2, "actor/kl_loss": 0.1} for i in (1, 2)]
    (tmp_path / "train_log.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    for step, name in ((1, "old"), (2, "new")):
        session = run_session(
            env=FakeEnvironment(), policy=ScriptedPolicy([Click(bid="1"), "<script>alert(1)</script>"]),
            memory=MemoryBank(None), counter=FakeEntityCounter(), context=fake_context(max_steps=2, arm=name),
        )  # fmt: skip
        write_trajectory(tmp_path / f"rollouts/sessions/step_{step:06d}/app/session_000.parquet", session)
    page = build_reinforcement_page(tmp_path).read_text()
    assert page.count("<svg") == 2, "one a chart that has numbers"
    assert "app1" in page and "app2" in page, "a line an app"
    assert "new-app-000" in page
    assert "old-app-000" not in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<b>out</b>" not in page

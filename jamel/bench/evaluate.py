"""``jamel bench evaluate``: an evaluation of a tiny model and of an explorer on all embedded apps, end to end.

The tiny model has random weights and names hardly any action: the explorer's steps show what browsers cost here. This
file does not know how a session is run or scored.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from jamel.bench.result import BenchResult, Target
from jamel.browser.chromium import running_browser
from jamel.browser.site_server import SiteServer
from jamel.collect.agents import AgentSettings
from jamel.evaluate.run import run_evaluate
from jamel.evaluate.session_files import stored_sessions
from jamel.evaluate.settings import EvaluateSettings
from jamel.policy.initialise import build_joint_model
from jamel.report.build import build_report
from jamel.storage import read_json
from jamel.testing.tiny_models import make_tiny_models
from jamel.trajectory_io import read_trajectory
from jamel.types import Outcome, Step, StepTiming

SEED = 0
WORKERS = 2
STARTUP_BUDGET_S = 20.0
ARMS = ("tiny_model", "untried_first")
SMOKE_APPS = ("glimpse", "gavel")


def bench_evaluate(*, is_smoke: bool) -> BenchResult:
    """34 apps x 50 steps an arm; the short form 2 apps x 6 steps. Then the same command again, then the report."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = _settings(folder, apps=SMOKE_APPS if is_smoke else (), max_steps=6 if is_smoke else 50)
        run_s = _seconds(lambda: run_evaluate(settings))
        resume_s = _seconds(lambda: run_evaluate(settings))
        report_s = _seconds(lambda: build_report([folder / "eval"], None, None))
        sessions = [read_trajectory(p, with_pictures=False) for p in stored_sessions(folder / "eval")]
        shared = _shared_models(folder, settings, is_smoke=is_smoke)
        report_mb = sum(p.stat().st_size for p in _report_files(folder / "eval")) / 1e6
        report_opens_s = opening_s(folder / "eval")
    good = [s for s in sessions if s.outcome is Outcome.OK]
    by_arm = {arm: [step for s in good if s.context.session_id.startswith(arm) for step in s.steps] for arm in ARMS}
    steps = [step for some in by_arm.values() for step in some]
    results = {
        "sessions": float(len(sessions)),
        "sessions_failed": float(len(sessions) - len(good)),
        "steps": float(len(steps)),
        "run_s": run_s,
        "steps_per_s": len(steps) / run_s,
        **{f"step_ms_mean_{arm}": 1000 * statistics.fmean(s.timing.total_s for s in by_arm[arm]) for arm in ARMS},
        **{f"{phase}_share_{arm}": share for arm in ARMS for phase, share in _shares(by_arm[arm]).items()},
        "share_of_worker_time_outside_steps": 1 - sum(s.timing.total_s for s in steps) / (WORKERS * run_s),
        "resume_s": resume_s,
        "report_s": report_s,
        "report_mb": report_mb,
        "report_opens_s": report_opens_s,
        **shared,
    }
    return BenchResult(
        bench="evaluate",
        seed=SEED,
        results=results,
        targets=(
            Target(name="resume_s", op="<=", bar=5.0),
            Target(name="sessions_failed", op="<=", bar=0.0),
            Target(name="report_mb", op="<=", bar=30.0),
            Target(name="report_opens_s", op="<=", bar=2.0),
        ),
        notes=(
            f"{WORKERS} worker processes; a tiny model of random weights on the CPU, 24 new tokens a step",
            "the report is written after the sessions: no environment waits for it",
            "shared_models_speedup: step time with models of each worker's own by step time with models they share",
            "a random policy names hardly any action; untried_first shows what acting costs",
        ),
    )


def _shared_models(folder: Path, whole: EvaluateSettings, *, is_smoke: bool) -> dict[str, float]:
    """Some sessions of the tiny model twice: each worker with models of its own, then all with those of one process."""
    step_ms: list[float] = []
    for share in (False, True):
        output = folder / f"share_{share}"
        changed = {"output": str(output), "share_models": share, "baselines": ()}
        some = {"apps": SMOKE_APPS, "max_steps": 3 if is_smoke else 20, "num_sessions": 1 if is_smoke else 2}
        run_evaluate(whole.model_copy(update=changed | some))
        sessions = [read_trajectory(path, with_pictures=False) for path in stored_sessions(output)]
        step_ms.append(1000 * statistics.fmean(step.timing.total_s for s in sessions for step in s.steps))
    own, shared = step_ms
    return {"step_ms_mean_shared_models": shared, "shared_models_speedup": own / shared}


def _settings(folder: Path, *, apps: tuple[str, ...], max_steps: int) -> EvaluateSettings:
    models = make_tiny_models(folder / "models", seed=SEED)
    width = read_json(models.compressor / "config.json")["text_config"]["hidden_size"]
    joint = build_joint_model(models.base_policy, width, folder / "joint", SEED)
    model = AgentSettings(
        name=ARMS[0], kind="model", checkpoint=str(joint), compressor=str(models.compressor), max_new_tokens=24
    )
    return EvaluateSettings(
        output=str(folder / "eval"), apps_mode="all", apps=apps, num_sessions=1, max_steps=max_steps, workers=WORKERS,
        port_base=0, model=model, baselines=(AgentSettings(name=ARMS[1], kind="untried_first"),),
    )  # fmt: skip


def _shares(steps: Sequence[Step]) -> dict[str, float]:
    total = sum(step.timing.total_s for step in steps)
    phases = StepTiming.__slots__
    return {phase.removesuffix("_s"): sum(getattr(s.timing, phase) for s in steps) / total for phase in phases}


def _report_files(folder: Path) -> list[Path]:
    return [folder / "report.html", *(p for p in (folder / "report_pages").rglob("*") if p.is_file())]


def opening_s(folder: Path) -> float:
    """From asking a running Chromium for the report's front page until its load event."""
    with SiteServer(folder) as server, running_browser(STARTUP_BUDGET_S) as running:
        page = running.playwright.new_page()
        return _seconds(lambda: page.goto(f"{server.base_url}/report.html"))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started

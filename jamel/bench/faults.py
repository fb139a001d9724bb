"""``jamel bench faults``: what web apps and machines do to a session, and whether it ends as it should.

Each fault strikes a real session in a real browser at its third step. A session it ends must say so, keep every step
taken before, and leave no process behind; the next session must show its first page soon.
"""

from __future__ import annotations

import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from jamel.actions import Action, Click, GoBack, Noop
from jamel.bench.fault_site import FAULT_APP_ID, write_fault_site
from jamel.bench.result import BenchResult, Target
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.coverage.node_counter import NodeEntityCounter
from jamel.errors import ModelError
from jamel.memory.bank import MemoryBank
from jamel.rollout.session import run_session
from jamel.types import AppSpec, Decision, MemoryView, Observation, Outcome, SessionContext, Split, Step, Trajectory

SEED = 0
FAULT_STEP, SESSION_STEPS = 2, 5
STEP_BUDGET_S = 4.0
RECOVERY_BAR_S = 3.0
ORPHAN_GRACE_S = 2.0
RELAY = "relay.py"
"""Stands between Playwright and the browser, and is started with the browser's arguments."""
Strike = Callable[[Observation], Action]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """``strike`` does the harm, or gives the action that does. ``expected``: the outcome a session must have."""

    name: str
    strike: Strike
    expected: Outcome
    step_budget_s: float = STEP_BUDGET_S
    has_bar: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``recovery_s``: from the session's end to the next one's first page; the whole step where it lives on."""

    name: str
    outcome: Outcome
    is_right: bool
    recovery_s: float
    orphans: int
    lost_steps: int


def _press(label: str) -> Strike:
    return lambda seen: Click(bid=next(e.bid for e in seen.elements if e.label == label))


def _kill(marker: str) -> Strike:
    """End every process below this one whose command line holds ``marker``."""

    def strike(_: Observation) -> Action:
        for process in _family():
            if marker in " ".join(_command_line(process)):
                process.send_signal(signal.SIGKILL)
        return Noop()

    return strike


def _kill_browser(_: Observation) -> Action:
    for process in _family():
        words = _command_line(process)
        is_browser = any(w.startswith("--user-data-dir=") for w in words)
        if is_browser and not any(w.startswith("--type=") or w.endswith(RELAY) for w in words):
            process.send_signal(signal.SIGKILL)
    return Noop()


def _break_policy(_: Observation) -> Action:
    raise ModelError("the model is gone. This is the bench's own doing.")


LIVES_ON = ("alert", "confirm", "prompt", "print", "popup", "download", "leave", "back past the start", "close itself",
            "broken built-ins", "page error")  # fmt: skip
ENDS = ("endless loop", "endless microtasks", "endless alert")
HEAVY = (
    Fault(name="memory bomb", strike=_press("memory bomb"), expected=Outcome.ENV_FAILED),
    Fault(name="big page", strike=_press("big page"), expected=Outcome.OK, step_budget_s=30, has_bar=False),
)
SHORT = (
    *(Fault(name=label, strike=_press(label), expected=Outcome.OK) for label in LIVES_ON),
    Fault(name="going back past the start", strike=lambda _: GoBack(), expected=Outcome.OK),
    *(Fault(name=label, strike=_press(label), expected=Outcome.ENV_FAILED) for label in ENDS),
    Fault(name="renderer killed", strike=_kill("--type=renderer"), expected=Outcome.ENV_FAILED),
    Fault(name="browser killed", strike=_kill_browser, expected=Outcome.ENV_FAILED),
    Fault(name="relay killed", strike=_kill(RELAY), expected=Outcome.ENV_FAILED),
    Fault(name="entity counter killed", strike=_kill("entity_counter.mjs"), expected=Outcome.OK),
    Fault(name="policy broken", strike=_break_policy, expected=Outcome.POLICY_FAILED),
)


class _Script:
    """Presses the counting button, and lets the fault strike at its step."""

    name = "faults"

    def __init__(self, fault: Fault) -> None:
        self._fault = fault

    def begin(self, context: SessionContext) -> None:
        return

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        if step_index == FAULT_STEP:
            action = self._fault.strike(observation)
        elif step_index < FAULT_STEP:
            action = _press("count")(observation)
        else:
            action = Noop()
        return Decision(raw_text="", action=action)


def bench_faults(*, is_smoke: bool) -> BenchResult:
    """Every fault in a session of its own; the short form leaves out the two that take gigabytes or minutes."""
    faults = SHORT if is_smoke else (*SHORT, *HEAVY)
    with tempfile.TemporaryDirectory() as folder:
        write_fault_site(Path(folder))
        with SiteServer(Path(folder)) as server:
            verdicts = [_suffer(fault, server.base_url) for fault in faults]
    totals = {
        "faults_with_wrong_outcome": float(sum(not v.is_right for v in verdicts)),
        "recovery_s_max": max(v.recovery_s for f, v in zip(faults, verdicts, strict=True) if f.has_bar),
        "orphan_processes": float(sum(v.orphans for v in verdicts)),
        "lost_steps": float(sum(v.lost_steps for v in verdicts)),
    }
    return BenchResult(
        bench="faults",
        seed=SEED,
        results={
            "faults": float(len(faults)),
            **{f"{v.name.replace(' ', '_')}_recovery_s": v.recovery_s for v in verdicts},
            **totals,
        },
        targets=tuple(
            Target(name=name, op="<=", bar=RECOVERY_BAR_S if name == "recovery_s_max" else 0) for name in totals
        ),
        notes=(
            f"a page that hangs is given its step budget, here {STEP_BUDGET_S:g} s, before recovery begins",
            *(f"{f.name}: no bar, its own work and layout alone take as long" for f in faults if not f.has_bar),
            *(f"{v.name}: {v.outcome}" + ("" if v.is_right else ", WRONG") for v in verdicts),
        ),
    )


def _suffer(fault: Fault, base_url: str) -> Verdict:
    before = set(_family())
    recorded: list[Step] = []
    trajectory, ended = _session(fault, base_url, recorded)
    if trajectory.outcome is Outcome.OK:
        recovery_s = trajectory.steps[FAULT_STEP].timing.total_s
    else:
        with _environment(base_url, fault) as env:
            env.reset()
        recovery_s = time.perf_counter() - ended
    return Verdict(
        name=fault.name,
        outcome=trajectory.outcome,
        is_right=trajectory.outcome is fault.expected,
        recovery_s=recovery_s,
        orphans=len(_left(before)),
        lost_steps=abs(len(trajectory.steps) - len(recorded)) + max(0, FAULT_STEP - len(trajectory.steps)),
    )


def _session(fault: Fault, base_url: str, recorded: list[Step]) -> tuple[Trajectory, float]:
    """The session and when it ended."""
    with _environment(base_url, fault) as env, NodeEntityCounter() as counter:
        context = SessionContext(
            session_id=f"fault-{fault.name}", app=env.app, start_url=env.start_url, seed=SEED, max_steps=SESSION_STEPS
        )
        trajectory = run_session(
            env=env, policy=_Script(fault), memory=MemoryBank(None), counter=counter, context=context,
            on_step=recorded.append,
        )  # fmt: skip
        ended = time.perf_counter()
    return trajectory, ended


def _environment(base_url: str, fault: Fault) -> BrowserEnv:
    app = AppSpec(app_id=FAULT_APP_ID, split=Split.TEST, entry_path=f"{FAULT_APP_ID}/index.html")
    return BrowserEnv(
        app=app, base_url=base_url, settings=BrowserSettings(step_budget_s=fault.step_budget_s), seed=SEED
    )


def _family() -> Sequence[psutil.Process]:
    return psutil.Process().children(recursive=True)


def _command_line(process: psutil.Process) -> Sequence[str]:
    try:
        return process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ()


def _left(before: set[psutil.Process]) -> Sequence[psutil.Process]:
    """Processes of the session that still live after a moment of grace."""
    _, alive = psutil.wait_procs([p for p in _family() if p not in before], timeout=ORPHAN_GRACE_S)
    return alive

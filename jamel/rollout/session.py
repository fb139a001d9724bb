"""The one agent loop: collection, evaluation and reinforcement learning all call ``run_session``.

Turns boundary errors into outcomes, and coverage snapshots into rewards. It does not know which policy decides, whether
the environment is a browser or a fake, or where a trajectory is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from jamel.actions import Action, ParseFailure, Reset, history_text
from jamel.coverage.ledger import CoverageLedger
from jamel.errors import BrowserError, CoverageError, ModelError
from jamel.memory.bank import MemoryBank
from jamel.protocols import EntityCounter, Environment, Policy
from jamel.types import (
    CoverageGain,
    CoverageSnapshot,
    Decision,
    EnvStep,
    Observation,
    Outcome,
    SessionContext,
    Step,
    StopReason,
    Trajectory,
)

StepListener = Callable[[Step], None]


def run_session(
    *,
    env: Environment,
    policy: Policy,
    memory: MemoryBank,
    counter: EntityCounter,
    context: SessionContext,
    on_step: StepListener = lambda step: None,
    provenance: tuple[tuple[str, str], ...] = (),
) -> Trajectory:
    """Run one session of ``context.max_steps`` decisions, ``reset()`` actions included (paper, section 8).

    Memory and coverage baseline live across resets. Never raises for a broken app, browser or model: the trajectory's
    outcome says what happened, and the steps before it are kept.
    """
    session = _Session(env=env, policy=policy, memory=memory, ledger=CoverageLedger(counter), context=context)
    outcome, stop_reason, error = Outcome.OK, StopReason.STEP_BUDGET, None
    try:
        session.start()
        while len(session.steps) < context.max_steps:
            on_step(session.advance())
    except (BrowserError, CoverageError) as failure:
        outcome, stop_reason, error = Outcome.ENV_FAILED, StopReason.ENV_FAILED, str(failure)
    except ModelError as failure:
        outcome, stop_reason, error = Outcome.POLICY_FAILED, StopReason.POLICY_FAILED, str(failure)
    return Trajectory(
        context=context,
        policy_name=policy.name,
        initial_snapshot=session.initial_snapshot,
        initial_gain=session.initial_gain,
        steps=tuple(session.steps),
        outcome=outcome,
        stop_reason=stop_reason,
        error=error,
        provenance=provenance,
        initial_page_errors=session.initial_page_errors,
    )


@dataclass(slots=True, kw_only=True)
class _Session:
    """The mutable state of one run: where we are, what was seen, what was covered."""

    env: Environment
    policy: Policy
    memory: MemoryBank
    context: SessionContext
    ledger: CoverageLedger
    steps: list[Step] = field(default_factory=list[Step])
    initial_snapshot: CoverageSnapshot = CoverageSnapshot()
    initial_gain: CoverageGain = field(default_factory=CoverageGain)
    initial_page_errors: tuple[str, ...] = ()
    episode_index: int = 0
    now: Observation | None = None

    def start(self) -> None:
        self.policy.begin(self.context)
        self.memory.begin(self.context)
        first = self.env.reset()
        self.initial_snapshot = first.snapshot
        self.initial_gain = self.ledger.absorb(first.snapshot, self.env.script_sources())
        self.initial_page_errors = first.page_errors
        self.now = first.observation

    def advance(self) -> Step:
        before = self.now
        if before is None:
            raise BrowserError("session has no observation to act on. Call start() first.")
        index = len(self.steps)
        started = time.perf_counter()
        view = self.memory.view()
        decision = self.policy.decide(before, index, view)
        decide_s = time.perf_counter() - started
        decision = replace(decision, usage=replace(decision.usage, compressor_tokens=view.compressor_tokens))
        effect = self._carry_out(decision, before)
        started = time.perf_counter()
        gain = self.ledger.absorb(effect.snapshot, self.env.script_sources())
        score_s = time.perf_counter() - started
        step = Step(
            index=index,
            episode_index=self.episode_index,
            observation=before,
            decision=decision,
            action_error=effect.action_error,
            snapshot=effect.snapshot,
            gain=gain,
            reward=novelty_reward(decision.action, effect.action_error, gain),
            timing=replace(effect.timing, decide_s=decide_s, score_s=score_s),
            page_errors=effect.page_errors,
            acted_box_css_px=effect.acted_box_css_px,
        )
        self.steps.append(step)
        self.memory.append(index, before.screenshot_png, history_text(decision.action))
        self.now = effect.observation
        if isinstance(decision.action, Reset):
            self.episode_index += 1
        return step

    def _carry_out(self, decision: Decision, before: Observation) -> EnvStep:
        match decision.action:
            case ParseFailure(reason=reason):
                return EnvStep(observation=before, snapshot=CoverageSnapshot(), action_error=f"invalid reply: {reason}")
            case Reset():
                return self.env.reset()
            case action:
                return self.env.step(action)


def novelty_reward(action: Action | ParseFailure, action_error: str | None, gain: CoverageGain) -> float:
    """The paper's reward: 1 when C, the sum of covered lines, branches, statements and functions, grew (section 1).

    ``reset()``, invalid replies and failed actions pay 0 even when code ran.
    """
    if isinstance(action, ParseFailure | Reset) or action_error is not None:
        return 0.0
    return 1.0 if gain.new.sum > 0 else 0.0

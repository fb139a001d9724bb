"""One session in numbers. A session that is not ``ok`` is counted elsewhere and never scored.

The paper's metric is rewarded steps (section 8). It counts steps, not code, so covered code and the area under the
curve stand beside it. This file knows no files, and nothing beyond one session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from jamel.actions import ParseFailure, Reset, history_text
from jamel.types import CoverageMode, EntityCounts, Outcome, Step, Trajectory


@dataclass(frozen=True, slots=True, kw_only=True)
class PageErrorFound:
    """A JavaScript error that the app did not catch: its first line, and the step that first met it; -1 is the load."""

    message: str
    step_index: int
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionScore:
    """Curves have one point a step. ``auc`` is the reward curve's mean over ``max_steps``, divided by ``max_steps``: 0
    for nothing, close to 0.5 for a reward at every step. ``seconds_curve`` is the wall clock after each step, deciding
    included. Units are V8's UTF-16 code units; ``initial`` and ``initial_units`` are what loading ran."""

    arm: str
    app_id: str
    session_id: str
    seed: int
    outcome: Outcome
    error: str | None
    coverage_mode: CoverageMode
    max_steps: int
    steps: int
    rewarded_steps: float
    reward_curve: tuple[float, ...]
    initial: EntityCounts
    covered: EntityCounts
    entities_curve: tuple[int, ...]
    initial_units: int
    covered_units: int
    auc: float
    invalid_share: float
    repeated_share: float
    resets: int
    input_tokens: int
    output_tokens: int
    memory_tokens: int
    image_tokens: int
    compressor_tokens: int
    wall_s: float
    seconds_curve: tuple[float, ...]
    page_errors: tuple[PageErrorFound, ...]

    @property
    def pair_key(self) -> str:
        """Equal for the sessions of all arms that met the same app and the same randomness."""
        return f"{self.app_id}/{self.seed}"


def score_session(trajectory: Trajectory) -> SessionScore:
    steps, context = trajectory.steps, trajectory.context
    rewards = tuple(accumulate(step.reward for step in steps))
    seconds = tuple(round(total, 4) for total in accumulate(step.timing.total_s for step in steps))
    count = max(len(steps), 1)
    last_gain = steps[-1].gain if steps else trajectory.initial_gain
    return SessionScore(
        arm=_arm(trajectory),
        app_id=context.app.app_id,
        session_id=context.session_id,
        seed=context.seed,
        outcome=trajectory.outcome,
        error=trajectory.error,
        coverage_mode=CoverageMode(dict(trajectory.provenance).get("coverage_mode", CoverageMode.EXACT)),
        max_steps=context.max_steps,
        steps=len(steps),
        rewarded_steps=rewards[-1] if rewards else 0.0,
        reward_curve=rewards,
        initial=trajectory.initial_gain.covered,
        covered=last_gain.covered,
        entities_curve=tuple(step.gain.covered.sum for step in steps),
        initial_units=trajectory.initial_gain.covered_units,
        covered_units=last_gain.covered_units,
        auc=area_under(rewards, context.max_steps),
        invalid_share=sum(map(_is_invalid, steps)) / count,
        repeated_share=_repeated(steps) / count,
        resets=sum(isinstance(s.decision.action, Reset) for s in steps),
        input_tokens=sum(s.decision.usage.input_tokens for s in steps),
        output_tokens=sum(s.decision.usage.output_tokens for s in steps),
        memory_tokens=sum(s.decision.usage.memory_tokens for s in steps),
        image_tokens=sum(s.decision.usage.image_tokens for s in steps),
        compressor_tokens=sum(s.decision.usage.compressor_tokens for s in steps),
        wall_s=seconds[-1] if seconds else 0.0,
        seconds_curve=seconds,
        page_errors=_page_errors(trajectory),
    )


def area_under(rewards: Sequence[float], max_steps: int) -> float:
    """``rewards`` cumulative. A session that ended early on purpose keeps what it had."""
    held = rewards[-1] * (max_steps - len(rewards)) if rewards else 0.0
    return (sum(rewards) + held) / max_steps**2


def reward_within(session: SessionScore, budget_s: float) -> float:
    """Rewarded steps that were over when ``budget_s`` of wall clock had passed."""
    done = sum(end <= budget_s for end in session.seconds_curve)
    return session.reward_curve[done - 1] if done else 0.0


def _arm(trajectory: Trajectory) -> str:
    """A session is named ``<arm>-<app>-<number>``; the arm may differ from the policy (memory on, memory off)."""
    suffix = f"-{trajectory.context.app.app_id}-"
    return trajectory.context.session_id.rpartition(suffix)[0] or trajectory.policy_name


def _is_invalid(step: Step) -> bool:
    return isinstance(step.decision.action, ParseFailure) or step.action_error is not None


def _repeated(steps: Sequence[Step]) -> int:
    """Steps that did on the same address what an earlier one had done."""
    return sum(n - 1 for n in Counter((history_text(s.decision.action), s.observation.url) for s in steps).values())


def _page_errors(trajectory: Trajectory) -> tuple[PageErrorFound, ...]:
    """By first lines, in the order of their first appearance."""
    said = [(-1, text) for text in trajectory.initial_page_errors]
    said += [(step.index, text) for step in trajectory.steps for text in step.page_errors]
    lines = [(index, (text.splitlines() or [""])[0]) for index, text in said]
    first = {line: index for index, line in reversed(lines)}
    times = Counter(line for _, line in lines)
    found = [PageErrorFound(message=m, step_index=index, times=times[m]) for m, index in first.items()]
    return tuple(sorted(found, key=lambda e: (e.step_index, e.message)))

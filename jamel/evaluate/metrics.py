"""From trajectories to scores: pure functions, one session at a time, then one arm at a time.

The paper's metric is rewarded steps of a session (section 8). It counts steps, not code, so covered entities, covered
code units and the area under the curve stand beside it. A session that is not ``ok`` is counted and never scored. This
file knows no files.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from jamel.actions import ParseFailure, Reset, history_text
from jamel.types import EntityCounts, Outcome, Trajectory

BOOTSTRAP_DRAWS = 2000
CONFIDENCE = 0.95
MIN_SESSIONS = 3
"""An interval from fewer sessions would look like knowledge."""
DETECTABLE_FACTOR = 2.8
"""A two-sided test at 5 % with 80 % power sees differences of 2.8 standard errors of the difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionScore:
    """One session in numbers. Curves have one point a step; entities are the paper's C: lines, branches, statements and
    functions together; ``auc`` is the reward curve's mean over ``max_steps``, divided by ``max_steps``: 0 for nothing,
    close to 0.5 for a reward at every step."""

    arm: str
    app_id: str
    session_id: str
    outcome: Outcome
    error: str | None
    max_steps: int
    steps: int
    rewarded_steps: float
    reward_curve: tuple[float, ...]
    initial_entities: int
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
    wall_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A mean over ``n`` sessions and how sure it is: standard deviation of sessions, standard error of the mean,
    percentile bootstrap interval, and the smallest difference to another such arm that the run could have shown."""

    n: int
    mean: float
    standard_deviation: float
    standard_error: float
    low: float
    high: float
    detectable_difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmSummary:
    """One agent over all its sessions. ``per_app`` maps an app to the mean of its sessions."""

    arm: str
    sessions_ok: int
    sessions_failed: int
    rewarded_steps: Spread
    new_entities: Spread
    new_units: Spread
    auc: Spread
    invalid_share: float
    repeated_share: float
    input_tokens_per_step: float
    memory_tokens_per_step: float
    seconds_per_step: float
    per_app: tuple[tuple[str, Spread], ...]


def score_session(trajectory: Trajectory) -> SessionScore:
    steps = trajectory.steps
    rewards = tuple(accumulate(step.reward for step in steps))
    count = max(len(steps), 1)
    actions = Counter((history_text(s.decision.action), s.observation.url) for s in steps)
    invalid = sum(isinstance(s.decision.action, ParseFailure) or s.action_error is not None for s in steps)
    last_gain = steps[-1].gain if steps else trajectory.initial_gain
    return SessionScore(
        arm=_arm(trajectory),
        app_id=trajectory.context.app.app_id,
        session_id=trajectory.context.session_id,
        outcome=trajectory.outcome,
        error=trajectory.error,
        max_steps=trajectory.context.max_steps,
        steps=len(steps),
        rewarded_steps=rewards[-1] if rewards else 0.0,
        reward_curve=rewards,
        initial_entities=trajectory.initial_gain.covered.sum,
        covered=last_gain.covered,
        entities_curve=tuple(step.gain.covered.sum for step in steps),
        initial_units=trajectory.initial_gain.covered_units,
        covered_units=last_gain.covered_units,
        auc=sum(rewards) / trajectory.context.max_steps**2,
        invalid_share=invalid / count,
        repeated_share=sum(times - 1 for times in actions.values()) / count,
        resets=sum(isinstance(s.decision.action, Reset) for s in steps),
        input_tokens=sum(s.decision.usage.input_tokens for s in steps),
        output_tokens=sum(s.decision.usage.output_tokens for s in steps),
        memory_tokens=sum(s.decision.usage.memory_tokens for s in steps),
        wall_s=sum(s.timing.total_s for s in steps),
    )


def _arm(trajectory: Trajectory) -> str:
    """A session is named ``<arm>-<app>-<number>``; the arm may differ from the policy (memory on, memory off)."""
    suffix = f"-{trajectory.context.app.app_id}-"
    return trajectory.context.session_id.rpartition(suffix)[0] or trajectory.policy_name


def summarise(scores: Sequence[SessionScore], *, seed: int) -> list[ArmSummary]:
    """One summary an arm, best mean first. A pure fold: the order of ``scores`` does not matter."""
    ordered = sorted(scores, key=lambda s: s.session_id)
    arms = sorted({score.arm for score in ordered})
    summaries = [_summarise_arm(arm, [s for s in ordered if s.arm == arm], seed) for arm in arms]
    return sorted(summaries, key=lambda a: (-a.rewarded_steps.mean if a.sessions_ok else math.inf, a.arm))


def _summarise_arm(arm: str, scores: Sequence[SessionScore], seed: int) -> ArmSummary:
    good = [score for score in scores if score.outcome is Outcome.OK]
    steps = max(sum(score.steps for score in good), 1)
    apps = sorted({score.app_id for score in good})
    return ArmSummary(
        arm=arm,
        sessions_ok=len(good),
        sessions_failed=len(scores) - len(good),
        rewarded_steps=spread([s.rewarded_steps for s in good], seed),
        new_entities=spread([float(s.covered.sum - s.initial_entities) for s in good], seed),
        new_units=spread([float(s.covered_units - s.initial_units) for s in good], seed),
        auc=spread([s.auc for s in good], seed),
        invalid_share=sum(s.invalid_share * s.steps for s in good) / steps,
        repeated_share=sum(s.repeated_share * s.steps for s in good) / steps,
        input_tokens_per_step=sum(s.input_tokens for s in good) / steps,
        memory_tokens_per_step=sum(s.memory_tokens for s in good) / steps,
        seconds_per_step=sum(s.wall_s for s in good) / steps,
        per_app=tuple((app, spread([s.rewarded_steps for s in good if s.app_id == app], seed)) for app in apps),
    )


def spread(values: Sequence[float], seed: int) -> Spread:
    """What cannot be known from so few values is NaN: the interval of fewer than ``MIN_SESSIONS``, every spread of one
    session, everything of none."""
    n = len(values)
    if n == 0:
        nothing = math.nan
        return Spread(
            n=0, mean=nothing, standard_deviation=nothing, standard_error=nothing, low=nothing, high=nothing,
            detectable_difference=nothing,
        )  # fmt: skip
    deviation = statistics.stdev(values) if n > 1 else math.nan
    error = deviation / math.sqrt(n)
    is_enough = n >= MIN_SESSIONS
    low, high = bootstrap_interval(values, np.random.default_rng(seed)) if is_enough else (math.nan, math.nan)
    return Spread(
        n=n,
        mean=statistics.fmean(values),
        standard_deviation=deviation,
        standard_error=error,
        low=low,
        high=high,
        detectable_difference=DETECTABLE_FACTOR * math.sqrt(2) * error if is_enough else math.nan,
    )


def bootstrap_interval(values: Sequence[float], rng: np.random.Generator) -> tuple[float, float]:
    """Percentile bootstrap of the mean, ``CONFIDENCE`` wide."""
    draws = rng.choice(np.asarray(values, float), size=(BOOTSTRAP_DRAWS, len(values)))
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(draws.mean(axis=1), [tail, 100 - tail])
    return float(low), float(high)

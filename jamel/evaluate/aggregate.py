"""From sessions to arms: one pure fold, whatever the order of the sessions.

``METRICS`` is the one list of what is measured; summaries, tables and reports all go through it. Failed sessions are
counted and never scored. This file knows no files.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jamel.evaluate.ceiling import Ceiling
from jamel.evaluate.metrics import SessionScore, reward_within
from jamel.evaluate.statistics import Score, score
from jamel.types import Outcome

NO_CEILING = math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """``value`` of one session, given its app's ceiling."""

    name: str
    label: str
    value: Callable[[SessionScore, Ceiling | None], float]


def _ceiling_share(session: SessionScore, ceiling: Ceiling | None) -> float:
    if ceiling is None or ceiling.entities.sum == 0:
        return NO_CEILING
    return min(session.covered.sum / ceiling.entities.sum, 1.0)


METRICS = (
    Metric(name="rewarded_steps", label="rewarded steps", value=lambda s, c: s.rewarded_steps),
    Metric(name="covered_lines", label="covered lines", value=lambda s, c: s.covered.lines),
    Metric(name="covered_branches", label="covered branches", value=lambda s, c: s.covered.branches),
    Metric(name="covered_statements", label="covered statements", value=lambda s, c: s.covered.statements),
    Metric(name="covered_functions", label="covered functions", value=lambda s, c: s.covered.functions),
    Metric(name="covered_entities", label="covered entities", value=lambda s, c: s.covered.sum),
    Metric(name="new_entities", label="new entities after loading", value=lambda s, c: s.covered.sum - s.initial.sum),
    Metric(name="covered_units", label="V8 code units", value=lambda s, c: s.covered_units),
    Metric(name="new_units", label="new V8 code units", value=lambda s, c: s.covered_units - s.initial_units),
    Metric(name="ceiling_share", label="share of the reachable", value=_ceiling_share),
    Metric(name="auc", label="area under the curve", value=lambda s, c: s.auc),
    Metric(name="invalid_share", label="invalid steps", value=lambda s, c: s.invalid_share),
    Metric(name="repeated_share", label="repeated steps", value=lambda s, c: s.repeated_share),
    Metric(name="resets", label="resets", value=lambda s, c: s.resets),
    Metric(name="page_errors", label="JavaScript errors found", value=lambda s, c: len(s.page_errors)),
    Metric(name="input_tokens", label="input tokens a session", value=lambda s, c: s.input_tokens),
    Metric(name="input_tokens_per_step", label="input tokens a step", value=lambda s, c: _a_step(s, s.input_tokens)),
    Metric(name="memory_tokens_per_step", label="memory tokens a step", value=lambda s, c: _a_step(s, s.memory_tokens)),
    Metric(name="image_tokens_per_step", label="image tokens a step", value=lambda s, c: _a_step(s, s.image_tokens)),
    Metric(name="compressor_tokens", label="compressor tokens a session", value=lambda s, c: s.compressor_tokens),
    Metric(name="output_tokens_per_step", label="output tokens a step", value=lambda s, c: _a_step(s, s.output_tokens)),
    Metric(name="wall_s", label="seconds a session", value=lambda s, c: s.wall_s),
    Metric(name="seconds_per_step", label="seconds a step", value=lambda s, c: _a_step(s, s.wall_s)),
)
PER_APP = ("rewarded_steps", "new_entities", "ceiling_share", "page_errors")
"""The metrics that are also told app by app."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmSummary:
    """One agent over all its sessions. ``scores`` by metric; ``per_app`` by metric, then app.

    ``equal_wall`` is the metric rewarded steps with every arm given ``wall_budget_s``: the time that the fastest arm
    needs for a session.
    """

    arm: str
    sessions_ok: int
    sessions_failed: int
    scores: Mapping[str, Score]
    per_app: Mapping[str, Mapping[str, Score]]
    equal_wall: Score
    wall_budget_s: float

    @property
    def rewarded_steps(self) -> Score:
        return self.scores["rewarded_steps"]


def summarise(sessions: Sequence[SessionScore], ceilings: Mapping[str, Ceiling], *, seed: int) -> list[ArmSummary]:
    """One summary an arm, best mean first; arms without a good session last. ``seed`` draws the intervals."""
    ordered = sorted(sessions, key=lambda s: s.session_id)
    budget_s = wall_budget_s(ordered)
    arms = sorted({session.arm for session in ordered})
    summaries = [_summarise_arm([s for s in ordered if s.arm == arm], ceilings, budget_s, seed) for arm in arms]
    return sorted(summaries, key=lambda a: (-a.rewarded_steps.mean if a.sessions_ok else math.inf, a.arm))


def wall_budget_s(sessions: Sequence[SessionScore]) -> float:
    """The median wall clock of a session of the arm that is fastest by it; NaN when none succeeded."""
    good = [s for s in sessions if s.outcome is Outcome.OK]
    medians = [statistics.median(s.wall_s for s in good if s.arm == arm) for arm in {s.arm for s in good}]
    return min(medians, default=math.nan)


def _summarise_arm(
    sessions: Sequence[SessionScore], ceilings: Mapping[str, Ceiling], budget_s: float, seed: int
) -> ArmSummary:
    good = [s for s in sessions if s.outcome is Outcome.OK]
    by_metric = {m.name: _by_app(good, lambda s, m=m: float(m.value(s, ceilings.get(s.app_id)))) for m in METRICS}
    return ArmSummary(
        arm=sessions[0].arm,
        sessions_ok=len(good),
        sessions_failed=len(sessions) - len(good),
        scores={name: score(values, seed=seed) for name, values in by_metric.items()},
        per_app={
            name: {app: score({app: values}, seed=seed) for app, values in by_metric[name].items()} for name in PER_APP
        },
        equal_wall=score(_by_app(good, lambda s: reward_within(s, budget_s)), seed=seed),
        wall_budget_s=budget_s,
    )


def _by_app(sessions: Sequence[SessionScore], value: Callable[[SessionScore], float]) -> dict[str, list[float]]:
    return {
        app: [value(s) for s in sessions if s.app_id == app] for app in sorted({session.app_id for session in sessions})
    }


def _a_step(session: SessionScore, amount: float) -> float:
    return amount / max(session.steps, 1)

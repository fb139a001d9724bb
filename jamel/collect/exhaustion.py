"""When an app has nothing left to give: the published collector's rule, as a pure function of a session's episodes.

Source: paper reference, section 4, pipeline A. The first 10 episodes as the least that the third rule looks at are our
choice; the published text names none. This file does not know how a session is stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jamel.actions import ParseFailure, history_text
from jamel.types import Step

EPISODES_WITHOUT_REWARD = 30
EPISODES_OF_GROWTH = 100
LEAST_EPISODES_FOR_RATES = 10
LEAST_VALID_RATE = 0.2
MOST_REPEATED_RATE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeFacts:
    """What one finished episode was. ``growth`` is in entities; ``actions`` are canonical texts, in order."""

    is_rewarded: bool
    growth: int
    valid_steps: int
    actions: tuple[str, ...]


def episode_facts(steps: Iterable[Step]) -> EpisodeFacts:
    """A step is valid when its reply named an action and the action ran."""
    steps = list(steps)
    return EpisodeFacts(
        is_rewarded=any(step.reward > 0 for step in steps),
        growth=sum(step.gain.new.sum for step in steps if step.reward > 0),
        valid_steps=sum(not isinstance(s.decision.action, ParseFailure) and s.action_error is None for s in steps),
        actions=tuple(history_text(step.decision.action) for step in steps),
    )


def why_exhausted(episodes: Sequence[EpisodeFacts]) -> str | None:
    """The reason to stop, or None. Looks at the newest episodes of one session."""
    latest = episodes[-EPISODES_WITHOUT_REWARD:]
    if len(latest) == EPISODES_WITHOUT_REWARD and not any(e.is_rewarded for e in latest):
        return f"{EPISODES_WITHOUT_REWARD} episodes without reward"
    latest = episodes[-EPISODES_OF_GROWTH:]
    if len(latest) == EPISODES_OF_GROWTH and sum(e.growth for e in latest) < 1:
        return f"no growth in {EPISODES_OF_GROWTH} episodes"
    actions = [action for episode in episodes for action in episode.actions]
    if len(episodes) < LEAST_EPISODES_FOR_RATES or not actions:
        return None
    valid_rate = sum(e.valid_steps for e in episodes) / len(actions)
    repeated_rate = 1 - len(set(actions)) / len(actions)
    if valid_rate < LEAST_VALID_RATE and repeated_rate > MOST_REPEATED_RATE:
        return f"only {valid_rate:.0%} of the actions are valid and {repeated_rate:.0%} are repeated"
    return None

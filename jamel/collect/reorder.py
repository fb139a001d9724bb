"""Episode re-ordering: the same episodes in other orders make new sessions, with rewards and memory to match.

The paper's Figure 1 and the published augmentation (paper reference, section 4, pipeline A): up to 20 distinct orders,
rewards recomputed, each episode cut at its last reward and followed by a ``reset()``, prefixes that occurred in an
earlier order not trained on again. Ours: the baseline is everything that ran earlier in the new session, as in one that
is played; the published baseline forgets unrewarded steps. Pure functions; this file does not know files.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from jamel.actions import Reset, history_text
from jamel.collect.explorers import as_decision
from jamel.collect.labels import rewarded_prefixes
from jamel.protocols import EntityCounter
from jamel.rollout.rescore import rescore
from jamel.types import CoverageSnapshot, Decision, Outcome, Step, StopReason, Trajectory

PUBLISHED_SEED = 20260519
RESET_TEXT = "<think>I go back to the start page to explore from there.</think>\n<action>reset()</action>"
PrefixKey = tuple[int, tuple[str, ...]]
"""Which episode of the source session, and the actions kept of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """``steps`` without the ``reset()`` that ends it, which is ``closing``."""

    source_index: int
    steps: tuple[Step, ...]
    closing: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderedSession:
    """``is_sample`` has one flag a step; the others are there to be remembered."""

    trajectory: Trajectory
    is_sample: tuple[bool, ...]


def episodes_of(trajectory: Trajectory) -> tuple[Episode, ...]:
    """The session's episodes, each with at least one step.

    One that was never closed, because the session ended, gives up its last step: the screen before it is the one that
    the new ``reset()`` is taken on, and what it led to was not recorded.
    """
    found: list[Episode] = []
    waiting: list[Step] = []
    for step in trajectory.steps:
        if isinstance(step.decision.action, Reset):
            found += _episode(waiting, step)
            waiting = []
        else:
            waiting.append(step)
    if waiting:
        found += _episode(waiting[:-1], _as_reset(waiting[-1]))
    return tuple(found)


def _episode(steps: Sequence[Step], closing: Step) -> list[Episode]:
    if not steps:
        return []
    return [Episode(source_index=steps[0].episode_index, steps=tuple(steps), closing=closing)]


def _as_reset(step: Step) -> Step:
    return replace(step, decision=as_decision(Reset()), snapshot=CoverageSnapshot(), action_error=None, reward=0.0)


def distinct_orders(count: int, wanted: int, seed: int) -> list[tuple[int, ...]]:
    """At most ``wanted`` different orders of ``count`` episodes; all of them where there are no more."""
    if count == 0:
        return []
    rng = random.Random(seed)
    if math.factorial(min(count, 12)) <= wanted:
        orders = list(permutations(range(count)))
        rng.shuffle(orders)
        return orders
    found: dict[tuple[int, ...], None] = {}
    while len(found) < wanted:
        found[tuple(rng.sample(range(count), count))] = None
    return list(found)


def assemble(trajectory: Trajectory, episodes: Sequence[Episode], session_id: str) -> Trajectory:
    """A session of these episodes in this order, numbered anew. Gains and rewards are still those of the source."""
    steps: list[Step] = []
    for number, episode in enumerate(episodes):
        for step in (*episode.steps, episode.closing):
            steps.append(replace(step, index=len(steps), episode_index=number))
    context = replace(trajectory.context, session_id=session_id, max_steps=len(steps))
    return replace(
        trajectory,
        context=context,
        steps=tuple(steps),
        outcome=Outcome.OK,
        stop_reason=StopReason.STEP_BUDGET,
        error=None,
    )


def cut_at_last_reward(episodes: Sequence[Episode]) -> list[Episode]:
    """Each rewarded episode up to its last rewarded step, then a ``reset()`` on the screen that followed."""
    kept: list[Episode] = []
    for episode in episodes:
        flags = rewarded_prefixes([(0, step.reward) for step in episode.steps])
        length = sum(flags)
        if length == 0:
            continue
        after = (*episode.steps, episode.closing)[length]
        decision = Decision(raw_text=RESET_TEXT, action=Reset())
        closing = replace(episode.closing, observation=after.observation, decision=decision)
        kept.append(replace(episode, steps=episode.steps[:length], closing=closing))
    return kept


def reordered_sessions(
    trajectory: Trajectory, sources: Mapping[str, str], counter: EntityCounter, *, orders: int, seed: int
) -> Iterator[ReorderedSession]:
    """The sessions that other orders of the episodes make, without those that hold no prefix of their own.

    Their gains and rewards are exact for what they hold: rescoring one changes nothing.
    """
    episodes = episodes_of(trajectory)
    seen: set[PrefixKey] = set()
    for number, order in enumerate(distinct_orders(len(episodes), orders, seed)):
        name = f"{trajectory.context.session_id}-order{number:02d}"
        chosen = [episodes[i] for i in order]
        whole = rescore(assemble(trajectory, chosen, name), sources, counter)
        cut = cut_at_last_reward(_relabelled(chosen, whole))
        session = rescore(assemble(trajectory, cut, name), sources, counter)
        flags = _new_prefixes(cut, seen)
        if any(flags):
            yield ReorderedSession(trajectory=session, is_sample=tuple(flags))


def _relabelled(episodes: Sequence[Episode], session: Trajectory) -> list[Episode]:
    """The episodes with the rewards that they get in ``session``, which was assembled of them."""
    steps = iter(session.steps)
    return [
        replace(episode, steps=tuple(next(steps) for _ in episode.steps), closing=next(steps)) for episode in episodes
    ]


def _new_prefixes(episodes: Sequence[Episode], seen: set[PrefixKey]) -> list[bool]:
    """One flag a step of the assembled session; remembers every prefix in ``seen``."""
    flags: list[bool] = []
    for episode in episodes:
        key = (episode.source_index, tuple(history_text(step.decision.action) for step in episode.steps))
        flags += [key not in seen] * (len(episode.steps) + 1)
        seen.add(key)
    return flags

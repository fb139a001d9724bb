"""A knowledge-guided explorer after LLM-Explorer: abstract states, abstract actions, a map of what leads where.

Concrete pages and controls are many, kinds of them few: trying one item of a list teaches what the others do. Knowledge
is kept per kind and for the whole session, and walking to the nearest untried kind needs no model call. LLM-Explorer
lets a model merge states and actions; here rules do, so that no step costs a token. This file does not see rewards.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict, deque
from urllib.parse import urlsplit

from jamel.actions import Action, Click, Fill, Press, Reset, SelectOption
from jamel.collect.explorers import RESET_PERIOD, as_decision, candidate_actions
from jamel.types import Decision, MemoryView, Observation, SessionContext

DIGITS = re.compile(r"\d+")
LONG_LABEL = 24
"""Longer labels are contents (titles, messages), not names of controls."""
CROWD = 4
"""So many labels of one role that are no names make them one kind: the items of a list."""
Kind = tuple[str, ...]
StateKind = tuple[str, frozenset[Kind]]


class KnowledgeGuidedExplorer:
    """Takes an untried kind of action here; else walks to the nearest state that has one; else starts again."""

    name = "knowledge_guided"

    def __init__(self) -> None:
        self._rng = random.Random(0)
        self._forget()

    def _forget(self) -> None:
        self._used: Counter[Kind] = Counter()
        self._kinds: dict[StateKind, frozenset[Kind]] = {}
        self._leads: defaultdict[StateKind, dict[Kind, StateKind]] = defaultdict(dict)
        self._last: tuple[StateKind, Kind] | None = None
        self._aimless_steps = 0

    def begin(self, context: SessionContext) -> None:
        self._rng = random.Random(context.seed)
        self._forget()

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        moves = self._moves(observation)
        here = (urlsplit(observation.url).path, frozenset(moves))
        self._learn(here, frozenset(moves))
        untried = sorted(kind for kind in moves if self._used[kind] == 0)
        kind = self._rng.choice(untried) if untried else self._way_on(here, moves)
        if kind is None:
            self._last = None
            return as_decision(Reset())
        self._used[kind] += 1
        self._last = (here, kind)
        return as_decision(self._rng.choice(moves[kind]))

    def _moves(self, observation: Observation) -> dict[Kind, list[Action]]:
        moves: defaultdict[Kind, list[Action]] = defaultdict(list)
        kinds = element_kinds(observation)
        for action in candidate_actions(observation, self._rng):
            match action:
                case Click(bid=bid) | Fill(bid=bid) | Press(bid=bid):
                    moves[type(action).__name__, *kinds[bid]].append(action)
                case SelectOption(bid=bid):
                    moves["SelectOption", *kinds.get(bid, ())].append(action)
                case _:
                    moves[(type(action).__name__, urlsplit(observation.url).path)].append(action)
        return dict(moves)

    def _learn(self, here: StateKind, kinds: frozenset[Kind]) -> None:
        self._kinds[here] = kinds
        if self._last is not None:
            before, kind = self._last
            self._leads[before][kind] = here

    def _way_on(self, here: StateKind, moves: dict[Kind, list[Action]]) -> Kind | None:
        """The first step to the nearest state with an untried kind; without one, what was used least; None: reset."""
        first = self._first_step(here)
        if first is not None and first in moves:
            self._aimless_steps = 0
            return first
        self._aimless_steps += 1
        if self._aimless_steps % RESET_PERIOD == 0:
            return None
        fewest = min(self._used[kind] for kind in moves)
        return self._rng.choice(sorted(kind for kind in moves if self._used[kind] == fewest))

    def _first_step(self, here: StateKind) -> Kind | None:
        waiting: deque[tuple[StateKind, Kind | None]] = deque([(here, None)])
        seen = {here}
        while waiting:
            state, first = waiting.popleft()
            if first is not None and any(self._used[kind] == 0 for kind in self._kinds.get(state, ())):
                return first
            for kind, next_state in sorted(self._leads[state].items(), key=lambda lead: lead[0]):
                if next_state not in seen:
                    seen.add(next_state)
                    waiting.append((next_state, first or kind))
        return None


def element_kinds(observation: Observation) -> dict[str, Kind]:
    """bid -> (role, what its label says of its kind). Numbers do not matter; contents of a crowd do not either."""
    names = {e.bid: DIGITS.sub("#", e.label.strip()) for e in observation.elements}
    contents = Counter(e.role for e in observation.elements if _is_content(e.label))
    return {
        e.bid: (e.role, "*" if _is_content(e.label) and contents[e.role] >= CROWD else names[e.bid])
        for e in observation.elements
    }


def _is_content(label: str) -> bool:
    return len(label) > LONG_LABEL or DIGITS.search(label) is not None

"""Replay-frontier: go back to a state with untried controls by the steps that led there, then explore from it.

After Go-Explore (first return, then explore): the archive holds, for every state seen, the shortest way to it from the
start page. Ways are stored as controls, not element ids, and are only kept while they prove stable: one that twice ends
elsewhere is forgotten. Rewards are not looked at; novelty is a control that this session has not used in this state.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from jamel.actions import Action, Reset
from jamel.collect.explorers import RESET_PERIOD, ControlIdentity, as_decision, candidate_actions, control_identity
from jamel.types import Decision, MemoryView, Observation, SessionContext

MAX_FAILED_RETURNS = 2
StateKey = tuple[object, ...]
Move = tuple[ControlIdentity, int]
"""A control, and which of the equal ones on the page."""


@dataclass(slots=True, kw_only=True)
class _State:
    way: tuple[Move, ...]
    untried: set[Move]
    failed_returns: int = 0


@dataclass(slots=True, kw_only=True)
class _Return:
    """A way being walked again."""

    target: StateKey
    moves: list[Move] = field(default_factory=list[Move])


def state_key(observation: Observation) -> StateKey:
    """Two moments are one state when page address and the set of controls agree; texts and order may differ."""
    return (observation.url, frozenset((e.role, e.label) for e in observation.elements))


class ReplayFrontierExplorer:
    """Explores where it stands while something is untried there; then returns to the nearest state that has more."""

    name = "replay_frontier"

    def __init__(self) -> None:
        self._rng = random.Random(0)
        self._forget()

    def _forget(self) -> None:
        self._archive: dict[StateKey, _State] = {}
        self._tried: Counter[tuple[StateKey, Move]] = Counter()
        self._way: tuple[Move, ...] = ()
        self._return: _Return | None = None
        self._aimless_steps = 0

    def begin(self, context: SessionContext) -> None:
        self._rng = random.Random(context.seed)
        self._forget()

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        moves = self._moves(observation)
        here = state_key(observation)
        state = self._remember(here, moves)
        move = self._next_of_return(here, moves)
        if move is None and state.untried:
            move = self._rng.choice(sorted(state.untried))
        if move is None:
            move = self._leave(moves)
        if move is None or move not in moves:
            self._way = ()
            return as_decision(Reset())
        return self._take(here, move, moves[move])

    def _moves(self, observation: Observation) -> dict[Move, Action]:
        seen: Counter[ControlIdentity] = Counter()
        moves: dict[Move, Action] = {}
        for action in candidate_actions(observation, self._rng):
            identity = control_identity(action, observation)
            moves[identity, seen[identity]] = action
            seen[identity] += 1
        return moves

    def _remember(self, here: StateKey, moves: dict[Move, Action]) -> _State:
        state = self._archive.setdefault(here, _State(way=self._way, untried=set(moves)))
        if len(self._way) < len(state.way):
            state.way = self._way
        state.untried = {move for move in moves if self._tried[here, move] == 0}
        return state

    def _next_of_return(self, here: StateKey, moves: dict[Move, Action]) -> Move | None:
        """The next step of the way being walked; None when there is none, it is done, or it broke."""
        plan = self._return
        if plan is None:
            return None
        if plan.moves and plan.moves[0] in moves:
            return plan.moves.pop(0)
        self._return = None
        if here != plan.target:
            self._archive[plan.target].failed_returns += 1
        return None

    def _leave(self, moves: dict[Move, Action]) -> Move | None:
        """Nothing is untried here: the first step back to the frontier; None is a reset."""
        reachable = [(len(s.way), key) for key, s in self._archive.items() if self._is_frontier(s)]
        if reachable:
            nearest = min(length for length, _ in reachable)
            target = self._rng.choice([key for length, key in reachable if length == nearest])
            self._return = _Return(target=target, moves=list(self._archive[target].way))
            self._aimless_steps = 0
            return None
        self._aimless_steps += 1
        if self._aimless_steps % RESET_PERIOD == 0:
            return None
        return self._rng.choice(sorted(moves))

    def _is_frontier(self, state: _State) -> bool:
        return bool(state.untried) and state.failed_returns < MAX_FAILED_RETURNS

    def _take(self, here: StateKey, move: Move, action: Action) -> Decision:
        self._tried[here, move] += 1
        self._way = (*self._way, move)
        return as_decision(action)

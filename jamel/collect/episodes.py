"""Episodes within a session: a policy that resets the app after every N steps, and ends the session when told to.

Wraps any policy. A forced ``reset()`` is a step of its own, so that a session of E episodes of N steps has E x (N + 1)
steps. Coverage baseline and memory live across resets. This file does not know how the wrapped policy decides.
"""

from __future__ import annotations

from jamel.actions import Reset
from jamel.collect.exhaustion import EpisodeFacts, episode_facts, why_exhausted
from jamel.collect.explorers import as_decision
from jamel.collect.feedback import tell
from jamel.errors import SessionEnded
from jamel.protocols import Policy
from jamel.types import Decision, MemoryView, Observation, SessionContext, Step, StopReason


class EpisodicPolicy:
    """``episode_steps`` None leaves resets to the policy. ``ended`` says why the session was ended before its steps
    were used up, if it was."""

    def __init__(self, inner: Policy, *, episode_steps: int | None = None, stop_when_exhausted: bool = False) -> None:
        self._inner, self._episode_steps, self._stop_when_exhausted = inner, episode_steps, stop_when_exhausted
        self._episode: list[Step] = []
        self._finished: list[EpisodeFacts] = []
        self.ended: StopReason | None = None

    @property
    def name(self) -> str:
        return self._inner.name

    def begin(self, context: SessionContext) -> None:
        self._episode.clear()
        self._finished.clear()
        self.ended = None
        self._inner.begin(context)

    def watch(self, step: Step) -> None:
        tell(self._inner, step)
        if isinstance(step.decision.action, Reset):
            self._finished.append(episode_facts(self._episode))
            self._episode.clear()
        else:
            self._episode.append(step)

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        """Raises ``SessionEnded`` when the app is exhausted or the wrapped policy has had enough."""
        try:
            self._end_if_exhausted()
            if self._episode_steps is not None and len(self._episode) >= self._episode_steps:
                return as_decision(Reset())
            return self._inner.decide(observation, step_index, memory)
        except SessionEnded as end:
            self.ended = StopReason(end.stop_reason)
            raise

    def _end_if_exhausted(self) -> None:
        reason = why_exhausted(self._finished) if self._stop_when_exhausted and not self._episode else None
        if reason is not None:
            raise SessionEnded(StopReason.EXHAUSTED, f"the app is exhausted: {reason}.")

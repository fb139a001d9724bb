"""How a policy hears what its step did. ``protocols.Policy`` only decides; explorers that learn within a session also
fit ``StepWatcher``.

This file does not know who runs the session.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from jamel.protocols import Policy
from jamel.types import Step


@runtime_checkable
class StepWatcher(Protocol):
    """A policy that is told of every step, its reward included, before it decides on the next one."""

    def watch(self, step: Step) -> None: ...


def tell(policy: Policy, step: Step) -> None:
    """Hand ``step`` to a policy that wants to know; others go on without."""
    if isinstance(policy, StepWatcher):
        policy.watch(step)

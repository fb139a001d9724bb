"""The seams: what the session loop asks of an environment, a policy and a compressor.

Fakes in ``jamel.testing`` and the real parts in ``browser``, ``policy``, ``collect`` and ``memory`` fit through these;
nothing here knows any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from jamel.actions import Action
from jamel.types import CoverageSnapshot, Decision, EntityTotals, EnvStep, MemoryView, Observation, SessionContext

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Environment(Protocol):
    """A web app in a browser. Every call ends within its budget or raises ``BrowserError``.

    The environment reports coverage snapshots; it does not know rewards. Its coverage profiler outlives ``reset``.
    """

    @property
    def start_url(self) -> str: ...

    def reset(self) -> EnvStep:
        """Open the start page in a fresh browser context. The snapshot holds the code that loading ran."""
        ...

    def step(self, action: Action) -> EnvStep:
        """Carry out one action, settle, observe. A failed action is ``action_error``, not an exception."""
        ...

    def script_sources(self) -> Mapping[str, str]:
        """sha256 -> source text of every script named in a snapshot so far."""
        ...

    def close(self) -> None:
        """Free everything. Never raises; safe to call twice."""
        ...


class EntityCounter(Protocol):
    """Lines, branches, statements and functions that ran at least once in a session."""

    def begin(self) -> None:
        """Forget the last session."""
        ...

    def absorb(self, snapshot: CoverageSnapshot, sources: Mapping[str, str]) -> EntityTotals:
        """Add what ran. ``sources`` maps sha256 to the text of every script in the snapshot."""
        ...


class Policy(Protocol):
    """Anything that picks actions: the trained model, an explorer, a baseline."""

    @property
    def name(self) -> str: ...

    def begin(self, context: SessionContext) -> None:
        """Forget the last session and seed all randomness from ``context.seed``."""
        ...

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        """One decision for session step ``step_index``. Bad model output is a ``ParseFailure`` inside it."""
        ...


class Compressor(Protocol):
    """Turns past steps into latents. Frozen: equal input gives equal latents, whatever the batch size."""

    @property
    def width(self) -> int:
        """D of every latent."""
        ...

    @property
    def latents_per_step(self) -> int:
        """K: 1 in the paper."""
        ...

    def compress(self, screenshots_png: Sequence[bytes], action_texts: Sequence[str]) -> NDArray:
        """float32 (B, K, D): the latents of each (screenshot before the action, canonical action text)."""
        ...

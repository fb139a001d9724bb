"""The session's ledger: the union of everything that ever ran, and what each snapshot added to it.

The baseline of a step is every earlier snapshot of the session, rewarded or not (paper, section 1). This file does not
know actions or rewards.
"""

from __future__ import annotations

from collections.abc import Mapping

from jamel.coverage.intervals import Intervals, size_units, union
from jamel.coverage.v8 import covered_intervals
from jamel.protocols import EntityCounter
from jamel.types import CoverageGain, CoverageSnapshot, EntityCounts, ScriptCoverage


class CoverageLedger:
    """Absorbs snapshots. Gains are never negative; the initial gain and all later ones sum to the final count."""

    def __init__(self, counter: EntityCounter) -> None:
        self._counter = counter
        counter.begin()
        self._covered_intervals: dict[str, Intervals] = {}
        self.covered_units = 0
        self.covered = EntityCounts()

    def absorb(self, snapshot: CoverageSnapshot, sources: Mapping[str, str]) -> CoverageGain:
        """Add what ran, and say how much of it is new. ``sources`` maps sha256 to text.

        Raises ``CoverageError`` when the entities cannot be counted.
        """
        units_before, before = self.covered_units, self.covered
        for script in snapshot.scripts:
            self._absorb_script(script)
        if snapshot.scripts:
            self.covered = _at_least(before, self._counter.absorb(snapshot, sources).covered)
        return CoverageGain(
            new_units=self.covered_units - units_before,
            covered_units=self.covered_units,
            new=_minus(self.covered, before),
            covered=self.covered,
        )

    def _absorb_script(self, script: ScriptCoverage) -> None:
        before = self._covered_intervals.get(script.source_sha256, ())
        after = union(before, covered_intervals(script.functions))
        self._covered_intervals[script.source_sha256] = after
        self.covered_units += size_units(after) - size_units(before)


def _at_least(before: EntityCounts, now: EntityCounts) -> EntityCounts:
    """What ran once has run, even where more coverage changes how an entity is looked up (docs/ENVIRONMENT.md)."""
    return EntityCounts(
        lines=max(before.lines, now.lines),
        branches=max(before.branches, now.branches),
        statements=max(before.statements, now.statements),
        functions=max(before.functions, now.functions),
    )


def _minus(now: EntityCounts, before: EntityCounts) -> EntityCounts:
    return EntityCounts(
        lines=now.lines - before.lines,
        branches=now.branches - before.branches,
        statements=now.statements - before.statements,
        functions=now.functions - before.functions,
    )

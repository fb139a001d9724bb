"""The session's ledger: the union of everything that ever ran, and what each snapshot added to it.

The baseline of a step is every earlier snapshot of the session, rewarded or not (paper, section 1). This file does not
know actions or rewards.
"""

from __future__ import annotations

from jamel.coverage.intervals import Intervals, size_units, union
from jamel.coverage.v8 import covered_intervals
from jamel.types import CoverageGain, CoverageSnapshot, ScriptCoverage

ScriptKey = tuple[str, str]


class CoverageLedger:
    """Absorbs snapshots. Gains are never negative; the initial gain and all later ones sum to the final count."""

    def __init__(self) -> None:
        self._covered: dict[ScriptKey, Intervals] = {}
        self._functions: set[tuple[ScriptKey, int, int]] = set()
        self.covered_units = 0

    def absorb(self, snapshot: CoverageSnapshot) -> CoverageGain:
        """Add what ran, and say how much of it is new."""
        units_before, functions_before = self.covered_units, len(self._functions)
        for script in snapshot.scripts:
            self._absorb_script(script)
        return CoverageGain(
            new_units=self.covered_units - units_before,
            covered_units=self.covered_units,
            new_functions=len(self._functions) - functions_before,
            covered_functions=len(self._functions),
        )

    def _absorb_script(self, script: ScriptCoverage) -> None:
        key = (script.url, script.source_sha256)
        before = self._covered.get(key, ())
        after = union(before, covered_intervals(script.functions))
        self._covered[key] = after
        self.covered_units += size_units(after) - size_units(before)
        for function in script.functions:
            whole = function.ranges[0]
            if whole.count > 0:
                self._functions.add((key, whole.start_units, whole.end_units))

"""V8's precise coverage: what one function record says was executed.

V8 reports, per function, nested ranges with counts; an inner range overrides what surrounds it (browser reference,
section 2). This file does not know sessions or scripts' texts.
"""

from __future__ import annotations

from collections.abc import Sequence

from jamel.coverage.intervals import Intervals, normalise
from jamel.types import CoverageRange, FunctionCoverage


def covered_intervals(functions: Sequence[FunctionCoverage]) -> Intervals:
    """Units of one script that ran at least once, over all its functions.

    Functions nest in each other too: an inner function's own record says what ran of it, not the outer's. So all ranges
    are painted outermost first (smaller start, then larger end), later paint on top.
    """
    ranges = sorted((r for f in functions for r in f.ranges), key=lambda r: (r.start_units, -r.end_units))
    return normalise(_paint(ranges))


def _paint(ranges: Sequence[CoverageRange]) -> list[tuple[int, int]]:
    """Sweep over properly nested ranges with a stack: each stretch belongs to the innermost range around it."""
    painted: list[tuple[int, int]] = []
    stack: list[CoverageRange] = []
    position = 0

    def advance_to(end: int) -> None:
        nonlocal position
        if stack and stack[-1].count > 0 and end > position:
            painted.append((position, end))
        position = max(position, end)

    for current in ranges:
        while stack and stack[-1].end_units <= current.start_units:
            advance_to(stack[-1].end_units)
            stack.pop()
        advance_to(current.start_units)
        stack.append(current)
    while stack:
        advance_to(stack[-1].end_units)
        stack.pop()
    return painted

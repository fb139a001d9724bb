"""Sets of UTF-16 code units as sorted, disjoint, non-touching half-open intervals.

Union is commutative, associative and idempotent; the empty tuple is its unit.
"""

from __future__ import annotations

from collections.abc import Iterable

Interval = tuple[int, int]
Intervals = tuple[Interval, ...]


def normalise(intervals: Iterable[Interval]) -> Intervals:
    """Sort, merge what overlaps or touches, drop what is empty."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def union(a: Intervals, b: Intervals) -> Intervals:
    return normalise([*a, *b])


def size_units(intervals: Intervals) -> int:
    return sum(end - start for start, end in intervals)

"""Coverage arithmetic: interval sets, V8's nested ranges, and the ledger's promises."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from jamel.coverage.intervals import normalise, size_units, union
from jamel.coverage.ledger import CoverageLedger
from jamel.coverage.v8 import covered_intervals
from jamel.coverage_json import snapshot_from_json, snapshot_to_json
from jamel.testing.fakes import FakeEntityCounter
from jamel.types import (
    CoverageRange,
    CoverageSnapshot,
    EntityCounts,
    EntityTotals,
    FunctionCoverage,
    ScriptCoverage,
)

interval_sets = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8).map(normalise)


def function(*ranges: tuple[int, int, int], name: str = "f") -> FunctionCoverage:
    return FunctionCoverage(
        name=name,
        is_block_coverage=True,
        ranges=tuple(CoverageRange(start_units=s, end_units=e, count=c) for s, e, c in ranges),
    )


def snapshot(*functions: FunctionCoverage, url: str = "http://127.0.0.1/a.js", sha256: str = "1") -> CoverageSnapshot:
    return CoverageSnapshot(scripts=(ScriptCoverage(url=url, source_sha256=sha256, functions=functions),))


@st.composite
def nested_functions(draw: st.DrawFn) -> list[FunctionCoverage]:
    """Properly nested functions of one script, as V8 reports them: siblings below one top level."""
    edges = sorted(set(draw(st.lists(st.integers(1, 79), min_size=2, max_size=10))))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    inner = [function((s, e, draw(st.integers(0, 2)))) for s, e in pairs]
    return [function((0, 80, 1), name=""), *inner]


@given(interval_sets, interval_sets, interval_sets)
def test_union_is_commutative_associative_and_idempotent(a, b, c) -> None:
    assert union(a, b) == union(b, a)
    assert union(union(a, b), c) == union(a, union(b, c))
    assert union(a, a) == a == union(a, ())


@given(interval_sets, interval_sets)
def test_union_holds_exactly_the_units_of_both(a, b) -> None:
    def units(intervals) -> set[int]:
        return {u for start, end in intervals for u in range(start, end)}

    assert units(union(a, b)) == units(a) | units(b)
    assert size_units(union(a, b)) == len(units(a) | units(b))


def test_inner_ranges_override_what_surrounds_them() -> None:
    assert covered_intervals([function((0, 10, 1), (3, 6, 0), (4, 5, 2))]) == ((0, 3), (4, 5), (6, 10))


def test_a_function_that_did_not_run_is_a_hole_in_the_one_around_it() -> None:
    outer, inner = function((0, 20, 1)), function((5, 12, 0))
    assert covered_intervals([outer, inner]) == ((0, 5), (12, 20))
    assert covered_intervals([inner, outer]) == ((0, 5), (12, 20))


@given(nested_functions())
def test_painting_equals_painting_unit_by_unit(functions: list[FunctionCoverage]) -> None:
    ranges = sorted((r for f in functions for r in f.ranges), key=lambda r: (r.start_units, -r.end_units))
    counts = [0] * 80
    for r in ranges:
        counts[r.start_units : r.end_units] = [r.count] * (r.end_units - r.start_units)
    painted = {u for start, end in covered_intervals(functions) for u in range(start, end)}
    assert painted == {u for u, count in enumerate(counts) if count}


@given(st.lists(nested_functions(), max_size=5))
def test_gains_are_never_negative_and_sum_to_the_final_count(takes: list[list[FunctionCoverage]]) -> None:
    ledger = CoverageLedger(FakeEntityCounter())
    gains = [ledger.absorb(snapshot(*functions), {}) for functions in takes]
    assert all(g.new_units >= 0 and g.new.functions >= 0 for g in gains)
    assert sum(g.new_units for g in gains) == ledger.covered_units
    assert sum(g.new.sum for g in gains) == ledger.covered.sum
    assert ledger.absorb(CoverageSnapshot(), {}).new_units == 0


@given(st.lists(nested_functions(), min_size=1, max_size=4), st.randoms())
def test_the_final_count_does_not_depend_on_the_order_of_takes(takes, random) -> None:
    def final(order: list[list[FunctionCoverage]]) -> int:
        ledger = CoverageLedger(FakeEntityCounter())
        for functions in order:
            ledger.absorb(snapshot(*functions), {})
        return ledger.covered_units

    assert final(takes) == final(random.sample(takes, len(takes)))


def test_a_script_is_known_by_its_text_whatever_its_url() -> None:
    ledger, one = CoverageLedger(FakeEntityCounter()), function((0, 10, 1))
    assert ledger.absorb(snapshot(one), {}).new_units == 10
    assert ledger.absorb(snapshot(one), {}).new_units == 0
    assert ledger.absorb(snapshot(one, url="http://127.0.0.1/b.js"), {}).new_units == 0
    assert ledger.absorb(snapshot(one, sha256="2"), {}).new_units == 10


class DippingCounter(FakeEntityCounter):
    """Says 3 functions, then 1, then 4."""

    def __init__(self) -> None:
        super().__init__()
        self._said = iter((3, 1, 4))

    def absorb(self, snapshot: CoverageSnapshot, sources: Mapping[str, str]) -> EntityTotals:
        counts = EntityCounts(functions=next(self._said))
        return EntityTotals(covered=counts, total=counts)


def test_what_was_paid_once_is_not_paid_again_after_a_dip() -> None:
    ledger = CoverageLedger(DippingCounter())
    gains = [ledger.absorb(snapshot(function((0, 9, 1))), {}) for _ in range(3)]
    assert [g.new.functions for g in gains] == [3, 0, 1]
    assert gains[-1].covered.functions == 4


@given(nested_functions(), st.text())
def test_snapshots_survive_their_json_form(functions: list[FunctionCoverage], name: str) -> None:
    original = snapshot(*functions, function((0, 1, 1), name=name))
    assert snapshot_from_json(snapshot_to_json(original)) == original

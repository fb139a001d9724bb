"""The entity counter against monocart-coverage-reports itself, on programs that V8 really ran."""

import json
import os
import signal
import subprocess
from pathlib import Path
from shutil import which

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jamel.config import PROJECT_ROOT
from jamel.coverage.ledger import CoverageLedger
from jamel.coverage.monocart import istanbul_totals
from jamel.coverage.node_counter import NodeEntityCounter
from jamel.coverage_json import snapshot_from_json
from jamel.errors import CoverageError
from jamel.types import CoverageSnapshot, EntityCounts

pytestmark = pytest.mark.browser

RECORDER = Path(__file__).parent / "record_v8.mjs"
CALLS = [f"run({n})" for n in (0, 1, 4, 7)]


def record(source: str, calls: list[str]) -> list[CoverageSnapshot]:
    """What V8 reports after loading ``source`` and after each call."""
    request = json.dumps({"source": source, "calls": calls}).encode()
    done = subprocess.run([which("node") or "node", str(RECORDER)], input=request, capture_output=True, check=True)
    return [snapshot_from_json(json.dumps(snapshot)) for snapshot in json.loads(done.stdout)]


conditions = st.sampled_from(["n % 2", "n > 3", "n === 0", "'中文'.length > n", "Math.abs(n) < 2"])
expressions = st.sampled_from([
    "n ? '😀' : 'b'", "n > 2 && n < 6 && touch(n)", "n || touch(0) || 1", "null ?? touch(n)", "`a${n ? 1 : 2}𝒳`",
    "[1, 2, n].map((x) => x ? touch(x) : 0)", "((a = touch(n), b = 2) => a + b)(n ? undefined : 1)",
    "new (class { static #k = 1; static { touch(2); } get y() { return n; } async z() {} })().y",
])  # fmt: skip


@st.composite
def statements(draw: st.DrawFn, depth: int = 3) -> str:
    """A few statements that may use ``n`` and the function ``touch``."""
    return "\n".join(draw(st.lists(statement(depth), min_size=1, max_size=3)))


@st.composite
def statement(draw: st.DrawFn, depth: int) -> str:
    simple = st.one_of(
        expressions.map(lambda e: f"touch({e});"),
        expressions.map(lambda e: f"let value{draw(st.integers(0, 10**9))} = {e}; // 注释 😀"),
        st.just("/* v8 ignore next */\ntouch(3);"),
        conditions.map(lambda c: f"if ({c}) return touch(1);"),
    )
    kind = draw(st.integers(0, 9)) if depth else 0
    if kind < 3:
        return draw(simple)
    condition, body, other = draw(conditions), draw(statements(depth - 1)), draw(statements(depth - 1))
    number = draw(st.integers(0, 10**9))
    return {
        3: f"if ({condition}) {{\n{body}\n}}",
        4: f"if ({condition}) {{\n{body}\n}} else {{\n{other}\n}}",
        5: f"for (let i{number} = 0; i{number} < n; i{number} += 1) {{\n{body}\n}}",
        6: f"switch (n % 3) {{\ncase 0:\n{body}\nbreak;\ncase 1:\n{other}\ndefault:\ntouch(4);\n}}",
        7: f"try {{\n{body}\nif ({condition}) throw '坏';\n}} catch {{\n{other}\n}} finally {{\ntouch(5);\n}}",
        8: f"function inner{number}(n) {{\n{body}\n}}\nif ({condition}) inner{number}(n);",
        9: f"if ({condition}) {{\nreturn later{number}(n);\n}}\nfunction later{number}(n) {{\n{body}\n}}",
    }[kind]


programs = statements().map(
    lambda body: (
        f"const 字 = '😀'; function touch(x) {{ return x; }}\nfunction run(n) {{\n{body}\n}}\nfunction never() {{}}"
    )
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(programs)
def test_every_step_of_any_program_counts_as_monocart_counts_the_union(source: str) -> None:
    snapshots, sources = record(source, CALLS), {"1": source}
    with NodeEntityCounter() as counter:
        totals = [counter.absorb(snapshot, sources) for snapshot in snapshots]
    for seen in (1, 3, len(snapshots)):
        assert totals[seen - 1] == istanbul_totals(snapshots[:seen], sources)


def test_a_script_that_is_one_function_does_not_run_it() -> None:
    source = "function run(n) { return '😀' + n; }"
    snapshots, sources = record(source, ["1 + 1", "run(1)"]), {"1": source}
    snapshots.insert(1, snapshots[0])  # the script is loaded a second time
    with NodeEntityCounter() as counter:
        covered = [counter.absorb(snapshot, sources).covered for snapshot in snapshots]
    assert [c.functions for c in covered] == [0, 0, 0, 1]
    assert covered[-1] == istanbul_totals(snapshots, sources).covered


def test_counts_equal_the_hand_count() -> None:
    source = "function run(n) {\n  if (n) { return 'yes'; }\n  return n ? 1 : 2; }\nfunction never() { return 3; }\n"
    with NodeEntityCounter() as counter:
        loaded, zero, one = [counter.absorb(s, {"1": source}) for s in record(source, ["run(0)", "run(1)"])]
    # statements: two declarations, if, return yes, return ?:, return 3, and none for the blocks
    assert loaded.total == EntityCounts(lines=4, branches=4, statements=6, functions=2)
    assert loaded.covered == EntityCounts()
    assert zero.covered == EntityCounts(lines=3, branches=2, statements=3, functions=1)
    assert one.covered == EntityCounts(lines=3, branches=3, statements=4, functions=1)


KEPT_SHAPES = """
import { ScriptCounts } from './counts.mjs';
import { skeletonOf } from './skeleton.mjs';
const counts = new ScriptCounts(skeletonOf('function run(n) { return n ? 1 : 2; }'));
const step = (n) => [['run', 1, [[0, 37, 1 + n], [n % 2 ? 29 : 33, n % 2 ? 30 : 34, 0]]]];
const kept = () => [...counts.sums.values()].reduce((all, sum) => all + sum.shapes.size, 0);
for (let n = 0; n < 4; n += 1) counts.add(step(n));
const early = kept();
for (let n = 4; n < 400; n += 1) counts.add(step(n));
console.log(early, kept(), JSON.stringify(counts.count().branches));
"""


def test_what_is_kept_of_a_session_does_not_grow_with_its_steps() -> None:
    command = [which("node") or "node", "--input-type=module", "-e", KEPT_SHAPES]
    done = subprocess.run(command, capture_output=True, check=True, cwd=PROJECT_ROOT / "third_party/node", text=True)
    assert done.stdout.split() == ["2", "2", '{"covered":2,"total":2}']


def test_a_counter_that_is_killed_is_replaced_and_loses_no_number() -> None:
    source = "function run(n) { return n ? 'a' : 'b'; }\n"
    steps, sources = record(source, ["run(0)", "run(1)"]), {"1": source}
    with NodeEntityCounter() as counter, NodeEntityCounter() as undisturbed:
        ledger, expected = CoverageLedger(counter), CoverageLedger(undisturbed)
        for snapshot in steps:
            assert ledger.absorb(snapshot, sources) == expected.absorb(snapshot, sources)
            assert counter.pid is not None
            os.kill(counter.pid, signal.SIGKILL)


def test_a_session_forgets_the_one_before_it() -> None:
    source = "function run(n) { return n; }\n"
    steps, sources = record(source, ["run(0)"]), {"1": source}
    with NodeEntityCounter() as counter:
        first = [counter.absorb(s, sources) for s in steps]
        counter.begin()
        assert [counter.absorb(s, sources) for s in steps] == first


def test_a_missing_source_text_is_one_clear_error_and_the_counter_goes_on() -> None:
    source = "function run(n) { return n; }\n"
    (snapshot,) = record(source, [])
    with NodeEntityCounter() as counter:
        with pytest.raises(CoverageError, match="no source text"):
            counter.absorb(snapshot, {})
        counter.begin()
        assert counter.absorb(snapshot, {"1": source}).total.functions == 1

"""Coverage on the hand-counted site: what runs is counted once, and nothing that did not run."""

from collections.abc import Callable

import pytest

from jamel.actions import Click, Goto
from jamel.browser.env import BrowserEnv
from jamel.coverage.ledger import CoverageLedger
from jamel.coverage.monocart import istanbul_totals
from jamel.coverage.node_counter import NodeEntityCounter
from jamel.types import CoverageSnapshot
from tests.browser.conftest import bid_of

pytestmark = pytest.mark.browser


def executed(snapshot: CoverageSnapshot) -> set[str]:
    """Names of the named functions that ran."""
    return {f.name for s in snapshot.scripts for f in s.functions if f.name and f.ranges[0].count > 0}


def test_loading_runs_the_top_level_and_what_it_calls(open_site: Callable[..., BrowserEnv]) -> None:
    start = open_site("counted").reset()
    assert executed(start.snapshot) == {"inlineTwo"}


def test_inline_scripts_of_one_page_are_kept_apart(open_site: Callable[..., BrowserEnv]) -> None:
    start = open_site("counted").reset()
    page_scripts = [s for s in start.snapshot.scripts if s.url.endswith("index.html")]
    assert len({s.source_sha256 for s in page_scripts}) == len(page_scripts) == 2


def test_each_branch_pays_once(open_site: Callable[..., BrowserEnv], counter: NodeEntityCounter) -> None:
    env, ledger = open_site("counted"), CoverageLedger(counter)
    sources = env.script_sources()
    start = env.reset()
    ledger.absorb(start.snapshot, sources)
    yes, no = bid_of(start.observation, "Yes"), bid_of(start.observation, "No")
    first = env.step(Click(bid=yes))
    assert executed(first.snapshot) >= {"choose", "remember"}
    assert ledger.absorb(first.snapshot, sources).new.sum > 0
    again = ledger.absorb(env.step(Click(bid=yes)).snapshot, sources)
    assert (again.new_units, again.new.sum) == (0, 0)
    other = ledger.absorb(env.step(Click(bid=no)).snapshot, sources)
    assert other.new.branches == 1
    tail = "\n  return remember('no');\n}"
    handler = "choose(false)"
    assert 0 < other.new_units <= len(tail) + len(handler) + 40  # the handler's own wrapper is a few units long


def test_offsets_are_utf16_units_after_characters_outside_the_basic_plane(open_site: Callable[..., BrowserEnv]) -> None:
    env = open_site("counted")
    start = env.reset()
    step = env.step(Click(bid=bid_of(start.observation, "Yes")))
    script = next(s for s in step.snapshot.scripts if s.url.endswith("store.js"))
    source = env.script_sources()[script.source_sha256].encode("utf-16-le")
    ranges = {f.name: f.ranges[0] for f in script.functions}
    found = source[2 * ranges["remember"].start_units : 2 * ranges["remember"].end_units].decode("utf-16-le")
    assert found == "function remember(x) { return emoji + x; }"


def test_a_reload_and_a_second_page_with_the_same_script_pay_nothing_for_it(
    open_site: Callable[..., BrowserEnv], counter: NodeEntityCounter
) -> None:
    env, ledger = open_site("counted"), CoverageLedger(counter)
    sources = env.script_sources()
    ledger.absorb(env.reset().snapshot, sources)
    assert ledger.absorb(env.reset().snapshot, sources).new.sum == 0
    again = env.step(Goto(url=env.start_url.replace("index.html", "again.html")))
    assert again.action_error is None
    gain = ledger.absorb(again.snapshot, sources)
    assert (gain.new_units, gain.new.sum) == (0, 0)


def test_blocks_are_reported_after_every_reload(open_site: Callable[..., BrowserEnv]) -> None:
    env = open_site("counted")
    for _ in range(4):
        snapshot = env.reset().snapshot
        ran = [f for s in snapshot.scripts for f in s.functions if f.ranges[0].count > 0]
        assert ran
        assert all(f.is_block_coverage for f in ran)


def test_entities_equal_the_hand_count_and_monocart(
    open_site: Callable[..., BrowserEnv], counter: NodeEntityCounter
) -> None:
    env = open_site("counted")
    start = env.reset()
    snapshots = [start.snapshot]
    loaded = counter.absorb(start.snapshot, env.script_sources())
    assert (loaded.covered.functions, loaded.total.functions) == (1, 6)  # inlineTwo of inline 2, store 2, app 2
    assert loaded == istanbul_totals(snapshots, env.script_sources())
    for label in ("Yes", "No", "Twice"):
        snapshots.append(env.step(Click(bid=bid_of(start.observation, label))).snapshot)
        totals = counter.absorb(snapshots[-1], env.script_sources())
    assert totals.covered.functions == 5  # all but neverCalled; handlers' wrappers are no functions
    assert totals.covered.branches == totals.total.branches > 0
    assert totals == istanbul_totals(snapshots, env.script_sources())


def test_equal_actions_and_seed_give_equal_coverage(
    open_site: Callable[..., BrowserEnv], counter: NodeEntityCounter
) -> None:
    runs = []
    for _ in range(3):
        env, ledger = open_site("counted", seed=5), CoverageLedger(counter)
        start = env.reset()
        gains = [ledger.absorb(start.snapshot, env.script_sources())]
        for label in ("Twice", "No", "Yes", "Twice"):
            step = env.step(Click(bid=bid_of(start.observation, label)))
            gains.append(ledger.absorb(step.snapshot, env.script_sources()))
        runs.append(gains)
        env.close()
    assert runs[0] == runs[1] == runs[2]


def names_by_file(snapshot: CoverageSnapshot) -> list[tuple[str, str]]:
    """(file, function) of every named function that ran, once a script."""
    return [
        (script.url.rpartition("/")[2], f.name)
        for script in snapshot.scripts
        for f in script.functions
        if f.name and f.ranges[0].count > 0
    ]


def test_frames_modules_and_renamed_scripts_count_by_where_they_came_from(
    open_site: Callable[..., BrowserEnv], counter: NodeEntityCounter
) -> None:
    env = open_site("corners")
    start = env.reset()
    assert sorted(set(names_by_file(start.snapshot))) == [
        ("frame.js", "inFrame"),
        ("imported.js", "imported"),
        ("mapped.js", "mapped"),
        ("renamed.js", "renamed"),  # its sourceURL comment says webpack:///renamed.js
    ]
    covered = counter.absorb(start.snapshot, env.script_sources()).covered
    assert covered.functions == 4, "the frame that is there twice counts once"


def test_code_made_anew_by_eval_is_not_new_for_ever(
    open_site: Callable[..., BrowserEnv], counter: NodeEntityCounter
) -> None:
    env, ledger = open_site("corners"), CoverageLedger(counter)
    start = env.reset()
    ledger.absorb(start.snapshot, env.script_sources())
    gains = []
    for _ in range(3):
        step = env.step(Click(bid=bid_of(start.observation, "Hit")))
        assert "made" not in dict(names_by_file(step.snapshot)).values()
        gains.append(ledger.absorb(step.snapshot, env.script_sources()).new.sum)
    assert gains[0] > 0
    assert gains[1:] == [0, 0]

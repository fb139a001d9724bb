"""The published recipe: collected as published, and scored as published, only cheaper."""

import json
import subprocess
from collections.abc import Callable
from shutil import which

import pytest

from jamel.actions import Click, Reset
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.config import PROJECT_ROOT
from jamel.coverage.ledger import CoverageLedger
from jamel.coverage.node_counter import NodeEntityCounter
from jamel.types import CoverageMode, CoverageSnapshot
from tests.browser.conftest import bid_of

pytestmark = pytest.mark.browser

RECIPE = PROJECT_ROOT / "third_party/parity/published_recipe.mjs"


def published_score(snapshots: list[CoverageSnapshot], sources: dict[str, str]) -> list[int]:
    """Lines, branches, statements and functions by the recipe without any cache."""
    lists = [
        [
            {
                "url": script.url,
                "source": sources[script.source_sha256],
                "functions": [
                    {
                        "functionName": f.name,
                        "isBlockCoverage": f.is_block_coverage,
                        "ranges": [
                            {"startOffset": r.start_units, "endOffset": r.end_units, "count": r.count} for r in f.ranges
                        ],
                    }
                    for f in script.functions
                ],
            }
            for script in snapshot.scripts
        ]
        for snapshot in snapshots
        if snapshot.scripts
    ]
    done = subprocess.run(
        [which("node") or "node", str(RECIPE)], input=json.dumps(lists).encode(), capture_output=True, check=True,
        cwd=PROJECT_ROOT,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_every_step_scores_as_the_published_recipe_scores_all_snapshots_together(
    open_site: Callable[..., BrowserEnv],
) -> None:
    env = open_site("counted", settings=BrowserSettings(coverage_mode=CoverageMode.UPSTREAM))
    start = env.reset()
    labels = ["Yes", "Twice", "No", "Yes"]
    snapshots = [env.step(Click(bid=bid_of(start.observation, label))).snapshot for label in labels]
    sources = dict(env.script_sources())
    with NodeEntityCounter(CoverageMode.UPSTREAM) as counter:
        covered = [counter.absorb(snapshot, sources).covered for snapshot in snapshots]
    for seen in (1, 2, 4):
        counts = covered[seen - 1]
        expected = published_score(snapshots[:seen], sources)
        assert [counts.lines, counts.branches, counts.statements, counts.functions] == expected
    assert covered[-1].sum > 0


def test_loading_counts_for_nothing_and_code_that_never_ran_is_counted(open_site: Callable[..., BrowserEnv]) -> None:
    env = open_site("counted", settings=BrowserSettings(coverage_mode=CoverageMode.UPSTREAM))
    start = env.reset()
    assert start.snapshot == CoverageSnapshot()
    step = env.step(Click(bid=bid_of(start.observation, "Yes")))
    with NodeEntityCounter(CoverageMode.UPSTREAM) as counter:
        counted = counter.absorb(step.snapshot, env.script_sources()).covered.functions
    assert counted == 4  # choose and remember ran; twice and neverCalled did not
    assert env.step(Reset()).snapshot == CoverageSnapshot()


def test_a_second_equal_step_gains_nothing(open_site: Callable[..., BrowserEnv]) -> None:
    env = open_site("counted", settings=BrowserSettings(coverage_mode=CoverageMode.UPSTREAM))
    yes = bid_of(env.reset().observation, "Yes")
    with NodeEntityCounter(CoverageMode.UPSTREAM) as counter:
        ledger = CoverageLedger(counter)
        gains = [ledger.absorb(env.step(Click(bid=yes)).snapshot, env.script_sources()).new.sum for _ in range(3)]
    assert gains[0] > 0
    assert gains[1:] == [0, 0]

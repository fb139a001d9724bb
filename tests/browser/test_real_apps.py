"""Other people's apps in a browser: each loads, gives block coverage and a tree to act on, and pays for a first act."""

import json
from collections.abc import Callable

import pytest

from jamel.actions import Action, Click, Fill, MouseClick, Press
from jamel.apps import load_app_set
from jamel.apps.real_apps import LICENCES, REAL_APPS_FILE, load_real_apps
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.coverage.ledger import CoverageLedger
from jamel.coverage.node_counter import NodeEntityCounter
from jamel.types import AppSpec, Observation

pytestmark = [pytest.mark.browser, pytest.mark.real_apps]

REAL = load_app_set(REAL_APPS_FILE)
INTERACTIVE = {"button", "link", "textbox", "checkbox", "combobox", "menuitem", "menubar", "generic"}
FirstAct = Callable[[Observation], list[Action]]


def the(observation: Observation, role: str, label: str) -> str:
    return next(e.bid for e in observation.elements if (e.role, e.label.strip()) == (role, label))


def click(role: str, label: str) -> FirstAct:
    return lambda seen: [Click(bid=the(seen, role, label))]


def add_a_todo(seen: Observation) -> list[Action]:
    bid = the(seen, "textbox", "What needs to be done?")
    return [Click(bid=bid), Fill(bid=bid, value="buy milk"), Press(bid=bid, key_comb="Enter")]


def start(_: Observation) -> list[Action]:
    """MiniWoB's cover has no id in the tree: only a click at a point removes it."""
    return [MouseClick(x=80, y=105)]


FIRST_ACTS: dict[str, FirstAct] = {
    "framework7": click("link", "About"),
    "weui": click("button", "展开"),
    "jsoneditor": click("button", "展开所有字段"),
    "book-flight": start,
    "alaska": click("button", "Find Flights"),
}


@pytest.mark.parametrize("app", REAL.apps, ids=lambda app: app.app_id)
def test_the_app_gives_block_coverage_a_tree_to_act_on_and_a_first_reward(
    app: AppSpec, counter: NodeEntityCounter
) -> None:
    with (
        SiteServer(REAL.root) as server,
        BrowserEnv(app=app, base_url=server.base_url, settings=BrowserSettings(), seed=0) as env,
    ):
        first = env.reset()
        ledger = CoverageLedger(counter)
        at_load = ledger.absorb(first.snapshot, env.script_sources())
        ran = [f for script in first.snapshot.scripts for f in script.functions if f.ranges[0].count]
        assert any(f.is_block_coverage and len(f.ranges) > 1 for f in ran)
        assert at_load.new.sum > 100
        labelled = [e for e in first.observation.elements if e.role in INTERACTIVE and e.label]
        assert len(labelled) >= 3
        steps = [env.step(action) for action in FIRST_ACTS.get(app.app_id, add_a_todo)(first.observation)]
        assert [step.action_error for step in steps] == [None] * len(steps)
        assert sum(ledger.absorb(step.snapshot, env.script_sources()).new.sum for step in steps) > 0


def test_every_app_lies_beside_its_licence_and_the_proof_of_its_package() -> None:
    listed = load_real_apps()
    for app in listed.test:
        manifest = json.loads((REAL.root / f"{app.id}.json").read_text(encoding="utf-8"))
        assert manifest["integrity"] == listed.integrity[app.package]
        assert manifest["licence_files"], app.id
        assert all((REAL.root / file).is_file() for file in manifest["licence_files"])
        assert all(file.startswith(f"{LICENCES}/{app.id}/") for file in manifest["licence_files"])

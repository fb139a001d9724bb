"""One static server and one environment per test over the hand-made sites of this folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.coverage.node_counter import NodeEntityCounter
from jamel.types import AppSpec, Observation, Split

SITES = Path(__file__).parent / "sites"
OpenSite = Callable[..., BrowserEnv]


@pytest.fixture
def open_site() -> Iterator[OpenSite]:
    """``open_site("counted", seed=0, settings=...)`` -> an environment on that site, closed after the test."""
    with ExitStack() as stack:
        server = stack.enter_context(SiteServer(SITES))

        def opened(name: str, *, seed: int = 0, settings: BrowserSettings | None = None) -> BrowserEnv:
            app = AppSpec(app_id=name, split=Split.TEST, entry_path=f"{name}/index.html")
            env = BrowserEnv(app=app, base_url=server.base_url, settings=settings or BrowserSettings(), seed=seed)
            return stack.enter_context(env)

        yield opened


@pytest.fixture
def counter() -> Iterator[NodeEntityCounter]:
    """A fresh entity counter, which needs Node."""
    with NodeEntityCounter() as counting:
        yield counting


def bid_of(observation: Observation, label: str) -> str:
    """The id of the only listed element with this label."""
    found = [e.bid for e in observation.elements if e.label == label]
    assert len(found) == 1, f"{label!r} found {len(found)} times in {observation.elements}"
    return found[0]


def value_of(env: BrowserEnv, expression: str) -> Any:
    """What a script gives in the page's own world."""
    asked = {"expression": expression, "returnByValue": True}
    return env._tab.cdp.send("Runtime.evaluate", asked)["result"].get("value")

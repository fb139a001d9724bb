"""Coverage where pages come and go within a step: navigations by the app, popups, tabs that close themselves."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jamel.actions import Click, GoBack, Goto
from jamel.browser.chromium import running_browser
from jamel.browser.env import POPUP_BUDGET_S, BrowserEnv
from jamel.types import CoverageSnapshot
from tests.browser.conftest import bid_of

pytestmark = pytest.mark.browser
OpenSite = Callable[..., BrowserEnv]


def executed(snapshot: CoverageSnapshot) -> dict[str, bool]:
    """Named functions that ran -> whether V8 gave block ranges."""
    functions = [f for s in snapshot.scripts for f in s.functions]
    return {f.name: f.is_block_coverage for f in functions if f.name and f.ranges[0].count > 0}


def all_in_blocks(*names: str) -> dict[str, bool]:
    return dict.fromkeys(names, True)


@pytest.mark.parametrize(
    ("label", "ran"),
    [("Inline", ("remember", "onclick", "second")), ("Fresh script", ("fresh", "ranFresh", "second"))],
)
def test_code_that_leaves_its_own_page_counts_with_the_page_it_opens(
    open_site: OpenSite, label: str, ran: tuple[str, ...]
) -> None:
    env = open_site("leaving")
    step = env.step(Click(bid=bid_of(env.reset().observation, label)))
    assert step.observation.url.endswith("second.html")
    assert executed(step.snapshot) == all_in_blocks(*ran)
    assert {s.source_sha256 for s in step.snapshot.scripts} <= set(env.script_sources())
    assert env.step(GoBack()).observation.url == env.start_url


@pytest.mark.parametrize(
    ("label", "handler", "page"),
    [("Popup", "popup", "/popup.html"), ("Popup without opener", "alone", "/popup.html#alone")],
)
def test_a_popups_code_counts_in_blocks_from_its_first_line(
    open_site: OpenSite, label: str, handler: str, page: str
) -> None:
    env = open_site("leaving")
    opened = env.step(Click(bid=bid_of(env.reset().observation, label)))
    assert opened.observation.url.endswith(page)
    assert executed(opened.snapshot) == all_in_blocks(handler, "opened")
    work = env.step(Click(bid=bid_of(opened.observation, "Work")))
    assert executed(work.snapshot) == all_in_blocks("work")


def test_a_tab_that_closes_itself_leaves_its_opener_with_blocks(open_site: OpenSite) -> None:
    env = open_site("leaving")
    opened = env.step(Click(bid=bid_of(env.reset().observation, "Popup")))
    closed = env.step(Click(bid=bid_of(opened.observation, "End")))
    assert closed.observation.open_page_urls == (env.start_url,)
    assert executed(closed.snapshot) == all_in_blocks("end")
    again = env.step(Click(bid=bid_of(closed.observation, "Again")))
    assert executed(again.snapshot) == all_in_blocks("again")


def test_a_popup_on_another_site_does_not_appear_and_is_closed(open_site: OpenSite) -> None:
    env = open_site("leaving")
    seen = env.reset().observation
    for _ in range(3):  # left open, it stopped the page's time in one of ten runs
        step = env.step(Click(bid=bid_of(seen, "Popup elsewhere")))
        assert step.observation.open_page_urls == (env.start_url,)
        assert step.timing.settle_s < POPUP_BUDGET_S  # nobody waited for it
    again = env.step(Click(bid=bid_of(seen, "Again"))).observation
    assert again.axtree_text.startswith("RootWebArea 'closed'")


def test_a_page_that_asks_before_leaving_is_stayed_on(open_site: OpenSite) -> None:
    env = open_site("leaving")
    env.step(Click(bid=bid_of(env.reset().observation, "Ask before leaving")))
    stayed = env.step(Goto(url=env.start_url.replace("index.html", "second.html")))
    assert stayed.action_error is not None
    assert stayed.observation.url == env.start_url
    assert env.reset().action_error is None


def test_pages_see_a_mouse_that_hovers(open_site: OpenSite) -> None:
    env = open_site("leaving")
    seen = env.step(Click(bid=bid_of(env.reset().observation, "Again"))).observation
    assert seen.axtree_text.startswith("RootWebArea 'Leaving'")


def test_our_launch_switches_keep_what_playwright_sets() -> None:
    """Chromium heeds only the last of a repeated switch, so the last must hold the values of all."""
    with running_browser(20.0) as running:
        processes = running.devtools.browser.send("SystemInfo.getProcessInfo")["processInfo"]
        pid = next(p["id"] for p in processes if p["type"] == "browser")
        arguments = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
    values: dict[str, list[set[str]]] = {}
    for switch, _, value in (a.partition("=") for a in arguments if a.startswith("--")):
        values.setdefault(switch, []).append(set(value.split(",")))
    lost = {
        switch: set().union(*given) - given[-1] for switch, given in values.items() if set().union(*given) - given[-1]
    }
    assert lost == {}

"""Reading a page: frames, shadow trees, ids, focus; no app code runs and nothing is left behind."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from jamel.browser.chromium import RunningBrowser, running_browser
from jamel.browser.devtools import Session
from jamel.browser.page_view import PageReader
from jamel.browser.pruning import render_lines
from jamel.browser.site_server import SiteServer
from jamel.browser.worlds import Worlds
from tests.browser.conftest import SITES
from tests.parity.shared_session import SharedSession

pytestmark = pytest.mark.browser
OBSERVED = "`${observed.calls} calls, ${observed.records} records, ${observed.events} events`"
NOTHING = "0 calls, 0 records, 0 events"


@pytest.fixture(scope="module")
def browser() -> Iterator[RunningBrowser]:
    with running_browser(20) as running:
        yield running


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with SiteServer(SITES) as server:
        yield server.base_url


def opened(browser: RunningBrowser, url: str) -> tuple[Page, Session, PageReader]:
    page = browser.playwright.new_page()
    cdp = browser.devtools.attach_to(page)
    cdp.send("Accessibility.enable")
    page.goto(url)
    return page, cdp, PageReader(cdp, Worlds(cdp))


def said_by(cdp: Session, expression: str) -> object:
    """Asked over CDP: Playwright's own evaluation would call what the page has wrapped."""
    return cdp.send("Runtime.evaluate", {"expression": expression})["result"].get("value")


def test_reading_calls_nothing_the_page_wrapped_and_changes_nothing_it_observes(browser: RunningBrowser, base_url: str):
    page, cdp, reader = opened(browser, f"{base_url}/watchful/index.html")
    page.wait_for_function("observed.isReady")
    said_by(cdp, "observed.calls = observed.records = observed.events = 0")
    before = cdp.send("DOM.getOuterHTML", {"backendNodeId": document_id(cdp)})["outerHTML"]
    for _ in range(3):
        reader.read()
        reader.focused_bid()
        cdp.send("Page.captureScreenshot", {"format": "png"})
        page.wait_for_timeout(50)  # observers report in a task of their own
    assert said_by(cdp, OBSERVED) == NOTHING
    assert cdp.send("DOM.getOuterHTML", {"backendNodeId": document_id(cdp)})["outerHTML"] == before
    assert said_by(cdp, "Object.keys(window).filter(key => /jamel|browsergym/i.test(key)).length") == 0


def test_the_watching_page_notices_what_marking_does(browser: RunningBrowser, base_url: str):
    """The test above could fail: one attribute, as BrowserGym writes hundreds, and one call of a built-in."""
    page, cdp, _ = opened(browser, f"{base_url}/watchful/index.html")
    page.wait_for_function("observed.isReady")
    said_by(cdp, "observed.calls = observed.records = observed.events = 0")
    said_by(cdp, "document.querySelector('button').setAttribute('bid', '7')")
    page.wait_for_timeout(50)
    assert said_by(cdp, OBSERVED) == "2 calls, 1 records, 0 events"


def document_id(cdp: Session) -> int:
    return cdp.send("DOM.getDocument", {"depth": 0})["root"]["backendNodeId"]


def test_frames_prefix_the_ids_of_their_elements_and_letters_name_frames(browser: RunningBrowser, base_url: str):
    _, _, reader = opened(browser, f"{base_url}/framed/index.html")
    text = render_lines(reader.read())
    assert "[a] Iframe 'Inner page'" in text
    assert "[a9] button 'Inner button'" in text
    assert "[aa3] button 'Deep button'" in text
    assert "\tbutton 'Unreachable'" in text  # a sandbox without scripts: shown, without ids
    assert "[d3] button 'Reachable'" in text


def test_ids_of_a_frame_start_again_when_it_navigates_and_others_stay(browser: RunningBrowser, base_url: str):
    page, _, reader = opened(browser, f"{base_url}/framed/index.html")
    first = render_lines(reader.read())
    page.frames[1].get_by_text("Next inner page").click()
    page.frames[1].wait_for_url("**/next.html")
    second = render_lines(reader.read())
    assert "[a5] button 'Other button'" in second
    outer = [line for line in first.splitlines() if line.startswith("\t[")]
    assert [line for line in second.splitlines() if line.startswith("\t[")] == outer


def test_open_shadow_trees_have_ids_and_closed_ones_do_not(browser: RunningBrowser, base_url: str):
    _, _, reader = opened(browser, f"{base_url}/shadowed/index.html")
    text = render_lines(reader.read())
    assert "] button 'Nested button'" in text
    assert "\tbutton 'Closed button'" in text


def test_the_focused_element_is_found_in_shadow_trees_and_frames(browser: RunningBrowser, base_url: str):
    page, _, reader = opened(browser, f"{base_url}/shadowed/index.html")
    page.get_by_text("Nested button").focus()
    assert f"[{reader.focused_bid()}] button 'Nested button', focused" in render_lines(reader.read())
    page.frame_locator("[title=Framed]").get_by_text("Framed button").focus()
    assert f"[{reader.focused_bid()}] button 'Framed button', focused" in render_lines(reader.read())
    assert reader.focused_bid().startswith("a")


def test_an_element_taken_out_and_put_back_keeps_its_id(browser: RunningBrowser, base_url: str):
    page, _, reader = opened(browser, f"{base_url}/traps/index.html")
    first = render_lines(reader.read())
    page.evaluate("window.kept = document.querySelector('#ask'); kept.remove()")
    assert "'Ask'" not in render_lines(reader.read())
    page.evaluate("document.body.prepend(kept)")
    [line] = [line for line in first.splitlines() if "'Ask'" in line]
    assert line in render_lines(reader.read())


def test_a_session_of_playwrights_reads_the_same(browser: RunningBrowser, base_url: str):
    """As the parity test does, whose browser BrowserGym starts."""
    page, _, reader = opened(browser, f"{base_url}/framed/index.html")
    shared: Any = SharedSession(page.context.new_cdp_session(page))
    shared.send("Accessibility.enable")
    again = PageReader(shared, Worlds(shared))
    assert render_lines(again.read()) == render_lines(reader.read())
    assert again.focused_bid() == reader.focused_bid()

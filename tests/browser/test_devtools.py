"""jamel's own DevTools connection beside Playwright's."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError

from jamel.browser.chromium import RunningBrowser, running_browser
from jamel.errors import BrowserError
from tests.browser.processes import running_below

pytestmark = pytest.mark.browser


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningBrowser]:
    monkeypatch.delenv("NODE_OPTIONS", raising=False)
    with running_browser(20) as running:
        yield running


def test_both_connections_drive_one_page(browser: RunningBrowser) -> None:
    page = browser.playwright.new_page()
    cdp = browser.devtools.attach_to(page)
    cdp.send("Runtime.evaluate", {"expression": "var said = '标题 \U0001f600 \\0 end'"})
    assert page.evaluate("said") == "标题 \U0001f600 \0 end"
    page.evaluate("said = said.repeat(100_000)")
    answer = cdp.send("Runtime.evaluate", {"expression": "said"})
    assert answer["result"]["value"] == "标题 \U0001f600 \0 end" * 100_000


def test_playwrights_node_alone_gets_our_options(browser: RunningBrowser) -> None:
    nodes = [process for process, command in running_below() if any("playwright/driver" in word for word in command)]
    assert "--max-semi-space-size=1" in {node.environ().get("NODE_OPTIONS") for node in nodes}
    assert "NODE_OPTIONS" not in os.environ
    browser.playwright.new_page()


def test_a_refused_request_is_playwrights_error_and_names_the_method(browser: RunningBrowser) -> None:
    cdp = browser.devtools.attach_to(browser.playwright.new_page())
    with pytest.raises(PlaywrightError, match=r"Protocol error \(Page.nonsense\)"):
        cdp.send("Page.nonsense")


def test_events_come_in_the_order_of_the_answers_and_their_handlers_may_ask(browser: RunningBrowser) -> None:
    cdp = browser.devtools.attach_to(browser.playwright.new_page())
    texts: list[dict[str, str]] = []
    cdp.on("Debugger.scriptParsed", lambda event: texts.append(cdp.send("Debugger.getScriptSource", event_id(event))))
    cdp.send("Debugger.enable")
    cdp.send_all(*(("Runtime.evaluate", {"expression": f"{i}"}) for i in range(3)))
    cdp.send("Debugger.setSkipAllPauses", {"skip": True})
    assert [answer["scriptSource"] for answer in texts if len(answer["scriptSource"]) == 1] == ["0", "1", "2"]


def event_id(event: dict[str, str]) -> dict[str, str]:
    return {"scriptId": event["scriptId"]}


def test_a_page_that_closes_ends_what_waits_for_it_and_says_so(browser: RunningBrowser) -> None:
    page = browser.playwright.new_page()
    cdp = browser.devtools.attach_to(page)
    closed: list[dict[str, object]] = []
    cdp.on("close", closed.append)
    waiting = cdp.request("Runtime.evaluate", {"expression": "new Promise(() => {})", "awaitPromise": True})
    page.close()
    with pytest.raises(PlaywrightError):
        cdp.wait(waiting)
    assert cdp.is_closed
    assert closed == [{}]
    with pytest.raises(PlaywrightError):
        cdp.send("Runtime.evaluate", {"expression": "1"})


def test_a_renderer_that_crashes_ends_what_waits_for_it(browser: RunningBrowser) -> None:
    cdp = browser.devtools.attach_to(browser.playwright.new_page())
    waiting = cdp.request("Runtime.evaluate", {"expression": "new Promise(() => {})", "awaitPromise": True})
    cdp.request("Page.crash")
    with pytest.raises(PlaywrightError):
        cdp.wait(waiting)


def test_a_browser_that_ends_ends_all_sessions(browser: RunningBrowser) -> None:
    cdp = browser.devtools.attach_to(browser.playwright.new_page())
    waiting = cdp.request("Runtime.evaluate", {"expression": "new Promise(() => {})", "awaitPromise": True})
    browser.devtools.browser.request("Browser.crash")
    with pytest.raises(PlaywrightError):
        cdp.wait(waiting)
    with pytest.raises(PlaywrightError):
        browser.devtools.browser.send("Browser.getVersion")


def test_playwright_has_heard_what_the_browser_said_before(browser: RunningBrowser) -> None:
    page = browser.playwright.new_page()
    cdp = browser.devtools.attach_to(page)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.message))
    for i in range(20):
        throwing = f"const s = document.createElement('script'); s.text = 'throw Error({i})'; document.head.append(s)"
        cdp.send("Runtime.evaluate", {"expression": f"(() => {{ {throwing} }})()"})
        browser.devtools.wait(browser.devtools.start_catching_up())
        assert errors == [str(n) for n in range(i + 1)]


def test_a_folder_too_deep_for_a_socket_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with pytest.raises(BrowserError, match="Set TMPDIR to a shorter path"), running_browser(20):
        pass

"""The page that watches: a blank page of the app's own site, in the renderer that runs the app.

V8 counts per renderer, not per tab. A profiler on the app's own tab is wiped when the tab navigates, starting a second
one resets the first, and ending one (its tab closes) takes the block ranges from all. The watcher never navigates and
ends with its context (browser reference, section 7).
"""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Route

from jamel.browser.devtools import DevTools, Session

WATCHER_PATH = "/.jamel-watcher"
"""Answered by the browser's own routing, never by the app's server."""


def request_watcher(browser_cdp: Session, context: BrowserContext, context_id: str, origin: str) -> None:
    """Have the browser open it, in the context whose DevTools id is ``context_id``; other tabs may open meanwhile."""
    context.route(origin + WATCHER_PATH, _answer_blank)
    browser_cdp.send("Target.createTarget", {"url": origin + WATCHER_PATH, "browserContextId": context_id})


def await_watcher(devtools: DevTools, context: BrowserContext, origin: str) -> Session:
    """Its DevTools session. Call it before the app opens: functions compiled before a profiler starts have no block
    ranges.

    Relies on ``--process-per-site``, by which every page of one site in one context shares a renderer.
    """
    url = origin + WATCHER_PATH
    here = [page for page in context.pages if page.url == url]
    page = here[0] if here else context.wait_for_event("page", lambda page: page.url == url)
    return devtools.attach_to(page)


def _answer_blank(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>watcher</title>", content_type="text/html")

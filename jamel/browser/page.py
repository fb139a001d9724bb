"""One tab: its CDP session, its clock, its mouse, and what it shows.

Observing goes through CDP alone: no app code runs and nothing is left in the page. This file does not know actions,
coverage or sessions.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Response

from jamel.browser.axtree import AxLine
from jamel.browser.clock import ClockedMouse, DeterministicClock, RealClock, TabClock
from jamel.browser.page_view import PageReader
from jamel.browser.script_texts import ScriptTexts
from jamel.browser.settings import Timing


class AppPage:
    """Wraps one Playwright page of the app at ``texts.origin``."""

    def __init__(self, context: BrowserContext, page: Page, texts: ScriptTexts, timing: Timing) -> None:
        self.page, self.origin, self._texts = page, texts.origin, texts
        self.cdp: CDPSession = context.new_cdp_session(page)
        self.document_status = 0
        self.windows_opened = 0
        self._reader = PageReader(self.cdp)
        self.cdp.on("Page.windowOpen", self._on_window_open)
        page.on("response", self._on_response)
        texts.watch(self.cdp)
        for command in ("Debugger.enable", "Page.enable", "Accessibility.enable"):
            self.cdp.send(command)
        self.cdp.send("Debugger.setSkipAllPauses", {"skip": True})
        is_deterministic = timing is Timing.DETERMINISTIC
        self.clock: TabClock = (DeterministicClock if is_deterministic else RealClock)(self.cdp, page)
        self.mouse = ClockedMouse(self.cdp, page, self.clock)

    def _on_window_open(self, event: dict[str, Any]) -> None:
        """A window on another site is aborted before its page appears, so nobody should wait for it."""
        if self._texts.is_own(event["url"]) or not event["url"].startswith("http"):
            self.windows_opened += 1

    def _on_response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.document_status = response.status

    def navigate(self, url: str) -> str | None:
        """Start a navigation; the error text when the browser refuses it. The clock's ``settle`` waits for it."""
        return self.cdp.send("Page.navigate", {"url": url}).get("errorText")

    def ax_lines(self) -> list[AxLine]:
        """What the tab shows now, to an agent that reads text."""
        return self._reader.read()

    def backend_node_id(self, bid: str) -> int | None:
        """The node behind an element id of the last view."""
        return self._reader.backend_node_id(bid)

    def world_of(self, backend_node_id: int) -> int:
        """The isolated world of the frame that holds an element of the last view, as an execution context id."""
        return self._reader.world_of(backend_node_id)

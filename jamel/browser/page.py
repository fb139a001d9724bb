"""One tab: its CDP session, its virtual clock, and what it shows.

Time in the page is virtual: it stands still between steps and runs for a fixed span in each, waiting for the network.
So equal actions meet equal timers (browser reference, section 3). Observing goes through CDP alone: no app code runs
and nothing is left in the page. This file does not know actions, coverage or sessions.
"""

from __future__ import annotations

import base64
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Response
from playwright.sync_api import Error as PlaywrightError

from jamel.browser.axtree import AxLine
from jamel.browser.page_view import PageReader
from jamel.browser.script_texts import ScriptTexts

VIRTUAL_START_S = 1_767_225_600
"""2026-01-01T00:00:00Z, what every page believes the time is when it opens."""


class AppPage:
    """Wraps one Playwright page of the app at ``texts.origin``."""

    def __init__(self, context: BrowserContext, page: Page, texts: ScriptTexts) -> None:
        self.page, self.origin, self._texts = page, texts.origin, texts
        self.cdp: CDPSession = context.new_cdp_session(page)
        self.document_status = 0
        self.windows_opened = 0
        self._budget_expired = False
        self._reader = PageReader(self.cdp)
        self.cdp.on("Emulation.virtualTimeBudgetExpired", self._on_budget_expired)
        self.cdp.on("Page.windowOpen", self._on_window_open)
        page.on("response", self._on_response)
        texts.watch(self.cdp)
        for command in ("Debugger.enable", "Page.enable", "Accessibility.enable"):
            self.cdp.send(command)
        self.cdp.send("Debugger.setSkipAllPauses", {"skip": True})
        self.cdp.send("Emulation.setVirtualTimePolicy", {"policy": "pause", "initialVirtualTime": VIRTUAL_START_S})

    def _on_budget_expired(self, _: Any) -> None:
        self._budget_expired = True

    def _on_window_open(self, event: dict[str, Any]) -> None:
        """A window on another site is aborted before its page appears, so nobody should wait for it."""
        if self._texts.is_own(event["url"]) or not event["url"].startswith("http"):
            self.windows_opened += 1

    def _on_response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.document_status = response.status

    def navigate(self, url: str) -> str | None:
        """Start a navigation; the error text when the browser refuses it. ``settle`` waits for it."""
        return self.cdp.send("Page.navigate", {"url": url}).get("errorText")

    def settle(self, virtual_ms: int) -> None:
        """Let virtual time run for ``virtual_ms``; it waits for pending requests. Ends early when the page closes
        itself, and only by the caller's watchdog when a request never ends."""
        self._budget_expired = False
        try:
            self.cdp.send(
                "Emulation.setVirtualTimePolicy", {"policy": "pauseIfNetworkFetchesPending", "budget": virtual_ms}
            )
            while not self._budget_expired:
                self.page.wait_for_timeout(1)  # lets CDP events in
        except PlaywrightError:
            if not self.page.is_closed():
                raise

    def screenshot_png(self) -> bytes:
        """The viewport, at one image pixel per CSS pixel. Unlike Playwright's own, this puts no style in the page.

        A page that stood still for a few real seconds under a spent budget draws no frame any more, and a capture then
        waits for ever; a blink of running time before it cures that (docs/LOG.md, entry 1).
        """
        for policy in ("advance", "pause"):
            self.cdp.send("Emulation.setVirtualTimePolicy", {"policy": policy})
        answer = self.cdp.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        return base64.b64decode(answer["data"])

    def ax_lines(self) -> list[AxLine]:
        """What the tab shows now, to an agent that reads text."""
        return self._reader.read()

    def backend_node_id(self, bid: str) -> int | None:
        """The node behind an element id of the last view."""
        return self._reader.backend_node_id(bid)

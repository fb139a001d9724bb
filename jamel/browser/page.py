"""One tab: its DevTools session, its clock, its mouse, and what it shows.

Observing goes through CDP alone: no app code runs and nothing is left in the page. This file does not know actions,
coverage or sessions.
"""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from jamel.browser.axtree import AxLine
from jamel.browser.clock import DeterministicClock, RealClock, TabClock
from jamel.browser.devtools import Session
from jamel.browser.mouse import Mouse
from jamel.browser.ordered_fetches import PATTERNS as FETCHES
from jamel.browser.ordered_fetches import OrderedFetches
from jamel.browser.page_view import PageReader
from jamel.browser.script_texts import ScriptTexts
from jamel.browser.settings import Timing
from jamel.browser.worlds import Worlds
from jamel.types import BoxCssPx

DOCUMENTS = {"resourceType": "Document", "requestStage": "Response"}


class AppPage:
    """Wraps one Playwright page of the app at ``texts.origin``."""

    def __init__(self, page: Page, cdp: Session, texts: ScriptTexts, timing: Timing) -> None:
        self.page, self.cdp, self.origin, self._texts = page, cdp, texts.origin, texts
        self.document_status = 0
        self.windows_opened: list[str] = []
        self.has_crashed = False
        self.cdp.on("Page.windowOpen", self._on_window_open)
        self.cdp.on("Inspector.targetCrashed", self._on_crash)
        is_deterministic = timing is Timing.DETERMINISTIC
        self._fetches = OrderedFetches(self.cdp)
        self.cdp.on("Fetch.requestPaused", self._on_paused)
        texts.watch(self.cdp)
        self.cdp.send_all(
            ("Debugger.enable", None),
            ("Debugger.setSkipAllPauses", {"skip": True}),
            ("Accessibility.enable", None),
            ("Fetch.enable", {"patterns": [DOCUMENTS, *(FETCHES if is_deterministic else ())]}),
        )
        worlds = self._worlds = Worlds(self.cdp)
        self.clock: TabClock = DeterministicClock(cdp, worlds) if is_deterministic else RealClock(cdp, page)
        self.mouse = Mouse(self.cdp, self.clock)
        self._reader = PageReader(self.cdp, worlds)

    @property
    def url(self) -> str:
        """Of the document it shows."""
        return self._worlds.page_url

    @property
    def is_closed(self) -> bool:
        """Whether the tab is gone, by the app's doing or anybody's. Either connection may hear of it first."""
        return self.cdp.is_closed or self.page.is_closed()

    def _on_crash(self, event: dict[str, Any]) -> None:
        self.has_crashed = True

    def _on_window_open(self, event: dict[str, Any]) -> None:
        self.windows_opened.append(event["url"])

    def _on_paused(self, event: dict[str, Any]) -> None:
        is_document = event["resourceType"] == DOCUMENTS["resourceType"]
        (self._on_document if is_document else self._fetches.on_paused)(event)

    def _on_document(self, event: dict[str, Any]) -> None:
        """A next document waits for us, so what this one parsed last is asked for its text before it goes."""
        if event["frameId"] == self._worlds.page_frame_id:
            self.document_status = event.get("responseStatusCode", 0)
        self.cdp.request("Fetch.continueRequest", {"requestId": event["requestId"]})

    def navigate(self, url: str) -> str | None:
        """Start a navigation; the error text when the browser refuses it. The clock's ``settle`` waits for it."""
        return self.cdp.send("Page.navigate", {"url": url}).get("errorText")

    def ax_lines(self) -> list[AxLine]:
        """What the tab shows now, to an agent that reads text."""
        return self._reader.read()

    def box_css_px(self, bid: str) -> asyncio.Task[BoxCssPx | None]:
        """Where an element of the last view stands at this moment: x, y, width, height; None when it has no box.
        Done before anything that is asked of the page later."""
        return self.cdp.start(self._box_css_px(self.backend_node_id(bid)))

    async def _box_css_px(self, node: int | None) -> BoxCssPx | None:
        try:
            quads = (await self.cdp.request("DOM.getContentQuads", {"backendNodeId": node}))["quads"]
        except PlaywrightError:
            return None  # gone or not drawn; the action itself will say so
        if not quads:
            return None
        xs, ys = [x for quad in quads for x in quad[0::2]], [y for quad in quads for y in quad[1::2]]
        return (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    def backend_node_id(self, bid: str) -> int | None:
        """The node behind an element id of the last view."""
        return self._reader.backend_node_id(bid)

    def world_of(self, backend_node_id: int) -> int:
        """The isolated world of the frame that holds an element of the last view, as an execution context id."""
        return self._reader.world_of(backend_node_id)

    def element_function(self, backend_node_id: int, source: str) -> str:
        """The object id of a JavaScript function in that world."""
        return self._worlds.function(self.world_of(backend_node_id), source)

    def tag_of(self, backend_node_id: int) -> str:
        """The tag of an element of the last view, in lower case; empty for anything else."""
        return self._reader.tag_of(backend_node_id)

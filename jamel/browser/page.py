"""One tab: its CDP session, its profiler, its virtual clock, and what it shows.

Time in the page is virtual: it stands still between steps and runs for a fixed span in each, waiting for the network.
So equal actions meet equal timers (browser reference, section 3). Observing goes through CDP alone: no app code runs
and nothing is left in the page. This file does not know actions or sessions.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, CDPSession, Page, Response

from jamel.browser.axtree import AxLine, ax_lines, parse_nodes
from jamel.errors import CoverageError
from jamel.types import CoverageRange, CoverageSnapshot, FunctionCoverage, ScriptCoverage

VIRTUAL_START_S = 1_767_225_600
"""2026-01-01T00:00:00Z, what every page believes the time is when it opens."""
ELEMENT_NODE = 1
LOST_BLOCKS_SHARE = 0.5
"""More executed functions than this without block ranges in one take: the profiler has degraded."""
LOST_BLOCKS_MIN_FUNCTIONS = 8


class AppPage:
    """Wraps one Playwright page. ``origin`` is the app's; scripts from elsewhere are not counted."""

    def __init__(self, context: BrowserContext, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.cdp: CDPSession = context.new_cdp_session(page)
        self.document_status = 0
        self._budget_expired = False
        self._sources: dict[str, tuple[str, str]] = {}
        self._bids: dict[int, str] = {}
        self.cdp.on("Emulation.virtualTimeBudgetExpired", self._on_budget_expired)
        page.on("response", self._on_response)
        for command in ("Profiler.enable", "Debugger.enable", "Page.enable", "Accessibility.enable"):
            self.cdp.send(command)
        self.cdp.send("Debugger.setSkipAllPauses", {"skip": True})
        self.cdp.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
        self.cdp.send("Emulation.setVirtualTimePolicy", {"policy": "pause", "initialVirtualTime": VIRTUAL_START_S})

    def _on_budget_expired(self, _: Any) -> None:
        self._budget_expired = True

    def _on_response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.document_status = response.status

    def navigate(self, url: str) -> str | None:
        """Start a navigation; the error text when the browser refuses it. ``settle`` waits for it."""
        return self.cdp.send("Page.navigate", {"url": url}).get("errorText")

    def settle(self, virtual_ms: int) -> None:
        """Let virtual time run for ``virtual_ms``; it waits for pending requests. Ends only by the caller's watchdog
        when a request never ends."""
        self._budget_expired = False
        self.cdp.send(
            "Emulation.setVirtualTimePolicy", {"policy": "pauseIfNetworkFetchesPending", "budget": virtual_ms}
        )
        while not self._budget_expired:
            self.page.wait_for_timeout(1)  # lets CDP events in

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
        """The accessibility tree with element ids: numbers in document order, kept while the document lives."""
        snapshot = self.cdp.send("DOMSnapshot.captureSnapshot", {"computedStyles": []})
        self._number_elements(snapshot)
        return ax_lines(parse_nodes(self.cdp.send("Accessibility.getFullAXTree")), self._bids)

    def _number_elements(self, snapshot: Mapping[str, Any]) -> None:
        alive: dict[int, str] = {}
        following = 1 + max((int(bid) for bid in self._bids.values()), default=-1)
        for document in snapshot["documents"]:
            nodes = document["nodes"]
            for node_type, backend_id in zip(nodes["nodeType"], nodes["backendNodeId"], strict=True):
                if node_type != ELEMENT_NODE:
                    continue
                if backend_id not in self._bids:
                    alive[backend_id], following = str(following), following + 1
                else:
                    alive[backend_id] = self._bids[backend_id]
        self._bids = alive

    def backend_node_id(self, bid: str) -> int | None:
        """The node behind an element id of the last observation."""
        return next((node for node, known in self._bids.items() if known == bid), None)

    def take_coverage(self, sources: dict[str, str]) -> CoverageSnapshot:
        """What ran since the last take. New script texts are added to ``sources`` (sha256 -> text).

        Raises ``CoverageError`` when block granularity is lost: whole functions would count as covered.
        """
        entries = self.cdp.send("Profiler.takePreciseCoverage")["result"]
        own = [e for e in entries if _origin(e["url"]) == self.origin]
        _require_block_ranges([f for e in own for f in e["functions"]])
        return CoverageSnapshot(scripts=tuple(self._script(e, sources) for e in own))

    def _script(self, entry: Mapping[str, Any], sources: dict[str, str]) -> ScriptCoverage:
        script_id = entry["scriptId"]
        if script_id not in self._sources:
            text = self.cdp.send("Debugger.getScriptSource", {"scriptId": script_id})["scriptSource"]
            sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            self._sources[script_id] = (sha256, text)
        sha256, text = self._sources[script_id]
        sources[sha256] = text
        return ScriptCoverage(
            url=entry["url"].split("#")[0].split("?")[0],
            source_sha256=sha256,
            functions=tuple(_function(raw) for raw in entry["functions"]),
        )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _function(raw: Mapping[str, Any]) -> FunctionCoverage:
    return FunctionCoverage(
        name=raw["functionName"],
        is_block_coverage=raw["isBlockCoverage"],
        ranges=tuple(
            CoverageRange(start_units=r["startOffset"], end_units=r["endOffset"], count=r["count"])
            for r in raw["ranges"]
        ),
    )


def _require_block_ranges(functions: list[Mapping[str, Any]]) -> None:
    executed = [f for f in functions if f["ranges"][0]["count"] > 0]
    without = sum(not f["isBlockCoverage"] for f in executed)
    if len(executed) >= LOST_BLOCKS_MIN_FUNCTIONS and without > LOST_BLOCKS_SHARE * len(executed):
        raise CoverageError(
            f"V8 reported {without} of {len(executed)} executed functions without block ranges; all should have them. "
            "The browser's code cache is at work: check the launch flags and the server's Cache-Control: no-store."
        )

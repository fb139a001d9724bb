"""The one profiler of a browser context: a blank page of the app's own site, in the renderer that runs the app.

V8 counts per renderer, not per tab. A profiler on the app's own tab is wiped when the tab navigates, starting a second
one resets the first, and ending one (its tab closes) takes the block ranges from all. The watcher never navigates and
ends with its context (browser reference, section 7). This file does not know what novelty is worth.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import BrowserContext, Route

from jamel.browser.script_texts import ScriptTexts
from jamel.errors import CoverageError
from jamel.types import CoverageRange, CoverageSnapshot, FunctionCoverage, ScriptCoverage

WATCHER_PATH = "/.jamel-watcher"
"""Answered by the browser's own routing, never by the app's server."""


class CoverageWatcher:
    """Open it before the app: functions compiled before the profiler starts have no block ranges.

    Relies on ``--process-per-site``, by which every page of one site in one context shares a renderer.
    """

    def __init__(self, context: BrowserContext, texts: ScriptTexts) -> None:
        self._texts = texts
        url = texts.origin + WATCHER_PATH
        context.route(url, _answer_blank)
        page = context.new_page()
        page.goto(url)
        self._cdp = context.new_cdp_session(page)
        self._cdp.send("Profiler.enable")
        self._cdp.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})

    def take(self) -> CoverageSnapshot:
        """What ran on any page of the site since the last take. A script whose text is gone is left out.

        Raises ``CoverageError`` when block granularity is lost: whole functions would count as covered.
        """
        entries = self._cdp.send("Profiler.takePreciseCoverage")["result"]
        own = [e for e in entries if self._texts.is_own(e["url"])]
        require_block_ranges([f for e in own for f in e["functions"]])
        scripts = [self._script(e) for e in own]
        return CoverageSnapshot(scripts=tuple(s for s in scripts if s is not None))

    def _script(self, entry: Mapping[str, Any]) -> ScriptCoverage | None:
        sha256 = self._texts.sha256_of(entry["scriptId"])
        if sha256 is None:
            logging.getLogger(__name__).warning("left out of coverage, its text is gone: a script of %s", entry["url"])
            return None
        return ScriptCoverage(
            url=entry["url"].split("#")[0].split("?")[0],
            source_sha256=sha256,
            functions=tuple(_function(raw) for raw in entry["functions"]),
        )


def _answer_blank(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>watcher</title>", content_type="text/html")


def _function(raw: Mapping[str, Any]) -> FunctionCoverage:
    return FunctionCoverage(
        name=raw["functionName"],
        is_block_coverage=raw["isBlockCoverage"],
        ranges=tuple(
            CoverageRange(start_units=r["startOffset"], end_units=r["endOffset"], count=r["count"])
            for r in raw["ranges"]
        ),
    )


def require_block_ranges(functions: list[Mapping[str, Any]]) -> None:
    """Every executed function has block ranges when profiler, flags and headers are right, whatever its kind."""
    executed = [f for f in functions if f["ranges"][0]["count"] > 0]
    without = [f for f in executed if not f["isBlockCoverage"]]
    if without:
        raise CoverageError(
            f"V8 reported {len(without)} of {len(executed)} executed functions without block ranges (the first is "
            f"{without[0]['functionName']!r}); all should have them. The browser's code cache is at work: check the "
            "launch flags and the server's Cache-Control: no-store."
        )

"""V8's profiler over one DevTools session: start it, and take what ran since the last take.

This file does not know which page the session belongs to, nor what novelty is worth.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from jamel.browser.devtools import Session
from jamel.browser.script_texts import ScriptTexts
from jamel.errors import CoverageError
from jamel.types import CoverageMode, CoverageRange, CoverageSnapshot, FunctionCoverage, ScriptCoverage


class Profiler:
    """Precise block coverage. In ``exact`` mode with call counts, and every executed function must have block ranges.

    ``upstream`` mode follows the published recipe: no call counts, and what has no block ranges is taken as it is.
    """

    def __init__(self, cdp: Session, texts: ScriptTexts, mode: CoverageMode) -> None:
        self._cdp, self._texts, self._mode = cdp, texts, mode
        self.is_closed = False
        cdp.on("close", self._on_close)
        wanted = {"callCount": mode is CoverageMode.EXACT, "detailed": True}
        cdp.send_all(("Profiler.enable", None), ("Profiler.startPreciseCoverage", wanted))

    def _on_close(self, _: dict[str, Any]) -> None:
        self.is_closed = True

    def take(self) -> CoverageSnapshot:
        """What ran in the session's renderer since the last take. A script whose text is gone is left out.

        Raises ``CoverageError`` when block granularity is lost: whole functions would count as covered.
        """
        entries = self._cdp.send("Profiler.takePreciseCoverage")["result"]
        scripts = [self._script(entry) for entry in entries if entry["url"] != ""]
        return CoverageSnapshot(scripts=tuple(s for s in scripts if s is not None))

    def _script(self, entry: Mapping[str, Any]) -> ScriptCoverage | None:
        url = entry["url"]
        if self._mode is CoverageMode.EXACT:
            served_from = self._texts.url_of(entry["scriptId"])
            url = url if served_from is None else served_from
        if not self._texts.is_own(url):
            return None
        if self._mode is CoverageMode.EXACT:
            require_block_ranges(entry["functions"])
        sha256 = self._texts.sha256_of(entry["scriptId"])
        if sha256 is None:
            logging.getLogger(__name__).warning("left out of coverage, its text is gone: a script of %s", url)
            return None
        return ScriptCoverage(
            url=url, source_sha256=sha256, functions=tuple(_function(raw) for raw in entry["functions"])
        )


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

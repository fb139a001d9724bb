"""Texts of the app's scripts, fetched as V8 parses them.

A coverage take may name a script whose document is gone by then: an inline handler that navigates, a tab that closed
itself. The debugger no longer answers for those. This file does not know what ran.
"""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError

from jamel.apps.vendor import VENDOR_FOLDER
from jamel.browser.devtools import Session


class ScriptTexts:
    """All scripts of ``origin`` in one browser context. Texts go to ``sources`` (sha256 -> text).

    A script is the app's when the app's server sent it, whatever its ``sourceURL`` comment pretends; so code made by
    ``eval`` is not: it has no server, and made anew with another text it would be new for ever. Script ids are unique
    in one renderer, and all tabs of the site share one (``watcher``).
    """

    def __init__(self, origin: str, sources: dict[str, str]) -> None:
        self.origin, self._sources = origin, sources
        self._urls: dict[str, str] = {}
        self._sha256: dict[str, str] = {}
        self._tabs: list[Session] = []

    def __len__(self) -> int:
        return len(self._sha256)

    def watch(self, cdp: Session) -> None:
        """Fetch what this tab parses. Call it before ``Debugger.enable``, which names the scripts already there."""

        def on_parsed(event: dict[str, Any]) -> None:
            self._urls[event["scriptId"]] = event.get("embedderName", "")
            if not self.is_own(self._urls[event["scriptId"]]):
                return
            if event["hash"] in self._sources:  # V8 hashes the same bytes: the text is here since an earlier page
                self._sha256[event["scriptId"]] = event["hash"]
            else:
                self._fetch(cdp, event["scriptId"])

        cdp.on("Debugger.scriptParsed", on_parsed)
        self._tabs.append(cdp)

    def is_own(self, url: str) -> bool:
        """Whether the app's server sent it, third-party copies aside (``apps.vendor``)."""
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}" == self.origin and f"/{VENDOR_FOLDER}/" not in parts.path

    def url_of(self, script_id: str) -> str | None:
        """Where the script came from; '' for code made by ``eval``. None for one that no open tab has parsed."""
        if script_id not in self._urls:
            self._catch_up()
        return self._urls.get(script_id)

    def sha256_of(self, script_id: str) -> str | None:
        """The script's hash, or None when its text cannot be had any more."""
        for cdp in self._tabs:
            if script_id not in self._sha256:
                self._fetch(cdp, script_id)
        return self._sha256.get(script_id)

    def _catch_up(self) -> None:
        """A script parsed a moment ago is announced before its tab answers anything else."""
        for cdp in self._tabs:
            try:
                cdp.send("Debugger.setSkipAllPauses", {"skip": True})
            except PlaywrightError:
                continue  # a closed tab announces nothing

    def _fetch(self, cdp: Session, script_id: str) -> None:
        try:
            text = cdp.send("Debugger.getScriptSource", {"scriptId": script_id})["scriptSource"]
        except PlaywrightError:
            return  # not this tab's, or gone with its document: the caller sees that the text is missing
        sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        self._sources[sha256] = text
        self._sha256[script_id] = sha256

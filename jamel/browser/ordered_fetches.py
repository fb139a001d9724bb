"""What an app's scripts fetch, one request after another, so that answers come in the order of asking.

Side by side they come in any order, and code that runs when the last one is there runs at another step, or not at all.
This file does not know documents, scripts or pictures.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from jamel.browser.devtools import Session

PATTERNS = tuple({"resourceType": kind, "requestStage": "Request"} for kind in ("XHR", "Fetch"))
PATIENCE_S = 0.1
"""Real time after which the next request goes although this one has no answer: it is slow, or never ends, or the page
gave it up."""


class OrderedFetches:
    """Of one tab whose session has ``Fetch`` enabled with ``PATTERNS``."""

    def __init__(self, cdp: Session) -> None:
        self._cdp = cdp
        self._waiting: deque[str] = deque()
        self._on_its_way: str | None = None
        self._patience: asyncio.TimerHandle | None = None

    def on_paused(self, event: dict[str, Any]) -> None:
        """One ``Fetch.requestPaused``: a request that is about to be sent, or its answer."""
        request_id = event["requestId"]
        is_answer = "responseStatusCode" in event or "responseErrorReason" in event
        if not is_answer:
            self._waiting.append(request_id)
            if self._on_its_way is None:
                self._send_next()
            return
        self._cdp.request("Fetch.continueRequest", {"requestId": request_id})
        if request_id == self._on_its_way:
            self._send_next()

    def _send_next(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        self._on_its_way = self._waiting.popleft() if self._waiting else None
        if self._on_its_way is not None:
            self._cdp.request("Fetch.continueRequest", {"requestId": self._on_its_way, "interceptResponse": True})
            self._patience = self._cdp.devtools.loop.call_later(PATIENCE_S, self._send_next)

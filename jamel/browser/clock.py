"""Time and frames of one tab: who decides when its timers fire and when it draws.

``DeterministicClock`` decides itself. Time in the page is virtual: it stands still between steps and runs for a fixed
span in each, waiting for the network; a frame is drawn when asked for, a fixed number a step. So equal actions meet
equal timers and give equal pixels (browser reference, section 3). ``RealClock`` leaves both to the browser. This file
does not know what is acted on or seen.
"""

from __future__ import annotations

import asyncio
import base64
import math
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from jamel.browser.devtools import Session
from jamel.browser.worlds import Worlds
from jamel.errors import BrowserError

T = TypeVar("T")
VIRTUAL_START_S = 1_767_225_600
"""2026-01-01T00:00:00Z, what every page believes the time is when it opens."""
FRAME_MS = 250
"""The most virtual time between two frames while a page settles."""
TIE_MS = 1
"""Added to a span, so that a timer of just its length is always over: a tie was lost once in twenty-four."""
FRAMES_AN_INPUT = 2
"""In the first that a page has after it heard of an event it changes, and in the second what changes begins to move."""
HEARING_S = 5.0
"""Real time after which a page is not waited for any longer that is to hear of a press or release at once."""
NEXT_FRAME_S = 0.01
"""Real time after which one that hears of a movement, as it prepares a frame, is given another."""
FIRST_FRAME_TRIES = 4
SCREENSHOT = {"screenshot": {"format": "png", "optimizeForSpeed": True}}
FRAMES_AFTER_A_SCROLL = 2
"""Beyond the answer to a wheel or a finger, which comes before the gesture that it begins."""
UNSEEN = {"noDisplayUpdates": True}
"""The page does its part of the frame, and nothing is drawn. A gesture scrolls twice as far where it meets such a frame
(docs/LOG.md, 26)."""
SHORTEST_FRAME_MS = 0.1
GRAIN_US = 100
"""Animations see a page's age in steps of this, rounded up or down by a secret of the process (a guard against timing
attacks). Frames come at ages that need no rounding, or one animation would be 0.1 ms ahead of itself."""
HALF_US_MS = 0.0005
"""Added to what Chromium cuts down to whole microseconds."""
NETWORK_WAIT_S = 5.0
"""Real time after which a pending request is no longer waited for: its answer belongs to a later step. It is slow, or
never ends, as a long poll; or Chromium has lost count, as now and then after a refused navigation (docs/LOG.md, 36)."""
NETWORK_WAIT_AGAIN_S = 0.5
"""The same right after one that took too long: it is most likely pending still."""
POPUP_WAIT_S = 1.5
"""Real time after which a frame is taken to wait for a pop-up; it draws in 2 ms, with a screenshot in 20."""


class TabClock(Protocol):
    """How a tab spends time."""

    def event_time(self) -> dict[str, float]:
        """When an input event that is sent now happens, as a part of it; empty where the browser looks at its own
        clock."""
        ...

    def settle(self, span_ms: int) -> None:
        """Let the page work for ``span_ms``. Ends early when the page closes itself."""
        ...

    def screenshot(self, meanwhile: Callable[[], T]) -> tuple[bytes, T]:
        """The viewport as PNG, at one image pixel per CSS pixel, and no style of ours in the page.

        ``meanwhile`` runs once the page has done its own part of the frame, while the browser draws.
        """
        ...

    def run(self, *events: asyncio.Future[Any], is_scroll: bool = False, is_press: bool = False) -> None:
        """See input events through that have been sent. ``is_scroll``: they may scroll by gesture. ``is_press``: the
        last is a press or release of a button, so the page hears of all at once and not in a frame."""
        ...

    def open_and_close_popup(self, event: asyncio.Future[Any]) -> None:
        """See one through that opens a native pop-up, which must be gone before a frame is asked for."""
        ...


class RealClock:
    """Timers and frames as they come."""

    def __init__(self, cdp: Session, page: Page) -> None:
        self._cdp, self._page = cdp, page

    def event_time(self) -> dict[str, float]:
        return {}

    def settle(self, span_ms: int) -> None:
        try:
            self._page.wait_for_load_state("load")
            self._page.wait_for_timeout(span_ms)
        except PlaywrightError:
            if not self._page.is_closed():
                raise

    def screenshot(self, meanwhile: Callable[[], T]) -> tuple[bytes, T]:
        answer = self._cdp.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        return base64.b64decode(answer["data"]), meanwhile()

    def run(self, *events: asyncio.Future[Any], is_scroll: bool = False, is_press: bool = False) -> None:
        for event in events:
            self._cdp.wait(event)

    def open_and_close_popup(self, event: asyncio.Future[Any]) -> None:
        self.run(event)


class DeterministicClock:
    """Needs a tab that was created with frame control (``tabs.open_tab``) in a headless shell."""

    def __init__(self, cdp: Session, worlds: Worlds) -> None:
        self._cdp, self._worlds = cdp, worlds
        self._expiry: asyncio.Future[None] | None = None
        self._patience_s = NETWORK_WAIT_S
        self._may_scroll = False
        self._is_new_document = True
        cdp.send("Performance.enable")
        cdp.on("Emulation.virtualTimeBudgetExpired", self._on_expired)
        cdp.on("Page.frameNavigated", self._on_navigated)
        cdp.on("close", self._on_expired)  # what is asked next raises
        started = cdp.send("Emulation.setVirtualTimePolicy", {"policy": "pause", "initialVirtualTime": VIRTUAL_START_S})
        self._base_ms = self._ticks_ms = self._virtual_ms = float(started["virtualTimeTicksBase"])
        self._boot_s = time.time() - time.monotonic()

    def _on_expired(self, _: Any) -> None:
        if self._expiry is not None and not self._expiry.done():
            self._expiry.set_result(None)

    def _on_navigated(self, event: dict[str, Any]) -> None:
        if event["frame"]["id"] == self._worlds.page_frame_id:
            self._is_new_document = True

    def event_time(self) -> dict[str, float]:
        """The page's own time. By the browser's, two steps' clicks are 50 ms apart, a double tap to some apps."""
        return {"timestamp": self._boot_s + self._virtual_ms / 1000}

    def settle(self, span_ms: int) -> None:
        """Waits for pending requests too, but not for ever: see ``NETWORK_WAIT_S``."""
        try:
            frames = math.ceil(span_ms / FRAME_MS)
            grains = math.ceil(1000 * (span_ms + TIE_MS) / frames / GRAIN_US)
            for _ in range(frames):
                self._advance(grains * GRAIN_US / 1000)
                self._page_frame()
        except PlaywrightError:
            if not self._cdp.is_closed:
                raise

    def screenshot(self, meanwhile: Callable[[], T]) -> tuple[bytes, T]:
        """Raises ``BrowserError`` when the tab draws nothing."""
        preparing = self._page_part_of_next_frame()
        drawing = self._start_frame(SCREENSHOT)
        self._wait((preparing, drawing), POPUP_WAIT_S)
        found = meanwhile()
        self._may_scroll = False
        for _ in range(FIRST_FRAME_TRIES):
            answer = self._finish(drawing)
            if "screenshotData" in answer:
                return base64.b64decode(answer["screenshotData"]), found
            drawing = self._start_frame(SCREENSHOT)
        raise BrowserError("the page drew no frame. Run `jamel doctor`, or set browser.timing: compatible.")

    def _page_part_of_next_frame(self) -> asyncio.Future[Any]:
        """Done once the page has run its code for the next frame; what is asked of the page then sees that frame."""
        world = {"contextId": self._worlds.of_page()}
        self._cdp.send("Runtime.evaluate", {"expression": "next = new Promise(requestAnimationFrame); 0", **world})
        return self._cdp.request("Runtime.evaluate", {"expression": "next", "awaitPromise": True, **world})

    def open_and_close_popup(self, event: asyncio.Future[Any]) -> None:
        self._cdp.wait(event)
        self._close_popup()

    def run(self, *events: asyncio.Future[Any], is_scroll: bool = False, is_press: bool = False) -> None:
        """The page has its frames when it has heard. On a busy machine it had them before, and what a click began had
        its first frame as late as the page settled."""
        self._may_scroll = self._may_scroll or is_scroll
        if is_press:
            self._wait(events[-1:], HEARING_S)
        while not all(event.done() for event in events):
            self._page_frame()
            self._wait(events[-1:], NEXT_FRAME_S)
        for event in events:
            event.result()
        for _ in range(FRAMES_AN_INPUT + (FRAMES_AFTER_A_SCROLL if is_scroll else 0)):
            self._page_frame()

    def _advance(self, span_ms: float) -> None:
        self._spend(span_ms)
        if self._is_new_document:
            self._spend(self._until_round_time_ms())

    def _until_round_time_ms(self) -> float:
        """What is missing until the page is a whole number of ``GRAIN_US`` old; 0 for a page that is gone again."""
        self._is_new_document = False
        metrics = {one["name"]: one["value"] for one in self._cdp.send("Performance.getMetrics")["metrics"]}
        began_ms = 1000 * metrics.get("NavigationStart", self._virtual_ms / 1000)
        return round(1000 * (began_ms - self._virtual_ms)) % GRAIN_US / 1000

    def _spend(self, span_ms: float) -> None:
        """``span_ms`` of virtual time."""
        expiry = self._expiry = self._cdp.devtools.loop.create_future()
        going = {"policy": "pauseIfNetworkFetchesPending", "budget": span_ms + HALF_US_MS}
        base_ms = float(self._cdp.send("Emulation.setVirtualTimePolicy", going)["virtualTimeTicksBase"])
        if base_ms != self._base_ms:  # the app's page got another renderer than the blank one: time began anew there
            self._base_ms = self._virtual_ms = base_ms
        self._wait((expiry,), self._patience_s)
        self._patience_s = NETWORK_WAIT_S if expiry.done() else NETWORK_WAIT_AGAIN_S
        if not expiry.done():
            self._cdp.send("Emulation.setVirtualTimePolicy", {"policy": "advance", "budget": span_ms + HALF_US_MS})
        self._cdp.wait(expiry)
        self._virtual_ms += span_ms

    def _page_frame(self) -> None:
        """Drawn only where a gesture may be on its way."""
        self._frame(None if self._may_scroll else UNSEEN)

    def _frame(self, wanted: dict[str, Any] | None = None) -> dict[str, Any]:
        return self._finish(self._start_frame(wanted))

    def _start_frame(self, wanted: dict[str, Any] | None = None) -> asyncio.Future[Any]:
        """The next frame carries the page's own time, so that animations and timers agree."""
        self._ticks_ms = max(self._ticks_ms + SHORTEST_FRAME_MS, self._virtual_ms)
        frame = {"frameTimeTicks": self._ticks_ms + HALF_US_MS, "interval": FRAME_MS, **(wanted or {})}
        return self._cdp.request("HeadlessExperimental.beginFrame", frame)

    def _finish(self, drawing: asyncio.Future[Any]) -> Any:
        self._wait((drawing,), POPUP_WAIT_S)
        if not drawing.done():
            self._close_popup()
        return self._cdp.wait(drawing)

    def _wait(self, any_of: tuple[asyncio.Future[Any], ...], seconds: float) -> None:
        first = asyncio.wait(any_of, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        self._cdp.wait(self._cdp.start(first))

    def _close_popup(self) -> None:
        """A native pop-up (the list of a select, a date picker) draws by itself, and the page's frame waits for it for
        ever. It is closed as a person closes it, by Escape, which the pop-up takes and the page does not hear."""
        for kind in ("rawKeyDown", "keyUp"):
            self._cdp.send("Input.dispatchKeyEvent", {"type": kind, "key": "Escape", "windowsVirtualKeyCode": 27})

"""Time and frames of one tab: who decides when its timers fire and when it draws.

``DeterministicClock`` decides itself. Time in the page is virtual: it stands still between steps and runs for a fixed
span in each, waiting for the network; a frame is drawn when asked for, a fixed number a step. So equal actions meet
equal timers and give equal pixels (browser reference, section 3). ``RealClock`` leaves both to the browser. This file
does not know what is acted on or seen.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Coroutine
from typing import Any, Literal, Protocol

from playwright.sync_api import CDPSession, Page
from playwright.sync_api import Error as PlaywrightError

from jamel.browser.cdp import request
from jamel.errors import BrowserError

VIRTUAL_START_S = 1_767_225_600
"""2026-01-01T00:00:00Z, what every page believes the time is when it opens."""
Button = Literal["left", "middle", "right"]
FRAME_MS = 100
"""Virtual time between two frames while a page settles."""
FRAMES_AN_INPUT = 2
"""The page hears of a mouse event when it prepares a frame, and answers with the next."""
FIRST_FRAME_TRIES = 4
SHORTEST_FRAME_MS = 0.1
LIFE_CHECK_S = 0.05
"""Real time between two looks whether a page that is still busy is still there."""
POPUP_WAIT_S = 1.5
"""Real time after which a frame is taken to wait for a pop-up; it draws in 2 ms, with a screenshot in 20."""


class TabClock(Protocol):
    """How a tab spends time."""

    def settle(self, span_ms: int) -> None:
        """Let the page work for ``span_ms``. Ends early when the page closes itself."""
        ...

    def screenshot_png(self) -> bytes:
        """The viewport, at one image pixel per CSS pixel, and no style of ours in the page."""
        ...

    def run(self, event: Coroutine[Any, Any, None]) -> None:
        """Carry out one mouse event of Playwright's asynchronous core, and nothing but one."""
        ...

    def open_and_close_popup(self, event: Coroutine[Any, Any, None]) -> None:
        """The same for an event that opens a native pop-up, which must be gone before a frame is asked for."""
        ...


class RealClock:
    """Timers and frames as they come."""

    def __init__(self, cdp: CDPSession, page: Page) -> None:
        self._cdp, self._page = cdp, page

    def settle(self, span_ms: int) -> None:
        try:
            self._page.wait_for_load_state("load")
            self._page.wait_for_timeout(span_ms)
        except PlaywrightError:
            if not self._page.is_closed():
                raise

    def screenshot_png(self) -> bytes:
        answer = self._cdp.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        return base64.b64decode(answer["data"])

    def run(self, event: Coroutine[Any, Any, None]) -> None:
        self._page._sync(event)  # pyright: ignore[reportPrivateUsage]

    def open_and_close_popup(self, event: Coroutine[Any, Any, None]) -> None:
        self.run(event)


class DeterministicClock:
    """Needs a tab that was created with frame control (``chromium.open_tab``) in a headless shell.

    Uses two private members of Playwright 1.65.2 (pinned), ``_loop`` and ``_sync``: its public synchronous calls wait
    for the page's answer to a mouse event, which the page gives only in a frame that nobody could ask for meanwhile.
    """

    def __init__(self, cdp: CDPSession, page: Page) -> None:
        self._cdp, self._page = cdp, page
        self._expiry: asyncio.Future[None] | None = None
        cdp.on("Emulation.virtualTimeBudgetExpired", self._on_expired)
        started = cdp.send("Emulation.setVirtualTimePolicy", {"policy": "pause", "initialVirtualTime": VIRTUAL_START_S})
        self._ticks_ms = self._virtual_ms = float(started["virtualTimeTicksBase"])

    def _on_expired(self, _: Any) -> None:
        if self._expiry is not None and not self._expiry.done():
            self._expiry.set_result(None)

    def settle(self, span_ms: int) -> None:
        """Waits for pending requests too; only the caller's watchdog ends a request that never does."""
        try:
            for _ in range(0, span_ms, FRAME_MS):
                self._advance(FRAME_MS)
                self._frame({"noDisplayUpdates": True})
        except PlaywrightError:
            if not self._page.is_closed():
                raise

    def screenshot_png(self) -> bytes:
        """Raises ``BrowserError`` when the tab draws nothing."""
        for _ in range(FIRST_FRAME_TRIES):
            answer = self._frame({"screenshot": {"format": "png", "optimizeForSpeed": True}})
            if "screenshotData" in answer:
                return base64.b64decode(answer["screenshotData"])
        raise BrowserError("the page drew no frame. Run `jamel doctor`, or set browser.timing: compatible.")

    def open_and_close_popup(self, event: Coroutine[Any, Any, None]) -> None:
        self._page._sync(event)  # pyright: ignore[reportPrivateUsage]
        self._close_popup()

    def run(self, event: Coroutine[Any, Any, None]) -> None:
        task = self._page._loop.create_task(event)  # pyright: ignore[reportPrivateUsage]
        drawn = 0
        while drawn < FRAMES_AN_INPUT or not task.done():
            self._frame()
            drawn += 1
        task.result()

    def _advance(self, span_ms: int) -> None:
        expiry = self._expiry = self._page._loop.create_future()  # pyright: ignore[reportPrivateUsage]
        self._cdp.send("Emulation.setVirtualTimePolicy", {"policy": "pauseIfNetworkFetchesPending", "budget": span_ms})
        while not expiry.done():
            self._page._sync(asyncio.wait((expiry,), timeout=LIFE_CHECK_S))  # pyright: ignore[reportPrivateUsage]
            if not expiry.done():
                self._page.wait_for_timeout(0)  # raises once the page is gone
        self._virtual_ms += span_ms

    def _frame(self, wanted: dict[str, Any] | None = None) -> dict[str, Any]:
        """The next frame carries the page's own time, so that animations and timers agree."""
        self._ticks_ms = max(self._ticks_ms + SHORTEST_FRAME_MS, self._virtual_ms)
        frame = {"frameTimeTicks": self._ticks_ms, "interval": FRAME_MS, **(wanted or {})}
        drawing = self._page._loop.create_task(  # pyright: ignore[reportPrivateUsage]
            request(self._cdp, "HeadlessExperimental.beginFrame", frame)
        )
        self._page._sync(asyncio.wait((drawing,), timeout=POPUP_WAIT_S))  # pyright: ignore[reportPrivateUsage]
        if not drawing.done():
            self._close_popup()
        return self._page._sync(drawing)  # pyright: ignore[reportPrivateUsage]

    def _close_popup(self) -> None:
        """A native pop-up (the list of a select, a date picker) draws by itself, and the page's frame waits for it for
        ever. It is closed as a person closes it, by Escape, which the pop-up takes and the page does not hear."""
        for kind in ("rawKeyDown", "keyUp"):
            self._cdp.send("Input.dispatchKeyEvent", {"type": kind, "key": "Escape", "windowsVirtualKeyCode": 27})


class ClockedMouse:
    """Playwright's mouse, one event at a time on the tab's clock. Coordinates in CSS pixels of the viewport."""

    def __init__(self, cdp: CDPSession, page: Page, clock: TabClock) -> None:
        self._events = page.mouse._impl_obj  # pyright: ignore[reportPrivateUsage]
        self._cdp, self._clock = cdp, clock
        self._place = (0.0, 0.0)

    def move(self, x: float, y: float, *, steps: int = 1) -> None:
        """``steps`` equal parts of the way from where the mouse is."""
        x0, y0 = self._place
        self._place = (x, y)
        for i in range(1, steps + 1):
            self._clock.run(self._events.move(x=x0 + (x - x0) * i / steps, y=y0 + (y - y0) * i / steps, steps=1))

    def down(self, button: Button = "left", *, click_count: int = 1) -> None:
        pressed = self._events.down(button=button, click_count=click_count)
        if button == "left" and self._is_on_select():
            self._clock.open_and_close_popup(pressed)
        else:
            self._clock.run(pressed)

    def _is_on_select(self) -> bool:
        place = {"x": int(self._place[0]), "y": int(self._place[1]), "ignorePointerEventsNone": False}
        try:
            found = self._cdp.send("DOM.getNodeForLocation", place)
            node = self._cdp.send("DOM.describeNode", {"backendNodeId": found["backendNodeId"]})["node"]
        except PlaywrightError:
            return False  # there is nothing at this place
        return node["nodeName"] == "SELECT"

    def up(self, button: Button = "left", *, click_count: int = 1) -> None:
        self._clock.run(self._events.up(button=button, click_count=click_count))

    def click(self, x: float, y: float, *, button: Button = "left", count: int = 1) -> None:
        self.move(x, y)
        for i in range(1, count + 1):
            self.down(button, click_count=i)
            self.up(button, click_count=i)

    def wheel(self, delta_x: float, delta_y: float) -> None:
        self._clock.run(self._events.wheel(delta_x=delta_x, delta_y=delta_y))

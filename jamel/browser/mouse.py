"""The mouse of one tab: raw input events over CDP, on the tab's clock.

What belongs together (move, press, release) is sent together: the page hears the events in this order, and needs two
frames for all of them instead of two for each. This file does not know elements or actions.
"""

from __future__ import annotations

from asyncio import Future
from collections.abc import Sequence
from typing import Any, Literal

from jamel.browser.clock import TabClock
from jamel.browser.devtools import Session

Button = Literal["left", "middle", "right"]
BUTTON_BITS = {"left": 1, "right": 2, "middle": 4}
MODIFIER_BITS = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}


class Mouse:
    """Coordinates in CSS pixels of the viewport. ``place`` is where it is."""

    def __init__(self, cdp: Session, clock: TabClock) -> None:
        self._cdp, self._clock = cdp, clock
        self.place = (0.0, 0.0)

    def move(self, x: float, y: float) -> None:
        self.place = (x, y)
        self._clock.run(self._sent(self._moved()))

    def click(
        self,
        x: float,
        y: float,
        *,
        button: Button = "left",
        count: int = 1,
        modifiers: Sequence[str] = (),
        opens_list: bool = False,
    ) -> None:
        """``modifiers`` are Playwright's names of keys that are held down. ``opens_list``: a native list is there."""
        self.place = (x, y)
        held = sum(MODIFIER_BITS[name] for name in modifiers)
        events = [self._moved(held)]
        for i in range(1, count + 1):
            pressed = {"button": button, "clickCount": i}
            events.append(self._event("mousePressed", held, buttons=BUTTON_BITS[button], **pressed))
            events.append(self._event("mouseReleased", held, buttons=0, **pressed))
        if button == "left" and opens_list:
            for event in events:
                is_press = event["type"] == "mousePressed"
                (self._clock.open_and_close_popup if is_press else self._clock.run)(self._sent(event))
        else:
            self._clock.run(*map(self._sent, events), is_press=True)

    def wheel(self, delta_x: float, delta_y: float) -> None:
        self._clock.run(self._sent(self._event("mouseWheel", 0, deltaX=delta_x, deltaY=delta_y)), is_scroll=True)

    def _moved(self, held: int = 0) -> dict[str, Any]:
        return self._event("mouseMoved", held, button="none", buttons=0)

    def _event(self, kind: str, held: int, **parts: Any) -> dict[str, Any]:
        x, y = self.place
        return {"type": kind, "x": x, "y": y, "modifiers": held, **parts}

    def _sent(self, event: dict[str, Any]) -> Future[Any]:
        return self._cdp.request("Input.dispatchMouseEvent", event | self._clock.event_time())

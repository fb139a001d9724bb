"""Pressing at one place and letting go, there or elsewhere: with the mouse's left button, or one finger.

Playwright's own mouse asks the page, on every move with a button down, whether a drag began, and waits for a timer
there: for ever, as the page's time stands still. This file does not know elements or actions.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Any

from jamel.browser.page import AppPage

Point = tuple[float, float]
SWIPE_MOVES = 8
"""Moves of a swipe; pages and Chromium measure speed and direction from them."""
MOVE_MS = 50
"""Virtual time before each. From 40 on Chromium takes the finger for at rest when it leaves the screen, and what it
scrolled stops; a flung page went between 462 and 779 px after equal swipes."""
DRAG_PUMPS = 20
"""Milliseconds of real time in which the browser may announce a drag that a move began."""


def press_finger(tab: AppPage, start: Point, end: Point, *, hold_ms: int) -> None:
    """From these touches Chromium itself makes taps and scrolling. CSS pixels of the viewport.

    A hold lasts for the page's own timers, which is how apps recognise a long press. Chromium's recognition does not
    see it (its timers are real): it opens no context menu and sends a click afterwards.
    """
    _touch(tab, "touchStart", start)
    if hold_ms:
        tab.clock.settle(hold_ms)
    for point in _way(start, end, SWIPE_MOVES):
        tab.clock.settle(MOVE_MS)
        _touch(tab, "touchMove", point)
    _touch(tab, "touchEnd")


def press_button(tab: AppPage, start: Point, end: Point, *, hold_ms: int) -> None:
    """CSS pixels of the viewport; ``hold_ms`` is virtual time before the button moves."""
    with PressedButton(tab, start) as pressed:
        if hold_ms:
            tab.clock.settle(hold_ms)
        pressed.move(end, moves=SWIPE_MOVES)


class PressedButton:
    """``with PressedButton(tab, start) as pressed: pressed.move(end)``: the button comes up where the mouse is then.

    Where the page starts a drag, what is dragged is dropped there.
    """

    def __init__(self, tab: AppPage, start: Point) -> None:
        self._tab, self._start, self._at = tab, start, start
        self._dragged: list[dict[str, Any]] = []

    def __enter__(self) -> PressedButton:
        self._tab.cdp.on("Input.dragIntercepted", self._on_drag)
        self._tab.cdp.send("Input.setInterceptDrags", {"enabled": True})
        self._tab.mouse.move(*self._start)
        self._mouse("mousePressed", buttons=1)
        return self

    def move(self, end: Point, *, moves: int = 1) -> None:
        for point in _way(self._at, end, moves):
            self._tab.clock.settle(MOVE_MS)
            self._at = point
            self._mouse("mouseMoved", buttons=1)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._at != self._start:
            self._await_drag()
        if self._dragged:
            place = {"x": self._at[0], "y": self._at[1], "data": self._dragged[0]["data"]}
            for step in ("dragEnter", "dragOver", "drop"):
                _dispatch(self._tab, "Drag", {"type": step, **place})
        else:
            self._mouse("mouseReleased", buttons=0)
        self._tab.cdp.send("Input.setInterceptDrags", {"enabled": False})
        self._tab.cdp.remove_listener("Input.dragIntercepted", self._on_drag)
        if self._at != self._start:
            self._tab.mouse.place = self._at

    def _on_drag(self, event: dict[str, Any]) -> None:
        self._dragged.append(event)

    def _await_drag(self) -> None:
        for _ in range(DRAG_PUMPS):
            if self._dragged:
                return
            self._tab.page.wait_for_timeout(1)

    def _mouse(self, kind: str, *, buttons: int) -> None:
        x, y = self._at
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1}
        _dispatch(self._tab, "Mouse", event | self._tab.clock.event_time(), is_press=kind != "mouseMoved")


def _way(start: Point, end: Point, moves: int) -> Iterator[Point]:
    for step in range(1, moves + 1) if end != start else ():
        share = step / moves
        yield start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _touch(tab: AppPage, kind: str, *points: Point) -> None:
    event = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
    _dispatch(tab, "Touch", event | tab.clock.event_time())


def _dispatch(tab: AppPage, kind: str, event: dict[str, Any], *, is_press: bool = False) -> None:
    sent = tab.cdp.request(f"Input.dispatch{kind}Event", event)
    tab.clock.run(sent, is_scroll=kind == "Touch", is_press=is_press)

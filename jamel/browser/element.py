"""One element of a tab, as something to act on: is it ready, where is it, does it receive a click there?

Playwright's locators ask the same before they act, and wait up to 500 ms for it in BrowserGym's actions; here those
are virtual milliseconds. Its wait for an element that stops moving is left out: between two requests over CDP nothing
moves, so the click meets the place just measured. This file does not know actions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError

from jamel.browser.page import AppPage
from jamel.errors import ActionFailed

ELEMENT_SCRIPT = Path(__file__).with_name("element.js").read_text(encoding="utf-8")
RETRY_MS, RETRIES = 100, 5
"""Virtual time between attempts, 500 ms in all: the time-out of every BrowserGym action on an element."""
SCROLL_EDGES = ("end", "center", "start")
"""Where later attempts scroll an element to, in case something sticks over it."""


class PageElement:
    """Raises ``ActionFailed`` with BrowserGym's error class as first word: ValueError, TimeoutError or Error."""

    def __init__(self, tab: AppPage, bid: str) -> None:
        backend_node_id = tab.backend_node_id(bid)
        if backend_node_id is None:
            raise ActionFailed(f'ValueError: could not find element with bid "{bid}"; use an id of the current list')
        self._tab, self._bid, self._node = tab, bid, {"backendNodeId": backend_node_id}
        self._object_id = self._resolve(self._node)

    def _resolve(self, node: dict[str, int]) -> str:
        world = self._tab.world_of(self._node["backendNodeId"])
        try:
            return self._tab.cdp.send("DOM.resolveNode", {**node, "executionContextId": world})["object"]["objectId"]
        except PlaywrightError as error:
            if "Protocol error" in str(error):
                raise ActionFailed(f'ValueError: could not find element with bid "{self._bid}": it is gone') from None
            raise

    def ask(self, task: str, given: Any = None) -> Any:
        """Run one task of ``element.js``. An answer that starts with ``!`` is an error no waiting can cure."""
        answer = self._call(task, {"value": given})
        if isinstance(answer, str) and answer.startswith("!"):
            raise ActionFailed(f"Error: {answer[1:]}")
        return answer

    def _call(self, task: str, argument: dict[str, Any]) -> Any:
        call = {
            "objectId": self._object_id,
            "functionDeclaration": ELEMENT_SCRIPT,
            "arguments": [{"value": task}, argument],
            "returnByValue": True,
        }
        answer = self._tab.cdp.send("Runtime.callFunctionOn", call)
        if "exceptionDetails" in answer:
            raise ActionFailed(f"Error: {answer['exceptionDetails']['exception'].get('description', 'no description')}")
        return answer["result"].get("value")

    def wait_until(self, attempt: Callable[[int], str | None]) -> None:
        """``attempt(number)`` says what is still missing, or None when it is done; tried until 500 ms are over."""
        missing = attempt(0)
        for number in range(1, RETRIES + 1):
            if missing is None:
                return
            self._tab.clock.settle(RETRY_MS)
            missing = attempt(number)
        if missing is not None:
            raise ActionFailed(
                f"TimeoutError: Timeout 500ms exceeded: waited for element {self._bid!r} to be {missing}"
            )

    def point(self, *needs: str) -> tuple[float, float]:
        """Where a click meets this element, in CSS pixels of the viewport, once it is visible and has ``needs``."""
        found: list[tuple[float, float]] = []

        def attempt(number: int) -> str | None:
            missing = self.ask("missing", needs)
            if missing is not None:
                return missing
            self._scroll(number)
            layout = self._tab.cdp.send("Page.getLayoutMetrics")
            point = self._clickable_point(layout["cssLayoutViewport"])
            if point is None:
                return "inside the viewport"
            found[:] = [point]
            is_free = self._receives_click(*point, layout["cssVisualViewport"])
            return None if is_free else "free of other elements that receive the click"

        self.wait_until(attempt)
        return found[0]

    def _scroll(self, number: int) -> None:
        if number == 0 or number > len(SCROLL_EDGES):
            self._tab.cdp.send("DOM.scrollIntoViewIfNeeded", self._node)
        else:
            self.ask("scroll", SCROLL_EDGES[number - 1])

    def _clickable_point(self, view: Mapping[str, float]) -> tuple[float, float] | None:
        width, height = view["clientWidth"], view["clientHeight"]
        for quad in self._tab.cdp.send("DOM.getContentQuads", self._node)["quads"]:
            xs = [min(max(x, 0), width) for x in quad[0::2]]
            ys = [min(max(y, 0), height) for y in quad[1::2]]
            if _area(xs, ys) > 0.99:
                return sum(xs) / 4, sum(ys) / 4
        return None

    def _receives_click(self, x: float, y: float, scrolled: Mapping[str, float]) -> bool:
        """Whether the element, or something inside it, lies on top at this point. Frames are looked through."""
        at = {"x": int(x + scrolled["pageX"]), "y": int(y + scrolled["pageY"])}
        try:
            hit = self._tab.cdp.send("DOM.getNodeForLocation", at)
            target = self._resolve({"backendNodeId": hit["backendNodeId"]})
            return bool(self._call("receives", {"objectId": target}))
        except PlaywrightError as error:
            if "Protocol error" in str(error):
                return False  # nothing there, or something of another frame
            raise


def _area(xs: Sequence[float], ys: Sequence[float]) -> float:
    return abs(sum(xs[i] * ys[i - 3] - xs[i - 3] * ys[i] for i in range(4))) / 2

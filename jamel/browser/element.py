"""One element of a tab, as something to act on: is it ready, where is it, does it receive a click there?

Playwright's locators ask the same before they act, and wait up to 500 ms for it in BrowserGym's actions; here those
are virtual milliseconds. Its wait for an element that stops moving is left out: between two requests over CDP nothing
moves, so the click meets the place just measured. This file does not know actions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError

from jamel.browser.devtools import Session
from jamel.browser.page import AppPage
from jamel.errors import ActionFailed

ELEMENT_SCRIPT = Path(__file__).with_name("element.js").read_text(encoding="utf-8")
RETRY_MS = 250
"""Virtual time between attempts, 500 ms in all: the time-out of every BrowserGym action on an element."""
SCROLL_EDGES = ("center", "start")
"""Where later attempts scroll an element to, in case something sticks over it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A point in CSS pixels of the viewport, and the tag, in lower case, of what lies on top there."""

    x: float
    y: float
    tag: str


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
        return _result(self._tab.cdp.send(*self._request(task, argument)))

    def _request(self, task: str, argument: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        script = self._tab.element_function(self._node["backendNodeId"], ELEMENT_SCRIPT)
        call = {
            "objectId": self._object_id,
            "functionDeclaration": "function(script, task, given) { return script.call(this, task, given); }",
            "arguments": [{"objectId": script}, {"value": task}, argument],
            "returnByValue": True,
        }
        return "Runtime.callFunctionOn", call

    def wait_until(self, attempt: Callable[[int], str | None]) -> None:
        """``attempt(number)`` says what is still missing, or None when it is done; tried until 500 ms are over."""
        missing = attempt(0)
        for number in range(1, len(SCROLL_EDGES) + 1):
            if missing is None:
                return
            self._tab.clock.settle(RETRY_MS)
            missing = attempt(number)
        if missing is not None:
            raise ActionFailed(
                f"TimeoutError: Timeout 500ms exceeded: waited for element {self._bid!r} to be {missing}"
            )

    def target(self, *needs: str) -> Target:
        """Where a click meets this element, once it is visible and has ``needs``."""
        found: list[Target] = []

        def attempt(number: int) -> str | None:
            missing = self.ask("missing", needs)
            if missing is not None:
                return missing
            layout, quads = self._scroll_and_measure(number)
            point = _clickable_point(quads["quads"], layout["cssLayoutViewport"])
            if point is None:
                return "inside the viewport"
            tag = self._tag_hit(*point, layout["cssVisualViewport"])
            found[:] = [Target(x=point[0], y=point[1], tag=tag or "")]
            return None if tag is not None else "free of other elements that receive the click"

        self.wait_until(attempt)
        return found[0]

    def _scroll_and_measure(self, number: int) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        if number == 0:
            scroll = "DOM.scrollIntoViewIfNeeded", self._node
        else:
            scroll = self._request("scroll", {"value": SCROLL_EDGES[number - 1]})
        answers = self._tab.cdp.send_all(scroll, ("Page.getLayoutMetrics", None), ("DOM.getContentQuads", self._node))
        return answers[1], answers[2]

    def _tag_hit(self, x: float, y: float, scrolled: Mapping[str, float]) -> str | None:
        """The tag of what lies on top at this point, when that is the element or inside it. Frames are looked
        through."""
        hit = node_at(self._tab.cdp, x, y, scrolled)
        if hit is None or hit == self._node["backendNodeId"]:
            return None if hit is None else self._tab.tag_of(hit)
        try:
            return self._call("receives", {"objectId": self._resolve({"backendNodeId": hit})})
        except PlaywrightError as error:
            if "Protocol error" in str(error):
                return None  # something of another frame
            raise


def _result(answer: Mapping[str, Any]) -> Any:
    if "exceptionDetails" in answer:
        raise ActionFailed(f"Error: {answer['exceptionDetails']['exception'].get('description', 'no description')}")
    return answer["result"].get("value")


def node_at(cdp: Session, x: float, y: float, scrolled: Mapping[str, float]) -> int | None:
    """The backend node id of what lies on top at a point of the viewport, None where there is nothing.

    ``scrolled`` is the visual viewport of ``Page.getLayoutMetrics``: the browser asks for a point of the document.
    """
    at = {"x": int(x + scrolled["pageX"]), "y": int(y + scrolled["pageY"])}
    try:
        return cdp.send("DOM.getNodeForLocation", at)["backendNodeId"]
    except PlaywrightError as error:
        if "Protocol error" in str(error):
            return None
        raise


def tag_at(cdp: Session, x: float, y: float) -> str:
    """The tag, in lower case, of what lies on top at a point of the viewport; empty where there is nothing."""
    hit = node_at(cdp, x, y, cdp.send("Page.getLayoutMetrics")["cssVisualViewport"])
    node = {} if hit is None else cdp.send("DOM.describeNode", {"backendNodeId": hit})["node"]
    return str(node.get("nodeName", "")).lower()


def _clickable_point(quads: Sequence[Sequence[float]], view: Mapping[str, float]) -> tuple[float, float] | None:
    width, height = view["clientWidth"], view["clientHeight"]
    for quad in quads:
        xs = [min(max(x, 0), width) for x in quad[0::2]]
        ys = [min(max(y, 0), height) for y in quad[1::2]]
        if _area(xs, ys) > 0.99:
            return sum(xs) / 4, sum(ys) / 4
    return None


def _area(xs: Sequence[float], ys: Sequence[float]) -> float:
    return abs(sum(xs[i] * ys[i - 3] - xs[i - 3] * ys[i] for i in range(4))) / 2

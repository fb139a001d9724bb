"""What one tab shows at one moment: accessibility lines over all frames, element ids, the focused element.

Everything is read over CDP from documents, accessibility trees and one isolated world per frame, which has built-ins
of its own: no app code runs and nothing is left in the page. BrowserGym marks the page instead, and its observers and
wrapped built-ins see that (BrowserGym reference, section 7). This file does not know actions, settling or screenshots.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jamel.browser.axtree import AxLine, AxNode, ax_lines, merge_frames, parse_nodes
from jamel.browser.devtools import Session
from jamel.browser.dom import FRAME_TAGS, DomElement, DomTree, parse_tree
from jamel.browser.element_ids import ElementIds
from jamel.browser.marked_tree import SHOWN_ROLES, Picture, as_marked, field_parts, picture_candidates
from jamel.browser.worlds import Worlds

ACTIVE_ELEMENT = """(() => {
  let found = null;
  for (let root = document; root; root = found.shadowRoot) {
    const active = root.activeElement;
    if (!active) break;
    found = active;
  }
  return found;
})()"""
"""Through open shadow trees, within one frame."""
PICTURE_URLS = """function() {
  return this.checkVisibility({visibilityProperty: true}) ? (this.currentSrc || this.src || '') : null;
}"""


DOCUMENT_REQUESTS = (
    ("DOM.getDocument", {"depth": -1, "pierce": True}),
    ("DOM.disable", None),  # or every later change in the page would be reported
)


class PageReader:
    """Reads one tab again and again; the ids stay the same while the page lives."""

    def __init__(self, cdp: Session, worlds: Worlds) -> None:
        self._cdp, self._worlds = cdp, worlds
        self._ids = ElementIds()
        self._frame_of: dict[int, str] = {}
        self._tags: dict[int, str] = {}

    def backend_node_id(self, bid: str) -> int | None:
        """The node behind an element id of the last view."""
        return self._ids.backend_node_id(bid)

    def world_of(self, backend_node_id: int) -> int:
        """The isolated world, as an execution context id, of the frame that holds an element of the last view."""
        return self._worlds.of(self._frame_of[backend_node_id])

    def tag_of(self, backend_node_id: int) -> str:
        """In lower case; empty for what the last view did not have."""
        return self._tags.get(backend_node_id, "")

    def read(self) -> list[AxLine]:
        """The accessibility lines of all frames. Raises Playwright's error when the tab ends meanwhile."""
        requests = (*DOCUMENT_REQUESTS, ("Accessibility.getFullAXTree", None))
        document, _, ax_tree = [self._cdp.request(*request) for request in requests]
        tree = parse_tree(self._cdp.wait(document)["root"])  # meanwhile the browser works on the accessibility tree
        bids = self._ids.number(tree.frames)
        self._frame_of = {e.backend_node_id: frame.frame_id for frame in tree.frames for e in frame.elements}
        self._tags = {e.backend_node_id: e.tag for frame in tree.frames for e in frame.elements}
        tags = {
            e.backend_node_id: e.tag for frame in tree.frames for e in frame.elements if _is_shown_when_marked(e, bids)
        }
        nodes = self._ax_nodes(tree, parse_nodes(self._cdp.wait(ax_tree)))
        nodes = as_marked(nodes, tree, tags, list(self._pictures(picture_candidates(tree, nodes))))
        return ax_lines(nodes, {**bids, **field_parts(nodes, tree, bids)})

    def focused_bid(self) -> str:
        """The id of the focused element, down through frames; empty where it has none, as in BrowserGym."""
        tree = parse_tree(self._cdp.send_all(*DOCUMENT_REQUESTS)[0]["root"])
        bids = self._ids.number(tree.frames)
        holders = {e.backend_node_id for frame in tree.frames for e in frame.elements if e.tag in FRAME_TAGS}
        node = self._active_element(tree.frames[0].frame_id)
        while node in holders and node in tree.frame_ids:
            node = self._active_element(tree.frame_ids[node])
        return "" if node is None else bids.get(node, "")

    def _ax_nodes(self, tree: DomTree, page: dict[str, AxNode]) -> dict[str, AxNode]:
        """Those of the page, and of the frames in it."""
        if not tree.frame_ids:
            return page
        frames = self._cdp.send("Page.getFrameTree")["frameTree"]
        requests = {i: ("Accessibility.getFullAXTree", {"frameId": i}) for i in _frame_ids(frames)}
        answers = zip(requests, self._cdp.send_all(*requests.values()), strict=True)
        return merge_frames({i: parse_nodes(answer) for i, answer in answers}, tree.frame_ids)

    def _pictures(self, candidates: Mapping[str, Sequence[DomElement]]) -> Iterator[Picture]:
        for frame_id, elements in candidates.items():
            world = self._worlds.of(frame_id) if elements else 0
            for element in elements:
                url = self._picture_url(element.backend_node_id, world)
                reason = None if url is None else self._ignored_reason(element.backend_node_id)
                if url is not None and reason is not None and (reason, element.tag) in SHOWN_ROLES:
                    yield Picture(backend_node_id=element.backend_node_id, reason=reason, tag=element.tag, url=url)

    def _picture_url(self, backend_node_id: int, world: int) -> str | None:
        """None when the picture is not laid out."""
        node = {"backendNodeId": backend_node_id, "executionContextId": world}
        target = self._cdp.send("DOM.resolveNode", node)["object"]["objectId"]
        call = {"objectId": target, "functionDeclaration": PICTURE_URLS, "returnByValue": True}
        url = self._cdp.send("Runtime.callFunctionOn", call)["result"]["value"]
        self._cdp.send("Runtime.releaseObject", {"objectId": target})
        return url

    def _ignored_reason(self, backend_node_id: int) -> str | None:
        node = {"backendNodeId": backend_node_id, "fetchRelatives": False}
        answer = parse_nodes(self._cdp.send("Accessibility.getPartialAXTree", node))
        return next((n.ignored_reasons[0] for n in answer.values() if n.ignored_reasons), None)

    def _active_element(self, frame_id: str) -> int | None:
        call = {"expression": ACTIVE_ELEMENT, "contextId": self._worlds.of(frame_id)}
        found = self._cdp.send("Runtime.evaluate", call)["result"]
        if "objectId" not in found:
            return None
        node = self._cdp.send("DOM.describeNode", {"objectId": found["objectId"]})["node"]
        self._cdp.send("Runtime.releaseObject", {"objectId": found["objectId"]})
        return node["backendNodeId"]


def _is_shown_when_marked(element: DomElement, bids: Mapping[int, str]) -> bool:
    return element.backend_node_id in bids and element.attributes.get("role") not in ("presentation", "none")


def _frame_ids(tree: Mapping[str, Any]) -> Iterator[str]:
    """The page first. The order decides which node an id names, should two trees ever use the same."""
    waiting = [tree]
    while waiting:
        frame = waiting.pop()
        yield frame["frame"]["id"]
        waiting += frame.get("childFrames", ())

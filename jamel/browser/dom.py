"""The document tree of a tab: its frames, their elements in the order in which ids are dealt out, and who holds whom.

Pure functions on what CDP's ``DOM.getDocument`` (whole depth, pierced) answers: unlike a DOM snapshot it keeps document
order around shadow roots and has children that no slot takes. This file does not know ids or CDP sessions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ELEMENT_NODE = 1
FRAME_TAGS = frozenset({"iframe", "frame"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DomElement:
    """``tag`` is in lower case."""

    backend_node_id: int
    tag: str
    attributes: Mapping[str, str]
    has_children: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DomFrame:
    """One document. ``elements`` stand in document order, those of an open shadow tree right after its host.

    ``owner`` is the backend node id of the element that holds the frame, None for the page itself.
    """

    document_id: int
    frame_id: str
    owner: int | None
    elements: tuple[DomElement, ...]


@dataclass(slots=True)
class DomTree:
    """All keys are backend node ids.

    ``frames`` are those an agent can look into, parents before children: closed and browser-made shadow trees stay
    out, as no script of the page could walk them; so do frames that other elements than ``iframe`` and ``frame``
    hold, and frames sandboxed without scripts. BrowserGym marks none of these. The mappings know every node.
    """

    frames: tuple[DomFrame, ...] = ()
    frame_ids: dict[int, str] = field(default_factory=dict)
    """Frame element -> the frame it holds."""
    parents: dict[int, int] = field(default_factory=dict)
    """Node -> parent, across shadow roots and frames."""
    positions: dict[int, int] = field(default_factory=dict)
    """Node -> its rank in document order."""
    inputs: dict[int, int] = field(default_factory=dict)
    """Node the browser itself made inside an ``input`` -> that input."""


def parse_tree(root: Mapping[str, Any]) -> DomTree:
    """Reads ``root`` of ``DOM.getDocument``'s answer."""
    tree = DomTree(frames=tuple(_open_frames(root)))
    waiting: list[tuple[Mapping[str, Any], Mapping[str, Any] | None, int | None]] = [(root, None, None)]
    while waiting:
        node, parent, maker = waiting.pop()
        _record(tree, node, parent, maker)
        inner = [node["contentDocument"]] if "contentDocument" in node else []
        waiting += [(child, node, maker) for child in reversed([*node.get("children", ()), *inner])]
        for shadow in node.get("shadowRoots", ()):
            is_made = shadow["shadowRootType"] == "user-agent" and node["nodeName"] == "INPUT"
            waiting.append((shadow, node, node["backendNodeId"] if is_made else maker))
    return tree


def _record(tree: DomTree, node: Mapping[str, Any], parent: Mapping[str, Any] | None, maker: int | None) -> None:
    key = node["backendNodeId"]
    tree.positions[key] = len(tree.positions)
    if parent is not None:
        tree.parents[key] = parent["backendNodeId"]
    if maker is not None:
        tree.inputs[key] = maker
    if "frameId" in node and node["nodeName"] != "HTML":
        tree.frame_ids[key] = node["frameId"]


def _open_frames(root: Mapping[str, Any]) -> Iterator[DomFrame]:
    waiting: list[tuple[Mapping[str, Any], int | None]] = [(root, None)]
    while waiting:
        document, owner = waiting.pop(0)
        raws = list(_elements(document))
        yield DomFrame(
            document_id=document["backendNodeId"],
            frame_id=next((raw["frameId"] for raw in raws if raw["nodeName"] == "HTML" and "frameId" in raw), ""),
            owner=owner,
            elements=tuple(_parse_element(raw) for raw in raws),
        )
        waiting += [(raw["contentDocument"], raw["backendNodeId"]) for raw in raws if _holds_open_frame(raw)]


def _elements(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting = list(reversed(document.get("children", ())))
    while waiting:
        node = waiting.pop()
        if node["nodeType"] != ELEMENT_NODE:
            continue
        yield node
        waiting += reversed(node.get("children", ()))
        for shadow in node.get("shadowRoots", ()):
            if shadow["shadowRootType"] == "open":
                waiting += reversed(shadow.get("children", ()))


def _parse_element(raw: Mapping[str, Any]) -> DomElement:
    flat = raw.get("attributes", ())
    return DomElement(
        backend_node_id=raw["backendNodeId"],
        tag=raw["nodeName"].lower(),
        attributes=dict(zip(flat[0::2], flat[1::2], strict=True)),
        has_children=bool(raw.get("children") or raw.get("shadowRoots")),
    )


def _holds_open_frame(raw: Mapping[str, Any]) -> bool:
    if "contentDocument" not in raw or raw["nodeName"].lower() not in FRAME_TAGS:
        return False
    sandbox = _parse_element(raw).attributes.get("sandbox")
    return sandbox is None or "allow-scripts" in sandbox.split()

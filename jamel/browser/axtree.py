"""From CDP's accessibility tree to the text an agent reads, in BrowserGym 0.14.3's shape (its reference, section 6).

Pure functions on parsed values. Element ids (``bid``) come from outside, keyed by backend node id, so that nothing in
the page is marked. This file does not know CDP sessions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jamel.types import Element

SKIPPED_ROLES = frozenset({"LineBreak", "InlineTextBox"})
"""BrowserGym prints inline text boxes. They repeat their static text, cut where lines wrap, so the text would depend on
fonts and grow by a third without saying more: left out, deliberately (docs/LOG.md)."""
HIDDEN_PROPERTIES = frozenset({"editable", "readonly", "level", "settable", "multiline", "invalid", "focusable"})
FLAG_PROPERTIES = frozenset({"required", "focused", "atomic"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AxNode:
    """One node of the tree. ``name`` is None where the browser computed none, as for nodes it would leave out."""

    node_id: str
    role: str
    name: str | None
    value: str | float | None
    backend_node_id: int | None
    child_ids: tuple[str, ...]
    properties: tuple[tuple[str, Any], ...]
    ignored_reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AxLine:
    """One line of text: what it says and whom it names."""

    depth: int
    bid: str | None
    role: str
    name: str
    tail: str

    def text(self, indent: str = "\t") -> str:
        identity = f"[{self.bid}] " if self.bid is not None else ""
        name = "" if self.role == "generic" and not self.name else f" {self.name!r}"
        return f"{indent * self.depth}{identity}{self.role}{name}{self.tail}"


def parse_nodes(payload: Mapping[str, Any]) -> dict[str, AxNode]:
    """``Accessibility.getFullAXTree``'s answer, keyed by node id, in its order."""
    return {raw["nodeId"]: _parse_node(raw) for raw in payload["nodes"]}


def merge_frames(trees: Mapping[str, Mapping[str, AxNode]], owners: Mapping[int, str]) -> dict[str, AxNode]:
    """All frames' trees as one, the page's first: each frame's root below the ``Iframe`` node that holds it.

    ``trees`` are keyed by frame id; ``owners`` maps the backend node id of a frame element to its frame's id.
    """
    merged: dict[str, AxNode] = {}
    for tree in trees.values():
        for node in tree.values():
            inner = trees.get(owners.get(node.backend_node_id or 0, ""), {}) if node.role == "Iframe" else {}
            roots = tuple(inner)[:1]
            merged[node.node_id] = replace(node, child_ids=node.child_ids + roots) if roots else node
    return merged


def _parse_node(raw: Mapping[str, Any]) -> AxNode:
    return AxNode(
        node_id=raw["nodeId"],
        role=str(raw.get("role", {}).get("value", "")),
        name=None if "name" not in raw else str(raw["name"].get("value", "")),
        value=raw.get("value", {}).get("value"),
        backend_node_id=raw.get("backendDOMNodeId"),
        child_ids=tuple(raw.get("childIds", ())),
        properties=tuple(
            (p["name"], p["value"]["value"]) for p in raw.get("properties", ()) if "value" in p.get("value", {})
        ),
        ignored_reasons=tuple(r["name"] for r in raw.get("ignoredReasons", ())),
    )


def ax_lines(nodes: Mapping[str, AxNode], bids: Mapping[int, str]) -> list[AxLine]:
    """Depth first. Nodes that say nothing are left out and their children move up to their depth.

    Text is left out where its own parent's name holds it, even when that parent is left out itself: a label inside a
    nameless wrapper is printed twice, as in BrowserGym.
    """
    if not nodes:
        return []
    lines: list[AxLine] = []
    root = next(iter(nodes.values()))
    waiting: list[tuple[AxNode, int, str]] = [(root, 0, "")]
    while waiting:
        node, depth, parent_name = waiting.pop()
        line = _line(node, depth, parent_name, bids)
        if line is not None:
            lines.append(line)
            depth += 1
        own_name = "" if node.name is None or node.role in SKIPPED_ROLES else node.name
        children = [nodes[child] for child in node.child_ids if child in nodes and child != node.node_id]
        waiting += [(child, depth, own_name) for child in reversed(children)]
    return lines


def _line(node: AxNode, depth: int, parent_name: str, bids: Mapping[int, str]) -> AxLine | None:
    attributes = list(_attributes(node))
    if node.role in SKIPPED_ROLES or node.name is None or (node.role == "generic" and not attributes):
        return None
    if node.role == "StaticText" and node.name in parent_name:
        return None
    bid = None if node.backend_node_id is None else bids.get(node.backend_node_id)
    value = "" if node.value is None else f" value={node.value!r}"
    tail = value + "".join(f", {a}" for a in attributes)
    return AxLine(depth=depth, bid=bid, role=node.role, name=node.name.strip(), tail=tail)


def _attributes(node: AxNode) -> Iterator[str]:
    for name, value in node.properties:
        if name in HIDDEN_PROPERTIES:
            continue
        if name not in FLAG_PROPERTIES:
            yield f"{name}={value!r}"
        elif value:
            yield name


def elements_of(lines: Sequence[AxLine], limit: int = 200) -> tuple[Element, ...]:
    """The element list: lines with an id, in document order, each once, at most ``limit``."""
    found: dict[str, Element] = {}
    for line in lines:
        if line.bid is not None and line.bid not in found and line.role != "RootWebArea":
            found[line.bid] = Element(bid=line.bid, role=line.role, label=line.name)
    return tuple(found.values())[:limit]

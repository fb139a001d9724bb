"""The accessibility tree as BrowserGym's marks would shape it, computed without marks.

BrowserGym writes ARIA descriptions on every element before it reads the tree. Chromium then shows elements that it
leaves out otherwise: decorative images, labels around a check box, table bodies, empty paragraphs and canvases. It also
gives the parts of a date field the description of their input. Found by comparing the tree before and after marking
on pages with every HTML element in many states (docs/LOG.md); the parity test holds it.

Not imitated is what BrowserGym *changes* in a page by writing ``value`` attributes: every item of a numbered list
becomes item 0, a progress bar without a value gets 0, a nameless submit button loses its caption. Nor the text right
below a label shown so: BrowserGym prints it only where Chromium happens to lay that line out again after the marking.
This file does not know CDP sessions or element ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from jamel.browser.axtree import AxNode
from jamel.browser.dom import DomElement, DomTree

SHOWN_ROLES = {
    ("labelFor", "label"): "LabelText",
    ("emptyAlt", "img"): "image",
    ("uninteresting", "tbody"): "rowgroup",
    ("uninteresting", "p"): "paragraph",
    ("uninteresting", "address"): "group",
    ("uninteresting", "canvas"): "Canvas",
    ("uninteresting", "svg"): "image",
}
"""(why Chromium leaves it out, tag) -> the role it has once marked. Other elements become nameless generics."""
TABLE_ROLES = frozenset({"table", "grid", "treegrid"})
"""Tables for layout have no row groups, marked or not."""
FIELD_PART_ROLES = frozenset({"spinbutton", "button"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A decorative image that is laid out but not in the tree. ``url`` is empty when it has no source."""

    backend_node_id: int
    reason: str
    tag: str
    url: str


def picture_candidates(tree: DomTree, nodes: Mapping[str, AxNode]) -> dict[str, list[DomElement]]:
    """Frame id -> its elements that may be decorative images outside the tree, in document order."""
    present = {node.backend_node_id for node in nodes.values()}
    return {
        frame.frame_id: [e for e in frame.elements if _may_be_picture(e) and e.backend_node_id not in present]
        for frame in tree.frames
    }


def _may_be_picture(element: DomElement) -> bool:
    if element.tag == "img":
        return "alt" in element.attributes
    return element.tag in ("canvas", "svg") and not element.has_children


def as_marked(
    nodes: Mapping[str, AxNode], tree: DomTree, tags: Mapping[int, str], pictures: Sequence[Picture]
) -> dict[str, AxNode]:
    """The tree with everything marks would bring in. ``tags`` are those of elements that marks can bring in."""
    tables = {node.backend_node_id for node in nodes.values() if node.role in TABLE_ROLES}
    shown = {key: _shown(node, tags, tables, tree) for key, node in nodes.items()}
    keys = {node.backend_node_id: key for key, node in shown.items() if node.backend_node_id is not None}
    for picture in pictures:
        _insert(picture, shown, keys, tree)
    for key, node in list(shown.items()):
        if node.name and any(_is_text(child, shown) for child in node.child_ids):
            shown[key] = replace(node, child_ids=tuple(_wrapped(c, node, shown, tree, tags) for c in node.child_ids))
    return shown


def _is_text(key: str, nodes: Mapping[str, AxNode]) -> bool:
    return key in nodes and nodes[key].role == "StaticText"


def _wrapped(key: str, holder: AxNode, nodes: dict[str, AxNode], tree: DomTree, tags: Mapping[int, str]) -> str:
    """The text itself, or a nameless generic around it where a marked element stands between it and its holder.

    So a button's text is left out as said already in ``<button>Buy</button>``, but not in
    ``<button><span>Buy</span></button>``.
    """
    if not _is_text(key, nodes):
        return key
    above = tree.parents.get(nodes[key].backend_node_id or 0)
    while above is not None and above != holder.backend_node_id and above not in tags:
        above = tree.parents.get(above)
    if above is None or above == holder.backend_node_id:
        return key
    wrapper = f"around-{key}"
    nodes[wrapper] = AxNode(
        node_id=wrapper, role="generic", name="", value=None, backend_node_id=above, child_ids=(key,), properties=(),
        ignored_reasons=(),
    )  # fmt: skip
    return wrapper


def _shown(node: AxNode, tags: Mapping[int, str], tables: Set[int | None], tree: DomTree) -> AxNode:
    if not node.ignored_reasons or node.backend_node_id is None:
        return node
    role = SHOWN_ROLES.get((node.ignored_reasons[0], tags.get(node.backend_node_id, "")))
    is_layout = role == "rowgroup" and tree.parents.get(node.backend_node_id) not in tables
    return node if role is None or is_layout else replace(node, role=role, name="", ignored_reasons=())


def _insert(picture: Picture, nodes: dict[str, AxNode], keys: dict[int, str], tree: DomTree) -> None:
    parent = tree.parents.get(picture.backend_node_id)
    while parent is not None and parent not in keys:
        parent = tree.parents.get(parent)
    if parent is None:
        return
    holder = nodes[keys[parent]]
    at = tree.positions[picture.backend_node_id]
    ranks = [tree.positions.get(nodes[c].backend_node_id or 0, -1) if c in nodes else -1 for c in holder.child_ids]
    index = next((i for i, rank in enumerate(ranks) if rank > at), len(ranks))
    key = f"picture-{picture.backend_node_id}"
    children = (*holder.child_ids[:index], key, *holder.child_ids[index:])
    nodes[keys[parent]] = replace(holder, child_ids=children)
    nodes[key] = AxNode(
        node_id=key,
        role=SHOWN_ROLES[picture.reason, picture.tag],
        name="",
        value=None,
        backend_node_id=picture.backend_node_id,
        child_ids=(),
        properties=(("url", picture.url),) if picture.url else (),
        ignored_reasons=(),
    )
    keys[picture.backend_node_id] = key


def field_parts(nodes: Mapping[str, AxNode], tree: DomTree, bids: Mapping[int, str]) -> dict[int, str]:
    """Backend node id -> id for the parts of date and time fields: the id of their input."""
    parts = [n for n in nodes.values() if n.role in FIELD_PART_ROLES and n.backend_node_id in tree.inputs]
    found = {n.backend_node_id: bids.get(tree.inputs[n.backend_node_id]) for n in parts if n.backend_node_id}
    return {key: bid for key, bid in found.items() if bid is not None}

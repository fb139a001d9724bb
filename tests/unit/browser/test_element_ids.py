"""Ids: document order, prefixes, counters per document, and elements that come and go."""

from typing import Any

from jamel.browser.dom import parse_tree
from jamel.browser.element_ids import ElementIds, frame_letters


def element(backend: int, tag: str, *children: Any, **more: Any) -> dict[str, Any]:
    return {
        "nodeType": 1, "backendNodeId": backend, "nodeName": tag.upper(), "children": list(children),
        "attributes": more.pop("attributes", []), **more,
    }  # fmt: skip


def document(backend: int, *children: Any) -> dict[str, Any]:
    return {"nodeType": 9, "backendNodeId": backend, "nodeName": "#document", "children": list(children)}


def shadow(backend: int, kind: str, *children: Any) -> dict[str, Any]:
    return {
        "nodeType": 11, "backendNodeId": backend, "nodeName": "#document-fragment", "shadowRootType": kind,
        "children": list(children),
    }  # fmt: skip


def ids_of(root: dict[str, Any], ids: ElementIds | None = None) -> dict[int, str]:
    return dict((ids or ElementIds()).number(parse_tree(root).frames))


def test_standard_elements_are_numbered_in_document_order_and_custom_ones_are_not():
    root = document(1, element(2, "html", element(3, "x-card", element(4, "b")), element(5, "p")))
    assert ids_of(root) == {2: "0", 4: "1", 5: "2"}


def test_an_open_shadow_tree_comes_right_after_its_host_and_closed_ones_stay_out():
    host = element(3, "div", element(4, "b"), shadowRoots=[shadow(9, "open", element(5, "i"))])
    closed = element(6, "div", shadowRoots=[shadow(10, "closed", element(7, "u"))])
    made = element(8, "input", shadowRoots=[shadow(11, "user-agent", element(12, "span"))])
    assert ids_of(document(1, element(2, "html", host, closed, made))) == {
        2: "0",
        3: "1",
        5: "2",
        4: "3",
        6: "4",
        8: "5",
    }


def test_frames_get_letters_and_prefix_what_they_hold():
    inner = document(20, element(21, "html", element(22, "iframe", contentDocument=document(30, element(31, "p")))))
    root = document(1, element(2, "html", element(3, "iframe", contentDocument=inner), element(4, "iframe")))
    assert ids_of(root) == {2: "0", 3: "a", 4: "b", 21: "a0", 22: "aa", 31: "aa0"}


def test_frames_sandboxed_without_scripts_have_no_ids_inside():
    inside = document(20, element(21, "p"))
    for sandbox, expected in (("", {2: "a"}), ("allow-forms", {2: "a"}), ("allow-scripts", {2: "a", 21: "a0"})):
        frame = element(2, "iframe", contentDocument=inside, attributes=["sandbox", sandbox])
        assert ids_of(document(1, frame)) == expected


def test_known_elements_keep_their_ids_and_new_ones_go_on_counting():
    ids = ElementIds()
    assert ids_of(document(1, element(2, "p"), element(3, "b")), ids) == {2: "0", 3: "1"}
    assert ids_of(document(1, element(4, "i"), element(3, "b")), ids) == {4: "2", 3: "1"}
    assert ids_of(document(1, element(2, "p"), element(3, "b")), ids) == {2: "0", 3: "1"}
    assert ids.backend_node_id("2") is None
    assert ids.backend_node_id("1") == 3


def test_a_new_document_starts_again():
    ids = ElementIds()
    ids_of(document(1, element(2, "p")), ids)
    assert ids_of(document(5, element(6, "p")), ids) == {6: "0"}


def test_frame_letters_go_on_after_z():
    assert [frame_letters(i) for i in (0, 25, 26, 51, 52, 26 + 26 * 26)] == ["a", "z", "aA", "aZ", "bA", "aAA"]

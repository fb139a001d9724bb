"""The accessibility tree as text: shape, ids and pruning on hand-written trees."""

from typing import Any

from jamel.browser.axtree import AxLine, ax_lines, elements_of, parse_nodes
from jamel.browser.pruning import INTERACTIVE_ONLY_ABOVE_CHARS, PRUNE_ABOVE_CHARS, prune, render_lines


def node(node_id: str, role: str, name: str | None, children: str = "", backend: int | None = None, **more: Any) -> Any:
    raw: dict[str, Any] = {"nodeId": node_id, "role": {"value": role}, "childIds": children.split()}
    if name is not None:
        raw["name"] = {"value": name}
    if backend is not None:
        raw["backendDOMNodeId"] = backend
    if "value" in more:
        raw["value"] = {"value": more["value"]}
    raw["properties"] = [{"name": k, "value": {"value": v}} for k, v in more.get("properties", {}).items()]
    return raw


def lines_of(*nodes: Any, bids: dict[int, str]) -> list[AxLine]:
    return ax_lines(parse_nodes({"nodes": list(nodes)}), bids)


def test_text_has_ids_roles_names_values_and_properties() -> None:
    lines = lines_of(
        node("1", "RootWebArea", "Shop", "2 3", 1, properties={"focused": True, "url": "http://127.0.0.1/"}),
        node("2", "button", "Buy 买", "", 2, properties={"focusable": True, "hasPopup": "menu"}),
        node("3", "textbox", "City", "", 3, value="Paris", properties={"required": True, "invalid": "false"}),
        bids={1: "0", 2: "7", 3: "9"},
    )
    assert render_lines(lines).splitlines() == [
        "[0] RootWebArea 'Shop', focused, url='http://127.0.0.1/'",
        "\t[7] button 'Buy 买', hasPopup='menu'",
        "\t[9] textbox 'City' value='Paris', required",
    ]


def test_nodes_that_say_nothing_are_left_out_and_their_children_move_up() -> None:
    lines = lines_of(
        node("1", "RootWebArea", "R", "2", 1),
        node("2", "generic", "", "3 4"),
        node("3", "none", None, "5"),
        node("4", "LineBreak", "\n"),
        node("5", "link", "Home", "6", 5),
        node("6", "StaticText", "Home", "7"),
        node("7", "InlineTextBox", "Home"),
        bids={1: "0", 5: "3"},
    )
    assert render_lines(lines) == "[0] RootWebArea 'R'\n\t[3] link 'Home'"


def test_text_that_its_parent_does_not_say_stays() -> None:
    lines = lines_of(
        node("1", "RootWebArea", "R", "2", 1), node("2", "paragraph", "", "3", 2), node("3", "StaticText", "Hello"),
        bids={1: "0"},
    )  # fmt: skip
    assert render_lines(lines).splitlines()[2] == "\t\tStaticText 'Hello'"


def test_text_in_a_nameless_wrapper_is_printed_even_when_the_button_around_it_says_the_same() -> None:
    lines = lines_of(
        node("1", "RootWebArea", "R", "2"), node("2", "button", "Buy", "3"), node("3", "generic", "", "4"),
        node("4", "StaticText", "Buy"), bids={},
    )  # fmt: skip
    assert render_lines(lines).splitlines() == ["RootWebArea 'R'", "\tbutton 'Buy'", "\t\tStaticText 'Buy'"]


def test_attributes_keep_the_browsers_order_and_flags_show_only_when_true() -> None:
    properties = {"hasPopup": "menu", "required": True, "atomic": False, "expanded": False}
    lines = lines_of(
        node("1", "RootWebArea", "R", "2"), node("2", "textbox", "T", properties=properties), bids={}
    )  # fmt: skip
    assert render_lines(lines).splitlines()[1] == "\ttextbox 'T', hasPopup='menu', required, expanded=False"


def test_a_property_without_a_value_is_left_out() -> None:
    slider = node("2", "slider", "S", properties={"valuemin": 1})
    slider["properties"].append({"name": "labelledby", "value": {"type": "nodeList", "relatedNodes": []}})
    lines = lines_of(node("1", "RootWebArea", "R", "2"), slider, bids={})
    assert render_lines(lines).splitlines()[1] == "\tslider 'S', valuemin=1"


def test_the_element_list_is_in_order_unique_limited_and_without_the_root() -> None:
    lines = [AxLine(depth=0, bid="0", role="RootWebArea", name="R", tail="")]
    lines += [AxLine(depth=1, bid=str(i % 300), role="button", name=f"b{i}", tail="") for i in range(1, 600)]
    elements = elements_of(lines)
    assert [e.bid for e in elements] == [str(i) for i in range(1, 201)]


def long_tree(text_chars: int, buttons: int) -> list[AxLine]:
    lines = [AxLine(depth=0, bid="0", role="RootWebArea", name="R", tail="")]
    for i in range(buttons):
        lines.append(AxLine(depth=1, bid=None, role="list", name="", tail=""))
        lines.append(AxLine(depth=2, bid=str(i + 1), role="button", name=f"b{i}", tail=""))
        lines.append(AxLine(depth=1, bid=None, role="paragraph", name="", tail=""))
        lines.append(AxLine(depth=2, bid=None, role="StaticText", name="x" * text_chars, tail=""))
    return lines


def test_a_short_tree_is_not_pruned() -> None:
    lines = long_tree(10, 3)
    assert prune(lines) == (lines, render_lines(lines))


def test_a_long_tree_keeps_elements_and_their_structure_and_loses_loose_text() -> None:
    lines = long_tree(400, 30)
    assert len(render_lines(lines)) > PRUNE_ABOVE_CHARS
    kept, text = prune(lines)
    assert {line.role for line in kept} == {"RootWebArea", "list", "button"}
    assert sum(line.bid is not None for line in kept) == 31
    assert "\t" not in text


def test_a_huge_tree_keeps_the_root_and_the_elements_alone() -> None:
    lines = long_tree(1, 900)
    kept, text = prune(lines)
    assert len(render_lines(lines)) > INTERACTIVE_ONLY_ABOVE_CHARS
    assert all(line.bid is not None for line in kept)
    assert len(kept) == 901
    assert text.splitlines()[1] == "  [1] button 'b0'"

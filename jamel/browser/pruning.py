"""The published pruning of a long accessibility tree (paper reference, section 3).

Pure functions on lines. This file does not know where lines come from.
"""

from __future__ import annotations

from collections.abc import Sequence

from jamel.browser.axtree import AxLine

PRUNE_ABOVE_CHARS = 8_000
INTERACTIVE_ONLY_ABOVE_CHARS = 16_000
STRUCTURAL_ROLES = frozenset({
    "banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search", "list", "listitem",
    "table", "row", "rowgroup", "grid", "menu", "menubar", "dialog", "alertdialog", "tablist", "tabpanel", "tree",
    "toolbar", "group", "radiogroup", "listbox", "article", "section", "Iframe",
})  # fmt: skip
TEXT_ROLES = frozenset({"heading", "LabelText", "Label", "label", "legend", "caption", "alert", "status"})


def render_lines(lines: Sequence[AxLine], indent: str = "\t") -> str:
    return "\n".join(line.text(indent) for line in lines)


def prune(lines: Sequence[AxLine]) -> tuple[list[AxLine], str]:
    """The lines that stay, and their text. Short trees stay as they are; their indentation stays tabs."""
    text = render_lines(lines)
    if len(text) <= PRUNE_ABOVE_CHARS:
        return list(lines), text
    kept = _merge_static_text(_keep(lines))
    text = render_lines(kept, indent=" ")
    if len(text) <= INTERACTIVE_ONLY_ABOVE_CHARS:
        return kept, text
    kept = [line for i, line in enumerate(lines) if i == 0 or line.bid is not None]
    return kept, render_lines(kept, indent=" ")


def _keep(lines: Sequence[AxLine]) -> list[AxLine]:
    """Root, elements with ids, headings and labels, their structural ancestors, and the text directly below them."""
    wanted = {i for i, line in enumerate(lines) if i == 0 or line.bid is not None or line.role in TEXT_ROLES}
    parents = _parents(lines)
    ancestors = {a for i in wanted for a in _ancestors(i, parents) if lines[a].role in STRUCTURAL_ROLES}
    kept = wanted | ancestors
    texts = {i for i, line in enumerate(lines) if line.role == "StaticText" and parents[i] in kept}
    return [lines[i] for i in sorted(kept | texts)]


def _parents(lines: Sequence[AxLine]) -> list[int | None]:
    parents: list[int | None] = []
    stack: list[int] = []
    for i, line in enumerate(lines):
        while stack and lines[stack[-1]].depth >= line.depth:
            stack.pop()
        parents.append(stack[-1] if stack else None)
        stack.append(i)
    return parents


def _ancestors(index: int, parents: Sequence[int | None]) -> list[int]:
    found = []
    parent = parents[index]
    while parent is not None:
        found.append(parent)
        parent = parents[parent]
    return found


def _merge_static_text(lines: Sequence[AxLine]) -> list[AxLine]:
    """Neighbouring static text of equal depth becomes one line."""
    merged: list[AxLine] = []
    for line in lines:
        last = merged[-1] if merged else None
        if last and line.role == last.role == "StaticText" and line.depth == last.depth:
            name = f"{last.name} {line.name}"
            merged[-1] = AxLine(depth=last.depth, bid=last.bid, role="StaticText", name=name, tail=last.tail)
        else:
            merged.append(line)
    return merged

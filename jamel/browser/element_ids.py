"""Element ids (``bid``) as BrowserGym 0.14.3 deals them out, without writing them into the page.

Numbers in document order for standard HTML elements, letters for frames, each prefixed by its frame's own id: ``12``,
``a3``, ``aBc0``. BrowserGym keeps an id in an attribute of the element and its counters in the frame's window; here
both are kept outside, by backend node id and by document. One difference follows: a copy of an element gets a new id,
while BrowserGym's copy takes the attribute along where the original is gone. This file does not know CDP sessions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jamel.browser.dom import FRAME_TAGS, DomElement, DomFrame

HTML_TAGS = frozenset({
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont",
    "bdi", "bdo", "big", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col",
    "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em",
    "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3",
    "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd",
    "label", "legend", "li", "link", "main", "map", "mark", "menu", "meta", "meter", "nav", "noframes", "noscript",
    "object", "ol", "optgroup", "option", "output", "p", "param", "picture", "pre", "progress", "q", "rp", "rt",
    "ruby", "s", "samp", "script", "search", "section", "select", "small", "source", "span", "strike", "strong",
    "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead",
    "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
})  # fmt: skip
"""Other elements, custom ones among them, get no id."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class _Counters:
    elements: int = 0
    frames: int = 0


@dataclass(slots=True)
class ElementIds:
    """The ids of one tab. They stay with their elements while the page lives, also out of sight."""

    _page: int | None = None
    _known: dict[int, str] = field(default_factory=dict)
    _counters: dict[int, _Counters] = field(default_factory=dict)
    _current: dict[int, str] = field(default_factory=dict)

    def number(self, frames: Sequence[DomFrame]) -> Mapping[int, str]:
        """Backend node id -> id, for all elements of an observation; frames come parents first."""
        if frames[0].document_id != self._page:
            self._page, self._known, self._counters = frames[0].document_id, {}, {}
        self._current = {}
        for frame in frames:
            prefix = "" if frame.owner is None else self._current.get(frame.owner)
            if prefix is not None:
                self._number_frame(frame.elements, prefix, self._counters.setdefault(frame.document_id, _Counters()))
        return self._current

    def _number_frame(self, elements: Iterable[DomElement], prefix: str, counters: _Counters) -> None:
        for element in elements:
            if element.tag not in HTML_TAGS:
                continue
            bid = self._known.get(element.backend_node_id)
            if bid is None:
                bid = prefix + _next_local_id(element, counters)
                self._known[element.backend_node_id] = bid
            self._current[element.backend_node_id] = bid

    def backend_node_id(self, bid: str) -> int | None:
        """The element behind an id of the last observation."""
        return next((node for node, known in self._current.items() if known == bid), None)


def _next_local_id(element: DomElement, counters: _Counters) -> str:
    if element.tag in FRAME_TAGS:
        counters.frames += 1
        return frame_letters(counters.frames - 1)
    counters.elements += 1
    return str(counters.elements - 1)


def frame_letters(index: int) -> str:
    """``a`` to ``z``, then ``aA`` to ``zZ``, then ``aAA``: only the first letter is small."""
    tail = ""
    while index >= len(LETTERS):
        index, last = divmod(index, len(LETTERS))
        tail = LETTERS[last].upper() + tail
        index -= 1
    return LETTERS[index] + tail

"""The closed union of actions, and their text form.

The first 20 are BrowserGym 0.14.3's calls with its argument names; ``reset`` is the paper's addition; the rest are
coordinate gestures for agents that name pixels. Text is parsed by Python's own expression grammar, literals only, and
never evaluated. ``parse_action(render_action(a)) == a`` for every action.

This file does not know how an action is carried out (``jamel.browser``) or how a reply wraps it (``jamel.policy``).
"""

from __future__ import annotations

import ast
from dataclasses import MISSING, dataclass, fields
from typing import Any

MAX_ACTION_CHARS = 4000
"""Longer text is refused before it reaches the parser; the longest useful action is a pasted paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noop:
    wait_ms: float = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMsgToUser:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInfeasible:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scroll:
    delta_x: float
    delta_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    bid: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectOption:
    bid: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    bid: str
    button: str = "left"
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DblClick:
    bid: str
    button: str = "left"
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hover:
    bid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    bid: str
    key_comb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    bid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear:
    bid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DragAndDrop:
    from_bid: str
    to_bid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadFile:
    bid: str
    file: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TabClose:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TabFocus:
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTab:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class GoBack:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class GoForward:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Goto:
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """Back to the app's start page; memory and coverage baseline are kept (paper, section on sessions)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MouseClick:
    x: float
    y: float
    button: str = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LongPress:
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Swipe:
    from_x: float
    from_y: float
    to_x: float
    to_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeText:
    text: str


Action = (
    Noop | SendMsgToUser | ReportInfeasible | Scroll | Fill | SelectOption | Click | DblClick | Hover | Press | Focus
    | Clear | DragAndDrop | UploadFile | TabClose | TabFocus | NewTab | GoBack | GoForward | Goto | Reset | MouseClick
    | Tap | LongPress | Swipe | TypeText
)  # fmt: skip

ACTION_CLASSES: dict[str, type[Action]] = {
    "noop": Noop, "send_msg_to_user": SendMsgToUser, "report_infeasible": ReportInfeasible, "scroll": Scroll,
    "fill": Fill, "select_option": SelectOption, "click": Click, "dblclick": DblClick, "hover": Hover, "press": Press,
    "focus": Focus, "clear": Clear, "drag_and_drop": DragAndDrop, "upload_file": UploadFile, "tab_close": TabClose,
    "tab_focus": TabFocus, "new_tab": NewTab, "go_back": GoBack, "go_forward": GoForward, "goto": Goto, "reset": Reset,
    "mouse_click": MouseClick, "tap": Tap, "long_press": LongPress, "swipe": Swipe, "type_text": TypeText,
}  # fmt: skip
ACTION_NAMES = {cls: name for name, cls in ACTION_CLASSES.items()}
BROWSERGYM_ACTIONS = tuple(ACTION_CLASSES)[:20]
"""The published action list; ``reset`` is added to it in every prompt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseFailure:
    """Model output that names no valid action. A value, not an exception: bad output is ordinary."""

    reason: str
    excerpt: str


def render_action(action: Action) -> str:
    """The canonical call text: positional arguments in field order, trailing defaults left out, Python literals."""
    values = [getattr(action, f.name) for f in fields(action)]
    defaults = [f.default for f in fields(action)]
    while values and defaults[len(values) - 1] is not MISSING and values[-1] == defaults[len(values) - 1]:
        values.pop()
    return f"{ACTION_NAMES[type(action)]}({', '.join(_render_value(v) for v in values)})"


def history_text(action: Action | ParseFailure) -> str:
    """How memory names a past action: its canonical text, or ``invalid`` for a reply that named none."""
    return "invalid" if isinstance(action, ParseFailure) else render_action(action)


def _render_value(value: object) -> str:
    if isinstance(value, tuple):
        return repr(value[0]) if len(value) == 1 else repr(list(value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return repr(int(value))
    return repr(value)


def parse_action(text: str) -> Action | ParseFailure:
    """Parse one call such as ``click('12')``. Never evaluates; never raises on any input."""
    text = text.strip()
    if not text:
        return ParseFailure(reason="empty action", excerpt="")
    if len(text) > MAX_ACTION_CHARS:
        return _failure(f"action longer than {MAX_ACTION_CHARS} characters", text)
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _failure("not a single call expression", text)
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
        return _failure("not a single call expression", text)
    return _from_call(tree, tree.func.id, text)


def _from_call(call: ast.Call, name: str, text: str) -> Action | ParseFailure:
    if name not in ACTION_CLASSES:
        return _failure(f"unknown action {name!r}", text)
    cls = ACTION_CLASSES[name]
    names = [f.name for f in fields(cls)]
    if len(call.args) > len(names):
        return _failure(f"{name} takes at most {len(names)} arguments; got {len(call.args)}", text)
    try:
        given = {names[i]: ast.literal_eval(arg) for i, arg in enumerate(call.args)}
        for keyword in call.keywords:
            if keyword.arg not in names or keyword.arg in given:
                return _failure(f"{name} has no free argument {keyword.arg!r}", text)
            given[keyword.arg] = ast.literal_eval(keyword.value)
        return cls(**{f.name: _coerce(f.type, given[f.name]) for f in fields(cls) if f.name in given})
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        return _failure(f"{name}: {error}", text)


def _coerce(annotation: object, value: object) -> Any:
    """Accept what the annotation allows; BrowserGym's lists become tuples, a single option a tuple of one."""
    match annotation:
        case "str" if isinstance(value, str):
            return value
        case "int" if isinstance(value, int) and not isinstance(value, bool):
            return value
        case "float" if isinstance(value, int | float) and not isinstance(value, bool):
            if not abs(value) < 1e9:
                raise ValueError(f"number out of range: {value!r}")
            return float(value)
        case "tuple[str, ...]" if isinstance(value, str):
            return (value,)
        case "tuple[str, ...]" if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
            return tuple(value)
        case _:
            raise ValueError(f"expected {annotation}, got {value!r}")


def _failure(reason: str, text: str) -> ParseFailure:
    return ParseFailure(reason=reason[:300], excerpt=text[:200])


def bids_of(action: Action) -> tuple[str, ...]:
    """The element ids an action names, in order."""
    match action:
        case DragAndDrop(from_bid=a, to_bid=b):
            return (a, b)
        case Fill() | SelectOption() | Click() | DblClick() | Hover() | Press() | Focus() | Clear() | UploadFile():
            return (action.bid,)
        case _:
            return ()

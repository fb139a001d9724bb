"""Carrying out one action in a page with trusted input events.

What cannot be done is an ``ActionFailed`` with a reason for the agent, never a crash. This file does not know how a
page settles or what an action is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

from playwright.sync_api import Error as PlaywrightError

from jamel.actions import (
    Action,
    Clear,
    Click,
    DblClick,
    DragAndDrop,
    Fill,
    Focus,
    GoBack,
    GoForward,
    Goto,
    Hover,
    LongPress,
    MouseClick,
    NewTab,
    Noop,
    Press,
    ReportInfeasible,
    Reset,
    Scroll,
    SelectOption,
    SendMsgToUser,
    Swipe,
    TabClose,
    TabFocus,
    Tap,
    TypeText,
    UploadFile,
)
from jamel.browser.clock import Button
from jamel.browser.page import AppPage
from jamel.errors import ActionFailed

LONG_PRESS_MS = 600
SELECT_BY_LABEL = """function(wanted) {
  if (this.tagName !== 'SELECT') return 'not a select element';
  const chosen = [...this.options].filter(o => wanted.includes(o.label) || wanted.includes(o.value));
  if (chosen.length === 0) return 'no such option';
  for (const option of this.options) option.selected = chosen.includes(option);
  this.dispatchEvent(new Event('input', {bubbles: true}));
  this.dispatchEvent(new Event('change', {bubbles: true}));
  return null;
}"""


def perform(action: Action, tab: AppPage) -> None:
    """Carry out an action that concerns one tab. Raises ``ActionFailed`` with the reason.

    Tabs, resets and navigation by URL belong to the environment, which knows all tabs and the origin.
    """
    try:
        _perform(action, tab)
    except PlaywrightError as error:
        if tab.page.is_closed():
            return  # the action made the app close its tab; a dead browser shows at the next call
        if "closed" in str(error).lower() or "crash" in str(error).lower():
            raise
        raise ActionFailed(_first_line(error)) from None


def _perform(action: Action, tab: AppPage) -> None:
    mouse, keyboard = tab.mouse, tab.page.keyboard
    match action:
        case Noop() | SendMsgToUser() | ReportInfeasible():
            return
        case Scroll(delta_x=dx, delta_y=dy):
            mouse.wheel(dx, dy)
        case Click(bid=bid, button=button, modifiers=modifiers):
            _click(tab, bid, button, modifiers, count=1)
        case DblClick(bid=bid, button=button, modifiers=modifiers):
            _click(tab, bid, button, modifiers, count=2)
        case Hover(bid=bid):
            mouse.move(*_centre(tab, bid))
        case Fill(bid=bid, value=value):
            _select_all(tab, bid)
            _replace_selection(tab, value)
        case Clear(bid=bid):
            _select_all(tab, bid)
            _replace_selection(tab, "")
        case Press(bid=bid, key_comb=keys):
            _focus(tab, bid)
            keyboard.press(keys)
        case Focus(bid=bid):
            _focus(tab, bid)
        case SelectOption(bid=bid, options=options):
            _select_option(tab, bid, options)
        case DragAndDrop(from_bid=start, to_bid=end):
            _drag(tab, _centre(tab, start), _centre(tab, end))
        case UploadFile():
            raise ActionFailed("uploading files is not allowed in a session")
        case MouseClick(x=x, y=y, button=button):
            mouse.click(x, y, button=_button(button))
        case Tap(x=x, y=y):
            mouse.click(x, y)
        case LongPress(x=x, y=y):
            mouse.move(x, y)
            mouse.down()
            tab.clock.settle(LONG_PRESS_MS)
            mouse.up()
        case Swipe(from_x=x0, from_y=y0, to_x=x1, to_y=y1):
            _drag(tab, (x0, y0), (x1, y1))
        case TypeText(text=text):
            keyboard.insert_text(text)
        case GoBack():
            _move_in_history(tab, -1)
        case GoForward():
            _move_in_history(tab, +1)
        case Goto() | Reset() | NewTab() | TabClose() | TabFocus():
            raise AssertionError(f"{action} belongs to the environment")
        case _:
            assert_never(action)


def _first_line(error: PlaywrightError) -> str:
    return (str(error).strip().splitlines() or ["the browser refused"])[0][:300]


def _node(tab: AppPage, bid: str) -> dict[str, int]:
    backend_node_id = tab.backend_node_id(bid)
    if backend_node_id is None:
        raise ActionFailed(f"no element with id {bid!r} on the page; use an id of the current list")
    return {"backendNodeId": backend_node_id}


def _centre(tab: AppPage, bid: str) -> tuple[float, float]:
    """The middle of the element's first visible box, scrolled into view, in CSS pixels of the viewport."""
    for quad in _quads(tab, _node(tab, bid)):
        xs, ys = quad[0::2], quad[1::2]
        if max(xs) - min(xs) >= 1 and max(ys) - min(ys) >= 1:
            return sum(xs) / 4, sum(ys) / 4
    raise ActionFailed(f"element {bid!r} is not visible")


def _quads(tab: AppPage, node: dict[str, int]) -> Sequence[Sequence[float]]:
    """The boxes of an element, scrolled into view; none when it is not laid out or its document is gone."""
    try:
        tab.cdp.send("DOM.scrollIntoViewIfNeeded", node)
        return tab.cdp.send("DOM.getContentQuads", node)["quads"]
    except PlaywrightError as error:
        if "Protocol error" in str(error):
            return ()
        raise


def _button(name: str) -> Button:
    if name not in ("left", "middle", "right"):
        raise ActionFailed(f"unknown mouse button {name!r}; use left, middle or right")
    return name


def _click(tab: AppPage, bid: str, button: str, modifiers: Sequence[str], *, count: int) -> None:
    x, y = _centre(tab, bid)
    held: list[str] = []
    try:
        for key in modifiers:
            tab.page.keyboard.down(key)
            held.append(key)
        tab.mouse.click(x, y, button=_button(button), count=count)
    finally:
        for key in reversed(held):
            tab.page.keyboard.up(key)


def _focus(tab: AppPage, bid: str) -> None:
    tab.cdp.send("DOM.focus", _node(tab, bid))


def _select_all(tab: AppPage, bid: str) -> None:
    """Focus a field as a person does, and select what it holds."""
    x, y = _centre(tab, bid)
    tab.mouse.click(x, y)
    _focus(tab, bid)
    tab.page.keyboard.press("Control+A")


def _replace_selection(tab: AppPage, text: str) -> None:
    if text:
        tab.page.keyboard.insert_text(text)
    else:
        tab.page.keyboard.press("Delete")


def _select_option(tab: AppPage, bid: str, options: Sequence[str]) -> None:
    """A native list cannot be clicked without its pop-up; choosing sends what the browser itself would send."""
    target = tab.cdp.send("DOM.resolveNode", _node(tab, bid))["object"]["objectId"]
    call = {
        "objectId": target,
        "functionDeclaration": SELECT_BY_LABEL,
        "arguments": [{"value": list(options)}],
        "returnByValue": True,
    }
    answer: dict[str, Any] = tab.cdp.send("Runtime.callFunctionOn", call)
    reason = answer["result"].get("value")
    if reason is not None:
        raise ActionFailed(f"element {bid!r}: {reason}: {', '.join(options)}")


def _drag(tab: AppPage, start: tuple[float, float], end: tuple[float, float]) -> None:
    tab.mouse.move(*start)
    tab.mouse.down()
    tab.mouse.move(*end, steps=8)
    tab.mouse.up()


def _move_in_history(tab: AppPage, offset: int) -> None:
    """The first entry is the blank page a tab starts from: leaving the app is refused."""
    history = tab.cdp.send("Page.getNavigationHistory")
    index = history["currentIndex"] + offset
    is_inside = 0 <= index < len(history["entries"]) and history["entries"][index]["url"].startswith(tab.origin)
    if not is_inside:
        raise ActionFailed("there is no page of the app to go to in this direction")
    tab.cdp.send("Page.navigateToHistoryEntry", {"entryId": history["entries"][index]["id"]})

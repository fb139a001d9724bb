"""Carrying out one action in a page with trusted input events.

What cannot be done is an ``ActionFailed`` with a reason for the agent, never a crash. This file does not know how a
page settles or what an action is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

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
from jamel.browser.element import PageElement, tag_at
from jamel.browser.mouse import Button
from jamel.browser.page import AppPage
from jamel.browser.pressing import PressedButton, press_button, press_finger
from jamel.errors import ActionFailed

LONG_PRESS_MS = 600
MAX_WAIT_MS = 10_000
"""The longest virtual time one ``noop`` may wait."""
LIST_TAG = "select"
MODIFIERS = {"Alt": "Alt", "Control": "Control", "ControlOrMeta": "Control", "Meta": "Meta", "Shift": "Shift"}


def perform(action: Action, tab: AppPage, *, has_touch: bool) -> None:
    """Carry out an action that concerns one tab. Raises ``ActionFailed`` with the reason.

    Its first word is the class of the error BrowserGym would report: ValueError for an unknown id, TimeoutError for
    an element that does not get ready within 500 ms, Error for the rest.

    Tabs, resets and navigation by URL belong to the environment, which knows all tabs and the origin.
    """
    try:
        _perform(action, tab, has_touch)
    except PlaywrightError as error:
        if tab.is_closed:
            return  # the action made the app close its tab; a dead browser shows at the next call
        if "closed" in str(error).lower() or "crash" in str(error).lower():
            raise
        raise ActionFailed(_first_line(error)) from None


def _perform(action: Action, tab: AppPage, has_touch: bool) -> None:
    mouse, keyboard = tab.mouse, tab.page.keyboard
    match action:
        case SendMsgToUser() | ReportInfeasible():
            return
        case Noop(wait_ms=wait_ms):
            tab.clock.settle(int(min(max(wait_ms, 0), MAX_WAIT_MS)))
        case Scroll(delta_x=dx, delta_y=dy):
            mouse.wheel(dx, dy)
        case Click(bid=bid, button=button, modifiers=modifiers):
            _click(tab, bid, button, modifiers, count=1)
        case DblClick(bid=bid, button=button, modifiers=modifiers):
            _click(tab, bid, button, modifiers, count=2)
        case Hover(bid=bid):
            target = PageElement(tab, bid).target()
            mouse.move(target.x, target.y)
        case Fill(bid=bid, value=value):
            _fill(tab, bid, value)
        case Clear(bid=bid):
            _fill(tab, bid, "")
        case Press(bid=bid, key_comb=keys):
            PageElement(tab, bid).ask("focus")
            keyboard.press(keys)
        case Focus(bid=bid):
            PageElement(tab, bid).ask("focus")
        case SelectOption(bid=bid, options=options):
            _select_option(tab, bid, options)
        case DragAndDrop(from_bid=start, to_bid=end):
            _drag_and_drop(tab, start, end)
        case UploadFile():
            raise ActionFailed("Error: uploading files is not allowed in a session")
        case MouseClick() | Tap() | LongPress() | Swipe() | TypeText():
            _gesture(action, tab, has_touch)
        case GoBack():
            _move_in_history(tab, -1)
        case GoForward():
            _move_in_history(tab, +1)
        case Goto() | Reset() | NewTab() | TabClose() | TabFocus():
            raise AssertionError(f"{action} belongs to the environment")
        case _:
            assert_never(action)


def _gesture(action: MouseClick | Tap | LongPress | Swipe | TypeText, tab: AppPage, has_touch: bool) -> None:
    """What agents that name pixels do: by finger on a touch screen, else by mouse."""
    press = press_finger if has_touch else press_button
    match action:
        case MouseClick(x=x, y=y, button=button):
            is_list = tag_at(tab.cdp, x, y) == LIST_TAG
            tab.mouse.click(x, y, button=_button(button), opens_list=is_list)
        case TypeText(text=text):
            tab.page.keyboard.insert_text(text)
        case Tap(x=x, y=y):
            press(tab, (x, y), (x, y), hold_ms=0)
        case LongPress(x=x, y=y):
            press(tab, (x, y), (x, y), hold_ms=LONG_PRESS_MS)
        case Swipe(from_x=x0, from_y=y0, to_x=x1, to_y=y1):
            press(tab, (x0, y0), (x1, y1), hold_ms=0)
        case _:
            assert_never(action)


def _first_line(error: PlaywrightError) -> str:
    return "Error: " + (str(error).strip().splitlines() or ["the browser refused"])[0][:300]


def _button(name: str) -> Button:
    if name not in ("left", "middle", "right"):
        raise ActionFailed(f"ValidationError: unknown mouse button {name!r}; use left, middle or right")
    return name


def _click(tab: AppPage, bid: str, button: str, modifiers: Sequence[str], *, count: int) -> None:
    unknown = [key for key in modifiers if key not in MODIFIERS]
    if unknown:
        raise ActionFailed(f"ValidationError: unknown modifier {unknown[0]!r}; use {', '.join(MODIFIERS)}")
    chosen = _button(button)
    target = PageElement(tab, bid).target("enabled")
    keys = sorted({MODIFIERS[key] for key in modifiers})
    try:
        for key in keys:
            tab.page.keyboard.down(key)
        tab.mouse.click(
            target.x, target.y, button=chosen, count=count, modifiers=keys, opens_list=target.tag == LIST_TAG
        )
    finally:
        for key in keys:
            tab.page.keyboard.up(key)


def _fill(tab: AppPage, bid: str, text: str) -> None:
    element = PageElement(tab, bid)
    element.wait_until(lambda _: element.ask("missing", ["enabled", "editable"]))
    if element.ask("fill", text) == "set":
        return
    if text:
        tab.page.keyboard.insert_text(text)
    else:
        tab.page.keyboard.press("Delete")


def _select_option(tab: AppPage, bid: str, options: Sequence[str]) -> None:
    """A native list cannot be clicked without its pop-up; choosing sends what the browser itself would send."""
    element = PageElement(tab, bid)
    element.wait_until(lambda _: element.ask("missing", ["enabled"]) or element.ask("select", list(options)))


def _drag_and_drop(tab: AppPage, start: str, end: str) -> None:
    """The target is looked up with the button down, as in BrowserGym, which however leaves it down on failure."""
    source = PageElement(tab, start).target()
    with PressedButton(tab, (source.x, source.y)) as pressed:
        target = PageElement(tab, end).target()
        pressed.move((target.x, target.y))


def _move_in_history(tab: AppPage, offset: int) -> None:
    """The first entry is the blank page a tab starts from: leaving the app is refused."""
    history = tab.cdp.send("Page.getNavigationHistory")
    index = history["currentIndex"] + offset
    is_inside = 0 <= index < len(history["entries"]) and history["entries"][index]["url"].startswith(tab.origin)
    if not is_inside:
        raise ActionFailed("Error: there is no page of the app to go to in this direction")
    tab.cdp.send("Page.navigateToHistoryEntry", {"entryId": history["entries"][index]["id"]})

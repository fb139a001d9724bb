"""Recorded sessions: which pages and actions BrowserGym's own texts are kept of, to compare with everywhere.

``<button 'Press'>`` in an action stands for the id of the line that begins so. ``python -m tests.parity.record`` (in
the parity environment) carries them out with BrowserGym and writes ``tests/golden/browsergym``;
``tests/browser/test_golden_texts.py`` carries them out with jamel and compares. Pages whose text BrowserGym changes by
its marks (progress bars without a value, nameless submit buttons) are not among them; numbers of lists are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITES = ROOT / "tests/browser/sites"
DEMO_APPS = ROOT / "env/browser_env/demo-env"
GOLDEN = ROOT / "tests/golden/browsergym"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """``drawn_steps`` more actions are drawn at random after ``actions`` and then kept in the file."""

    name: str
    folder: Path
    actions: tuple[str, ...] = ()
    drawn_steps: int = 0


ACTIONS = (
    "click(<button 'Plain'>)", "dblclick(<button 'Plain'>)", "click(<button 'Plain'>, button='right')",
    "click(<button 'Plain'>, button='middle')", "click(<button 'Plain'>, modifiers=['Shift'])",
    "click(<button 'Plain'>, modifiers=['ControlOrMeta', 'Alt'])", "click(<button 'Plain'>, modifiers=['Hyper'])",
    "click(<button 'Plain'>, button='fourth')", "click('9999')", "click('z7')", "click(<button 'Disabled'>)",
    "hover(<button 'Disabled'>)", "click(<button 'Inside'>)", "click(<link 'Jump'>)", "click(<button 'Covered'>)",
    "click(<button 'Far below'>)", "click(<checkbox 'Tick'>)", "click(<button 'Shows later'>)",
    "click(<button 'Later'>)", "fill(<textbox 'Name'>, 'new 新 😀')", "clear(<textbox 'Name'>)",
    "fill(<textbox 'Name'>, 'a')", "fill(<spinbutton 'Amount'>, '42')", "fill(<spinbutton 'Amount'>, 'many')",
    "fill(<Date 'Day'>, '2026-03-04')", "fill(<slider 'Level'>, '7')",
    "fill(<checkbox 'Tick'>, 'x')", "fill(<textbox 'Fixed'>, 'x')", "fill(<textbox 'Notes'>, 'one\\ntwo')",
    "clear(<textbox 'Notes'>)", "fill(<textbox 'Free'>, 'written')", "fill(<button 'Plain'>, 'x')",
    "fill(<textbox 'Labelled'>, 'by id')", "press(<textbox 'Name'>, 'b')", "press(<textbox 'Name'>, 'Shift+C')",
    "press(<textbox 'Name'>, 'ControlOrMeta+a')", "press(<textbox 'Name'>, 'Backspace')",
    "press(<textbox 'Name'>, 'Nonsense')", "press(<button 'Plain'>, 'Enter')", "focus(<textbox 'Name'>)",
    "focus(<button 'Plain'>)", "select_option(<combobox 'Size'>, 'm')", "select_option(<combobox 'Size'>, 'Small')",
    "select_option(<combobox 'Size'>, 'Huge')", "select_option(<combobox 'Size'>, 'Tiny')",
    "select_option(<listbox 'Several'>, ['Red', 'Blue'])", "select_option(<listbox 'Several'>, 'Green')",
    "select_option(<button 'Plain'>, 'm')", "click(<combobox 'Fruit'>)", "click(<option 'Pear'>)",
    "drag_and_drop(<button 'Source'>, <button 'Target'>)", "hover(<button 'Source'>)", "scroll(0, 300)",
    "scroll(0, -100)", "noop(100)", "send_msg_to_user('hello')", "report_infeasible('no')", "new_tab()",
    "tab_focus(0)", "tab_focus(-1)", "tab_focus(7)", "tab_close()", "noop(10)",
)  # fmt: skip
FRAMED = (
    "click(<button 'Inner button'>)", "fill(<textbox 'City'>, 'Paris')", "select_option(<combobox 'Size'>, 'M')",
    "click(<button 'Deep button'>)", "click(<button 'In the attribute'>)", "click(<button 'Add a frame'>)",
    "click(<button 'In the added frame'>)", "click(<link 'Next inner page'>)", "click(<button 'Other button'>)",
    "click('a9')", "click('c3')",
)  # fmt: skip
SHADOWED = (
    "click(<button 'Open button'>)", "fill(<textbox 'Nick'>, 'jo')", "press(<textbox 'Nick'>, 'End')",
    "click(<button 'Nested button'>)", "click(<button 'Framed button'>)", "click(<button 'Light default'>)",
)  # fmt: skip
RECORDINGS = (
    Recording(name="actions", folder=SITES, actions=ACTIONS),
    Recording(name="framed", folder=SITES, actions=FRAMED),
    Recording(name="shadowed", folder=SITES, actions=SHADOWED),
    *(Recording(name=name, folder=DEMO_APPS, drawn_steps=8) for name in ("askwell", "bijia", "voltify")),
)


def unnumbered(text: str) -> str:
    """Without the numbers of numbered lists: BrowserGym's marks turn them all into 0."""
    return re.sub(r"ListMarker '\d+\.'", "ListMarker", text)

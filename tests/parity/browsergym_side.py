"""What BrowserGym 0.14.3 itself says about a Playwright page, through its own published functions.

Runs only in the parity environment (``shell/setup_parity.sh``). This file does not know jamel.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from browsergym.core.action.base import execute_python_code
from browsergym.core.action.highlevel import HighLevelActionSet
from browsergym.core.constants import BROWSERGYM_ID_ATTRIBUTE
from browsergym.core.observation import (
    _post_extract,
    _pre_extract,
    extract_dom_extra_properties,
    extract_dom_snapshot,
    extract_focused_element_bid,
    extract_merged_axtree,
)
from browsergym.utils.obs import flatten_axtree_to_str
from playwright.sync_api import Page, Playwright

IGNORED_ROLES = ["LineBreak", "InlineTextBox"]
"""BrowserGym's default leaves ``InlineTextBox`` in; jamel does not print it (``jamel.browser.axtree``)."""
ACTIVATION = "window.addEventListener('pageshow', () => window.browsergym_page_activated(), {capture: true});"
"""The part of BrowserGym's own script that tells which tab is the active one after a tab action."""
CALLS = HighLevelActionSet(subsets=["chat", "infeas", "bid", "nav", "tab"], multiaction=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirView:
    text: str
    focused_bid: str
    properties: dict[str, dict[str, Any]]


def prepare(playwright: Playwright) -> None:
    """BrowserGym finds elements by Playwright's test id; its environment does this at every reset."""
    playwright.selectors.set_test_id_attribute(BROWSERGYM_ID_ATTRIBUTE)


class Session:
    """A page as BrowserGym's environment holds it; its tab actions put another page in place."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.context.expose_binding("browsergym_page_activated", lambda source: self._activate(source["page"]))
        page.context.add_init_script(ACTIVATION)

    def _activate(self, page: Page) -> None:
        self.page = page

    def view(self) -> TheirView:
        """Mark, extract, unmark, as ``BrowserEnv._get_obs`` does."""
        if self.page.is_closed():
            self.page = self.page.context.pages[-1]
        _pre_extract(self.page, tags_to_mark="standard_html", lenient=True)
        dom = extract_dom_snapshot(self.page)
        axtree = extract_merged_axtree(self.page)
        focused_bid = extract_focused_element_bid(self.page)
        properties = extract_dom_extra_properties(dom, scale_factor=1.0)
        _post_extract(self.page)
        text = flatten_axtree_to_str(axtree, ignored_roles=IGNORED_ROLES)
        return TheirView(text=text, focused_bid=focused_bid, properties=properties)

    def act(self, call: str) -> str:
        """Carry out one call; the error text BrowserGym would report, empty when there was none."""
        try:
            execute_python_code(CALLS.to_python_code(call), self.page, _ignore, _ignore)
        except Exception as error:  # noqa: BLE001  # BrowserEnv.step catches all of them, and so must its stand-in
            return f"{type(error).__name__}: {error}"
        return ""


def _ignore(text: str) -> None:
    print(text, file=sys.stderr)

"""Read pages with jamel and with BrowserGym at the same moment, walk on by BrowserGym's own actions, print differences.

Runs in the parity environment: ``.cache/parity/bin/python -m tests.parity.compare``. Prints one JSON object a walk.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from playwright.sync_api import BrowserContext, sync_playwright

from jamel.browser.axtree import elements_of
from jamel.browser.chromium import LAUNCH_FLAGS, find_chromium
from jamel.browser.page_view import PageReader
from jamel.browser.pruning import render_lines
from jamel.browser.site_server import SiteServer
from jamel.browser.worlds import Worlds
from tests.parity.browsergym_side import Session, prepare
from tests.parity.recordings import unnumbered
from tests.parity.shared_session import SharedSession
from tests.parity.walks import WALKS, Walk

SETTLE_MS = 400
ACTIONABLE = {"button", "link", "checkbox", "radio", "tab", "menuitem", "option", "textbox", "searchbox", "combobox",
              "generic", "LabelText", "listitem", "switch", "spinbutton"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PageComparison:
    """One page. ``differing_lines`` are a unified diff's added and removed lines, theirs first; empty when equal."""

    action: str
    lines: int
    bids: int
    differing_lines: tuple[str, ...]
    focused: tuple[str, str]
    theirs: str


def compare_walk(context: BrowserContext, walk: Walk, base_url: str) -> Iterator[PageComparison]:
    page = context.new_page()
    cdp = SharedSession(context.new_cdp_session(page))
    cdp.send("Accessibility.enable")
    session, reader, rng, action = Session(page), PageReader(cdp, Worlds(cdp)), random.Random(walk.seed), "(start)"
    page.goto(f"{base_url}/{walk.entry}")
    for _ in range(walk.steps + 1):
        page.wait_for_timeout(SETTLE_MS)
        comparison = _compare_page(session, reader, action)
        yield comparison
        action = draw_call(comparison.theirs, rng)
        error = session.act(action)
        action += f"  # {error.splitlines()[0]}" if error else ""
    page.close()


def _compare_page(session: Session, reader: PageReader, action: str) -> PageComparison:
    lines, focused_bid = (
        reader.read(),
        reader.focused_bid(),
    )  # first: marking leaves traces, also in Chromium's own tree
    theirs = session.view()
    ours_text = render_lines(lines)
    diff = difflib.unified_diff(
        unnumbered(theirs.text).splitlines(),
        unnumbered(ours_text).splitlines(),
        "browsergym",
        "jamel",
        n=0,
        lineterm="",
    )
    return PageComparison(
        action=action,
        lines=len(theirs.text.splitlines()),
        bids=len(elements_of(lines, limit=10**6)),
        differing_lines=tuple(diff),
        focused=(theirs.focused_bid, focused_bid),
        theirs=theirs.text,
    )


def draw_call(text: str, rng: random.Random) -> str:
    """A click on, or a text into, one of the elements BrowserGym names."""
    named = [line.strip().split("] ", 1) for line in text.splitlines() if line.strip().startswith("[")]
    choices = [(bid.lstrip("["), rest.split(" ")[0]) for bid, rest in named if rest.split(" ")[0] in ACTIONABLE]
    if not choices:
        return "scroll(0, 100)"
    bid, role = rng.choice(choices)
    return f"fill({bid!r}, 'text {rng.randrange(9)}')" if role in ("textbox", "searchbox") else f"click({bid!r})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[w.name for w in WALKS])
    names = parser.parse_args().names
    with sync_playwright() as playwright:
        prepare(playwright)
        browser = playwright.chromium.launch(executable_path=find_chromium().executable, args=list(LAUNCH_FLAGS))
        for walk in (w for w in WALKS if w.name in names):
            with SiteServer(walk.folder) as server:
                context = browser.new_context(viewport={"width": 1280, "height": 720})
                pages = [asdict(p) for p in compare_walk(context, walk, server.base_url)]
                context.close()
            print(json.dumps({"walk": walk.name, "pages": pages}), flush=True)


if __name__ == "__main__":
    main()

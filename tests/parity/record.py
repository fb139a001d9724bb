"""Carry out the recordings with BrowserGym 0.14.3 and keep what it said after every action.

Runs in the parity environment: ``.cache/parity/bin/python -m tests.parity.record``. Clock, locale and random numbers
are jamel's own, so that the texts compare.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time

from playwright.sync_api import Playwright, sync_playwright

from jamel.browser.chromium import LAUNCH_FLAGS, find_chromium
from jamel.browser.clock import VIRTUAL_START_S
from jamel.browser.page_script import page_script
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from tests.parity.browsergym_side import Session, prepare
from tests.parity.compare import draw_call
from tests.parity.recordings import GOLDEN, RECORDINGS, Recording

SETTLE_MS = 600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[r.name for r in RECORDINGS])
    names = parser.parse_args().names
    with sync_playwright() as playwright:
        prepare(playwright)
        for recording in (r for r in RECORDINGS if r.name in names):
            steps = _record(playwright, recording)
            text = json.dumps(steps, ensure_ascii=False, indent=1)
            (GOLDEN / f"{recording.name}.json").write_text(text + "\n", encoding="utf-8")
            print(recording.name, len(steps), "steps")


def _record(playwright: Playwright, recording: Recording) -> list[dict]:
    browser = playwright.chromium.launch(executable_path=find_chromium().executable, args=list(LAUNCH_FLAGS))
    settings = BrowserSettings()
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, locale=settings.locale, timezone_id=settings.timezone,
        reduced_motion="reduce",
    )  # fmt: skip
    context.add_init_script(page_script(0))
    context.clock.set_fixed_time(VIRTUAL_START_S * 1000)
    with SiteServer(recording.folder) as server:
        session = Session(context.new_page())
        session.page.goto(f"{server.base_url}/{recording.name}/index.html")
        steps = _carry_out(session, recording, server.base_url)
    browser.close()
    return steps


def _carry_out(session: Session, recording: Recording, base_url: str) -> list[dict]:
    rng = random.Random(0)
    steps = [_seen(session, "", "", base_url)]
    planned = [*recording.actions, *[None] * recording.drawn_steps]
    for plan in planned:
        text = steps[-1]["text"]
        call = draw_call(text, rng) if plan is None else _with_ids(plan, text)
        error = session.act(call)
        steps.append(_seen(session, call, error.split(":")[0], base_url))
    return steps


def _with_ids(plan: str, text: str) -> str:
    """``<button 'Press'>`` -> the id, quoted."""

    def found(match: re.Match) -> str:
        line = re.search(rf"\[(\w+)\] {re.escape(match.group(1))}", text)
        assert line is not None, f"{match.group()} is not in\n{text}"
        return repr(line.group(1))

    return re.sub(r"<(\w+ '[^']*')>", found, plan)


def _seen(session: Session, call: str, error_class: str, base_url: str) -> dict:
    time.sleep(SETTLE_MS / 1000)  # as BrowserGym does: the active tab may be closed or change meanwhile
    session.page.context.cookies()
    view = session.view()
    return {
        "action": call,
        "error_class": error_class,
        "url": session.page.url.replace(base_url, "http://app"),
        "open_pages": [p.url.replace(base_url, "http://app") for p in session.page.context.pages],
        "focused_bid": view.focused_bid,
        "text": view.text.replace(base_url, "http://app"),
    }


if __name__ == "__main__":
    main()

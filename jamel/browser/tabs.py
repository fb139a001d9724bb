"""Opening a tab, with or without control over its frames."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from jamel.browser.devtools import DevTools, Session
from jamel.errors import BrowserError

BLANK = "about:blank"


def open_tab(
    devtools: DevTools, context: BrowserContext, context_id: str, *, has_frame_control: bool
) -> tuple[Page, Session]:
    """A blank tab of ``context``, whose DevTools id is ``context_id``, and a session on it.

    Playwright cannot create a tab with frame control, but adopts one that was created behind its back. Raises
    ``BrowserError`` when this browser cannot control frames.
    """
    if not has_frame_control:
        page = context.new_page()
        return page, devtools.attach_to(page)
    wanted = {"url": BLANK, "browserContextId": context_id, "enableBeginFrameControl": True}
    try:
        with context.expect_page(lambda page: page.url == BLANK) as adopted:
            target_id = devtools.browser.send("Target.createTarget", wanted)["targetId"]
        cdp = devtools.attach(target_id)
        cdp.send("HeadlessExperimental.enable")
    except PlaywrightError as error:
        raise BrowserError(
            f"this Chromium gives no control over frames: {str(error).splitlines()[0]}. Install a headless shell (bash "
            "shell/setup_env.sh), or set browser.timing: compatible."
        ) from None
    return adopted.value, cdp

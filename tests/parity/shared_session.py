"""A session of Playwright's, asked as ``jamel.browser.devtools.Session`` is: BrowserGym starts its own browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import CDPSession

Params = dict[str, Any] | None


class SharedSession:
    """Playwright waits for every answer, so a request is its own answer."""

    def __init__(self, cdp: CDPSession) -> None:
        self.request = self.send = cdp.send
        self.on = cdp.on

    def wait(self, answer: Any) -> Any:
        return answer

    def send_all(self, *requests: tuple[str, Params]) -> list[Any]:
        return [self.send(method, params) for method, params in requests]

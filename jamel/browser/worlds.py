"""Isolated worlds: where the environment's own scripts run, with built-ins of their own that no app can wrap.

One world a frame, made when first asked for and kept until the frame shows another document. This file does not know
what its scripts do.
"""

from __future__ import annotations

from typing import Any

from jamel.browser.devtools import Session

WORLD_NAME = "jamel-observer"


class Worlds:
    """Those of one tab, as execution context ids."""

    def __init__(self, cdp: Session) -> None:
        self._cdp = cdp
        self._of_frame: dict[str, int] = {}
        self._functions: dict[tuple[int, str], str] = {}
        cdp.on("Page.frameNavigated", self._on_navigated)
        cdp.on("Page.navigatedWithinDocument", self._on_moved)
        frames = cdp.send_all(("Page.enable", None), ("Page.getFrameTree", None))[1]["frameTree"]
        self.page_frame_id: str = frames["frame"]["id"]
        self.page_url = _url_of(frames["frame"])

    def of(self, frame_id: str) -> int:
        if frame_id not in self._of_frame:
            world = {"frameId": frame_id, "worldName": WORLD_NAME}
            self._of_frame[frame_id] = self._cdp.send("Page.createIsolatedWorld", world)["executionContextId"]
        return self._of_frame[frame_id]

    def of_page(self) -> int:
        """The main frame's."""
        return self.of(self.page_frame_id)

    def function(self, world: int, source: str) -> str:
        """The object id of a JavaScript function in a world, made when first asked for."""
        if (world, source) not in self._functions:
            made = self._cdp.send("Runtime.evaluate", {"expression": f"({source})", "contextId": world})
            self._functions[world, source] = made["result"]["objectId"]
        return self._functions[world, source]

    def _on_navigated(self, event: dict[str, Any]) -> None:
        frame = event["frame"]
        if frame["id"] == self.page_frame_id:
            self.page_url = _url_of(frame)
        gone = self._of_frame.pop(frame["id"], None)
        self._functions = {key: made for key, made in self._functions.items() if key[0] != gone}

    def _on_moved(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self.page_frame_id:
            self.page_url = event["url"]


def _url_of(frame: dict[str, str]) -> str:
    return frame["url"] + frame.get("urlFragment", "")

"""Screenshots small enough for a page: WebP data URIs within a budget of bytes, equal ones stored once a page.

This file does not know which step a picture belongs to.
"""

from __future__ import annotations

import base64
import hashlib
import io

from PIL import Image

WITH_PICTURES_BYTES, SHORT_STEP_BYTES = 18_000_000, 190
"""Of all session pages of a report, so that with source views it stays below 30 MB; and a step in the short form."""
FEW_STEPS = 1200
LARGE_PX, SMALL_PX = (640, 360), (400, 225)
QUALITY = 55


class Pictures:
    """Shrinks screenshots until the budget of pages with pictures is used up; after that there are none. ``steps`` of
    the whole report: what their short form takes is set aside."""

    def __init__(self, steps: int, budget_bytes: int | None = None) -> None:
        self._size = LARGE_PX if steps <= FEW_STEPS else SMALL_PX
        self._left_bytes = WITH_PICTURES_BYTES - SHORT_STEP_BYTES * steps if budget_bytes is None else budget_bytes

    @property
    def is_used_up(self) -> bool:
        return self._left_bytes <= 0

    def spend(self, text_bytes: int) -> None:
        """What stands around the pictures counts too: few pictures may have much text."""
        self._left_bytes -= text_bytes

    def shrink(self, screenshot_png: bytes) -> str:
        """A data URI."""
        with Image.open(io.BytesIO(screenshot_png)) as image:
            small = image.convert("RGB")
            small.thumbnail(self._size, Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        small.save(buffer, "WEBP", quality=QUALITY, method=4)
        uri = f"data:image/webp;base64,{base64.b64encode(buffer.getvalue()).decode()}"
        self._left_bytes -= len(uri)
        return uri


def fingerprint(screenshot_png: bytes) -> str:
    """Equal for equal files; a name for a picture within one page."""
    return "p" + hashlib.sha256(screenshot_png).hexdigest()[:12]

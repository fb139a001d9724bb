"""Pictures of apps: a thumbnail of each start view, and a contact sheet of many.

Overlays that an app opens at the start are closed with Escape first, so that the app is seen and not its pop-up. This
file does not know who shows the pictures.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from jamel.browser.chromium import running_browser
from jamel.browser.site_server import SiteServer
from jamel.config import PROJECT_ROOT
from jamel.storage import write_bytes_atomically

CACHE = PROJECT_ROOT / ".cache" / "thumbnails"
THUMBNAIL_SIZE = (320, 180)
STARTUP_BUDGET_S, LOAD_BUDGET_S = 20.0, 10.0
OVERLAYS = 4
COLUMNS = 6
JPEG_QUALITY = 70


def make_gallery_pictures(root: Path) -> Path:
    """Thumbnails of every app below ``root``, in a folder of the cache that belongs to ``root``; returns it."""
    folder = CACHE / hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:12]
    app_ids = sorted(page.parent.name for page in root.glob("*/index.html"))
    print(f"drawing {len(app_ids)} thumbnails; those that are there are kept", flush=True)
    make_thumbnails(root, app_ids, folder)
    return folder


def make_thumbnails(root: Path, app_ids: Sequence[str], folder: Path) -> tuple[Path, ...]:
    """``folder/ID.jpg`` for every app; one that is newer than its app's page is kept. An app that does not load in
    time has none. Raises ``CapabilityError`` without a browser."""
    paths = {app_id: folder / f"{app_id}.jpg" for app_id in app_ids}
    missing = [app_id for app_id, path in paths.items() if not _is_fresh(path, root / app_id / "index.html")]
    if missing:
        with SiteServer(root) as server, running_browser(STARTUP_BUDGET_S) as running:
            for app_id in missing:
                _draw(running.playwright, f"{server.base_url}/{app_id}/index.html", paths[app_id])
    return tuple(path for path in paths.values() if path.is_file())


def _is_fresh(picture: Path, page: Path) -> bool:
    return picture.is_file() and picture.stat().st_mtime >= page.stat().st_mtime


def _draw(browser: Browser, url: str, path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    try:
        page.goto(url, timeout=1000 * LOAD_BUDGET_S)
        for _ in range(OVERLAYS):
            page.keyboard.press("Escape")
        picture = Image.open(io.BytesIO(page.screenshot()))
    except PlaywrightError as error:
        print(f"no thumbnail of {url}: {str(error).splitlines()[0]}")
        return
    finally:
        page.close()
    write_bytes_atomically(path, _as_jpeg(picture.resize(THUMBNAIL_SIZE, Image.Resampling.LANCZOS)))


def contact_sheet(thumbnails: Sequence[Path]) -> bytes:
    """All pictures on one JPEG, six a row, in the order given."""
    width, height = THUMBNAIL_SIZE
    rows = -(-len(thumbnails) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (width + 8), rows * (height + 8)), "white")
    for n, path in enumerate(thumbnails):
        sheet.paste(Image.open(path), (n % COLUMNS * (width + 8), n // COLUMNS * (height + 8)))
    return _as_jpeg(sheet)


def _as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()

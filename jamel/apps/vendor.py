"""A one-time pass over installed apps: references to other sites become local copies or neutral placeholders.

Sessions then need no network. Copies lie below ``_vendor/``, which coverage leaves out (``browser.script_texts``), so
third-party code never pays. Rewriting moves offsets in scripts, so it is done before any run. This file does not know
where apps come from.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from jamel.storage import write_text_atomically

VENDOR_FOLDER = "_vendor"
OFFLINE_COPIES = "_cdn"
"""A folder that some archives bring along: local copies made by others, under the names below."""
TEXT_SUFFIXES = frozenset({".html", ".css", ".js", ".mjs"})
EXTERNAL = re.compile(r"""(?:https?:)?//(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:/[^\s"'`<>\\)]*)?""", re.IGNORECASE)
QUOTED = re.compile(rf"""(?P<before>["'`]|url\(\s*["']?)(?P<url>{EXTERNAL.pattern})""", re.IGNORECASE)
KNOWN_COPIES = (
    ("cdn.tailwindcss.com", "tailwind.js"),
    ("animate.css", "animate.min.css"),
    ("animate.min.css", "animate.min.css"),
    ("font-awesome", "fontawesome.min.css"),
    ("@phosphor-icons/web", "phosphor-web.js"),
)
IMAGE_HOSTS = frozenset({"images.unsplash.com", "source.unsplash.com", "picsum.photos", "via.placeholder.com"})
FONT_HOSTS = frozenset({"fonts.googleapis.com", "fonts.gstatic.com"})
IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".avif"})
NAMES_ONLY = frozenset({"www.w3.org", "schema.org"})
"""Hosts in names of XML spaces and vocabularies, which nobody fetches."""
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}">
<rect width="100%" height="100%" fill="#d8dce2"/></svg>
"""
STAND_INS = {"css": "/* stands for {url} */\n", "js": "/* stands for {url} */\n"}
MAX_SIDE_PX = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorReport:
    """``copied`` and ``replaced``: references by what became of them. ``unresolved``: host -> references left alone."""

    copied: int
    replaced: int
    unresolved: dict[str, int]


def vendor_apps(root: Path, app_ids: Iterable[str], *, entry: str = "index.html") -> VendorReport:
    """Rewrite the pages, styles and scripts of ``app_ids`` below ``root``, and fill ``root/_vendor``.

    ``entry`` is the apps' start page, which their scripts' references are relative to.
    """
    pass_ = _Pass(root, page_depth=1 + entry.count("/"))
    for app_id in sorted(app_ids):
        for path in sorted((root / app_id).rglob("*")):
            if path.suffix.lower() in TEXT_SUFFIXES and path.is_file() and not path.is_symlink():
                pass_.rewrite(path)
    return VendorReport(copied=pass_.copied, replaced=pass_.replaced, unresolved=dict(sorted(pass_.unresolved.items())))


class _Pass:
    """What one pass has done so far."""

    def __init__(self, root: Path, page_depth: int) -> None:
        self.page_depth = page_depth
        self.root, self.folder, self.copies = root, root / VENDOR_FOLDER, root / OFFLINE_COPIES
        self.copied = self.replaced = 0
        self.unresolved: Counter[str] = Counter()

    def rewrite(self, path: Path) -> None:
        text = path.read_bytes().decode("utf-8", errors="surrogateescape")
        own_depth = len(path.relative_to(self.root).parts) - 1
        depth = self.page_depth if path.suffix in (".js", ".mjs") else own_depth
        rewritten = QUOTED.sub(lambda match: self._replacement(match, "../" * depth), text)
        if rewritten != text:
            path.write_bytes(rewritten.encode("utf-8", errors="surrogateescape"))

    def _replacement(self, match: re.Match[str], up: str) -> str:
        """The same reference, local. Scripts name files as the start page sees them."""
        url = match["url"]
        name = self._local_name(url if url.startswith("http") else f"https:{url}")
        return match.group() if name is None else f"{match['before']}{up}{name}"

    def _local_name(self, url: str) -> str | None:
        host = (urlsplit(url).hostname or "").lower()
        if host in NAMES_ONLY:
            return None
        for sign, copy in KNOWN_COPIES:
            if sign in url:
                return self._copy_of(url, copy)
        if host in FONT_HOSTS:
            return self._font(url)
        path = urlsplit(url).path
        if host in IMAGE_HOSTS or Path(path).suffix.lower() in IMAGE_SUFFIXES:
            return self._image(url)
        shared = self.root / Path(path).name
        if shared.suffix == ".js" and shared.is_file():
            self.copied += 1
            return shared.name
        self.unresolved[host] += 1
        return None

    def _copy_of(self, url: str, copy: str) -> str:
        found = self.copies / copy
        if not found.is_file():
            return self._stand_in(url, Path(copy).suffix.lstrip("."))
        target = self.folder / copy
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(found, target)
        if (self.copies / "webfonts").is_dir():
            shutil.copytree(self.copies / "webfonts", self.root / "webfonts", dirs_exist_ok=True)
        self.copied += 1
        return f"{VENDOR_FOLDER}/{copy}"

    def _font(self, url: str) -> str:
        """A style sheet of web fonts: the copy others made (its name starts with the url's hash), or system fonts."""
        prefix = hashlib.sha256(url.encode()).hexdigest()[:16]
        copies = sorted((self.copies / "googlefonts").glob(f"{prefix}.*"))
        if not copies:
            return self._stand_in(url, "css")
        target = self.folder / "googlefonts"
        if not target.is_dir():
            shutil.copytree(self.copies / "googlefonts", target)
        self.copied += 1
        return f"{VENDOR_FOLDER}/googlefonts/{copies[0].name}"

    def _image(self, url: str) -> str:
        query = parse_qs(urlsplit(url).query)
        width, height = (_side(query.get(key, ["400"])[0]) for key in ("w", "h"))
        self.replaced += 1
        return self._write(f"image_{width}x{height}.svg", SVG.format(w=width, h=height))

    def _stand_in(self, url: str, suffix: str) -> str:
        """An empty style sheet or script; listed as unresolved, because the app looks or works differently."""
        self.replaced += 1
        self.unresolved[urlsplit(url).hostname or ""] += 1
        name = f"{hashlib.sha256(url.encode()).hexdigest()[:16]}.{suffix}"
        return self._write(name, STAND_INS[suffix].format(url=url.replace("*/", "")))

    def _write(self, name: str, text: str) -> str:
        if not (self.folder / name).is_file():
            write_text_atomically(self.folder / name, text)
        return f"{VENDOR_FOLDER}/{name}"


def _side(text: str) -> int:
    return min(max(int(text), 1), MAX_SIDE_PX) if text.isascii() and text.isdigit() else 400

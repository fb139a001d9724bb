"""A static server on the loopback address for a folder of apps, one app a sub-folder.

Serves ``/<id>/...`` and ``/scalewob-env/<id>/...`` alike, and a gallery at ``/``. Nothing is cached, because cached
code loses block coverage. Refuses other Host headers, paths and links out of the root, and folder listings.
"""

from __future__ import annotations

import errno
import html
import io
import threading
from collections.abc import Collection
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from jamel.errors import AppError, CapabilityError

PUBLISHED_PREFIX = "/scalewob-env"
THUMBNAIL_PREFIX = "/_thumbnails/"


class SiteServer:
    """``with SiteServer(root) as server: server.base_url``. Port 0 takes a free one. ``apps`` limits which apps are
    served; what apps share is served always. With ``home``, the folder is one app and ``/`` is that page of it. With
    ``has_gallery``, ``/`` is a page of all apps, for people: an agent would leave its app by it. ``thumbnails`` holds
    the gallery's pictures, ``ID.jpg``."""

    def __init__(
        self,
        root: Path,
        *,
        port: int = 0,
        apps: Collection[str] | None = None,
        has_gallery: bool = False,
        thumbnails: Path | None = None,
        home: str = "",
    ) -> None:
        self.root, self.thumbnails, self.home = root.resolve(), thumbnails, home
        self.has_gallery = has_gallery
        if not self.root.is_dir():
            raise AppError(f"{root} is not a folder. Give the folder that holds one sub-folder per app.")
        self.apps = None if apps is None else frozenset(apps)
        try:
            self._http = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, site=self))
        except OSError as error:
            raise CapabilityError(_port_trouble(port, error)) from None
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        self.base_url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> SiteServer:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()

    def run(self) -> None:
        """Serve in this thread until interrupted."""
        self._http.serve_forever()

    def file_for(self, url_path: str) -> Path | None:
        """The file a URL path names, or None when there is none that may be served."""
        relative = unquote(url_path).removeprefix(PUBLISHED_PREFIX).lstrip("/")
        if "\0" in relative:
            return None
        try:
            return self._existing_file((self.root / relative).resolve())
        except OSError:  # a name longer than the file system allows, a loop of links
            return None

    def _existing_file(self, path: Path) -> Path | None:
        if not path.is_relative_to(self.root) or path == self.root:
            return None
        if not self._serves(path.relative_to(self.root).parts[0]):
            return None
        if path.is_dir():
            path = path / "index.html"
        return path if path.is_file() and path.resolve().is_relative_to(self.root) else None

    def _serves(self, entry: str) -> bool:
        """Whether an entry of the root is an app that may be served, or no app at all."""
        return self.apps is None or entry in self.apps or not (self.root / entry / "index.html").is_file()

    def thumbnail(self, url_path: str) -> Path | None:
        """The gallery's picture a URL path names."""
        name = unquote(url_path).removeprefix(THUMBNAIL_PREFIX)
        if self.thumbnails is None or name == url_path or name not in {f"{i}.jpg" for i in self.app_ids()}:
            return None
        path = self.thumbnails / name
        return path if path.is_file() else None

    def app_ids(self) -> list[str]:
        ids = sorted(p.parent.name for p in self.root.glob("*/index.html"))
        return [i for i in ids if not i.startswith("_") and (self.apps is None or i in self.apps)]

    def gallery(self) -> str:
        """A page that links every app of the root, with its picture where there is one."""
        shown = self.app_ids()
        return GALLERY.format(count=len(shown), items="".join(self._gallery_item(i) for i in shown))

    def _gallery_item(self, app_id: str) -> str:
        source = f"{THUMBNAIL_PREFIX}{quote(app_id)}.jpg"
        picture = f'<img src="{source}" alt="" width="320" height="180">' if self.thumbnail(source) else ""
        return f'<li><a href="/{quote(app_id)}/index.html">{picture}{html.escape(app_id)}</a></li>'


GALLERY = """<!doctype html><html lang="en"><meta charset="utf-8"><title>jamel apps</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:76rem;margin:3rem auto;padding:0 1rem}}
ul{{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:1rem;padding:0;list-style:none}}
img{{display:block;width:100%;height:auto;border-radius:.3rem;margin-bottom:.4rem}}
a{{display:block;padding:.6rem;border:1px solid #ccd;border-radius:.6rem;color:inherit;text-decoration:none}}
a:hover{{border-color:#36c}}</style><h1>{count} apps</h1><ul>{items}</ul></html>"""


class _Handler(SimpleHTTPRequestHandler):
    """Only ``do_GET`` and ``do_HEAD`` of the base class are reached; ``send_head`` decides everything."""

    server_version, sys_version = "jamel", ""
    protocol_version = "HTTP/1.1"
    # One packet an answer, at once: head and body apart made every file wait for an acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = io.DEFAULT_BUFFER_SIZE

    def __init__(self, *arguments: Any, site: SiteServer) -> None:
        self.site = site
        super().__init__(*arguments)

    def send_head(self) -> Any:
        if self.headers.get("Host") != f"127.0.0.1:{self.site.port}":
            return self._send_page(403, "this server answers to 127.0.0.1 only")
        path = urlsplit(self.path).path
        if path == "/" and self.site.has_gallery:
            return self._send_page(200, self.site.gallery())
        file = self.site.file_for(self.site.home if path == "/" else path) or self.site.thumbnail(path)
        if file is None:
            return self._send_page(404, "not found")
        if file.name == "index.html" and not path.endswith(("/", "/index.html")):
            return self._redirect(path + "/")
        content = file.open("rb")
        self.send_response(200)
        self.send_header("Content-Type", self._content_type(file))
        self.send_header("Content-Length", str(file.stat().st_size))
        self.end_headers()
        return content

    def _content_type(self, file: Path) -> str:
        kind = "text/javascript" if file.suffix in (".js", ".mjs") else self.guess_type(str(file))
        is_text = kind.startswith("text/") or kind.endswith(("json", "svg+xml"))
        return f"{kind}; charset=utf-8" if is_text else kind

    def _redirect(self, path: str) -> None:
        self.send_response(301)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_page(self, status: int, text: str) -> None:
        body = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not logged: a session makes hundreds."""


def _port_trouble(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use on 127.0.0.1. Stop what uses it, or choose another port (port_base, --port)."
    return f"cannot listen on 127.0.0.1:{port}: {error.strerror}. Choose another port (port_base, --port)."


def serve_forever(root: Path, port: int, thumbnails: Path | None = None) -> None:
    """``jamel serve``: print where the apps are and serve until interrupted."""
    server = SiteServer(root, port=port, has_gallery=True, thumbnails=thumbnails)
    print(f"serving {server.root} at {server.base_url}/  (stop with Ctrl-C)", flush=True)
    server.run()

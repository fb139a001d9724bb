"""``jamel explore``: point the untried-first explorer at anybody's web app.

A folder is served on the loopback address; a URL must already be on it. This file does not know how pages are driven or
how the result is shown.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from jamel.apps.real_apps import LOCAL_FILE
from jamel.browser.site_server import SiteServer
from jamel.collect.agents import AgentSettings
from jamel.collect.sessions import MAY_CHANGE, SessionsSettings, require_browser, run_on
from jamel.config import claim_output
from jamel.coverage.node_counter import NodeEntityCounters
from jamel.errors import AppError, NotYetError
from jamel.evaluate.scoring import score_folder
from jamel.types import AppSpec, Split

LOOPBACK_HOSTS = ("127.0.0.1",)
EXPLORER = AgentSettings(name="untried_first", kind="untried_first")


class ExploreSettings(SessionsSettings):
    """One session on one app outside any benchmark. ``entry`` is the start page: a file below a folder (empty:
    index.html), or what a link at the URL would say (empty: the URL itself)."""

    target: str
    entry: str = ""


def explore(settings: ExploreSettings) -> Path:
    """Run the session and score it. Returns the output folder, which ``jamel report`` reads.

    Raises ``AppError`` for a folder without its entry page, ``NotYetError`` for a URL elsewhere, ``BrowserError`` when
    the app could not be explored.
    """
    require_browser()
    claim_output(Path(settings.output), settings, ignore=MAY_CHANGE)
    explore_target = _explore_url if "://" in settings.target else _explore_folder
    explore_target(settings)
    with NodeEntityCounters() as counters:
        score_folder(Path(settings.output), counters)
    return Path(settings.output)


def _explore_folder(settings: ExploreSettings) -> None:
    """Serves the folder alone, so that absolute paths in the app work and nothing beside it can be read.

    An app of ``jamel apps add-...`` is the exception: its copies of other sites' files lie beside it.
    """
    folder = Path(settings.target).resolve()
    entry = _page_of(folder, settings.entry or "index.html")
    is_vendored = (folder.parent / LOCAL_FILE).is_file()
    root, home = (folder.parent, "") if is_vendored else (folder, entry)
    path = f"{folder.name}/{entry}" if is_vendored else entry
    app = AppSpec(app_id=folder.name, split=Split.TEST, entry_path=quote(path))
    with SiteServer(root, port=settings.port_base, apps=(folder.name,) if is_vendored else None, home=home) as server:
        run_on(server.base_url, (app,), settings, (EXPLORER,), "explore")


def _page_of(folder: Path, entry: str) -> str:
    """``entry`` below ``folder``, as a path of its own. Raises ``AppError`` when no such file is there."""
    page = (folder / entry).resolve()
    if page.is_file() and page.is_relative_to(folder):
        return page.relative_to(folder).as_posix()
    some = [p.relative_to(folder).as_posix() for p in islice(folder.rglob("*.html"), 5)]
    found = f"pages in it: {', '.join(sorted(some))}" if some else "it has no pages"
    raise AppError(f"{folder} has no {entry}; {found}. Give a built web app and --entry PAGE, or a URL on 127.0.0.1.")


def _explore_url(settings: ExploreSettings) -> None:
    url = urlsplit(urljoin(settings.target, settings.entry))
    if url.scheme != "http" or url.hostname not in LOOPBACK_HOSTS:
        raise NotYetError(
            f"exploring {settings.target} is not built yet: a session reaches http://127.0.0.1 only. "
            "Serve the app on this machine, or give its folder."
        )
    path = urlunsplit(("", "", url.path, url.query, url.fragment)).lstrip("/")
    app = AppSpec(app_id=f"port_{url.port or 80}", split=Split.TEST, entry_path=path)
    run_on(f"http://{url.netloc}", (app,), settings, (EXPLORER,), "explore")

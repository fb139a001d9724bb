"""The environment: one app in one Chromium, seen and acted on as ``protocols.Environment`` promises.

A reset opens a fresh browser context, so nothing is carried over but what the session's ledger remembers. This file
does not know rewards.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType

from playwright.sync_api import BrowserContext, Dialog, Page, Route, WebSocketRoute
from playwright.sync_api import Error as PlaywrightError

from jamel.actions import Action, Goto, NewTab, Reset, TabClose, TabFocus
from jamel.browser.axtree import elements_of
from jamel.browser.chromium import LAUNCH_FLAGS, find_chromium, running_browser
from jamel.browser.page import AppPage
from jamel.browser.perform import perform
from jamel.browser.pruning import prune
from jamel.browser.settings import BrowserSettings
from jamel.browser.watchdog import bounded
from jamel.errors import ActionFailed, BrowserError
from jamel.types import AppSpec, CoverageSnapshot, EnvStep, Observation, StepTiming, Viewport

SEEDED_RANDOM = """(() => {
  let state = SEED >>> 0;
  Math.random = function random() {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
})();"""
"""Mulberry32, before any script of the page. It has no URL, so it is never counted as the app's code."""


class BrowserEnv:
    """``with BrowserEnv(...) as env``. ``base_url`` is the site's origin; the app's entry path lies below it."""

    def __init__(self, *, app: AppSpec, base_url: str, settings: BrowserSettings, seed: int) -> None:
        self.app, self.origin, self.settings, self.seed = app, base_url.rstrip("/"), settings, seed
        self._sources: dict[str, str] = {}
        self._stack = ExitStack()
        self._context: BrowserContext | None = None
        self._tabs: list[AppPage] = []
        self._new_pages: list[Page] = []
        self._active = 0
        try:
            self._browser = self._stack.enter_context(running_browser(settings.load_budget_s))
            processes = self._browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        except PlaywrightError as error:
            self.close()
            raise BrowserError(f"Chromium ended right after its start: {error}. Run `jamel doctor`.") from None
        self._pid = next(int(p["id"]) for p in processes if p["type"] == "browser")

    def __enter__(self) -> BrowserEnv:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def start_url(self) -> str:
        return f"{self.origin}/{self.app.entry_path}"

    def provenance(self) -> dict[str, str]:
        """What the reward's definition depends on here."""
        return {
            "chromium": find_chromium().version,
            "chromium_flags": " ".join(LAUNCH_FLAGS),
            "coverage_mode": "exact: V8 blocks, call counts, started before navigation, app origin only",
        }

    def script_sources(self) -> Mapping[str, str]:
        return self._sources

    def reset(self) -> EnvStep:
        """What the old page still ran belongs to this step; then a fresh context opens the start page."""
        with bounded(self._pid, self.settings.load_budget_s, f"loading {self.start_url}"):
            leaving = self._take_coverage() if self._tabs else CoverageSnapshot()
            started = time.perf_counter()
            self._open_fresh_context()
            error = self._tab.navigate(self.start_url)
            if error is not None:
                raise BrowserError(f"{self.start_url} did not load: {error}. Is the app's server running?")
            start = self._finish_step(None, time.perf_counter() - started, leaving)
        if self._tab.document_status >= 400:
            raise BrowserError(
                f"{self.start_url} answered {self._tab.document_status}. Is the app in the served folder?"
            )
        return start

    def step(self, action: Action) -> EnvStep:
        if not self._tabs:
            raise BrowserError("step() before reset(): no page is open. Call reset() first.")
        if isinstance(action, Reset):
            return self.reset()
        with bounded(self._pid, self.settings.step_budget_s, f"{type(action).__name__} on {self._tab.page.url}"):
            started = time.perf_counter()
            try:
                leaving = self._act(action)
                action_error = None
            except ActionFailed as failure:
                leaving, action_error = CoverageSnapshot(), str(failure)
            return self._finish_step(action_error, time.perf_counter() - started, leaving)

    def close(self) -> None:
        """Free everything; a browser that is gone already is fine."""
        try:
            self._stack.close()
        except PlaywrightError:
            return

    @property
    def _tab(self) -> AppPage:
        return self._tabs[self._active]

    def _open_fresh_context(self) -> None:
        if self._context is not None:
            self._context.close()
        size = {"width": self.settings.viewport_width_css_px, "height": self.settings.viewport_height_css_px}
        context = self._browser.new_context(
            viewport=size,  # pyright: ignore[reportArgumentType]
            locale=self.settings.locale,
            timezone_id=self.settings.timezone,
            reduced_motion="reduce",
            service_workers="block",
            accept_downloads=False,
        )
        context.add_init_script(SEEDED_RANDOM.replace("SEED", str(self.seed % 2**32)))
        context.route("**/*", self._route)
        context.route_web_socket("**/*", _refuse_web_socket)
        context.on("dialog", _dismiss)
        self._context, self._tabs, self._active = context, [], 0
        self._tabs = [AppPage(context, context.new_page(), self.origin)]
        self._new_pages = []
        context.on("page", self._on_page)

    def _on_page(self, page: Page) -> None:
        self._new_pages.append(page)

    def _route(self, route: Route) -> None:
        """The app's own origin and nothing else. ``aborted`` leaves the page where it is."""
        if route.request.url.startswith(self.origin + "/"):
            route.continue_()
        else:
            route.abort("aborted")

    def _act(self, action: Action) -> CoverageSnapshot:
        """Carry out the action; returns what had to be taken before leaving a page."""
        match action:
            case Goto(url=url):
                if not url.startswith(self.origin + "/"):
                    raise ActionFailed(f"{url!r} is outside the app; stay below {self.origin}/")
                leaving = self._take_coverage()
                error = self._tab.navigate(url)
                if error is not None:
                    raise ActionFailed(f"{url!r} did not load: {error}")
                return leaving
            case NewTab():
                self._open_tab()
            case TabFocus(index=index):
                if not 0 <= index < len(self._tabs):
                    raise ActionFailed(f"there is no tab {index}; {len(self._tabs)} are open, counted from 0")
                self._active = index
                self._tab.page.bring_to_front()
            case TabClose():
                return self._close_tab()
            case _:
                perform(action, self._tab)
        return CoverageSnapshot()

    def _open_tab(self) -> None:
        if self._context is None:
            raise ActionFailed("no page is open")
        self._tabs.append(AppPage(self._context, self._context.new_page(), self.origin))
        self._new_pages.clear()
        self._active = len(self._tabs) - 1

    def _close_tab(self) -> CoverageSnapshot:
        if len(self._tabs) == 1:
            raise ActionFailed("the only open tab cannot be closed; use reset() to start again")
        leaving = self._tab.take_coverage(self._sources)
        self._tab.page.close()
        del self._tabs[self._active]
        self._active = max(0, self._active - 1)
        return leaving

    def _finish_step(self, action_error: str | None, act_s: float, leaving: CoverageSnapshot) -> EnvStep:
        """Settle, observe, then take what ran: in this order, so that what settling ran is this step's."""
        started = time.perf_counter()
        self._tab.settle(self.settings.settle_virtual_ms)
        self._adopt_popups()
        settled = time.perf_counter()
        observation = self._observe()
        observed = time.perf_counter()
        snapshot = CoverageSnapshot(scripts=leaving.scripts + self._take_coverage().scripts)
        timing = StepTiming(
            act_s=act_s,
            settle_s=settled - started,
            observe_s=observed - settled,
            coverage_s=time.perf_counter() - observed,
        )
        return EnvStep(observation=observation, snapshot=snapshot, action_error=action_error, timing=timing)

    def _adopt_popups(self) -> None:
        """Tabs the app opened or closed by itself. A new one comes to the front, as it does for a person."""
        for page in self._new_pages:
            if self._context is not None and not page.is_closed():
                self._tabs.append(AppPage(self._context, page, self.origin))
                self._active = len(self._tabs) - 1
                self._tab.settle(self.settings.settle_virtual_ms)
        self._new_pages.clear()
        active = self._tab
        self._tabs = [tab for tab in self._tabs if not tab.page.is_closed()]
        if not self._tabs:
            raise BrowserError("the app closed its last tab. The session cannot go on.")
        self._active = self._tabs.index(active) if active in self._tabs else len(self._tabs) - 1

    def _observe(self) -> Observation:
        lines, text = prune(self._tab.ax_lines())
        return Observation(
            url=self._tab.page.url,
            open_page_urls=tuple(tab.page.url for tab in self._tabs),
            axtree_text=text,
            elements=elements_of(lines),
            screenshot_png=self._tab.screenshot_png(),
            viewport=Viewport(
                width_css_px=self.settings.viewport_width_css_px, height_css_px=self.settings.viewport_height_css_px
            ),
        )

    def _take_coverage(self) -> CoverageSnapshot:
        taken = [tab.take_coverage(self._sources) for tab in self._tabs]
        return CoverageSnapshot(scripts=tuple(script for snapshot in taken for script in snapshot.scripts))


def _refuse_web_socket(socket: WebSocketRoute) -> None:
    socket.close()


def _dismiss(dialog: Dialog) -> None:
    dialog.dismiss()

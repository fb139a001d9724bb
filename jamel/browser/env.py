"""The environment: one app in one Chromium, seen and acted on as ``protocols.Environment`` promises.

A reset opens a fresh browser context, so nothing is carried over but what the session's ledger remembers. This file
does not know rewards.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType

from playwright.sync_api import BrowserContext, Dialog, Page, Route, WebSocketRoute
from playwright.sync_api import Error as PlaywrightError

from jamel.actions import Action, Goto, NewTab, Reset, TabClose, TabFocus, bids_of
from jamel.browser.axtree import AxLine, elements_of
from jamel.browser.chromium import FRAME_CONTROL_FLAGS, LAUNCH_FLAGS, find_chromium, running_browser
from jamel.browser.page import AppPage
from jamel.browser.page_script import page_script
from jamel.browser.perform import perform
from jamel.browser.profiler import Profiler
from jamel.browser.pruning import prune
from jamel.browser.script_texts import ScriptTexts
from jamel.browser.settings import BrowserSettings, Timing
from jamel.browser.tabs import open_tab
from jamel.browser.watchdog import bounded
from jamel.browser.watcher import await_watcher, request_watcher
from jamel.errors import ActionFailed, BrowserError, CoverageError
from jamel.types import AppSpec, BoxCssPx, CoverageMode, CoverageSnapshot, EnvStep, Observation, StepTiming, Viewport

CONTEXTS_PER_BROWSER = 200
"""Then a fresh one takes over: Chromium's own processes keep some 20 kB of every context."""

POPUP_BUDGET_S = 2.0
"""Real time an announced window gets to appear; the slowest seen took 0.2 s."""


class BrowserEnv:
    """``with BrowserEnv(...) as env``. ``base_url`` is the site's origin; the app's entry path lies below it."""

    def __init__(self, *, app: AppSpec, base_url: str, settings: BrowserSettings, seed: int) -> None:
        self.app, self.origin, self.settings, self.seed = app, base_url.rstrip("/"), settings, seed
        self._sources: dict[str, str] = {}
        self._texts = ScriptTexts(self.origin, self._sources)
        self._stack = ExitStack()
        self._context: BrowserContext | None = None
        self._context_id = ""
        self._profiler: Profiler | None = None
        self._tabs: list[AppPage] = []
        self._new_pages: list[Page] = []
        self._refused: set[str] = set()
        self._page_errors: list[str] = []
        self._acted_box: asyncio.Task[BoxCssPx | None] | None = None
        self._active = 0
        self._start_browser()

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
            "coverage_mode": self.settings.coverage_mode,
        }

    def script_sources(self) -> Mapping[str, str]:
        return self._sources

    def reset(self) -> EnvStep:
        """What the old page still ran belongs to this step; then a fresh context opens the start page."""
        with bounded(self._pid, self.settings.load_budget_s, f"leaving {self.start_url}"):
            leaving = self._take_coverage()
        if self._contexts_opened == CONTEXTS_PER_BROWSER:
            self._start_browser()
        with bounded(self._pid, self.settings.load_budget_s, f"loading {self.start_url}"):
            started = time.perf_counter()
            self._open_fresh_context()
            error = self._tab.navigate(self.start_url)
            if error is not None:
                raise BrowserError(f"{self.start_url} did not load: {error}. Is the app's server running?")
            start = self._finish_step(None, time.perf_counter() - started, leaving)
            if self.settings.coverage_mode is CoverageMode.UPSTREAM:
                start = self._profile_after_load(start)
            elif len(self._texts) > 0 and len(start.snapshot.scripts) == len(leaving.scripts):
                raise CoverageError(
                    f"{self.start_url} parsed {len(self._texts)} scripts and V8 reported none: the page runs outside "
                    "the watched renderer. Check the launch flags."
                )
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
        with bounded(self._pid, self.settings.step_budget_s, f"{type(action).__name__} on {self._tab.url}"):
            started = time.perf_counter()
            action_error = None
            try:
                self._act(action)
            except ActionFailed as failure:
                action_error = str(failure)
            return self._finish_step(action_error, time.perf_counter() - started, CoverageSnapshot())

    def close(self) -> None:
        """Free everything; a browser that is gone already is fine."""
        try:
            self._stack.close()
        except PlaywrightError:
            return

    def _start_browser(self) -> None:
        """Instead of the one that runs, where one does."""
        self.close()
        self._context, self._contexts_opened = None, 0
        flags = FRAME_CONTROL_FLAGS if self.settings.timing is Timing.DETERMINISTIC else ()
        try:
            running = self._stack.enter_context(running_browser(self.settings.load_budget_s, extra_flags=flags))
            self._browser, self._devtools = running.playwright, running.devtools
            processes = self._devtools.browser.send("SystemInfo.getProcessInfo")["processInfo"]
        except PlaywrightError as error:
            self.close()
            raise BrowserError(f"Chromium ended right after its start: {error}. Run `jamel doctor`.") from None
        self._pid = next(int(p["id"]) for p in processes if p["type"] == "browser")

    @property
    def _tab(self) -> AppPage:
        return self._tabs[self._active]

    def _open_fresh_context(self) -> None:
        if self._context is not None:
            self._context.close()
        size = {"width": self.settings.viewport_width_css_px, "height": self.settings.viewport_height_css_px}
        known = self._context_ids()
        context = self._browser.new_context(
            viewport=size,  # pyright: ignore[reportArgumentType]
            locale=self.settings.locale,
            timezone_id=self.settings.timezone,
            reduced_motion="reduce",
            has_touch=self.settings.has_touch,
            is_mobile=self.settings.has_touch,
            service_workers="block",
            accept_downloads=False,
        )
        (self._context_id,) = self._context_ids() - known
        self._contexts_opened += 1
        context.on("weberror", lambda event: self._page_errors.append(event.error.stack or str(event.error)))
        context.add_init_script(page_script(self.seed))
        context.route(re.compile(f"^(?!{re.escape(self.origin)}/)"), self._refuse_request)
        context.route_web_socket("**/*", _refuse_web_socket)
        context.on("dialog", _dismiss)
        self._context, self._tabs, self._active = context, [], 0
        self._texts = ScriptTexts(self.origin, self._sources)
        self._profiler = None
        is_exact = self.settings.coverage_mode is CoverageMode.EXACT
        if is_exact:
            request_watcher(self._devtools.browser, context, self._context_id, self.origin)
        self._open_tab()
        if is_exact:
            self._profiler = Profiler(
                await_watcher(self._devtools, context, self.origin), self._texts, CoverageMode.EXACT
            )
        context.on("page", self._on_page)

    def _context_ids(self) -> set[str]:
        return set(self._devtools.browser.send("Target.getBrowserContexts")["browserContextIds"])

    def _profile_after_load(self, start: EnvStep) -> EnvStep:
        """The published recipe: the first tab alone, from after loading on, and a reset that counts for nothing."""
        self._profiler = Profiler(self._tab.cdp, self._texts, CoverageMode.UPSTREAM)
        return replace(start, snapshot=CoverageSnapshot())

    def _on_page(self, page: Page) -> None:
        self._new_pages.append(page)

    def _act(self, action: Action) -> None:
        match action:
            case Goto(url=url):
                if not url.startswith(self.origin + "/"):
                    raise ActionFailed(f"Error: {url!r} is outside the app; stay below {self.origin}/")
                error = self._tab.navigate(url)
                if error is not None:
                    raise ActionFailed(f"Error: {url!r} did not load: {error}")
            case NewTab():
                self._open_tab()
            case TabFocus(index=index):
                if not -len(self._tabs) <= index < len(self._tabs):
                    raise ActionFailed(f"IndexError: there is no tab {index}; {len(self._tabs)} are open, from 0 on")
                self._active = index % len(self._tabs)
                self._tab.page.bring_to_front()
            case TabClose():
                self._close_tab()
            case _:
                self._acted_box = next((self._tab.box_css_px(bid) for bid in bids_of(action)), None)
                perform(action, self._tab, has_touch=self.settings.has_touch)

    def _open_tab(self) -> None:
        if self._context is None:
            raise ActionFailed("no page is open")
        page, cdp = open_tab(
            self._devtools,
            self._context,
            self._context_id,
            has_frame_control=self.settings.timing is Timing.DETERMINISTIC,
        )
        self._tabs.append(AppPage(page, cdp, self._texts, self.settings.timing))
        self._new_pages.clear()
        self._active = len(self._tabs) - 1

    def _close_tab(self) -> None:
        """The last one in the list comes next, as in BrowserGym; a blank one where none is left."""
        closing = self._tab
        if len(self._tabs) == 1:
            self._open_tab()
        self._tabs.remove(closing)
        closing.page.close()
        self._active = len(self._tabs) - 1
        self._tab.page.bring_to_front()

    def _finish_step(self, action_error: str | None, act_s: float, leaving: CoverageSnapshot) -> EnvStep:
        """Settle, observe, then take what ran: in this order, so that what settling ran is this step's."""
        started = time.perf_counter()
        self._await_popups()
        self._tab.clock.settle(self.settings.settle_ms)
        self._adopt_popups()
        settled = time.perf_counter()
        png, (lines, text, snapshot, coverage_s) = self._tab.clock.screenshot(self._read)
        observation = Observation(
            url=self._tab.url,
            open_page_urls=tuple(tab.url for tab in self._tabs),
            axtree_text=text,
            elements=elements_of(lines),
            screenshot_png=png,
            viewport=Viewport(
                width_css_px=self.settings.viewport_width_css_px, height_css_px=self.settings.viewport_height_css_px
            ),
        )
        timing = StepTiming(
            act_s=act_s,
            settle_s=settled - started,
            observe_s=time.perf_counter() - settled - coverage_s,
            coverage_s=coverage_s,
        )
        snapshot = CoverageSnapshot(scripts=leaving.scripts + snapshot.scripts)
        page_errors, self._page_errors = tuple(self._page_errors), []
        acted_box, self._acted_box = self._acted_box, None
        return EnvStep(
            observation=observation,
            snapshot=snapshot,
            action_error=action_error,
            page_errors=page_errors,
            acted_box_css_px=acted_box.result() if acted_box is not None and acted_box.done() else None,
            timing=timing,
        )

    def _read(self) -> tuple[list[AxLine], str, CoverageSnapshot, float]:
        """What the page shows and ran, and the seconds that the second took. The browser draws meanwhile."""
        caught_up = self._devtools.start_catching_up()
        lines, text = prune(self._tab.ax_lines())
        started = time.perf_counter()
        snapshot = self._take_coverage()
        coverage_s = time.perf_counter() - started
        self._devtools.wait(caught_up)
        return lines, text, snapshot, coverage_s

    def _adopt_popups(self) -> None:
        """Tabs the app opened or closed by itself. A new one comes to the front, as it does for a person."""
        if any(tab.windows_opened for tab in self._tabs):
            self._await_popups()
        for page in self._new_pages:
            if self._context is not None and not page.is_closed():
                cdp = self._devtools.attach_to(page)
                self._tabs.append(AppPage(page, cdp, self._texts, self.settings.timing))
                self._active = len(self._tabs) - 1
                self._tab.clock.settle(self.settings.settle_ms)
        self._new_pages.clear()
        active = self._tab
        known, self._tabs = self._tabs, [tab for tab in self._tabs if not tab.is_closed]
        if not self._tabs:
            crashed = any(tab.has_crashed for tab in known)
            why = "the page's renderer crashed" if crashed else "the app closed its last tab, or the browser ended"
            raise BrowserError(f"{why}. The session cannot go on.")
        if active in self._tabs:
            self._active = self._tabs.index(active)
        else:
            self._active = len(self._tabs) - 1
            self._tab.page.bring_to_front()
            self._tab.clock.settle(self.settings.settle_ms)

    def _await_popups(self) -> None:
        """A window the app opened is announced at once, but its page comes in real time, after its first response. One
        on another site is refused, and closed: time that ran on before that waited for its response for ever."""
        urls = [url for tab in self._tabs for url in tab.windows_opened]
        elsewhere = {url for url in urls if url.startswith("http") and not self._texts.is_own(url)}
        own = len([url for url in urls if url not in elsewhere])
        deadline = time.monotonic() + POPUP_BUDGET_S
        while len(self._new_pages) < own or not elsewhere <= self._refused:
            if time.monotonic() > deadline or self._tab.is_closed:
                break
            self._tab.page.wait_for_timeout(1)
        if elsewhere:
            self._close_refused_windows()
        self._refused.clear()
        for tab in self._tabs:
            tab.windows_opened.clear()

    def _close_refused_windows(self) -> None:
        for target in self._devtools.browser.send("Target.getTargets")["targetInfos"]:
            is_here = target["type"] == "page" and target.get("browserContextId") == self._context_id
            if is_here and target["url"] == "":
                self._devtools.browser.send("Target.closeTarget", {"targetId": target["targetId"]})

    def _refuse_request(self, route: Route) -> None:
        """Nothing but the app's own origin is reached. ``aborted`` leaves the page where it is."""
        route.abort("aborted")
        self._refused.add(route.request.url)

    def _take_coverage(self) -> CoverageSnapshot:
        """Nothing before the first page, and nothing once the only profiled tab is closed (``upstream`` mode)."""
        if self._profiler is None or self._profiler.is_closed:
            return CoverageSnapshot()
        return self._profiler.take()


def _refuse_web_socket(socket: WebSocketRoute) -> None:
    socket.close()


def _dismiss(dialog: Dialog) -> None:
    dialog.dismiss()

"""``jamel apps check``: load every app in both viewports and say what is wrong with it.

Checks the in-page contract, errors, requests that leave the app, load time, the labels of controls on every view,
the width on a phone, and that ``reset()`` and a reload bring the first state back. Knows no policy and no coverage.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page
from playwright.sync_api import Error as PlaywrightError

from jamel.apps import AppSet
from jamel.apps.contract import NAMES, Evaluation, Task, parse_evaluation, parse_tasks
from jamel.browser.chromium import running_browser
from jamel.browser.site_server import SiteServer
from jamel.errors import AppError
from jamel.types import AppSpec, Viewport

VIEWPORTS = {
    "desktop": Viewport(width_css_px=1280, height_css_px=720),
    "phone": Viewport(width_css_px=390, height_css_px=844),
}
INTERACTIVE_ROLES = frozenset({
    "button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "switch", "tab", "slider", "spinbutton",
    "menuitem", "Date", "InputTime",
})  # fmt: skip
MIN_LABELLED = 15
LOAD_LIMIT_S = 5.0
STARTUP_BUDGET_S = 20.0
ROUTES_JS = "typeof Features === 'undefined' ? [] : Object.keys(Features.routes)"
MISSING_JS = """(names) => names.filter((name) => {
  try { return typeof (0, eval)(name) === 'undefined'; } catch { return true; }
})"""
EVALUATE_JS = "(params) => evaluateTask(params, [])"
SNAPSHOT_JS = "JSON.stringify(AppStore.snapshot ? AppStore.snapshot() : AppStore.state)"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCheck:
    """What was found for one app: views visited, the fewest labelled controls of a view, and everything wrong."""

    app_id: str
    views: int
    fewest_labelled: int
    load_s: float
    problems: tuple[str, ...]


def check_apps(app_set: AppSet, apps: Sequence[AppSpec]) -> Iterator[AppCheck]:
    """One result an app, in order. Raises ``CapabilityError`` without a browser."""
    with SiteServer(app_set.root) as server, running_browser(STARTUP_BUDGET_S) as running:
        for app in apps:
            yield _check_app(running.playwright, server.base_url, app)


def report_check(app_set: AppSet, apps: Sequence[AppSpec]) -> int:
    """Print a line an app and every problem; 0 when there is none, else 1."""
    app_set.require_files(tuple(apps))
    bad = 0
    for result in check_apps(app_set, apps):
        bad += bool(result.problems)
        verdict = "ok  " if not result.problems else "BAD "
        print(
            f"{verdict} {result.app_id:<16} {result.views:>2} views, {result.fewest_labelled}+ labelled controls, "
            f"loads in {result.load_s:.2f} s"
        )
        for problem in result.problems:
            print(f"       {problem}")
    print(f"{len(apps) - bad} of {len(apps)} apps pass")
    return 1 if bad else 0


def _check_app(browser: Browser, base_url: str, app: AppSpec) -> AppCheck:
    problems: list[str] = []
    views, fewest, slowest_s = 0, 10_000, 0.0
    for size, viewport in VIEWPORTS.items():
        found: list[str] = []
        page = _new_page(browser, viewport, f"{base_url}/", found)
        started = time.perf_counter()
        try:
            page.goto(f"{base_url}/{app.entry_path}?taskId=1&_t=5", timeout=1000 * LOAD_LIMIT_S)
            slowest_s = max(slowest_s, time.perf_counter() - started)
            found += _contract_problems(page)
            labelled = _visit_views(page, viewport, found)
            found += _reset_problems(page)
            views, fewest = len(labelled), min(fewest, *labelled.values())
        except PlaywrightError as error:
            found.append(f"did not survive the check: {str(error).splitlines()[0]}")
        page.context.close()
        problems += [f"{size}: {one}" for one in dict.fromkeys(found)]
    return AppCheck(app_id=app.app_id, views=views, fewest_labelled=fewest, load_s=slowest_s, problems=tuple(problems))


def _new_page(browser: Browser, viewport: Viewport, origin: str, found: list[str]) -> Page:
    """A fresh page that writes errors and requests that leave the app into ``found``."""
    is_phone = viewport.width_css_px < 600
    size: Any = {"width": viewport.width_css_px, "height": viewport.height_css_px}
    page = browser.new_context(viewport=size, has_touch=is_phone).new_page()
    page.set_default_timeout(1000 * LOAD_LIMIT_S)
    page.on("pageerror", lambda error: found.append(f"page error: {error}"))
    page.on("console", lambda line: found.append(f"console: {line.text}") if line.type == "error" else None)
    page.on("request", lambda request: _note_leaving(request.url, origin, found))
    return page


def _note_leaving(url: str, origin: str, found: list[str]) -> None:
    if not url.startswith((origin, "data:", "blob:")):
        found.append(f"asked for {url[:100]}, which is outside the app")


def _contract_problems(page: Page) -> list[str]:
    """What is missing or of another form, and every task that succeeds although nothing was done."""
    missing: list[str] = page.evaluate(MISSING_JS, list(NAMES))
    if missing:
        return [f"window lacks {', '.join(missing)}"]
    try:
        tasks = parse_tasks(page.evaluate("getTasks()"))
        passing = [task.task_id for task in tasks if _evaluated(page, task).success]
    except AppError as error:
        return [str(error)]
    return [f"task {i} succeeds at the start" for i in passing] or ([] if tasks else ["has no tasks"])


def _evaluated(page: Page, task: Task) -> Evaluation:
    """The evaluator's answer, whether it comes at once or as a Promise."""
    params = {"taskId": task.task_id, **dict(task.constants)}
    return parse_evaluation(page.evaluate(EVALUATE_JS, params))


def _visit_views(page: Page, viewport: Viewport, found: list[str]) -> dict[str, int]:
    """Labelled controls of every view. An app of another make is looked at on its start view only."""
    cdp = page.context.new_cdp_session(page)
    labelled: dict[str, int] = {}
    for view in page.evaluate(ROUTES_JS) or [""]:
        if view:
            page.evaluate("view => { location.hash = `#/${view}`; }", view)
            page.wait_for_function("view => location.hash === `#/${view}`", arg=view)
        name = view or "the start view"
        labels = _control_labels(cdp)
        labelled[name] = sum(bool(label) for _, label in labels)
        unnamed = sorted({role for role, label in labels if not label})
        if unnamed:
            found.append(f"{name}: a {unnamed[0]} has no name")
        if labelled[name] < MIN_LABELLED:
            found.append(f"{name}: {labelled[name]} labelled controls, fewer than {MIN_LABELLED}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > viewport.width_css_px:
            found.append(f"{name}: {width} px wide, wider than the screen")
    return labelled


def _control_labels(cdp: CDPSession) -> list[tuple[str, str]]:
    """Role and name of every control in the accessibility tree."""
    nodes: list[dict[str, Any]] = cdp.send("Accessibility.getFullAXTree")["nodes"]
    return [
        (node["role"]["value"], str(node.get("name", {}).get("value", "")).strip())
        for node in nodes
        if not node.get("ignored") and node.get("role", {}).get("value") in INTERACTIVE_ROLES
    ]


def _reset_problems(page: Page) -> list[str]:
    """Whether ``reset()`` and a reload bring the same state."""
    page.evaluate("reset()")
    after_reset = page.evaluate(SNAPSHOT_JS)
    page.reload()
    return [] if page.evaluate(SNAPSHOT_JS) == after_reset else ["reset() and a reload give different states"]

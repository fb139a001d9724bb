"""Every task of our own apps fails at the start and is solved by a scripted path of real input."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from jamel.apps import DEMO_FILE, load_app_set
from jamel.apps.manifest import SOURCE_ROOT
from jamel.browser.check_apps import VIEWPORTS
from jamel.browser.chromium import running_browser
from jamel.browser.site_server import SiteServer

pytestmark = pytest.mark.browser

DEMO = load_app_set(DEMO_FILE)
APP_IDS = [app.app_id for app in DEMO.apps]
SOLUTIONS = (SOURCE_ROOT / "solutions.js").read_text(encoding="utf-8").strip().removesuffix(";")
SNAPSHOT = "AppStore.snapshot()"


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with SiteServer(DEMO.root) as server:
        yield server.base_url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser(20.0) as running:
        yield running.playwright


def control(page: Page, role: str, label: str) -> Locator:
    match role:
        case "free seat" | "free table":
            found = page.locator(f"button:not(:disabled):not(.done)[aria-label^='{label}']")
        case "main button":
            found = page.locator("#view").get_by_role("button", name=label, exact=True)
        case _:
            found = page.get_by_role(role, name=label, exact=True)
    return found.last if page.locator(".dialog").count() else found.first


def follow(page: Page, steps: list[list[str]]) -> None:
    """Carry out the lines of a solution."""
    for step in steps:
        match step:
            case ["go", route]:
                page.evaluate("route => go(route)", route)
            case ["press", role, label]:
                control(page, role, label).click()
            case ["fill", label, value]:
                page.get_by_label(label, exact=True).last.fill(value)
            case ["slide", label, value]:
                page.get_by_role("slider", name=label).first.fill(value)
            case ["choose", label, option]:
                page.get_by_role("combobox", name=label).first.select_option(label=option)
            case _:
                raise AssertionError(f"unknown step {step}")


@pytest.mark.parametrize("app_id", APP_IDS)
def test_every_task_fails_at_the_start_and_succeeds_when_solved(browser: Browser, base_url: str, app_id: str) -> None:
    size = VIEWPORTS["desktop"]
    page = browser.new_page(viewport={"width": size.width_css_px, "height": size.height_css_px})
    page.set_default_timeout(3000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{base_url}/{app_id}/index.html")
    first = page.evaluate(SNAPSHOT)
    outcomes = {}
    for task in page.evaluate("getTasks()"):
        page.evaluate("reset()")
        assert page.evaluate(SNAPSHOT) == first
        answer = {"taskId": task["taskId"]}
        before = page.evaluate("a => evaluateTask(a, [])", answer)
        follow(page, page.evaluate(f"{SOLUTIONS}[{task['key']!r}]()"))
        outcomes[task["key"]] = (before["score"], page.evaluate("a => evaluateTask(a, [])", answer)["score"])
    page.close()
    assert {key: scores for key, scores in outcomes.items() if scores != (0, 100)} == {}
    assert errors == []


@pytest.mark.parametrize("prefix", ["", "/scalewob-env"])
def test_apps_work_under_both_layouts_and_tolerate_the_launchers_parameters(
    browser: Browser, base_url: str, prefix: str
) -> None:
    page = browser.new_page()
    page.goto(f"{base_url}{prefix}/{APP_IDS[0]}/index.html?taskId=1&_scw_nonce=7&_t=5")
    task = page.evaluate("getTasks()[0]")
    page.close()
    assert task["params"]["properties"]["taskId"] == {"type": "number", "const": task["taskId"]}

"""Our own apps in a browser: each passes the check in both viewports, and Back leads back."""

from pathlib import Path

import pytest

from jamel.actions import Click, GoBack
from jamel.apps import DEMO_FILE, AppSet, load_app_set
from jamel.apps.build import build_suite
from jamel.browser.check_apps import check_apps
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.types import AppSpec, Observation, Split

pytestmark = pytest.mark.browser

DEMO = load_app_set(DEMO_FILE)
APP_IDS = [app.app_id for app in DEMO.apps]


def test_every_app_passes_the_check_in_both_viewports() -> None:
    results = list(check_apps(DEMO, DEMO.apps))
    assert {r.app_id: r.problems for r in results if r.problems} == {}
    assert [r.app_id for r in results] == APP_IDS


def test_a_variant_passes_the_check_too(tmp_path: Path) -> None:
    """Two languages at once make the longest labels: a phone must hold them."""
    build_suite(tmp_path / "apps", seed=7)
    variant = AppSet(root=tmp_path / "apps", apps=DEMO.apps)
    chosen = [variant.find(app_id) for app_id in ("askwell", "lumao", "boardwise")]
    assert {r.app_id: r.problems for r in check_apps(variant, chosen)} == {i.app_id: () for i in chosen}


BAD_PAGE = """<!doctype html><title>bad</title><body style="width:2000px"><button></button>
<img src="http://example.com/x.png"><script>console.error('oh'); {body} undefinedName();</script>"""
WITH_CONTRACT = """sessionStorage.seen = 1 + Number(sessionStorage.seen || 0);
var AppStore = { state: { seen: sessionStorage.seen } };
function getTasks() { return [{ taskId: 1, task: 'a' }, { taskId: SECOND, task: 'b' }]; } function reset() {}
async function evaluateTask() { return { success: true }; }"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", ["window lacks AppStore, getTasks, evaluateTask, reset"]),
        (WITH_CONTRACT.replace("SECOND", "2"), ["task 1 succeeds at the start", "task 2 succ", "different states"]),
        (WITH_CONTRACT.replace("SECOND", "1"), ["task ids are not unique: 1, 1"]),
        (WITH_CONTRACT.replace("SECOND", "{}"), ["without taskId"]),
    ],
)
def test_the_check_names_what_is_wrong(tmp_path: Path, body: str, expected: list[str]) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "index.html").write_text(BAD_PAGE.replace("{body}", body))
    app = AppSpec(app_id="bad", split=Split.TRAIN, entry_path="bad/index.html")
    (result,) = check_apps(AppSet(root=tmp_path, apps=(app,)), [app])
    found = "\n".join(result.problems)
    for words in [*expected, "page error", "console: oh", "outside the app", "a button has no name", "wider than"]:
        assert words in found
    assert "0 labelled controls, fewer than 15" in found


def test_going_back_returns_to_the_view_before() -> None:
    with (
        SiteServer(DEMO.root) as server,
        BrowserEnv(app=DEMO.find("yunjian"), base_url=server.base_url, settings=BrowserSettings(), seed=0) as env,
    ):
        start = env.reset().observation
        link = next(e.bid for e in start.elements if e.label.startswith("待办 To-dos"))
        assert env.step(Click(bid=link)).observation.url.endswith("#/todos")
        assert [e.label for e in env.step(GoBack()).observation.elements] == [e.label for e in start.elements]


def test_a_modal_dialog_hides_what_lies_beneath_and_a_plain_overlay_only_covers_it() -> None:
    """At the start of lumao a consent dialog lies over a gift, which lies over the page."""
    with (
        SiteServer(DEMO.root) as server,
        BrowserEnv(app=DEMO.find("lumao"), base_url=server.base_url, settings=BrowserSettings(), seed=0) as env,
    ):
        start = env.reset().observation
        assert {e.role for e in start.elements if e.label} == {"dialog", "heading", "button", "checkbox"}
        consent = env.step(Click(bid=_bid(start, "仅必要"))).observation
        covered = env.step(Click(bid=_bid(consent, "全部商品")))
        assert covered.action_error is not None
        assert covered.observation.url == start.url
        closed = env.step(Click(bid=_bid(covered.observation, "以后再说"))).observation
        assert env.step(Click(bid=_bid(closed, "全部商品"))).observation.url.endswith("#/catalogue")


def _bid(observation: Observation, label: str) -> str:
    return next(e.bid for e in observation.elements if e.label == label)

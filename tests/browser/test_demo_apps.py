"""The embedded apps in a browser: they load clean, show enough to act on, and every task can be solved."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from jamel.actions import Click, GoBack, Goto
from jamel.apps import DEMO_FILE, load_app_set
from jamel.browser.chromium import running_browser
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.types import Observation

pytestmark = pytest.mark.browser

DEMO = load_app_set(DEMO_FILE)
APP_IDS = [app.app_id for app in DEMO.apps]
MIN_ELEMENTS = 15
VIEWS = {
    "notely": ("notes", "todos", "calendar", "search", "tags", "settings", "note/n1"),
    "shoply": ("home", "catalogue", "cart", "orders", "account", "item/p16", "order/S1001"),
    "tripsy": ("home", "trips", "saved", "chat", "profile", "hotels", "hotel/h4", "trains", "booking", "trip/R2001"),
}
SIZES = {"desktop": (1280, 720), "mobile": (390, 844)}

# One line per press "role name", "fill label = text", "choose label = option"; then the answer that goes with it.
SOLUTIONS: dict[tuple[str, int], tuple[str, dict[str, object]]] = {
    ("notely", 1): (
        """button 新建 New
        fill 标题 Title = 买咖啡豆
        button 保存 Save
        link 笔记 Notes
        button 置顶 Pin 买咖啡豆""",
        {},
    ),
    ("notely", 2): (
        """link 待办 To-dos
        checkbox 预约牙医 Book the dentist
        checkbox 还图书馆的书 Return library books""",
        {},
    ),
    ("notely", 3): (
        """link 日历 Calendar
        button 2026-03-18
        button 新日程 New event
        fill 日程标题 Event title = 牙医
        fill 开始 Start = 14:00
        fill 结束 End = 15:00
        button 保存日程 Save event""",
        {"date": "2026-03-18"},
    ),
    ("notely", 4): (
        """link 标签 Tags
        button 合并 Merge 菜谱 Recipe
        choose 合并到 Merge into = 家庭 Home
        button 合并标签 Merge tags
        link 设置 Settings
        choose 主题 Theme = 深色 Dark""",
        {},
    ),
    ("notely", 5): ("link 笔记 Notes", {"rent": 3200}),
    ("shoply", 1): (
        """button 以后再说 Maybe later
        link 分类 Shop
        link 棉质衬衫 Cotton shirt
        button 白 White
        button M
        button 增加 More
        button 加入购物车 Add to cart""",
        {"count": 2},
    ),
    ("shoply", 2): (
        """button 以后再说 Maybe later
        link 分类 Shop
        link 机械键盘 Mechanical keyboard
        button 红轴 Red
        button 立即购买 Buy now
        fill 优惠码 Coupon code = SPRING15
        button 使用 Apply
        button 去结算 Check out (1)
        button 下一步 Next
        button 下一步 Next
        radio 银行卡 Card
        fill 卡号 Card number = 4111111111111111
        fill 有效期 Expiry = 12/27
        button 下一步 Next
        button 提交订单 Place order""",
        {},
    ),
    ("shoply", 3): (
        """button 以后再说 Maybe later
        link 订单 Orders
        button 确认收货 Confirm receipt S1001
        button 写评价 Write review S1001
        fill 评价 Review = 很香的茶 A fragrant tea
        button 发布评价 Publish""",
        {},
    ),
    ("shoply", 4): (
        """button 以后再说 Maybe later
        link 分类 Shop
        button 收藏 Save 《慢城》 The Slow City
        button 收藏 Save 《星图手册》 Star Chart Handbook
        button 收藏 Save 《一人食》 Cooking for One
        button 厨房 Kitchen
        button 取消收藏 Unsave 铸铁锅 Cast-iron pot""",
        {},
    ),
    ("shoply", 5): ("button 以后再说 Maybe later", {"price": 329}),
    ("tripsy", 1): (
        """tab 火车 Trains
        button 找火车 Find trains
        button 预订 Book T101
        checkbox 林小禾 · 成人 adult
        checkbox Zhou Yi · 成人 adult
        button 下一步 Next
        button 座位 Seat 3A
        button 座位 Seat 3B
        button 下一步 Next
        fill 联系电话 Contact phone = 13800000001
        button 下一步 Next
        radio 银行卡 Card
        button 阅读条款 Read the terms
        button 同意条款 Accept the terms
        button 不需要 No insurance
        button 确认支付 Pay now""",
        {"train": "T101"},
    ),
    ("tripsy", 2): (
        """link 行程 Trips
        button 详情 Details R2001
        button 取消行程 Cancel trip
        button 确定 Confirm""",
        {},
    ),
    ("tripsy", 3): (
        """link 我的 Profile
        button 新旅客 New traveller
        fill 姓名 Name = Mona Bai
        fill 证件号 Document = E77001122
        fill 手机号 Phone = 13700000003
        button 保存旅客 Save traveller""",
        {"document": "E77001122"},
    ),
    ("tripsy", 4): (
        """link 收藏 Saved
        button 收藏 Save 温泉山庄 Hot Spring Manor
        link 行程 Trips
        tab 已完成 Finished 1
        button 评分 Rate R2000
        button 4 星 4 stars""",
        {},
    ),
    ("tripsy", 5): ("link 行程 Trips", {"price": 898}),
}


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with SiteServer(DEMO.root) as server:
        yield server.base_url


@pytest.fixture  # one a test: Playwright allows one at a time in a thread, and ``BrowserEnv`` starts its own
def browser() -> Iterator[Browser]:
    with running_browser(20.0) as running:
        yield running


def open_app(browser: Browser, url: str, size: str = "desktop") -> tuple[Page, list[str]]:
    """A fresh page on ``url`` and the list its errors will be added to."""
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(3000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(url)
    return page, errors


def follow(page: Page, script: str) -> None:
    """Carry out the lines of a solution."""
    for line in script.splitlines():
        verb, _, rest = line.strip().partition(" ")
        label, _, value = rest.partition(" = ")
        match verb:
            case "fill":
                page.get_by_label(label, exact=True).first.fill(value)
            case "choose":
                page.get_by_role("combobox", name=label).first.select_option(label=value)
            case "link" | "button" | "tab" | "checkbox" | "radio":
                page.get_by_role(verb, name=label, exact=True).first.click()
            case _:
                raise AssertionError(f"unknown line {line!r}")


def evaluate(page: Page, task_id: int, answer: dict[str, object]) -> dict[str, object]:
    return page.evaluate("params => evaluateTask(params, [])", {"taskId": task_id, **answer})


def labelled(observation: Observation) -> list[str]:
    return [element.label for element in observation.elements if element.label]


@pytest.mark.parametrize("prefix", ["", "/scalewob-env"])
@pytest.mark.parametrize("app_id", APP_IDS)
def test_the_contract_is_there_when_the_page_has_loaded(
    browser: Browser, base_url: str, app_id: str, prefix: str
) -> None:
    page, errors = open_app(browser, f"{base_url}{prefix}/{app_id}/index.html?taskId=1&_t=5")
    kinds = page.evaluate("[AppStore, getTasks, evaluateTask, reset].map((x) => typeof x)")
    tasks = page.evaluate("getTasks()")
    page.close()
    assert kinds == ["object", "function", "function", "function"]
    assert [task["taskId"] for task in tasks] == [1, 2, 3, 4, 5]
    assert all(task["params"]["properties"]["taskId"] == {"type": "number", "const": task["taskId"]} for task in tasks)
    assert errors == []


@pytest.mark.parametrize("app_id", APP_IDS)
def test_every_view_offers_enough_labelled_elements(base_url: str, app_id: str) -> None:
    app = DEMO.find(app_id)
    with BrowserEnv(app=app, base_url=base_url, settings=BrowserSettings(), seed=0) as env:
        start = env.reset().observation
        if app_id == "shoply":
            close = next(e.bid for e in start.elements if e.label == "关闭 Close")
            start = env.step(Click(bid=close)).observation
        counts = {"start": len(labelled(start))}
        for view in VIEWS[app_id]:
            step = env.step(Goto(url=f"{env.start_url}#/{view}"))
            assert step.action_error is None
            counts[view] = len(labelled(step.observation))
    assert {view: count for view, count in counts.items() if count < MIN_ELEMENTS} == {}


def test_going_back_returns_to_the_view_before(base_url: str) -> None:
    with BrowserEnv(app=DEMO.find("notely"), base_url=base_url, settings=BrowserSettings(), seed=0) as env:
        start = env.reset().observation
        link = next(e.bid for e in start.elements if e.label == "待办 To-dos")
        assert env.step(Click(bid=link)).observation.url.endswith("#/todos")
        assert labelled(env.step(GoBack()).observation) == labelled(start)


@pytest.mark.parametrize("app_id", APP_IDS)
def test_views_fit_a_phone_without_errors(browser: Browser, base_url: str, app_id: str) -> None:
    page, errors = open_app(browser, f"{base_url}/{app_id}/index.html", "mobile")
    widths = {}
    for view in VIEWS[app_id]:
        page.evaluate("view => { location.hash = `#/${view}`; }", view)
        widths[view] = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert {view: width for view, width in widths.items() if width > SIZES["mobile"][0]} == {}
    assert errors == []


@pytest.mark.parametrize("app_id", APP_IDS)
def test_every_task_fails_at_the_start_and_succeeds_when_solved(browser: Browser, base_url: str, app_id: str) -> None:
    page, errors = open_app(browser, f"{base_url}/{app_id}/index.html")
    outcomes = {}
    for task_id in page.evaluate("getTasks().map((task) => task.taskId)"):
        page.goto(f"{base_url}/{app_id}/index.html?taskId={task_id}")
        script, answer = SOLUTIONS[app_id, task_id]
        before = evaluate(page, task_id, {} if task_id == 5 else answer)
        follow(page, script)
        after = evaluate(page, task_id, answer)
        outcomes[task_id] = (before["success"], before["score"], after["success"], after["score"])
    assert outcomes == dict.fromkeys(range(1, 6), (False, 0, True, 100))
    assert errors == []


@pytest.mark.parametrize(("app_id", "task_id"), [("notely", 4), ("shoply", 2), ("tripsy", 1)])
def test_reset_and_reload_bring_the_first_state_back(
    browser: Browser, base_url: str, app_id: str, task_id: int
) -> None:
    page, _ = open_app(browser, f"{base_url}/{app_id}/index.html")
    first = page.evaluate("AppStore.snapshot()")
    follow(page, SOLUTIONS[app_id, task_id][0])
    changed = page.evaluate("AppStore.snapshot()")
    page.evaluate("reset()")
    after_reset = page.evaluate("AppStore.snapshot()")
    page.reload()
    after_reload = page.evaluate("AppStore.snapshot()")
    page.close()
    assert json.loads(first) != json.loads(changed)
    assert (after_reset, after_reload) == (first, first)

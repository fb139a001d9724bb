"""Coordinate gestures, by finger on the 390x844 touch viewport and by mouse elsewhere; drag and drop."""

import io
import json
from collections.abc import Callable

import pytest
from PIL import Image

from jamel.actions import Action, DragAndDrop, LongPress, MouseClick, Swipe, Tap, TypeText
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.types import Observation
from tests.browser.conftest import bid_of, value_of

pytestmark = pytest.mark.browser
OpenSite = Callable[..., BrowserEnv]
PHONE = BrowserSettings(viewport_width_css_px=390, viewport_height_css_px=844, has_touch=True)


def seen_by_page(observation: Observation) -> dict:
    line = next(line for line in observation.axtree_text.splitlines() if "StaticText '{" in line)
    return json.loads(line.partition("StaticText ")[2].strip("'"))


def after(env: BrowserEnv, *actions: Action) -> dict:
    env.reset()
    steps = [env.step(action) for action in actions]
    assert [step.action_error for step in steps] == [None] * len(steps)
    return seen_by_page(steps[-1].observation)


def test_the_touch_viewport_is_a_phone_and_its_screenshot_has_its_size(open_site: OpenSite):
    observation = open_site("touched", settings=PHONE).reset().observation
    assert seen_by_page(observation) == {"wide": 390, "touch": True}
    assert Image.open(io.BytesIO(observation.screenshot_png)).size == (390, 844)


def test_without_touch_the_page_sees_a_mouse_only(open_site: OpenSite):
    assert seen_by_page(open_site("touched").reset().observation) == {"wide": 1280, "touch": False}


def test_a_tap_by_finger_ends_in_a_click(open_site: OpenSite):
    seen = after(open_site("touched", settings=PHONE), Tap(x=50, y=50))
    assert (seen["touchstart"], seen["touchend"], seen["click"]) == (1, 1, 1)


def test_a_tap_by_mouse_is_a_click(open_site: OpenSite):
    seen = after(open_site("touched"), Tap(x=50, y=50))
    assert (seen.get("touchstart"), seen["mousedown"], seen["click"]) == (None, 1, 1)


def test_a_long_press_by_finger_lasts_for_the_pages_timers(open_site: OpenSite):
    seen = after(open_site("touched", settings=PHONE), LongPress(x=50, y=50))
    assert (seen["touchstart"], seen["touchend"]) == (1, 1)
    assert seen["held"] >= 600


def test_a_swipe_moves_the_finger_and_scrolls_a_list(open_site: OpenSite):
    env = open_site("touched", settings=PHONE)
    assert after(env, Swipe(from_x=20, from_y=20, to_x=180, to_y=180))["touchmove"] > 1
    assert after(env, Swipe(from_x=100, from_y=380, to_x=100, to_y=220))["scrolled"]


def test_equal_swipes_scroll_equally_far_and_happen_at_the_page_s_own_time(open_site: OpenSite):
    """A finger that left the screen in motion flung the page, the farther the less the machine had to do."""
    env = open_site("moving", settings=PHONE)
    for _ in range(3):
        env.reset()
        value_of(env, "document.body.style.height = '9000px'")
        value_of(env, "lags = []; addEventListener('touchend', e => lags.push(performance.now() - e.timeStamp)); 0")
        env.step(Swipe(from_x=100, from_y=700, to_x=100, to_y=200))
        assert 450 < value_of(env, "scrollY") < 500
        assert abs(value_of(env, "lags[0]")) < 1


def test_a_swipe_by_mouse_drags(open_site: OpenSite):
    assert after(open_site("touched"), Swipe(from_x=20, from_y=20, to_x=180, to_y=180))["drag"] > 1


def test_typing_goes_where_the_last_click_focused(open_site: OpenSite):
    seen = after(open_site("touched"), MouseClick(x=60, y=532), TypeText(text="新 ok"))
    assert seen["typed"] == "新 ok"


def test_what_the_page_lets_be_dragged_is_dropped(open_site: OpenSite):
    env = open_site("touched")
    first = env.reset().observation
    step = env.step(DragAndDrop(from_bid=bid_of(first, "Item"), to_bid=bid_of(first, "Bin")))
    seen = seen_by_page(step.observation)
    assert step.action_error is None
    assert (seen["dragstart"], seen["dropped item"]) == (1, 1)

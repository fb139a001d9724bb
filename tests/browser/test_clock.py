"""Frames on demand: what a gesture does where it meets them late."""

from collections.abc import Callable

import pytest

from jamel.actions import Scroll
from jamel.browser.env import BrowserEnv

pytestmark = pytest.mark.browser
OpenSite = Callable[..., BrowserEnv]


def scrolled_px(env: BrowserEnv) -> float:
    return env._tab.cdp.send("Runtime.evaluate", {"expression": "scrollY"})["result"]["value"]


@pytest.fixture
def tall(open_site: OpenSite) -> BrowserEnv:
    """A page of 9,000 CSS pixels."""
    env = open_site("moving")
    env.reset()
    env._tab.cdp.send("Runtime.evaluate", {"expression": "document.body.style.height = '9000px'"})
    return env


def test_every_wheel_scrolls_once(tall: BrowserEnv):
    for i in range(1, 6):
        tall.step(Scroll(delta_x=0, delta_y=400))
        assert scrolled_px(tall) == 400 * i


def test_a_wheel_that_the_page_hears_late_scrolls_once(tall: BrowserEnv):
    """On a busy machine the gesture comes when the step already settles. In frames that were not drawn it scrolled
    twice."""
    tab = tall._tab
    answered = tab.cdp.devtools.loop.create_future()
    answered.set_result(None)
    tab.clock.run(answered, is_scroll=True)
    wheel = {"type": "mouseWheel", "x": 300, "y": 300, "deltaX": 0, "deltaY": 400}
    tab.cdp.request("Input.dispatchMouseEvent", wheel)
    tab.clock.settle(1000)
    assert scrolled_px(tall) == 400

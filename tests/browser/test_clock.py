"""Frames on demand: what a gesture does where it meets them late, and whose time frames and clicks carry."""

import itertools
from collections.abc import Callable

import pytest

from jamel.actions import Click, Noop, Scroll
from jamel.browser import clock
from jamel.browser.env import BrowserEnv
from tests.browser.conftest import value_of

pytestmark = pytest.mark.browser
OpenSite = Callable[..., BrowserEnv]


def scrolled_px(env: BrowserEnv) -> float:
    return value_of(env, "scrollY")


@pytest.fixture
def tall(open_site: OpenSite) -> BrowserEnv:
    """A page of 9,000 CSS pixels."""
    env = open_site("moving")
    env.reset()
    value_of(env, "document.body.style.height = '9000px'")
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


def test_frames_carry_the_page_s_own_time(open_site: OpenSite):
    """A frame that lags behind it lets an animation begin at a time that the machine's speed decides."""
    env = open_site("moving")
    for _ in range(2):
        env.reset()
        value_of(env, "lags = []; (function on(t) { lags.push(performance.now() - t); requestAnimationFrame(on); })(0)")
        env.step(Noop())
        lags = value_of(env, "lags")[1:]
        assert len(lags) >= 3
        assert max(map(abs, lags)) < 1


def test_clicks_happen_at_the_page_s_own_time(open_site: OpenSite):
    env = open_site("moving")
    seen = env.reset().observation
    value_of(env, "times = []; addEventListener('click', e => times.push([e.timeStamp, performance.now()])); 0")
    for _ in range(2):
        seen = env.step(Click(bid=seen.elements[0].bid)).observation
    (first, now), (second, _) = value_of(env, "times")
    assert abs(first - now) < 1
    assert abs(second - first - 501) < 1


def test_frames_come_at_ages_of_the_page_that_need_no_rounding(open_site: OpenSite):
    """Chromium rounds them to 0.1 ms, up or down by a secret: what begins in a frame was 0, 0.1 or 0.2 ms old in the
    next."""
    env = open_site("moving")
    for _ in range(2):
        env.reset()
        value_of(env, "ages = []; (function on(t) { ages.push(t); requestAnimationFrame(on); })(0)")
        for _ in range(5):
            env.step(Noop())
        spans = [round(later - age, 3) for age, later in itertools.pairwise(value_of(env, "ages")[1:])]
        a_step = spans[:7]
        assert 0.1 in a_step
        assert spans == (a_step * 5)[: len(spans)]


@pytest.mark.parametrize("turns", [0, 50_000_000])
def test_what_a_press_begins_has_its_first_frame_at_once(
    open_site: OpenSite, monkeypatch: pytest.MonkeyPatch, turns: int
):
    """On a busy machine the page heard of it after its frames. A script that takes long stands for it."""
    monkeypatch.setattr(clock, "HEARING_S", 60.0)  # on a busy machine the script itself takes more than 5 s
    env = open_site("counted")
    env.reset()
    tab = env._tab
    slow = f"for (let turn = 0; turn < {turns}; turn += 1); moved = document.body.animate({{opacity: [0, 1]}}, 9000); 0"
    tab.clock.run(tab.cdp.request("Runtime.evaluate", {"expression": slow}), is_press=True)
    tab.clock.settle(500)
    tab.clock.screenshot(lambda: None)
    assert value_of(env, "Math.round(10 * moved.currentTime)") == 5009

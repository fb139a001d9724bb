"""Pop-ups that Chromium itself draws over a page: lists, calendars, colours, files. Each must end with its step."""

from collections.abc import Callable

import pytest

from jamel.actions import Click
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings, Timing
from tests.browser.conftest import bid_of

pytestmark = pytest.mark.browser
OpenSite = Callable[..., BrowserEnv]


@pytest.mark.parametrize("timing", Timing)
@pytest.mark.parametrize("label", ["Pick", "Colour", "Day", "Paper", "Name", "List"])
def test_after_a_click_that_opens_a_popup_the_next_click_reaches_the_page(
    open_site: OpenSite, label: str, timing: Timing
):
    env = open_site("popups", settings=BrowserSettings(timing=timing))
    first = env.reset().observation
    for _ in range(2):
        assert env.step(Click(bid=bid_of(first, label))).action_error is None
    step = env.step(Click(bid=bid_of(first, "Count")))
    assert (step.action_error, "pressed 1" in step.observation.axtree_text) == (None, True)

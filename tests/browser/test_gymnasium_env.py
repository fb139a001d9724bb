"""The Gymnasium environment: Gymnasium's own checker, the documented eight lines, and the reward of a session."""

import re
import textwrap
import warnings
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import jamel.rollout.gymnasium_env as module
from jamel.apps import AppSet
from jamel.errors import BrowserError
from jamel.rollout.gymnasium_env import WebExplorationEnv
from jamel.types import AppSpec, Split
from tests.browser.conftest import SITES

pytestmark = pytest.mark.browser
COUNTED = AppSet(root=SITES, apps=(AppSpec(app_id="counted", split=Split.TEST, entry_path="counted/index.html"),))


@pytest.fixture
def env() -> Iterator[WebExplorationEnv]:
    with closing(WebExplorationEnv("counted", apps=COUNTED, max_steps=3, render_mode="rgb_array")) as opened:
        yield opened


def test_gymnasiums_checker_finds_no_fault(env: WebExplorationEnv):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=".*spec is None.*|.*Not able to test alternative render modes.*")
        check_env(env)


def test_a_session_pays_for_new_code_once_and_is_truncated(env: WebExplorationEnv):
    start, info = env.reset(seed=1)
    assert info["covered"] > 0
    bid = re.search(r"- (\d+): button", start["elements"]).group(1)
    _, first, _, _, info = env.step(f"click('{bid}')")
    _, again, _, truncated, _ = env.step(f"click('{bid}')")
    assert (first, again, truncated) == (1.0, 0.0, False)
    _, unparsed, terminated, truncated, info = env.step("please click")
    assert (unparsed, terminated, truncated) == (0.0, False, True)
    assert info["action_error"].startswith("no action")


def test_reset_as_an_action_keeps_what_was_covered_and_reset_of_the_environment_forgets(env: WebExplorationEnv):
    start, first = env.reset(seed=1)
    bid = re.search(r"- (\d+): button", start["elements"]).group(1)
    covered = env.step(f"click('{bid}')")[4]["covered"]
    _, reward, _, _, info = env.step("reset()")
    assert (reward, info["covered"]) == (0.0, covered)
    assert env.reset()[1]["covered"] == first["covered"]


def test_a_step_before_the_first_reset_says_what_to_do(env: WebExplorationEnv):
    with pytest.raises(BrowserError, match="Call reset"):
        env.step("noop()")


def test_the_documented_lines_work(monkeypatch: pytest.MonkeyPatch):
    code = textwrap.dedent(module.__doc__.split("\n\n", 1)[1].rsplit("\n\n", 1)[0])
    code = code.replace("range(50)", "range(2)")
    monkeypatch.setattr("builtins.input", lambda shown: "scroll(0, 100)" if "- " in shown else "noop()")
    names: dict = {}
    exec(code, names)  # noqa: S102  # our own documentation
    assert names["observation"]["screenshot"].shape == (720, 1280, 3)
    assert len([line for line in code.splitlines() if line.strip()]) <= 9


def test_render_is_the_screenshot(env: WebExplorationEnv):
    observation, _ = env.reset(seed=0)
    assert np.array_equal(env.render(), observation["screenshot"])

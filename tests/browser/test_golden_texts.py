"""What BrowserGym 0.14.3 said after every action of recorded sessions, word for word, without BrowserGym installed.

``tests/parity/record.py`` made the files; this plays the same actions through the whole environment.
"""

import json
from contextlib import ExitStack

import pytest

from jamel.actions import ParseFailure, parse_action
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.types import AppSpec, EnvStep, Split
from tests.parity.recordings import GOLDEN, RECORDINGS, Recording, unnumbered

pytestmark = pytest.mark.browser


def played(recording: Recording, calls: list[str]) -> list[dict]:
    """What jamel says at the start and after every call, in the shape of the recorded steps."""
    app = AppSpec(app_id=recording.name, split=Split.TEST, entry_path=f"{recording.name}/index.html")
    with ExitStack() as stack:
        origin = stack.enter_context(SiteServer(recording.folder)).base_url
        env = stack.enter_context(BrowserEnv(app=app, base_url=origin, settings=BrowserSettings(), seed=0))
        steps = [_said(env.reset(), "", origin)]
        for call in calls:
            action = parse_action(call)
            assert not isinstance(action, ParseFailure), action
            steps.append(_said(env.step(action), call, origin))
    return steps


def _said(step: EnvStep, call: str, origin: str) -> dict:
    seen = step.observation
    return {
        "action": call,
        "error_class": (step.action_error or "").split(":")[0],
        "url": seen.url.replace(origin, "http://app"),
        "open_pages": [url.replace(origin, "http://app") for url in seen.open_page_urls],
        "text": unnumbered(seen.axtree_text.replace(origin, "http://app")),
    }


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda r: r.name)
def test_every_step_of_a_recorded_session_reads_as_in_browsergym(recording: Recording):
    golden = json.loads((GOLDEN / f"{recording.name}.json").read_text(encoding="utf-8"))
    for ours, theirs in zip(played(recording, [s["action"] for s in golden[1:]]), golden, strict=True):
        assert ours == {key: theirs[key] for key in ours} | {"text": unnumbered(theirs["text"])}

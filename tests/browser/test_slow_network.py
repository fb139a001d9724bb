"""A request that never ends holds up neither the session nor the page's own time, and answers come in order."""

from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from jamel.actions import Click
from jamel.browser import clock, ordered_fetches
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.types import AppSpec, Split
from tests.browser.conftest import bid_of

pytestmark = pytest.mark.browser
PAGE = b"""<!doctype html><title>Slow</title><button onclick="ask()">Ask</button>
<button onclick="askBoth('/late')">Late</button><button onclick="askBoth('/held')">Held</button><p id="out">nothing</p>
<script>
function ask() {
  fetch('/held').then(() => { out.textContent = 'answered'; });
  setTimeout(() => { out.textContent = 'time went on'; }, 300);
}
function askBoth(first) {
  for (const path of [first, '/soon']) fetch(path).then(() => { out.textContent += ' then ' + path; });
}
</script>"""


@pytest.fixture
def slow_app() -> Iterator[str]:
    """The address of an app that answers ``/held`` when the test is over, and ``/late`` after ``/soon`` if it can."""
    over, is_asked_soon = Event(), Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/held":
                over.wait(timeout=60)
            if self.path == "/late":
                is_asked_soon.wait(timeout=0.3)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE)
            if self.path == "/soon":
                is_asked_soon.set()

        def log_message(self, format: str, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, ExitStack() as stack:
        Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
        stack.callback(over.set)
        yield f"http://127.0.0.1:{server.server_port}"


def text_after(app_url: str, label: str) -> str:
    app = AppSpec(app_id="slow", split=Split.TEST, entry_path="index.html")
    with BrowserEnv(app=app, base_url=app_url, settings=BrowserSettings(), seed=0) as env:
        return env.step(Click(bid=bid_of(env.reset().observation, label))).observation.axtree_text


def test_answers_come_in_the_order_of_asking(slow_app: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordered_fetches, "PATIENCE_S", 5.0)
    assert "nothing then /late then /soon" in text_after(slow_app, "Late")


def test_a_request_that_never_ends_lets_the_next_one_go(slow_app: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "NETWORK_WAIT_S", 1.0)
    assert "nothing then /soon" in text_after(slow_app, "Held")


def test_a_request_that_never_ends_is_waited_for_once_and_then_left(
    slow_app: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "NETWORK_WAIT_S", 1.0)
    app = AppSpec(app_id="slow", split=Split.TEST, entry_path="index.html")
    with BrowserEnv(app=app, base_url=slow_app, settings=BrowserSettings(), seed=0) as env:
        start = env.reset()
        asked = env.step(Click(bid=bid_of(start.observation, "Ask")))
        assert "time went on" in asked.observation.axtree_text
        assert 1.0 < asked.timing.settle_s < BrowserSettings().step_budget_s / 2

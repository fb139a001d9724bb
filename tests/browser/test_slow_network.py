"""A request that never ends holds up neither the session nor the page's own time."""

from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from jamel.actions import Click
from jamel.browser import clock
from jamel.browser.env import BrowserEnv
from jamel.browser.settings import BrowserSettings
from jamel.types import AppSpec, Split
from tests.browser.conftest import bid_of

pytestmark = pytest.mark.browser
PAGE = b"""<!doctype html><title>Slow</title><button onclick="ask()">Ask</button><p id="out">nothing</p>
<script>
function ask() {
  fetch('/held').then(() => { out.textContent = 'answered'; });
  setTimeout(() => { out.textContent = 'time went on'; }, 300);
}
</script>"""


@pytest.fixture
def slow_app() -> Iterator[str]:
    """The address of an app that answers ``/held`` when the test is over."""
    over = Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/held":
                over.wait(timeout=60)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE)

        def log_message(self, format: str, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, ExitStack() as stack:
        Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
        stack.callback(over.set)
        yield f"http://127.0.0.1:{server.server_port}"


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

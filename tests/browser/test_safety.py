"""A page cannot get out of its app: whatever it tries, a listening neighbour hears nothing. The sandbox is on."""

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from jamel.actions import Click, Fill, Noop
from jamel.browser.chromium import running_browser
from jamel.browser.env import BrowserEnv
from tests.browser.conftest import bid_of
from tests.browser.processes import running_below

pytestmark = pytest.mark.browser
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104  # a page must reach the listener if it can reach anything
LATER_STEPS = 10
"""WebRTC dials in real time, after the click."""
OpenSite = Callable[..., BrowserEnv]


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine on every address, for TCP and for UDP, and what came in."""
    heard: list[str] = []
    ended = threading.Event()
    with socket.create_server((EVERY_ADDRESS, 0)) as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        port = tcp.getsockname()[1]
        udp.bind((EVERY_ADDRESS, port))

        def hear() -> None:
            while not ended.is_set():
                ready, _, _ = select.select([tcp, udp], [], [], 0.05)
                if tcp in ready:
                    heard.append("tcp")
                    tcp.accept()[0].close()
                if udp in ready:
                    heard.append("udp")
                    udp.recv(4096)

        thread = threading.Thread(target=hear)
        thread.start()
        try:
            yield port, heard
        finally:
            ended.set()
            thread.join()


def lan_addresses() -> list[str]:
    """This machine's own addresses other than loopback; none where it has no network."""
    found = [a.address for addresses in psutil.net_if_addrs().values() for a in addresses if a.family == socket.AF_INET]
    return [address for address in found if not address.startswith("127.")]


def tried(env: BrowserEnv, url: str) -> str:
    """What the page says after trying every way to ``url``; it is still on its start page."""
    seen = env.reset().observation
    env.step(Fill(bid=bid_of(seen, "Target"), value=url))
    env.step(Click(bid=bid_of(seen, "Go")))
    for _ in range(LATER_STEPS):
        env.step(Noop())
    after = env.step(Noop()).observation
    assert after.url == env.start_url
    return after.axtree_text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", EVERY_ADDRESS, "lan"])
def test_no_other_port_of_this_machine_hears_from_a_page(open_site: OpenSite, host: str) -> None:
    addresses = lan_addresses() if host == "lan" else [host]
    if not addresses:
        pytest.skip("this machine has no address but loopback")
    with listening() as (port, heard):
        with socket.create_connection(("127.0.0.1", port)):
            pass  # the neighbour does listen
        assert "arrived: none" in tried(open_site("reaching"), f"http://{addresses[0]}:{port}/x")
    assert heard == ["tcp"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://169.254.169.254/latest/meta-data/"])
def test_neither_files_nor_a_metadata_address_answer_a_page(open_site: OpenSite, url: str) -> None:
    assert "arrived: none" in tried(open_site("reaching"), url)


def test_the_app_itself_can_be_reached(open_site: OpenSite) -> None:
    """Else the tests above would pass on a page that can do nothing."""
    env = open_site("reaching")
    seen = env.reset().observation
    env.step(Fill(bid=bid_of(seen, "Target"), value="reaching.js"))
    assert env.step(Click(bid=bid_of(seen, "Go"))).observation.url.endswith("reaching.js")


def test_the_sandbox_is_on() -> None:
    """Renderers run in a user namespace of their own, under a system call filter, and not as root."""
    with running_browser(20.0) as running:
        running.playwright.new_page().goto("data:text/html,x")
        renderers = [(process, command) for process, command in running_below() if "--type=renderer" in command]
        assert renderers
        for renderer, command in renderers:
            status = Path(f"/proc/{renderer.pid}/status").read_text(encoding="utf-8")
            assert "Seccomp:\t2" in status
            assert renderer.uids().real != 0
            assert "--no-sandbox" not in command


def test_randomness_is_seeded_crypto_included(open_site: OpenSite) -> None:
    def drawn(seed: int) -> str:
        with open_site("drawing", seed=seed) as env:
            return env.reset().observation.axtree_text

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)

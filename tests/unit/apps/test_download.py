"""Downloads that break off go on where they stopped, against a real server on the loopback address."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from jamel.apps.download import fetch
from jamel.errors import AppError

CONTENT = bytes(range(256)) * 2000
CUT = 200_000


class BreakingServer(BaseHTTPRequestHandler):
    """Sends at most ``CUT`` bytes an answer, then hangs up. ``tags`` are the versions it serves, one an answer."""

    tags: ClassVar[list[str]] = []
    ranges: ClassVar[list[str]] = []
    honours_ranges: ClassVar[bool] = True

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.ranges.append(wanted)
        tag = self.tags.pop(0) if len(self.tags) > 1 else self.tags[0]
        start = 0
        if wanted and self.honours_ranges and self.headers.get("If-Range") == tag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        self.send_response(206 if start else 200)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        self.wfile.write(CONTENT[start : start + CUT])

    def log_message(self, format: str, *arguments: object) -> None:
        return


@pytest.fixture
def url() -> Iterator[str]:
    BreakingServer.tags, BreakingServer.ranges, BreakingServer.honours_ranges = ['"v1"'], [], True
    with ThreadingHTTPServer(("127.0.0.1", 0), BreakingServer) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/a.zip"
        server.shutdown()


def download(url: str, folder: Path, attempts: int) -> Path:
    return fetch(url, folder / "a.zip", timeout_s=5, attempts=attempts, advice="Pass a local file.")


def test_a_broken_download_goes_on_where_it_stopped(url: str, tmp_path: Path) -> None:
    assert download(url, tmp_path, 5).read_bytes() == CONTENT
    assert BreakingServer.ranges == ["", f"bytes={CUT}-", f"bytes={2 * CUT}-"]
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def test_a_later_run_goes_on_too(url: str, tmp_path: Path) -> None:
    with pytest.raises(AppError, match=r"Pass a local file\."):
        download(url, tmp_path, 1)
    assert download(url, tmp_path, 5).read_bytes() == CONTENT
    assert BreakingServer.ranges[1] == f"bytes={CUT}-"


def test_another_version_starts_over(url: str, tmp_path: Path) -> None:
    BreakingServer.tags = ['"v1"', '"v2"']
    assert download(url, tmp_path, 9).read_bytes() == CONTENT


def test_a_server_without_ranges_is_not_stitched(url: str, tmp_path: Path) -> None:
    BreakingServer.honours_ranges = False
    with pytest.raises(AppError):
        download(url, tmp_path, 3)
    assert not (tmp_path / "a.zip").exists()
    assert (tmp_path / "a.zip.part").stat().st_size <= CUT


def test_what_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"x")
    assert download("http://127.0.0.1:9/a.zip", tmp_path, 1).read_bytes() == b"x"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.com/a.zip"])
def test_only_http_is_fetched(url: str, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="no http address"):
        download(url, tmp_path, 1)

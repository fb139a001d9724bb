"""The static server: both layouts, and nothing but the apps."""

import http.client
from pathlib import Path

import pytest

from jamel.browser.site_server import SiteServer
from jamel.browser.thumbnails import contact_sheet, make_thumbnails
from jamel.errors import CapabilityError

SITES = Path(__file__).parent / "sites"


def get(server: SiteServer, path: str, host: str | None = None) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{server.port}")
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), dict(answer.getheaders())


def test_both_url_layouts_serve_the_same_file_and_forbid_caching() -> None:
    with SiteServer(SITES) as server:
        plain = get(server, "/counted/index.html?taskId=1")
        published = get(server, "/scalewob-env/counted/index.html")
    assert plain[0] == published[0] == 200
    assert plain[1] == published[1]
    assert plain[2]["Cache-Control"] == "no-store"


def test_scripts_have_a_script_type() -> None:
    with SiteServer(SITES) as server:
        assert get(server, "/counted/app.js")[2]["Content-Type"] == "text/javascript; charset=utf-8"


def test_a_folder_answers_with_its_page_below_its_own_path() -> None:
    with SiteServer(SITES) as server:
        assert get(server, "/counted")[0] == 301
        assert "Counted" in get(server, "/counted/")[1]


def test_a_redirect_never_leaves_the_server() -> None:
    with SiteServer(SITES) as server:
        status, _, headers = get(server, "//counted")
    assert (status, headers["Location"]) == (301, "/counted/")


@pytest.mark.parametrize(
    "path",
    [
        "/../conftest.py",
        "/counted/../../conftest.py",
        "/%2e%2e/conftest.py",
        "/counted/%00",
        "/nothing",
        "//etc/passwd",
        "/counted/" + 400 * "x",
        "/" + 3000 * "y",
    ],
)
def test_paths_outside_the_root_are_not_found(path: str) -> None:
    with SiteServer(SITES) as server:
        assert get(server, path)[0] == 404


def test_links_out_of_the_root_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "app").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (root / "app" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "app" / "index.html").symlink_to(tmp_path / "secret.txt")
    with SiteServer(root) as server:
        assert [get(server, path)[0] for path in ("/app/link.txt", "/app/index.html", "/app/")] == [404, 404, 404]


def test_other_host_headers_are_refused() -> None:
    with SiteServer(SITES) as server:
        assert get(server, "/counted/index.html", host="evil.example")[0] == 403


def test_only_the_named_apps_are_served() -> None:
    with SiteServer(SITES, apps=("counted",), has_gallery=True) as server:
        assert get(server, "/counted/index.html")[0] == 200
        assert get(server, "/traps/index.html")[0] == 404
        assert "traps" not in get(server, "/")[1]


def test_the_gallery_lists_apps_and_escapes_their_names(tmp_path: Path) -> None:
    (tmp_path / "<b>app").mkdir()
    (tmp_path / "<b>app" / "index.html").write_text("")
    with SiteServer(tmp_path, has_gallery=True) as server:
        page = get(server, "/")[1]
    assert "&lt;b&gt;app" in page
    assert "<b>app" not in page


def test_sessions_meet_no_gallery_through_which_they_could_leave_their_app() -> None:
    with SiteServer(SITES) as server:
        assert get(server, "/")[0] == 404


def test_a_port_in_use_is_one_clear_error() -> None:
    with SiteServer(SITES) as server, pytest.raises(CapabilityError, match=f"port {server.port} is in use"):
        SiteServer(SITES, port=server.port)


def test_what_apps_share_is_served_and_other_apps_are_not(tmp_path: Path) -> None:
    for name in ("a/index.html", "b/index.html", "_vendor/x.js", "bridge.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    with SiteServer(tmp_path, apps=["a"]) as server:
        paths = ("/a/index.html", "/b/index.html", "/_vendor/x.js", "/bridge.js")
        assert [get(server, path)[0] for path in paths] == [200, 404, 200, 200]


def test_the_gallery_shows_the_pictures_there_are(tmp_path: Path) -> None:
    for name in ("apps/a/index.html", "apps/b/index.html", "pictures/a.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    with SiteServer(tmp_path / "apps", has_gallery=True, thumbnails=tmp_path / "pictures") as server:
        gallery = get(server, "/")[1]
        assert gallery.count("<img") == 1
        assert get(server, "/_thumbnails/a.jpg")[2]["Content-Type"] == "image/jpeg"
        assert [get(server, f"/_thumbnails/{name}")[0] for name in ("b.jpg", "../apps/a/index.html")] == [404, 404]


@pytest.mark.browser
def test_thumbnails_are_drawn_once_and_fit_on_a_sheet(tmp_path: Path) -> None:
    (picture,) = make_thumbnails(SITES, ["counted"], tmp_path)
    before = picture.stat().st_mtime_ns
    assert make_thumbnails(SITES, ["counted"], tmp_path) == (picture,)
    assert picture.stat().st_mtime_ns == before
    assert contact_sheet([picture, picture]).startswith(b"\xff\xd8")

"""Other people's packages become apps beside their licence and their proof; packages lie in the store, no network."""

import io
import json
import tarfile
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from jamel.apps import load_app_set
from jamel.apps.packages import fetch_package, integrity_of, parse_package
from jamel.apps.real_apps import (
    DOWNLOADS,
    LOCAL_FILE,
    REAL_APPS_FILE,
    RealApp,
    add_folder,
    add_package,
    add_url,
    load_real_apps,
)
from jamel.errors import AppError, StorageError
from jamel.storage import read_json
from jamel.types import Split

NPM, WHEEL = "npm:shop@1.2.3", "pypi:shop==1.2.3"
FILES = {
    "dist/deep/index.html": b"<img src='https://example.com/a.png'>",
    "dist/app.js": b"1;",
    "src/app.js": b"2;",
    "LICENSE": b"do what you like",
}


def stored_npm(root: Path, package: dict | str, name: str = "npm_shop@1.2.3") -> Path:
    """An npm package where an earlier fetch put it."""
    path = root / DOWNLOADS / name / "shop-1.2.3.tgz"
    path.parent.mkdir(parents=True)
    text = package if isinstance(package, str) else json.dumps(package)
    with tarfile.open(path, "w:gz") as packed:
        for member, content in {**FILES, "package.json": text.encode()}.items():
            info = tarfile.TarInfo(f"package/{member}")
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content))
    return path


def shop(package: str = NPM, folder: str = "dist", entry: str = "deep/index.html") -> RealApp:
    return RealApp(id="shop", package=package, folder=folder, entry=entry)


def test_an_app_of_a_package_is_taken_with_licence_proof_and_no_references_to_elsewhere(tmp_path: Path) -> None:
    archive = stored_npm(tmp_path, {"license": "MIT"})
    add_package(shop(), tmp_path)
    manifest = read_json(tmp_path / "shop.json")
    assert (manifest["package"], manifest["version"], manifest["licence"]) == (NPM, "1.2.3", "MIT")
    assert manifest["integrity"] == integrity_of(archive)
    assert [(tmp_path / file).read_bytes() for file in manifest["licence_files"]] == [b"do what you like"]
    assert sorted(p.name for p in (tmp_path / "shop").rglob("*.*")) == ["app.js", "index.html"]
    page = tmp_path / "shop/deep/index.html"
    reference = page.read_text().split("'")[1]
    assert (page.parent / reference).resolve() == next((tmp_path / "_vendor").iterdir())


def test_an_app_that_is_here_can_be_explored_by_the_local_list(tmp_path: Path) -> None:
    stored_npm(tmp_path, {"license": "MIT"})
    add_package(shop(), tmp_path)
    local = load_app_set(tmp_path / LOCAL_FILE)
    assert [(a.app_id, a.split, a.entry_path) for a in local.apps] == [("shop", Split.TEST, "shop/deep/index.html")]
    local.require_files(local.apps)


@pytest.mark.parametrize(
    ("package", "stated"),
    [
        ({"license": {"type": "BSD", "url": "x"}}, "BSD"),
        ({"licenses": [{"type": "MIT"}, {"type": "GPL"}]}, "MIT or GPL"),
        ({"license": 7}, "not stated"),
        ({}, "not stated"),
        ("[]", "not stated"),
        ("no json", "not stated"),
    ],
)
def test_old_ways_to_state_a_licence_are_read_and_none_is_said(tmp_path: Path, package: dict, stated: str) -> None:
    stored_npm(tmp_path, package)
    add_package(shop(), tmp_path)
    assert read_json(tmp_path / "shop.json")["licence"] == stated


def test_a_wheels_licence_is_in_its_metadata(tmp_path: Path) -> None:
    path = tmp_path / DOWNLOADS / "pypi_shop==1.2.3" / "shop-1.2.3-py3-none-any.whl"
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("shop/html/index.html", "<p>")
        packed.writestr("shop-1.2.3.dist-info/METADATA", "Metadata-Version: 2.4\nLicense-Expression: Apache-2.0\n")
        packed.writestr("shop-1.2.3.dist-info/licenses/COPYING.txt", "text")
    add_package(shop(WHEEL, "shop/html", "index.html"), tmp_path)
    manifest = read_json(tmp_path / "shop.json")
    assert (manifest["licence"], manifest["licence_files"]) == ("Apache-2.0", ["_licences/shop/COPYING.txt"])


def test_another_package_than_the_listed_one_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    stored_npm(tmp_path, {})
    with pytest.raises(AppError, match="not the listed package"):
        add_package(shop(), tmp_path, expected_integrity="sha512-other")
    assert sorted(p.name for p in tmp_path.iterdir()) == [DOWNLOADS]


def test_the_same_app_again_is_kept_and_another_of_its_name_refused(tmp_path: Path) -> None:
    stored_npm(tmp_path, {})
    add_package(shop(), tmp_path)
    (tmp_path / "shop/app.js").write_text("mine")
    add_package(shop(), tmp_path)
    assert (tmp_path / "shop/app.js").read_text() == "mine"
    with pytest.raises(StorageError, match="another app"):
        add_package(shop(folder="src", entry="app.js"), tmp_path)


@pytest.mark.parametrize(
    ("folder", "entry", "words"),
    [
        ("dist", "index.html", "its pages are deep/index.html"),
        ("src", "index.html", "it has no pages"),
        ("..", "index.html", "leads out"),
        ("dist", "../../x.html", "leads out"),
    ],
)
def test_a_missing_start_page_names_the_pages_there_are(tmp_path: Path, folder: str, entry: str, words: str) -> None:
    stored_npm(tmp_path, {})
    with pytest.raises(AppError, match=words):
        add_package(shop(folder=folder, entry=entry), tmp_path)
    assert not (tmp_path / "shop").exists()


@pytest.mark.parametrize(
    "text",
    ["npm:shop", "npm:shop@latest", "npm:shop@^1.2.3", "npm:--x@1.2.3", "npm:git+ssh://h/x@1.2.3", "npm:./x@1.2.3",
     "npm:shop@1.2.3 --registry=x", "pypi:shop>=1", "pypi:shop", "pypi:-r==1", "gem:shop@1.2.3", "shop@1.2.3"],
)  # fmt: skip
def test_only_exact_versions_of_plain_names_are_taken(text: str) -> None:
    with pytest.raises(AppError, match="exact version"):
        parse_package(text)


@pytest.mark.parametrize(
    ("text", "name"), [("npm:@scope/shop@1.2.3-rc.1", "shop"), (NPM, "shop"), ("pypi:mini_shop==1.0", "mini_shop")]
)
def test_a_package_is_named_without_scope_and_version(text: str, name: str) -> None:
    assert parse_package(text).name == name


def test_two_archives_of_one_package_are_no_proof(tmp_path: Path) -> None:
    stored_npm(tmp_path, {}).with_name("other.tgz").write_bytes(b"")
    with pytest.raises(AppError, match="2 archives"):
        fetch_package(parse_package(NPM), tmp_path / DOWNLOADS)


@pytest.mark.parametrize("app_id", ["", "_vendor", "../x", "Shop", "a b"])
def test_an_id_that_is_no_folder_name_is_refused(tmp_path: Path, app_id: str) -> None:
    with pytest.raises(AppError, match="cannot be an app's id"):
        add_folder(app_id, tmp_path, "index.html", tmp_path / "root")


def test_a_plain_folder_is_copied_without_its_links_and_only_once(tmp_path: Path) -> None:
    source = tmp_path / "built"
    source.mkdir()
    (source / "index.html").write_text("<p>")
    (source / "COPYING").write_text("text")
    (source / "leak").symlink_to("/etc/hostname")
    root = tmp_path / "root"
    add_folder("built", source, "index.html", root)
    assert sorted(p.name for p in (root / "built").iterdir()) == ["COPYING", "index.html"]
    assert read_json(root / "built.json")["licence_files"] == ["_licences/built/COPYING"]
    with pytest.raises(StorageError, match="exists already"):
        add_folder("built", source, "index.html", root)


def test_the_listed_apps_are_enough_exact_and_proved() -> None:
    listed = load_real_apps()
    assert len(listed.test) >= 8
    assert sum(parse_package(app.package).name == "todomvc" for app in listed.test) >= 4
    assert {app.id for app in listed.test} == {a.app_id for a in load_app_set(REAL_APPS_FILE).apps}
    assert all(proof.startswith("sha512-") for proof in listed.integrity.values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '{"root": "", "train": [], "test": [{"id": "a", "package": "npm:a@1.0.0"}], "integrity": {}}',
            "no integrity",
        ),
        ('{"root": "r", "train": [], "test": [], "integrity": {}, "extra": 1}', "extra"),
        ("[", "Invalid JSON"),
    ],
)
def test_a_wrong_list_says_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(text)
    with pytest.raises(AppError, match=words):
        load_real_apps(path)


class QuietServer(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        return


def test_an_app_at_an_address_is_taken_with_its_licence_and_only_once(tmp_path: Path) -> None:
    site, root = tmp_path / "site", tmp_path / "root"
    site.mkdir()
    with zipfile.ZipFile(site / "Shop.zip", "w") as packed:
        for name, content in FILES.items():
            packed.writestr(name, content)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietServer, directory=site)) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/Shop.zip?version=3"
        place = add_url(url, folder="dist", entry="deep/index.html", root=root)
        server.shutdown()
    manifest = read_json(root / "shop.json")
    assert (place.name, manifest["package"]) == ("shop", url)
    assert manifest["integrity"] == integrity_of(site / "Shop.zip")
    assert [(root / file).read_bytes() for file in manifest["licence_files"]] == [b"do what you like"]
    assert add_url(url, folder="dist", entry="deep/index.html", root=root) == place  # the server is gone
    with pytest.raises(StorageError, match="another app"):
        add_url(url, folder="src", root=root)


def test_an_address_of_something_else_than_an_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError, match=r"does not end in \.zip"):
        add_url("https://example.com/app/", root=tmp_path)

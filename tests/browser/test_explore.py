"""``jamel explore``: any folder or address of a built app, whatever its start page is called."""

from pathlib import Path

import pytest

from jamel.browser.site_server import SiteServer
from jamel.config import PROJECT_ROOT
from jamel.errors import AppError, NotYetError
from jamel.evaluate.explore import ExploreSettings, explore
from jamel.storage import write_json_atomically
from jamel.trajectory_io import read_trajectory, trajectory_files
from jamel.types import Outcome, Trajectory

pytestmark = pytest.mark.browser

START = """<!doctype html><title>Start</title><a href="/">Home</a>
<button onclick="count()">Count</button><script src="/code/app.js"></script>"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A build that expects to lie at the root of its site, with a start page of another name."""
    folder = tmp_path / "built"
    for name, text in {
        "pages/start.html": START,
        "code/app.js": "let n = 0; function count() { n += 1; document.title = n; }",
        "secret.txt": "",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def explored(target: Path | str, output: Path, entry: str = "", steps: int = 4) -> Trajectory:
    settings = ExploreSettings(target=str(target), entry=entry, output=str(output), max_steps=steps, port_base=0)
    (session,) = [read_trajectory(p) for p in trajectory_files(explore(settings) / "sessions")]
    assert session.outcome is Outcome.OK
    return session


def test_any_folder_can_be_explored(tmp_path: Path) -> None:
    session = explored(PROJECT_ROOT / "tests" / "browser" / "sites" / "counted", tmp_path)
    assert sum(s.reward for s in session.steps) >= 1


def test_a_start_page_of_another_name_and_absolute_paths_work(app: Path, tmp_path: Path) -> None:
    session = explored(app, tmp_path / "out", "pages/start.html", steps=10)
    assert session.context.start_url.endswith("/pages/start.html")
    assert any(script.url.endswith("/code/app.js") for script in session.initial_snapshot.scripts)
    assert sum(s.reward for s in session.steps) >= 1
    assert {s.observation.elements[-1].label for s in session.steps} == {"Count"}, "Home leads to the start page"


def test_an_address_keeps_its_query_and_its_fragment(app: Path, tmp_path: Path) -> None:
    with SiteServer(app) as server:
        session = explored(f"{server.base_url}/pages/", tmp_path / "out", "start.html?mode=a#/first", steps=1)
        assert session.context.start_url == f"{server.base_url}/pages/start.html?mode=a#/first"


def test_an_app_that_was_added_is_served_with_the_copies_beside_it(app: Path, tmp_path: Path) -> None:
    (tmp_path / "_vendor").mkdir()
    (tmp_path / "_vendor" / "app.js").write_text("function count() {}")
    write_json_atomically(tmp_path / "_apps.json", {"root": str(tmp_path), "train": [], "test": []})
    (app / "pages" / "start.html").write_text(START.replace("/code/", "../../_vendor/"))
    session = explored(app, tmp_path / "out", "pages/start.html", steps=1)
    assert session.context.start_url.endswith("/built/pages/start.html")
    assert session.steps[0].page_errors == ()


@pytest.mark.parametrize(
    ("entry", "words"),
    [("", r"no index\.html; pages in it: pages/start\.html"), ("../outside.html", "no ../outside.html")],
)
def test_a_missing_start_page_is_named_with_those_that_are_there(
    app: Path, tmp_path: Path, entry: str, words: str
) -> None:
    (tmp_path / "outside.html").write_text("")
    with pytest.raises(AppError, match=words):
        explore(ExploreSettings(target=str(app), entry=entry, output=str(tmp_path / "out"), port_base=0))


def test_an_address_on_another_machine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotYetError, match=r"127\.0\.0\.1 only"):
        explore(ExploreSettings(target="http://example.com/", output=str(tmp_path / "out")))


def test_code_that_runs_on_enter_alone_is_found(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        """<title>List</title><input aria-label=New onkeydown="if (event.key === 'Enter' && this.value) add()">
        <script>function add() { document.title = 'added'; }</script>"""
    )
    session = explored(tmp_path, tmp_path / "out", steps=12)
    paid = [step.decision.raw_text for step in session.steps if step.reward > 0]
    assert [text for text in paid if "'Enter'" in text]

"""References to other sites become local files that exist, or are listed."""

import re
from pathlib import Path

import pytest

from jamel.apps.vendor import vendor_apps


def vendored(root: Path, text: str, name: str = "a/index.html") -> str:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    vendor_apps(root, ["a"])
    return path.read_text()


def target_of(root: Path, text: str, base: str = "a") -> Path:
    return (root / base / re.split(r"[\"'()]", text)[1]).resolve()


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.tailwindcss.com",
        "https://cdnjs.cloudflare.com/ajax/libs/animate.css/4.1.1/animate.min.css",
        "https://cdnjs.cloudflare.com/ajax/libs/font-awesome/6.4.0/css/all.min.css",
        "https://unpkg.com/@phosphor-icons/web",
        "https://fonts.googleapis.com/css2?family=Inter:wght@400;700&display=swap",
        "//images.unsplash.com/photo-15-ab?w=300&h=200&q=80&fit=crop",
        "https://example.com/logo.png?v=2",
    ],
)
def test_a_known_reference_leads_to_a_local_file(tmp_path: Path, url: str) -> None:
    text = vendored(tmp_path, f'"{url}"')
    assert target_of(tmp_path, text).is_file()


def test_copies_that_the_archive_brings_are_used(tmp_path: Path) -> None:
    (tmp_path / "_cdn").mkdir()
    (tmp_path / "_cdn" / "tailwind.js").write_text("real")
    text = vendored(tmp_path, '<script src="https://cdn.tailwindcss.com"></script>')
    assert target_of(tmp_path, text).read_text() == "real"


def test_a_stand_in_is_listed_as_unresolved(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text('"https://cdn.tailwindcss.com" "https://api.example.com/v1"')
    report = vendor_apps(tmp_path, ["a"])
    assert report.unresolved == {"api.example.com": 1, "cdn.tailwindcss.com": 1}
    assert (report.copied, report.replaced) == (0, 1)


def test_a_picture_keeps_its_size(tmp_path: Path) -> None:
    text = vendored(tmp_path, "const url = 'https://images.unsplash.com/photo-1?w=300&h=200';", "a/js/data.js")
    assert 'width="300" height="200"' in target_of(tmp_path, text).read_text()


def test_a_style_sheet_names_files_from_where_it_lies(tmp_path: Path) -> None:
    text = vendored(tmp_path, "div { background: url(https://example.com/x.jpg) }", "a/css/deep/app.css")
    assert target_of(tmp_path, text, "a/css/deep").is_file()


@pytest.mark.parametrize(
    "text", ['xmlns="http://www.w3.org/2000/svg"', "// see the notes", "a = b //c", "'../img/x.png'"]
)
def test_what_is_no_reference_stays(tmp_path: Path, text: str) -> None:
    assert vendored(tmp_path, text) == text


def test_a_second_pass_changes_nothing(tmp_path: Path) -> None:
    first = vendored(tmp_path, '"https://cdn.tailwindcss.com" "https://example.com/a.png"')
    assert vendored(tmp_path, first) == first

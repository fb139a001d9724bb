"""JAMEL_REQUIRE: a missing capability skips with its reason, or fails where it is required."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDS_A_BROWSER = """
import pytest

@pytest.mark.browser
def test_starts_from_a_browser():
    from jamel.browser.chromium import find_chromium
    find_chromium()
"""


def run_tiny_suite(folder: Path, required: str) -> subprocess.CompletedProcess[str]:
    """One browser test under the project's own conftest, on a machine without a browser."""
    shutil.copy(ROOT / "tests/conftest.py", folder)
    (folder / "test_tiny.py").write_text(NEEDS_A_BROWSER, encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "JAMEL_REQUIRE": required,
        "JAMEL_CHROMIUM": str(folder / "no-such-browser"),
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", "-c", ROOT / "pyproject.toml", folder],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_a_missing_capability_skips_and_says_why(tmp_path: Path):
    result = run_tiny_suite(tmp_path, required="")
    assert result.returncode == 0, result.stdout
    assert "1 skipped" in result.stdout
    assert "no-such-browser" in result.stdout


def test_a_missing_capability_fails_where_it_is_required(tmp_path: Path):
    result = run_tiny_suite(tmp_path, required="browser")
    assert result.returncode == 1, result.stdout
    assert "1 failed" in result.stdout


def test_requiring_an_unknown_capability_is_an_error_that_names_it(tmp_path: Path):
    result = run_tiny_suite(tmp_path, required="browser,telepathy")
    assert result.returncode not in (0, 1, 5)
    assert "telepathy" in result.stdout + result.stderr

"""Every shell script explains itself, stops at the first error, and documents each variable it reads."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "shell").glob("*.sh"))
READ_VARIABLE = re.compile(r"\$\{([A-Z][A-Z0-9_]*):?[-=?+]")

each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)


def help_of(script: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", script, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL
    )


@each_script
def test_a_script_answers_help(script: Path):
    result = help_of(script)
    assert result.returncode == 0, result.stderr
    assert script.name in result.stdout


@each_script
def test_help_names_every_environment_variable_the_script_reads(script: Path):
    read = set(READ_VARIABLE.findall(script.read_text(encoding="utf-8"))) - {"BASH_SOURCE"}
    assert sorted(name for name in read if name not in help_of(script).stdout) == []


@each_script
def test_help_works_from_another_folder(script: Path, tmp_path: Path):
    result = subprocess.run(
        ["bash", script, "--help"], cwd=tmp_path, capture_output=True, timeout=20, stdin=subprocess.DEVNULL
    )
    assert result.returncode == 0
    assert list(tmp_path.iterdir()) == []


@each_script
def test_a_script_is_executable_and_stops_at_the_first_error(script: Path):
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert os.access(script, os.X_OK)


def test_ci_runs_the_documented_test_command_and_requires_all_but_a_gpu():
    text = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "JAMEL_REQUIRE=browser,model,train exec bash shell/test.sh" in text

"""Import contracts and the import budget: what may know what, and what a plain import may cost."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"torch", "transformers", "verl", "ray", "playwright", "vllm", "datasets", "pyarrow"}


def modules_loaded_by(statement: str) -> set[str]:
    """Names of the modules a fresh interpreter loads for ``statement``, without those of its own start."""
    code = f"import sys; before = set(sys.modules); {statement}; print(*sorted(set(sys.modules) - before))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(result.stdout.split())


def test_import_contracts_hold():
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_types_and_protocols_load_only_jamel_and_the_standard_library():
    loaded = modules_loaded_by("import jamel, jamel.types, jamel.actions, jamel.protocols, jamel.errors")
    foreign = {name for name in loaded if name.partition(".")[0] not in {*sys.stdlib_module_names, "jamel"}}
    assert foreign == set()
    assert len(loaded) < 80, f"{len(loaded)} modules for the core types: {sorted(loaded)}"


@pytest.mark.parametrize(
    "statement", ["import jamel.cli", "import jamel.cli; jamel.cli.build_parser()", "import jamel.doctor"]
)
def test_the_command_line_starts_without_heavy_libraries(statement: str):
    loaded = {name.partition(".")[0] for name in modules_loaded_by(statement)}
    assert loaded & HEAVY == set()

"""The style rules a machine can check and ruff does not: sizes, nesting, names, forbidden calls, leaked paths."""

import ast
import importlib
import inspect
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from jamel.errors import JamelError

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "jamel").rglob("*.py"))
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
MAX_NESTING = 3
NAMELESS = {"utils", "util", "common", "helpers", "helper", "core", "misc"}
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}
BLOCKS = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.Match)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

# Written so that no pattern matches its own text.
LEAKS = {
    "machine path": re.compile(r"(?<![\w.$}~])/(?:work|opt|root|tmp/lab)/"),
    "registry host": re.compile(
        r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.org|npmmirror\.com|download\.pytorch\.org|(?:deb|security)\.debian\.org)"
    ),
    "index setting": re.compile(r"(?:^|\s)--(?:extra-)?index-url[= ]\S"),
}


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in SOURCES:
        yield relative(path), ast.parse(path.read_text(encoding="utf-8"))


def functions() -> Iterator[tuple[str, ast.AST]]:
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, FUNCTIONS):
                yield f"{name}:{node.lineno} {node.name}", node


def nesting(node: ast.AST) -> int:
    """Depth of nested blocks below ``node``; ``elif`` and nested functions do not deepen."""
    depth = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        is_block = isinstance(child, BLOCKS) and not is_elif
        depth = max(depth, nesting(child) + is_block)
    return depth


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def test_nesting_counts_blocks_and_not_elif():
    code = "def f():\n  for a in b:\n    if a: pass\n    elif c: pass\n    elif d:\n      with e: pass\n"
    assert nesting(ast.parse(code).body[0]) == 3


def test_files_stay_below_the_line_limit():
    lengths = {relative(p): len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES}
    assert {name: n for name, n in lengths.items() if n > MAX_FILE_LINES} == {}


def test_functions_stay_below_the_line_limit():
    lengths = {where: node.end_lineno - node.lineno + 1 for where, node in functions()}
    assert {where: n for where, n in lengths.items() if n > MAX_FUNCTION_LINES} == {}


def test_blocks_nest_at_most_three_deep():
    assert {where: d for where, node in functions() if (d := nesting(node)) > MAX_NESTING} == {}


def test_every_module_says_what_it_is():
    assert [name for name, tree in trees() if not ast.get_docstring(tree)] == []


def test_no_module_is_called_utils_or_the_like():
    parts = {relative(p): {*p.relative_to(ROOT).with_suffix("").parts} & NAMELESS for p in SOURCES}
    assert {name: bad for name, bad in parts.items() if bad} == {}


def test_only_config_reads_the_environment():
    readers = {
        name
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv", "os.putenv"}
    }
    assert readers <= {"jamel/config.py"}


def unsafe_uses(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (a.name for a in names if a.name.partition(".")[0] in UNSAFE_MODULES)
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in UNSAFE_MODULES:
                yield module
            case ast.Call(func=ast.Name(id=name)) if name in UNSAFE_CALLS:
                yield name
            case ast.Attribute(value=ast.Name(id="torch"), attr="load"):
                yield "torch.load"
            case ast.keyword(arg="trust_remote_code", value=value) if ast.unparse(value) != "False":
                yield "trust_remote_code"
            case ast.Constant(value=str(text)) if re.search(r"trust_remote_code\s*=\s*true", text, re.IGNORECASE):
                yield "trust_remote_code"


@pytest.mark.parametrize(
    "code",
    ["import pickle", "from dill import loads", "eval('1')", "torch.load(f)", "f(trust_remote_code=True)",
     "['model.trust_remote_code=true']"],
)  # fmt: skip
def test_unsafe_uses_are_seen(code: str):
    assert list(unsafe_uses(ast.parse(code))) != []


def test_nothing_unpickles_evaluates_or_trusts_remote_code():
    assert {name: found for name, tree in trees() if (found := list(unsafe_uses(tree)))} == {}


def test_every_error_of_the_outline_is_a_jamel_error():
    module = importlib.import_module("jamel.errors")
    classes = [c for _, c in inspect.getmembers(module, inspect.isclass) if c.__module__ == module.__name__]
    assert classes
    assert [c.__name__ for c in classes if not issubclass(c, JamelError)] == []


def test_errors_are_declared_in_the_outline_only():
    elsewhere = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and name != "jamel/errors.py"
        and any(re.search(r"(Error|Exception)$", ast.unparse(base)) for base in node.bases)
    ]
    assert elsewhere == []


@pytest.mark.parametrize("kind", sorted(LEAKS))
def test_no_committed_file_names_a_registry_or_a_machine(kind: str):
    found = {}
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", errors="replace")
        if hit := LEAKS[kind].search(text):
            found[relative(path)] = text[max(0, hit.start() - 30) : hit.end() + 30]
    assert found == {}


def test_no_committed_file_is_large():
    large = {relative(p): p.stat().st_size for p in tracked_files() if p.stat().st_size > 2_000_000}
    assert large == {}

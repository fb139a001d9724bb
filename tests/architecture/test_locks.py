"""The locks: hash-pinned, complete, and free of any host or path, so that they work behind any mirror."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
GPU_PACKAGES = re.compile(r"torch|triton|nvidia-.*|cuda-.*")


def canonical(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def pins(lock: str) -> dict[str, str]:
    """Package name -> version of one lock file."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    return {canonical(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE)}


@pytest.mark.parametrize("path", LOCKS, ids=lambda p: p.name)
def test_a_lock_names_no_host_index_or_path(path: Path):
    assert re.findall(r"://|--(?:extra-)?index|--find-links|@ *file|file:", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda p: p.name)
def test_every_pin_of_a_lock_has_a_hash(path: Path):
    blocks = re.split(r"^(?=\S)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    unhashed = [b.splitlines()[0] for b in blocks if re.match(r"[\w.-]+==", b) and "--hash=sha256:" not in b]
    assert unhashed == []


@pytest.mark.parametrize("stack", ["cpu", "cuda"])
def test_a_lock_holds_every_requirement_of_the_project(stack: str):
    extras = PROJECT["optional-dependencies"]
    wanted = {canonical(r) for r in [*PROJECT["dependencies"], *extras[stack], *extras["dev"]]}
    held = pins(f"{stack}.lock.txt").keys() | (pins("torch.lock.txt").keys() if stack == "cpu" else set())
    assert wanted - held == set()


def test_the_cpu_lock_leaves_torch_and_gpu_libraries_to_a_file_of_their_own():
    assert [name for name in pins("cpu.lock.txt") if GPU_PACKAGES.fullmatch(name)] == []
    assert [name for name in pins("torch.lock.txt") if not GPU_PACKAGES.fullmatch(name)] == []


def test_exact_pins_of_the_project_are_the_locks_pins():
    for requirement in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]:
        name, _, version = requirement.partition("==")
        if version:
            assert pins("cpu.lock.txt")[canonical(name)] == version
            assert pins("cuda.lock.txt")[canonical(name)] == version


def test_set_up_installs_the_torch_the_project_names():
    torch = next(r for r in PROJECT["optional-dependencies"]["cpu"] if r.startswith("torch=="))
    script = (ROOT / "shell/setup_env.sh").read_text(encoding="utf-8")
    assert set(re.findall(r"torch==[\d.]+", script)) == {torch}


@pytest.mark.parametrize("path", sorted(ROOT.glob("third_party/*/package.json")), ids=lambda p: p.parent.name)
def test_node_packages_are_locked_by_integrity_without_addresses(path: Path):
    lock = path.with_name("package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "sha512-" in lock

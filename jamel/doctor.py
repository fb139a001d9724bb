"""What this machine has of what jamel needs, and what to do about the rest: ``jamel doctor``.

Each check is one small probe that returns what it found or raises ``CapabilityError`` with the way out. This file does
not install anything (``shell/setup_env.sh`` does) and does not import torch into its own process.
"""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata

from jamel.config import PROJECT_ROOT
from jamel.errors import CapabilityError

SET_UP = "Run: bash shell/setup_env.sh"
MIN_FREE_GB = 2.0
"""A quickstart writes about 0.3 GB; the rest is room for Chromium's and Ray's temporary files."""
PROBE_LIMIT_S = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """``probe`` returns one line on what it found, or raises ``CapabilityError`` with what to do."""

    name: str
    probe: Callable[[], str]
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    name: str
    is_ok: bool
    is_required: bool
    text: str

    @property
    def state(self) -> str:
        if self.is_ok:
            return "ok"
        return "missing" if self.is_required else "none"


def run_doctor() -> int:
    """Print one line per check. 0 when the quickstart has all it needs, else 3 (``CapabilityError.exit_code``)."""
    findings = [examine(check) for check in CHECKS]
    for finding in findings:
        print(f"{finding.state:<8} {finding.name:<16} {finding.text}")
    return exit_code(findings)


def examine(check: Check) -> Finding:
    try:
        text, is_ok = check.probe(), True
    except CapabilityError as error:
        text, is_ok = " ".join(str(error).split()), False
    return Finding(name=check.name, is_ok=is_ok, is_required=check.is_required, text=text)


def exit_code(findings: Sequence[Finding]) -> int:
    is_lacking = any(f.is_required and not f.is_ok for f in findings)
    return CapabilityError.exit_code if is_lacking else 0


def package(name: str, advice: str = SET_UP) -> Callable[[], str]:
    """A probe for an installed distribution; reads its metadata, imports nothing."""

    def probe() -> str:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            raise CapabilityError(f"{name} is not installed. {advice}") from None

    return probe


def python() -> str:
    if sys.version_info[:2] != (3, 11):
        raise CapabilityError(f"Python 3.11 is needed; this is {platform.python_version()}. {SET_UP}")
    return platform.python_version()


def torch() -> str:
    """Imports torch and torchvision in a child, as every worker does: an installed build may still not load."""
    code = "import torch, torchvision; print(torch.__version__, 'with torchvision', torchvision.__version__)"
    return _output_of([sys.executable, "-c", code], f"torch and torchvision do not import. {SET_UP}")


def chromium() -> str:
    from jamel.browser.chromium import find_chromium

    found = find_chromium()
    return f"{found.version} ({found.executable})"


def chinese_font() -> str:
    from jamel.browser.fonts import require_chinese_font

    return require_chinese_font()


def user_namespaces() -> str:
    """Chromium's sandbox is built from them; jamel does not switch the sandbox off."""
    advice = (
        "Run: sysctl -w kernel.unprivileged_userns_clone=1 (Ubuntu: kernel.apparmor_restrict_unprivileged_userns=0)"
    )
    _output_of(["unshare", "--user", "true"], f"user namespaces are closed to Chromium's sandbox. {advice}")
    return "open to Chromium's sandbox"


def coverage_tools() -> str:
    advice = f"node with third_party/node's packages is needed for line and branch coverage. {SET_UP}"
    node = _output_of(["node", "--version"], advice)
    manifest = PROJECT_ROOT / "third_party/node/node_modules/monocart-coverage-reports/package.json"
    if not manifest.is_file():
        raise CapabilityError(f"monocart-coverage-reports is not installed. {SET_UP}")
    return f"node {node}, monocart {json.loads(manifest.read_text(encoding='utf-8'))['version']}"


def disk() -> str:
    free_gb = shutil.disk_usage(PROJECT_ROOT).free / 1e9
    if free_gb < MIN_FREE_GB:
        raise CapabilityError(f"{free_gb:.1f} GB free; the quickstart wants {MIN_FREE_GB:.0f}. Free some space.")
    return f"{free_gb:.0f} GB free"


def gpu() -> str:
    listing = _output_of(["nvidia-smi", "-L"], "no CUDA device; only the tiny models are practical here")
    return listing.splitlines()[0].partition(" (UUID")[0]


def _output_of(command: list[str], advice: str) -> str:
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=PROBE_LIMIT_S, check=True)
    except (OSError, subprocess.SubprocessError):
        raise CapabilityError(advice) from None
    return result.stdout.strip()


CHECKS = (
    Check(name="python", probe=python),
    Check(name="torch", probe=torch),
    Check(name="transformers", probe=package("transformers")),
    Check(name="verl", probe=package("verl")),
    Check(name="vllm", probe=package("vllm", "Part of the CUDA stack."), is_required=False),
    Check(name="chromium", probe=chromium),
    Check(name="user namespaces", probe=user_namespaces),
    Check(name="chinese font", probe=chinese_font),
    Check(name="coverage tools", probe=coverage_tools),
    Check(name="gpu", probe=gpu, is_required=False),
    Check(name="disk", probe=disk),
)

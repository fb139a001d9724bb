"""Capability tiers: a test marked with a capability this machine lacks is skipped with its reason, or fails where
JAMEL_REQUIRE names the capability, as CI does for what its machine can have."""

import importlib.util
import os
from pathlib import Path

import pytest

CAPABILITIES = ("browser", "model", "train", "gpu", "parity", "vllm", "real_apps")
PARITY_STAMP = Path(__file__).resolve().parents[1] / ".cache/parity/.jamel-setup"
VLLM_STAMP = Path(__file__).resolve().parents[1] / ".cache/vllm/.jamel-setup"


def missing_reason(capability: str) -> str | None:
    """Why ``capability`` is missing here, or None."""
    match capability:
        case "browser":
            from jamel.browser.chromium import find_chromium
            from jamel.errors import CapabilityError

            try:
                find_chromium()
            except CapabilityError as error:
                return str(error)
            return None
        case "model":
            found = all(importlib.util.find_spec(m) for m in ("torch", "transformers"))
            return None if found else "torch or transformers is not installed; run shell/setup_env.sh"
        case "train":
            return None if importlib.util.find_spec("verl") else "verl is not installed; run shell/setup_env.sh"
        case "parity":
            return None if PARITY_STAMP.is_file() else "BrowserGym is not set up; run shell/setup_parity.sh"
        case "vllm":
            is_here = importlib.util.find_spec("vllm") is not None or VLLM_STAMP.is_file()
            return None if is_here else "vLLM is not set up; run shell/setup_vllm_cpu.sh"
        case "real_apps":
            from jamel.apps import load_app_set
            from jamel.apps.real_apps import REAL_APPS_FILE
            from jamel.errors import AppError

            listed = load_app_set(REAL_APPS_FILE)
            try:
                listed.require_files(listed.apps)
            except AppError:
                return "other people's apps are not here; run .venv/bin/jamel apps fetch"
            return None
        case _:
            import torch

            return None if torch.cuda.is_available() else "no CUDA device"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    required = set(os.environ.get("JAMEL_REQUIRE", "").replace(",", " ").split())
    unknown = required - set(CAPABILITIES)
    if unknown:
        raise pytest.UsageError(f"JAMEL_REQUIRE names unknown capabilities {sorted(unknown)}; known: {CAPABILITIES}")
    for capability in CAPABILITIES:
        marked = [item for item in items if item.get_closest_marker(capability)]
        if not marked or capability in required:
            continue
        reason = missing_reason(capability)
        if reason:
            for item in marked:
                item.add_marker(pytest.mark.skip(reason=f"{capability}: {reason}"))

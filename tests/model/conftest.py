"""Tiny models, made once per test run."""

from pathlib import Path
from typing import Any

import pytest

from jamel.testing.tiny_models import TinyModels, make_tiny_models


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> TinyModels:
    return make_tiny_models(tmp_path_factory.mktemp("tiny"), seed=0)


@pytest.fixture(scope="session")
def joint_folder(tiny: TinyModels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from jamel.policy.initialise import build_joint_model

    return build_joint_model(tiny.base_policy, 96, tmp_path_factory.mktemp("joint") / "model", seed=3)


@pytest.fixture(scope="session")
def joint(joint_folder: Path) -> tuple[Any, Any]:
    """(model, processor) on the CPU."""
    from jamel.policy.checkpoint import load_joint_model

    return load_joint_model(joint_folder, device="cpu")

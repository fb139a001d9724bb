"""Tiny models and rows for tests of training, made once."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from jamel.train.memory.sft_rows import PartNotes, RowReader, SftRow, write_part

WIDTH = 96
ROWS = 16


def noise_png(seed: int) -> bytes:
    buffer = io.BytesIO()
    pixels = np.random.default_rng(seed).integers(0, 256, (36, 64, 3), np.uint8)
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def make_row(index: int) -> SftRow:
    """Memories of 0 to 4 items, prompts of unequal length."""
    rng = np.random.default_rng(index)
    return SftRow(
        session_id=f"s{index // 5}",
        episode_index=0,
        step_index=index % 5,
        target_app="shop",
        start_url="http://127.0.0.1:8800/shop/index.html",
        prompt="Elements:\n" + "- 12: button 'Save'\n" * (1 + index % 3) + "<image>\nReply.",
        response=f"<action>click('{index}')</action>",
        reward=1.0,
        image_png=noise_png(index),
        memory_ND=rng.standard_normal((index % 5, WIDTH)).astype(np.float32),
    )


@pytest.fixture(scope="session")
def base_policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from jamel.testing.tiny_models import make_tiny_models

    return make_tiny_models(tmp_path_factory.mktemp("models")).base_policy


@pytest.fixture(scope="session")
def joint_model(base_policy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from jamel.policy.initialise import build_joint_model

    return build_joint_model(base_policy, WIDTH, tmp_path_factory.mktemp("joint") / "model", 1)


@pytest.fixture(scope="session")
def train_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "train.parquet"
    write_part(path, (make_row(i) for i in range(ROWS)), PartNotes(fingerprint="", steps=ROWS, dropped={}))
    assert len(RowReader([path])) == ROWS
    return path

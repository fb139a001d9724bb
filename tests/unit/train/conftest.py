"""Small trajectory files with the published columns, and a compressor whose latents can be told apart by eye."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from jamel.trajectory_io import PUBLISHED_FIELDS

TREE = "RootWebArea 'Shop', focused\n\t[12] button 'Save'\n\t\tStaticText 'now'"


def png(shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (64, 36), shade).save(buffer, "PNG")
    return buffer.getvalue()


def step(session: str, episode: int, index: int, reward: float, **changes: Any) -> dict[str, Any]:
    return {
        "session_id": session,
        "episode_idx": episode,
        "step_idx": index,
        "target_app": "shop",
        "start_url": "http://127.0.0.1:8800/shop/index.html",
        "before_observation_str": TREE,
        "before_open_pages_urls": ["http://127.0.0.1:8800/shop/index.html"],
        "before_screenshot": png(index),
        "response": "<think>hm</think><action>click('12')</action>",
        "action": f"click('{index}')",
        "reward": reward,
        **changes,
    }


def session(name: str, rewards: Sequence[Sequence[float]], **changes: Any) -> list[dict[str, Any]]:
    """One list of rewards an episode; steps count over the whole session."""
    flat = [(episode, reward) for episode, many in enumerate(rewards) for reward in many]
    return [step(name, episode, index, reward, **changes) for index, (episode, reward) in enumerate(flat)]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(PUBLISHED_FIELDS)), path, row_group_size=4)


@dataclass
class FakeCompressor:
    """A latent is (shade of the screenshot, length of the action text, 1)."""

    width: int = 3
    latents_per_step: int = 1
    calls: list[tuple[bytes, str]] = field(default_factory=list)

    def compress(self, screenshots_png: Sequence[bytes], action_texts: Sequence[str]) -> np.ndarray:
        self.calls += zip(screenshots_png, action_texts, strict=True)
        shades = [Image.open(io.BytesIO(p)).convert("L").getpixel((0, 0)) for p in screenshots_png]
        return np.array([[[s, len(t), 1]] for s, t in zip(shades, action_texts, strict=True)], np.float32)


@dataclass(frozen=True)
class Trajectories:
    png = staticmethod(png)
    step = staticmethod(step)
    session = staticmethod(session)
    write = staticmethod(write)
    fake_compressor = FakeCompressor


@pytest.fixture
def trajectories() -> type[Trajectories]:
    return Trajectories

"""Rows with steps shown raw, several latents a step, or another wording equal what a policy is given while it plays."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from jamel.memory.bank import MemoryBank
from jamel.policy.prompt import DEFAULT_TEMPLATE, earlier_steps_text, load_template
from jamel.train.memory.preparation import Models, PrepareSettings, prepare
from jamel.train.memory.sft_rows import TRAIN_NAME, VAL_NAME, RowReader, SftRow, carried_template

STEPS = 6


class TwoLatents:
    """Two latents a step: the length of its screenshot's file, and that of its action."""

    width, latents_per_step = 3, 2

    def compress(self, screenshots_png: Any, action_texts: Any) -> np.ndarray:
        both = zip(screenshots_png, action_texts, strict=True)
        return np.array([[[len(png)] * 3, [len(text)] * 3] for png, text in both], np.float32).reshape(-1, 2, 3)


def prepared(tmp_path: Path, trajectories: Any, compressor: Any, **changes: Any) -> list[SftRow]:
    """One session of ``STEPS`` rewarded steps."""
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1.0] * STEPS]))
    settings = PrepareSettings(
        input=(str(tmp_path / "in"),), output=str(tmp_path / "out"), compressor_model="none", val_ratio=0.0, **changes
    )
    prepare(settings, lambda: Models(compressor=compressor, count_tokens=len))
    reader = RowReader([tmp_path / "out" / TRAIN_NAME])
    return [reader[i] for i in range(len(reader))]


@pytest.mark.parametrize("compressor", [None, TwoLatents()], ids=["one latent a step", "two"])
@pytest.mark.parametrize(("raw", "items"), [(0, 512), (2, 512), (2, 3), (9, 512)])
def test_a_row_remembers_what_a_playing_policy_is_shown(
    tmp_path: Path, trajectories: Any, compressor: Any, raw: int, items: int
) -> None:
    chosen = compressor or trajectories.fake_compressor()
    rows = prepared(tmp_path, trajectories, chosen, raw_steps=raw, max_memory_items=items)
    bank = MemoryBank(chosen, max_items=items, raw_steps=raw)
    assert len(rows) == STEPS
    for position, row in enumerate(rows):
        view = bank.view()
        assert row.memory_ND.reshape(-1, 3).tolist() == view.latents_ND.reshape(-1, 3).tolist()
        assert row.earlier_images_png == tuple(step.screenshot_png for step in view.raw_steps)
        shown = earlier_steps_text(view.raw_steps)
        assert row.prompt.startswith(shown + DEFAULT_TEMPLATE.text[:20])
        assert row.prompt.count("<image>") == 1 + len(view.raw_steps)
        bank.append(position, row.image_png, f"click('{position}')")


def test_steps_shown_raw_count_against_the_length_limit(tmp_path: Path, trajectories: Any) -> None:
    plain = prepared(tmp_path / "plain", trajectories, trajectories.fake_compressor())
    limit = max(len(row.prompt) + len(row.response) for row in plain) + 360
    assert len(prepared(tmp_path / "a", trajectories, trajectories.fake_compressor(), max_length=limit)) == STEPS
    shown = prepared(
        tmp_path / "b", trajectories, trajectories.fake_compressor(), max_length=limit, raw_steps=1,
        max_defect_share=1.0,
    )  # fmt: skip
    assert [row.step_index for row in shown] == [0]


def test_rows_in_another_wording_say_so(tmp_path: Path, trajectories: Any) -> None:
    path = tmp_path / "other_v2.txt"
    path.write_text("Step {step} of {app}. {axtree}\n<image>\nGo on.", encoding="utf-8")
    rows = prepared(tmp_path, trajectories, trajectories.fake_compressor(), prompt_template=str(path))
    assert rows[3].prompt.startswith("Step 3 of shop. RootWebArea")
    for name in (TRAIN_NAME, VAL_NAME):
        assert carried_template(tmp_path / "out" / name) == load_template(path)
    bare = tmp_path / "bare.parquet"
    pq.write_table(pq.read_table(tmp_path / "out" / TRAIN_NAME).replace_schema_metadata({}), bare)
    assert carried_template(bare) is None

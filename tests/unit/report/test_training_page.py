"""The page of a fine-tuning run: what it shows is what the run's files say, escaped, with nothing from outside."""

import json
import re
from pathlib import Path

import pytest

from jamel.errors import DataError
from jamel.report.training import build_training_page

HOSTILE = "<script>alert(1)</script>"


def run_folder(folder: Path, **report: object) -> Path:
    data = folder / "data"
    data.mkdir()
    if report:
        (data / "report.json").write_text(json.dumps(report))
    settings = {"train_batch_size": 8, "train_file": str(data / "train.parquet"), "model_path": HOSTILE}
    (folder / "settings.json").write_text(json.dumps(settings))
    (folder / "provenance.json").write_text(json.dumps({"command": HOSTILE}))
    (folder / "data.json").write_text(json.dumps({"train_file": "abc123"}))
    log = [
        {"step": 1, "loss": 4.0, "learning_rate": 0.1, "grad_norm": 2.0, "tokens": 1000},
        {"step": 2, "loss": 3.0, "learning_rate": 0.2, "grad_norm": 1.0, "tokens": 500},
        {"step": 2, "val_loss": 3.5},
    ]
    (folder / "train_log.jsonl").write_text("".join(json.dumps(line) + "\n" for line in log))
    accuracies = [
        {"step": 0, "rows": 40, "memory_on": 0.0, "memory_off": 0.0},
        {"step": 2, "rows": 40, "memory_on": 0.625, "memory_off": 0.125},
    ]
    (folder / "accuracy.jsonl").write_text("".join(json.dumps(line) + "\n" for line in accuracies))
    return folder


def page_of(folder: Path) -> str:
    return build_training_page(folder).read_text(encoding="utf-8")


def test_the_page_shows_accuracy_curves_settings_and_provenance(tmp_path: Path) -> None:
    page = page_of(run_folder(tmp_path))
    assert "62.5 %" in page
    assert "12.5 %" in page
    assert "2 optimiser steps of 8 samples, 1,500 tokens" in page
    assert page.count('<svg class="chart"') == 4
    assert "train_batch_size" in page
    assert "abc123" in page


def test_rows_left_out_are_named_with_their_reason(tmp_path: Path) -> None:
    dropped = {HOSTILE: {"count": 3, "first": ["shop-000/0/7", HOSTILE]}}
    report = {"samples_train": 10, "samples_val": 2, "steps": 15, "sessions": 3, "prompt": "v1", "dropped": dropped}
    page = page_of(run_folder(tmp_path, **report))
    assert "shop-000/0/7" in page
    assert "10 train and 2 validation samples" in page


def test_hostile_text_is_escaped_and_nothing_is_fetched(tmp_path: Path) -> None:
    page = page_of(run_folder(tmp_path))
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 2
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", page)


def test_a_folder_without_settings_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        build_training_page(tmp_path)

"""verl's console lines become numbers, and a loss that is not finite ends the run."""

import json
from pathlib import Path

import pytest

from jamel.errors import ModelError
from jamel.train.train_log import StepListener, parse_step_line, start_log

LINE = "step:3 - train/loss:1.5 - train/grad_norm:0.25 - train/lr:2e-05 - train/global_tokens:812 - perf/memory_gb:3.1"


def test_a_step_line_becomes_its_numbers():
    expected = {"step": 3, "loss": 1.5, "grad_norm": 0.25, "learning_rate": 2e-05, "tokens": 812.0}
    assert parse_step_line(LINE) == expected


def test_a_progress_bar_in_front_does_not_hide_the_numbers():
    assert parse_step_line("Epoch 1/2:  50%|#####     | 3/6 [00:04<00:04]" + LINE) == parse_step_line(LINE)


def test_a_validation_line_becomes_a_validation_loss():
    assert parse_step_line("step:6 - val/loss:2.0") == {"step": 6, "val_loss": 2.0}


@pytest.mark.parametrize("line", ["", "Total steps: 12, num_warmup_steps: 0", "step:3 - other:1"])
def test_other_lines_are_no_records(line: str):
    assert parse_step_line(line) is None


def test_records_are_appended_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    listener = StepListener(path=tmp_path / "log.jsonl", total_steps=6, label="sft")
    for line in ("noise", LINE, "step:4 - train/loss:1.25"):
        listener(line)
    records = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [(r["step"], r["loss"]) for r in records] == [(3, 1.5), (4, 1.25)]
    assert "[sft] step 4/6 · loss 1.2500" in capsys.readouterr().out


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
@pytest.mark.parametrize("name", ["train/loss", "val/loss"])
def test_a_loss_that_is_not_finite_is_an_error(tmp_path: Path, name: str, value: str):
    with pytest.raises(ModelError, match="must be finite"):
        StepListener(path=tmp_path / "log.jsonl", total_steps=6, label="sft")(f"step:2 - {name}:{value}")


def test_a_resumed_log_forgets_the_steps_after_the_checkpoint(tmp_path: Path):
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps({"step": n, "loss": 1.0}) + "\n" for n in range(1, 6)) + '{"step": 6, "lo')
    start_log(log, 3)
    assert [json.loads(line)["step"] for line in log.read_text().splitlines()] == [1, 2, 3]

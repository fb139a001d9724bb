"""How many ranks share a batch, and how it is cut into micro batches, must not change what is learnt."""

import json
from pathlib import Path

import pytest
from safetensors.torch import load_file

from jamel.train.memory.sft import SftSettings, run_sft

pytestmark = [pytest.mark.train, pytest.mark.model]


def trained(base_policy: Path, train_file: Path, output: Path, *, ranks: int, micro_batch: int) -> Path:
    return run_sft(
        SftSettings(
            train_file=str(train_file), model_path=str(base_policy), output=str(output), device="cpu",
            nproc_per_node=ranks, total_epochs=1, train_batch_size=4, micro_batch_size_per_gpu=micro_batch,
            precision="fp32", gradient_checkpointing=False, num_workers=0, threads_per_rank=1, learning_rate=1e-4,
            accuracy_rows=0, loggers=(),
        )
    )  # fmt: skip


def test_two_ranks_learn_what_one_rank_learns(base_policy: Path, train_file: Path, tmp_path: Path):
    """Equal losses and weights but for the order of sums. Micro batches of 1 and 2, so padding is compared as well."""
    one = trained(base_policy, train_file, tmp_path / "one", ranks=1, micro_batch=1)
    two = trained(base_policy, train_file, tmp_path / "two", ranks=2, micro_batch=2)
    logs = [
        [json.loads(line) for line in (tmp_path / name / "train_log.jsonl").read_text().splitlines()]
        for name in ("one", "two")
    ]
    for key, tolerance in (("loss", 1e-4), ("grad_norm", 1e-3), ("tokens", 0.0)):
        assert [r[key] for r in logs[1]] == pytest.approx([r[key] for r in logs[0]], rel=tolerance)
    assert len(logs[0]) == 4
    weights = [load_file(folder / "model.safetensors") for folder in (one, two)]
    start = load_file(tmp_path / "one" / "initial_model" / "model.safetensors")
    for name, weight in weights[0].items():
        moved = (weight - start[name]).norm()
        assert (weights[1][name] - weight).norm() <= 0.02 * moved + 1e-6, name

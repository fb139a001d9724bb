"""Settings of fine-tuning, and the overrides that verl gets."""

from pathlib import Path

import pytest

from jamel.config import load_settings
from jamel.errors import ConfigError, DataError
from jamel.train.memory.sft_settings import SftSettings, steps_per_epoch, verl_overrides

ROOT = Path(__file__).resolve().parents[3]


def settings(**changes: object) -> SftSettings:
    return SftSettings(train_file="t.parquet", model_path="m", output="out").model_copy(update=changes)


def overrides(**changes: object) -> dict[str, str]:
    found = verl_overrides(settings(**changes), model=Path("joint"), device="cpu", latent_width=64, validates=False)
    return dict(item.split("=", 1) for item in found)


def test_the_full_size_file_holds_the_published_hyperparameters():
    full = load_settings(SftSettings, ROOT / "configs/sft/qwen25vl_7b.yaml")
    assert (full.train_batch_size, full.micro_batch_size_per_gpu, full.nproc_per_node) == (16, 1, 8)
    assert (full.learning_rate, full.warmup_ratio, full.betas) == (2e-5, 0.05, (0.9, 0.95))
    assert (full.weight_decay, full.clip_grad, full.precision) == (0.01, 1.0, "bf16")
    assert (full.max_length, full.max_memory_items, full.total_epochs, full.seed) == (8192, 512, 2, 1)


def test_defaults_are_those_of_the_full_size_file():
    full = load_settings(SftSettings, ROOT / "configs/sft/qwen25vl_7b.yaml")
    own = {"train_file", "val_file", "model_path", "output", "device", "nproc_per_node", "val_steps"}
    assert settings().model_dump(exclude=own) == full.model_dump(exclude=own)


def test_overrides_name_the_optimiser_of_the_paper():
    found = overrides()
    assert found["optim.lr"] == "2e-05"
    assert found["optim.betas"] == "[0.9,0.95]"
    assert found["optim.lr_scheduler_type"] == "'cosine'"
    assert found["+engine.mixed_precision.param_dtype"] == "'bf16'"
    assert found["trainer.save_freq"] == "'after_each_epoch'"


def test_without_validation_verl_neither_loads_nor_runs_it():
    found = overrides(val_file="v.parquet")
    assert found["data.val_files"] == "null"
    assert found["trainer.test_freq"] == "-1"


def test_paths_with_hydra_syntax_are_quoted():
    assert overrides(train_file="a b,{c}=d'e.parquet")["data.train_files"] == r"'a b,{c}=d\'e.parquet'"


def test_no_override_names_a_key_twice():
    found = verl_overrides(settings(), model=Path("j"), device="cuda", latent_width=8, validates=True)
    keys = [item.split("=", 1)[0].lstrip("+") for item in found]
    assert len(keys) == len(set(keys))


def test_an_epoch_leaves_out_the_rows_that_fill_no_batch():
    assert steps_per_epoch(settings(train_batch_size=8), 41) == 5
    assert steps_per_epoch(settings(train_batch_size=8, nproc_per_node=2), 41) == 5


def test_too_few_rows_are_an_error():
    with pytest.raises(DataError, match="7 rows, less than one batch of 8"):
        steps_per_epoch(settings(train_batch_size=8), 7)


def test_a_batch_that_does_not_divide_is_an_error():
    with pytest.raises(ConfigError, match="multiple of nproc_per_node x micro_batch_size_per_gpu"):
        steps_per_epoch(settings(train_batch_size=8, nproc_per_node=3), 100)

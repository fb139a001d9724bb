"""Fine-tuning end to end through verl's own trainer, against the same numbers computed by hand."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file

from jamel.config import child_environment
from jamel.errors import CheckpointError, ConfigError, StorageError
from jamel.train.memory.sft import SftSettings, run_sft

pytestmark = [pytest.mark.train, pytest.mark.model]

BATCH = 4
STEPS = 4
SETTINGS: dict[str, Any] = {
    "device": "cpu", "total_epochs": 1, "train_batch_size": BATCH, "micro_batch_size_per_gpu": 2, "precision": "fp32",
    "gradient_checkpointing": False, "num_workers": 0, "threads_per_rank": 2, "learning_rate": 0.002, "save_steps": 2,
}  # fmt: skip


@pytest.fixture(scope="module")
def settings(base_policy: Path, train_file: Path, tmp_path_factory: pytest.TempPathFactory) -> SftSettings:
    output = tmp_path_factory.mktemp("sft") / "out"
    return SftSettings(
        train_file=str(train_file),
        val_file=str(train_file),
        model_path=str(base_policy),
        output=str(output),
        **SETTINGS,
    )


@pytest.fixture(scope="module")
def checkpoint(settings: SftSettings) -> Path:
    return run_sft(settings)


def records(settings: SftSettings) -> list[dict[str, float]]:
    lines = (Path(settings.output) / "train_log.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def losses(settings: SftSettings) -> list[float]:
    return [record["loss"] for record in records(settings) if "loss" in record]


def loss_by_hand(model_folder: Path, train_file: Path, indices: list[int]) -> float:
    """Mean negative log-likelihood of the response tokens, one sample at a time, without padding, masks or verl."""
    import torch

    from jamel.policy.checkpoint import load_joint_model
    from jamel.policy.inputs import encode_sample, rope_positions
    from jamel.policy.prompt import policy_image
    from jamel.train.memory.sft_rows import RowReader

    model, processor = load_joint_model(model_folder, device="cpu")
    total, tokens = 0.0, 0
    for row in map(RowReader([train_file]).__getitem__, indices):
        image = policy_image(row.image_png)
        x = encode_sample(processor, row.prompt, image, len(row.memory_ND), row.response, max_length=4096)
        with torch.no_grad():
            logits_TV = model(
                input_ids=x.input_ids_T[None],
                position_ids=rope_positions(model.config, x)[:, None],
                pixel_values=x.pixel_values,
                image_grid_thw=x.image_grid_thw,
                memory_latents=torch.from_numpy(row.memory_ND) if len(row.memory_ND) else None,
                prompt_lengths=torch.tensor([x.prompt_length]),
            ).logits[0]
        answer = x.input_ids_T[x.prompt_length :]
        log_probs = logits_TV[x.prompt_length - 1 : -1].log_softmax(-1)
        total -= log_probs.gather(1, answer[:, None]).sum().item()
        tokens += len(answer)
    return total / tokens


def epoch_order(rows: int) -> list[int]:
    """verl shuffles with torch's DistributedSampler, seed 0."""
    import torch

    return torch.randperm(rows, generator=torch.Generator().manual_seed(0)).tolist()


def test_the_first_loss_is_that_of_a_plain_forward_pass(settings: SftSettings, checkpoint: Path, train_file: Path):
    start = Path(settings.output) / "initial_model"
    assert losses(settings)[0] == pytest.approx(loss_by_hand(start, train_file, epoch_order(16)[:BATCH]), rel=1e-4)


def test_the_last_validation_loss_is_that_of_the_saved_checkpoint(
    settings: SftSettings, checkpoint: Path, train_file: Path
):
    batches = [loss_by_hand(checkpoint, train_file, list(range(i, i + BATCH))) for i in range(0, 16, BATCH)]
    assert records(settings)[-1] == {"step": STEPS, "val_loss": pytest.approx(sum(batches) / len(batches), rel=1e-3)}


def test_a_checkpoint_says_in_which_wording_it_was_trained(checkpoint: Path):
    from jamel.policy.checkpoint import carried_template
    from jamel.policy.prompt import DEFAULT_TEMPLATE

    assert carried_template(checkpoint) == DEFAULT_TEMPLATE


def test_the_loss_falls(settings: SftSettings, checkpoint: Path):
    assert len(losses(settings)) == STEPS
    assert losses(settings)[-1] < 0.8 * losses(settings)[0]


def test_training_starts_from_every_weight_of_the_base_policy(
    settings: SftSettings, checkpoint: Path, base_policy: Path
):
    from transformers import Qwen2_5_VLForConditionalGeneration

    from jamel.policy.checkpoint import load_joint_model

    joint = load_joint_model(Path(settings.output) / "initial_model", device="cpu")[0].state_dict()
    base = Qwen2_5_VLForConditionalGeneration.from_pretrained(base_policy).state_dict()
    different = [name for name, weight in base.items() if not joint[name][: len(weight)].equal(weight)]
    assert different == []


def test_policy_vision_tower_and_aligner_are_all_trained(settings: SftSettings, checkpoint: Path):
    from jamel.policy.checkpoint import load_joint_model

    before = load_joint_model(Path(settings.output) / "initial_model", device="cpu")[0].state_dict()
    after = load_joint_model(checkpoint, device="cpu")[0].state_dict()
    unchanged = [name for name, weight in before.items() if weight.equal(after[name])]
    assert unchanged == []


def test_accuracy_is_measured_at_the_start_and_at_every_checkpoint_with_memory_and_without(
    settings: SftSettings, checkpoint: Path
):
    lines = [json.loads(line) for line in (Path(settings.output) / "accuracy.jsonl").read_text().splitlines()]
    assert [(line["step"], line["rows"]) for line in lines] == [(0, 16), (2, 16), (4, 16)]
    assert all(0 <= line[arm] <= 1 for line in lines for arm in ("memory_on", "memory_off"))


def test_a_row_counts_as_exact_when_greedy_decoding_says_its_action(checkpoint: Path, train_file: Path):
    import torch

    from jamel.policy.checkpoint import load_joint_model
    from jamel.policy.inputs import encode_prompt
    from jamel.policy.prompt import policy_image
    from jamel.train.memory.sft_accuracy import is_exact
    from jamel.train.memory.sft_rows import RowReader

    model, processor = load_joint_model(checkpoint, device="cpu")
    row = RowReader([train_file])[4]
    x = encode_prompt(processor, row.prompt, policy_image(row.image_png), len(row.memory_ND))
    said = model.generate(
        input_ids=x.input_ids_T[None],
        attention_mask=torch.ones_like(x.input_ids_T)[None],
        mm_token_type_ids=x.mm_token_type_ids_T[None],
        pixel_values=x.pixel_values,
        image_grid_thw=x.image_grid_thw,
        memory_latents=torch.from_numpy(row.memory_ND),
        prompt_lengths=torch.tensor([x.prompt_length]),
        do_sample=False,
        max_new_tokens=4,
    )[0, x.prompt_length :]
    spoken = processor.tokenizer.decode(said[:1])
    assert not is_exact(model, processor, row, max_length=4096, uses_memory=True)
    logits_say = replace(row, response=spoken)
    answer = processor.tokenizer.encode(spoken, add_special_tokens=False)
    assert answer[0] == said[0]
    assert is_exact(model, processor, logits_say, max_length=4096, uses_memory=True) == (
        processor.tokenizer.decode(said[1:2]) == "<|im_end|>"
    )


def test_tensorboard_gets_the_curves(settings: SftSettings, checkpoint: Path):
    assert list((Path(settings.output) / "tensorboard").glob("events.out.tfevents.*"))


def test_a_finished_run_is_not_run_again(settings: SftSettings, checkpoint: Path, capsys: pytest.CaptureFixture[str]):
    assert run_sft(settings) == checkpoint
    assert "nothing to do" in capsys.readouterr().out


def test_an_output_of_other_rows_is_refused(settings: SftSettings, checkpoint: Path, train_file: Path, tmp_path: Path):
    import pyarrow.parquet as pq

    kept = train_file.read_bytes()
    try:
        pq.write_table(pq.read_table(train_file).slice(0, 12), train_file)
        with pytest.raises(StorageError, match="other rows"):
            run_sft(settings)
    finally:
        train_file.write_bytes(kept)


def test_a_model_path_that_holds_no_such_model_is_an_error(settings: SftSettings, tmp_path: Path):
    with pytest.raises(CheckpointError, match="no model folder"):
        run_sft(settings.model_copy(update={"model_path": str(tmp_path), "output": str(tmp_path / "out")}))
    (tmp_path / "config.json").write_text('{"model_type": "llama"}')
    with pytest.raises(CheckpointError, match="holds a llama model"):
        run_sft(settings.model_copy(update={"model_path": str(tmp_path), "output": str(tmp_path / "out")}))


def test_data_of_another_compressor_is_refused(settings: SftSettings, tmp_path: Path):
    (tmp_path / "config.json").write_text('{"text_config": {"hidden_size": 64}}')
    with pytest.raises(ConfigError, match=r"96 wide, those of .* 64"):
        run_sft(settings.model_copy(update={"compressor_model": str(tmp_path), "output": str(tmp_path / "out")}))


def test_a_run_killed_with_kill_9_goes_on_to_the_same_losses(settings: SftSettings, checkpoint: Path, tmp_path: Path):
    """Without validation, which must not change what is learnt."""
    resumed = settings.model_copy(update={"output": str(tmp_path / "out"), "val_file": None})
    config = tmp_path / "sft.yaml"
    config.write_text(resumed.model_dump_json())
    command = [sys.executable, "-m", "jamel.train.memory.sft", str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=child_environment({})) as process:
        for line in process.stdout or ():
            if "step 3/4" in line:
                process.send_signal(signal.SIGKILL)
                break
    assert run_sft(resumed).name == "huggingface"
    assert losses(resumed) == pytest.approx(losses(settings), rel=1e-4)
    for name in ("model.safetensors",):
        straight, again = (
            load_file(Path(s.output) / "checkpoints/global_step_4/huggingface" / name) for s in (settings, resumed)
        )
        assert [key for key, weight in straight.items() if not weight.equal(again[key])] == []


@pytest.fixture(scope="module")
def lora_settings(base_policy: Path, train_file: Path, tmp_path_factory: pytest.TempPathFactory) -> SftSettings:
    changes: dict[str, Any] = SETTINGS | {"lora_rank": 4, "lora_alpha": 8, "learning_rate": 0.01, "accuracy_rows": 0}
    return SftSettings(
        train_file=str(train_file), val_file=str(train_file), model_path=str(base_policy),
        output=str(tmp_path_factory.mktemp("lora") / "out"), **changes,
    )  # fmt: skip


@pytest.fixture(scope="module")
def lora_checkpoint(lora_settings: SftSettings) -> Path:
    return run_sft(lora_settings)


def test_the_merged_checkpoint_has_the_loss_that_training_ended_with(
    lora_settings: SftSettings, lora_checkpoint: Path, train_file: Path
):
    batches = [loss_by_hand(lora_checkpoint, train_file, list(range(i, i + BATCH))) for i in range(0, 16, BATCH)]
    assert records(lora_settings)[-1]["val_loss"] == pytest.approx(sum(batches) / len(batches), rel=2e-2)
    assert losses(lora_settings)[-1] < losses(lora_settings)[0]


def test_adapted_layers_and_the_whole_aligner_change_and_nothing_else(
    lora_settings: SftSettings, lora_checkpoint: Path
):
    from jamel.policy.checkpoint import load_joint_model

    before = load_joint_model(Path(lora_settings.output) / "initial_model", device="cpu")[0].state_dict()
    after = load_joint_model(lora_checkpoint, device="cpu")[0].state_dict()
    changed = {name for name, weight in before.items() if not weight.equal(after[name])}
    assert {name for name in before if name.startswith("aligner.")} <= changed
    assert {name for name in before if "language_model" in name and "_proj.weight" in name} <= changed
    assert all(name.startswith("aligner.") or ("language_model" in name and "_proj." in name) for name in changed)


def test_a_merged_run_is_left_as_it_is(lora_settings: SftSettings, lora_checkpoint: Path):
    stamp = (lora_checkpoint / "model.safetensors").stat().st_mtime_ns
    assert run_sft(lora_settings) == lora_checkpoint
    assert (lora_checkpoint / "model.safetensors").stat().st_mtime_ns == stamp

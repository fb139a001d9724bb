"""Fine-tuning of policy and aligner through verl's own SFT trainer: checks, launch, resume, log.

``OUTPUT/checkpoints/global_step_N/huggingface`` is a complete model in safetensors; beside it lies verl's own state,
from which a run that was killed goes on (verl reads that state back with pickle: resume only folders you wrote). This
file does not know what a sample is (``sft_dataset``) or what the settings mean to verl (``sft_settings``).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from jamel.config import claim_output, load_settings
from jamel.errors import CheckpointError, ConfigError, DataError, JamelError, StorageError
from jamel.policy.memory_form import PAPERS_FORM, MemoryForm
from jamel.policy.packaged import find_package
from jamel.policy.prompt import PromptTemplate, agreed_template
from jamel.storage import read_json, write_json_atomically
from jamel.train.launch import resolve_device, run_supervised, torchrun_command, verl_environment
from jamel.train.memory.sft_rows import RowReader, carried_form, carried_template, latent_width
from jamel.train.memory.sft_settings import SftSettings, checkpoint_folder, steps_per_epoch, verl_overrides
from jamel.train.memory.trajectory_rows import footer_sha256
from jamel.train.train_log import StepListener, start_log

__all__ = ["SftSettings", "run_sft"]

BASE_MODEL_TYPE = "qwen2_5_vl"
JOINT_MODEL_TYPE = "jamel_qwen2_5_vl"
MAY_CHANGE = frozenset({"output", "num_workers", "threads_per_rank", "accuracy_rows", "loggers"})


def run_sft(settings: SftSettings) -> Path:
    """Train, or go on, or find it done. Returns the last checkpoint's model folder.

    Raises ``ConfigError``, ``DataError``, ``CheckpointError`` and ``CapabilityError`` before anything starts,
    ``StorageError`` when the output belongs to another run, ``ModelError`` when training fails or its loss is not
    finite.
    """
    output = Path(settings.output)
    device = resolve_device(settings.device)
    train_rows = len(RowReader([Path(settings.train_file)]))
    total_steps = steps_per_epoch(settings, train_rows) * settings.total_epochs
    width = _checked_latent_width(settings)
    require_like_data(settings)
    claim_output(output, settings, ignore=MAY_CHANGE)
    _claim_data(settings)
    reached = latest_step(checkpoint_folder(settings))
    if reached >= total_steps:
        print(f"[sft] {output} has all {total_steps} steps already; nothing to do")
        return _finish(settings, reached, device)
    model = initial_model(settings, width)
    overrides = verl_overrides(
        settings,
        model=model,
        adapter=_adapter(settings, model),
        device=device,
        latent_width=width,
        validates=_validates(settings),
    )
    log = output / "train_log.jsonl"
    start_log(log, reached)
    print(
        f"[sft] {train_rows} rows, {total_steps} steps of {settings.train_batch_size} on {device}"
        f"{f', going on after step {reached}' if reached else ''}; loading libraries and model",
        flush=True,
    )
    run_supervised(
        torchrun_command("verl.trainer.sft_trainer", overrides, settings.nproc_per_node),
        verl_environment(device, settings.threads_per_rank, output),
        output / "verl.log",
        StepListener(path=log, total_steps=total_steps, label="sft"),
    )
    return _finish(settings, total_steps, device)


def _finish(settings: SftSettings, last_step: int, device: str) -> Path:
    """Merge adapters, measure checkpoints, and return the last one's model folder. Safe to repeat."""
    for folder in checkpoint_folder(settings).glob("global_step_*"):
        if settings.lora_rank:
            from jamel.train.memory.lora import merge_adapter

            merge_adapter(folder / "huggingface", rank=settings.lora_rank, alpha=settings.lora_alpha)
    found = model_folder(settings, last_step)
    _measure_accuracy(settings, device)
    return found


def _adapter(settings: SftSettings, model: Path) -> Path | None:
    """The adapter to start from, made once; None where all weights are trained."""
    if settings.lora_rank == 0:
        return None
    from jamel.train.memory.lora import write_initial_adapter

    folder = Path(settings.output) / "initial_adapter"
    return write_initial_adapter(model, folder, rank=settings.lora_rank, alpha=settings.lora_alpha)


def _measure_accuracy(settings: SftSettings, device: str) -> None:
    """``accuracy.jsonl``: the start and every kept checkpoint, memory on and off. What is there already is not measured
    again."""
    if settings.val_file is None or settings.accuracy_rows == 0:
        return
    from jamel.train.memory.sft_accuracy import append_accuracies

    output = Path(settings.output)
    start = output / "initial_model"
    kept = {
        int(p.name.rpartition("_")[2]): p / "huggingface" for p in checkpoint_folder(settings).glob("global_step_*")
    }
    saved = [(step, folder) for step, folder in sorted(kept.items()) if any(folder.glob("*.safetensors"))]
    found = append_accuracies(
        output / "accuracy.jsonl",
        [(0, start if start.exists() else Path(settings.model_path)), *saved],
        Path(settings.val_file),
        max_rows=settings.accuracy_rows,
        max_length=settings.max_length,
        device=device,
    )
    for a in found:
        print(
            f"[sft] step {a.step}: exact actions on {a.rows} held-out rows: {a.memory_on:.1%} with memory, "
            f"{a.memory_off:.1%} without",
            flush=True,
        )


def latest_step(checkpoints: Path) -> int:
    """The step of the last checkpoint that verl finished writing; 0 when there is none."""
    tracker = checkpoints / "latest_checkpointed_iteration.txt"
    return int(tracker.read_text(encoding="ascii")) if tracker.exists() else 0


def model_folder(settings: SftSettings, step: int) -> Path:
    """Raises ``CheckpointError`` when its weights are missing."""
    folder = checkpoint_folder(settings) / f"global_step_{step}" / "huggingface"
    if not any(folder.glob("*.safetensors")):
        raise CheckpointError(
            f"training ended, but {folder} holds no weights. See {Path(settings.output) / 'verl.log'}; "
            "delete the output folder to start over."
        )
    return folder


def initial_model(settings: SftSettings, width: int) -> Path:
    """The joint model to start from: ``model_path`` itself, or one made of it once, a package or a base policy.

    Raises ``CheckpointError`` when ``model_path`` is nothing of that, ``ConfigError`` when it was trained with another
    prompt or form of memory than the data has.
    """
    from jamel.policy.checkpoint import carried_form as form_of_model
    from jamel.policy.checkpoint import carried_template as template_of_model
    from jamel.policy.initialise import build_joint_model, unpack_joint_model

    path, built = Path(settings.model_path), Path(settings.output) / "initial_model"
    wanted = None if settings.prompt_template is None else Path(settings.prompt_template)
    template = agreed_template(carried_template(Path(settings.train_file)), wanted, settings.train_file)
    form = carried_form(Path(settings.train_file)) or PAPERS_FORM
    if find_package(path) is not None:
        _require_same_prompt(settings, template_of_model(path), template)
        _require_same_form(settings, form_of_model(path), form)
        return unpack_joint_model(path, built, template=template)
    try:
        model_type = read_json(path / "config.json").get("model_type")
    except DataError as error:
        raise CheckpointError(f"model_path {path} is no model folder: {error}") from error
    if model_type == JOINT_MODEL_TYPE:
        _require_same_prompt(settings, template_of_model(path), template)
        _require_same_form(settings, form_of_model(path), form)
        return path
    if model_type != BASE_MODEL_TYPE:
        raise CheckpointError(
            f"model_path {path} holds a {model_type} model; it must be {BASE_MODEL_TYPE} or {JOINT_MODEL_TYPE}."
        )
    return build_joint_model(path, width, built, settings.seed, template=template, form=form)


def _require_same_prompt(settings: SftSettings, trained: PromptTemplate | None, template: PromptTemplate) -> None:
    if trained is not None and trained.text != template.text:
        raise ConfigError(
            f"{settings.model_path} was trained with prompt {trained.prompt_id}, but {settings.train_file} has "
            f"{template.prompt_id}. Prepare the data with the model's prompt template."
        )


def _require_same_form(settings: SftSettings, trained: MemoryForm | None, form: MemoryForm) -> None:
    """A model that does not say was trained in the paper's form."""
    if (trained or PAPERS_FORM) != form:
        raise ConfigError(
            f"{settings.model_path} was trained with {trained or PAPERS_FORM}, but {settings.train_file} has {form}. "
            "Prepare the data in the model's form."
        )


def require_like_data(settings: SftSettings) -> None:
    """Train and val file must be of one preparation in wording and form: losses of other prompts say nothing."""
    if settings.val_file is None:
        return
    for carried in (carried_template, carried_form):
        train, val = carried(Path(settings.train_file)), carried(Path(settings.val_file))
        if train != val:
            raise ConfigError(
                f"{settings.val_file} was made with {val}, but {settings.train_file} with {train}. "
                "Take both files from one `jamel prepare`."
            )


def _checked_latent_width(settings: SftSettings) -> int:
    width = latent_width(Path(settings.train_file))
    if settings.compressor_model is not None:
        compressor = read_json(Path(settings.compressor_model) / "config.json")
        expected = compressor.get("text_config", {}).get("hidden_size")
        if expected != width:
            raise ConfigError(
                f"the latents of {settings.train_file} are {width} wide, those of {settings.compressor_model} "
                f"{expected}. Prepare the data with this compressor."
            )
    return width


def _claim_data(settings: SftSettings) -> None:
    """A checkpoint must not go on with other rows under the same file name."""
    path = Path(settings.output) / "data.json"
    files = {name: getattr(settings, name) for name in ("train_file", "val_file")}
    found = {name: footer_sha256(Path(file)) for name, file in files.items() if file is not None}
    if not path.exists():
        write_json_atomically(path, found)
    elif read_json(path) != found:
        raise StorageError(
            f"{settings.output} was trained on other rows than {settings.train_file} holds now. "
            "Choose another output folder, or delete this one."
        )


def _validates(settings: SftSettings) -> bool:
    """verl drops validation rows that fill no batch, and the mean over no batch is not a number."""
    if settings.val_file is None:
        return False
    rows = len(RowReader([Path(settings.val_file)]))
    if rows < settings.train_batch_size:
        print(f"[sft] no validation: {settings.val_file} has {rows} rows, less than one batch")
    return rows >= settings.train_batch_size


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m jamel.train.memory.sft", description="Fine-tune through verl.")
    parser.add_argument("config", type=Path, help="YAML file, see configs/sft")
    parser.add_argument("overrides", nargs="*", metavar="key=value")
    arguments = parser.parse_args()
    try:
        print(f"checkpoint: {run_sft(load_settings(SftSettings, arguments.config, arguments.overrides))}")
    except JamelError as error:
        print(f"sft: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())

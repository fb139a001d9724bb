"""Reinforcement learning of policy and aligner through verl's own trainer: checks, launch, resume, log.

``OUTPUT/checkpoints/global_step_N/actor/huggingface`` is a complete model in safetensors; beside it lies verl's own
state, from which a run that was killed goes on (verl reads that state back with pickle: resume only folders you wrote).
This file does not know what a rollout is (``manager``) or what the settings mean to verl (``rl_settings``).
"""

from __future__ import annotations

import sys
from pathlib import Path

from jamel.collect.agents import AgentSettings, check_agent
from jamel.collect.sessions import require_browser
from jamel.config import claim_output
from jamel.errors import CheckpointError, ConfigError
from jamel.policy.checkpoint import carried_form, find_model_folder
from jamel.policy.checkpoint import carried_template as template_of_model
from jamel.policy.memory_form import PAPERS_FORM
from jamel.policy.packaged import read_actor_format
from jamel.policy.prompt import agreed_template
from jamel.storage import write_json_atomically, write_text_atomically
from jamel.train.launch import CPU_ENVIRONMENT, resolve_device, run_supervised, verl_environment
from jamel.train.memory.sft_rows import carried_form as form_of_data
from jamel.train.memory.sft_rows import carried_template as template_of_data
from jamel.train.rl.apps import chosen_apps
from jamel.train.rl.rl_log import RlListener
from jamel.train.rl.rl_settings import (
    RlSettings,
    checkpoint_folder,
    cluster_environment,
    verl_overrides,
    with_absolute_paths,
)
from jamel.train.train_log import start_log

__all__ = ["RlSettings", "run_rl"]

MAY_CHANGE = frozenset(
    {"output", "total_steps", "save_steps", "threads_per_rank", "loggers", "silence_budget_s", "ray_address"}
)
"""Settings that a resumed run may change: they do not touch what a step computes."""

INSTALL = "jamel.train.rl.install"


def run_rl(settings: RlSettings) -> Path:
    """Train, or go on, or find it done. Returns the last checkpoint's model folder.

    Raises ``ConfigError``, ``AppError``, ``CheckpointError`` and ``CapabilityError`` before anything starts,
    ``StorageError`` when the output belongs to another run, ``ModelError`` when training fails.
    """
    device = resolve_device(settings.device)
    _, apps = chosen_apps(settings)
    require_browser()
    if settings.ray_address is not None:
        from jamel.train.ray_sessions import require_cluster

        require_cluster(settings.ray_address)
    check_models(settings)
    claim_output(Path(settings.output), settings, ignore=MAY_CHANGE)
    settings = with_absolute_paths(settings)
    output = Path(settings.output)
    reached = latest_step(checkpoint_folder(settings))
    if reached >= settings.total_steps:
        print(f"[rl] {output} has all {settings.total_steps} steps already; nothing to do")
        return model_folder(settings, reached)
    model = initial_model(settings)
    queue = output / "app_queue.json"
    order = {"apps": [app.app_id for app in apps], "order": settings.app_order, "seed": settings.seed}
    write_json_atomically(queue, order)
    settings_file = output / "rl_settings.json"
    write_text_atomically(settings_file, settings.model_dump_json(indent=2))
    overrides = verl_overrides(
        settings,
        model=model,
        adapter=_adapter(settings, model),
        queue=queue,
        settings_file=settings_file,
        device=device,
    )
    log = output / "train_log.jsonl"
    start_log(log, reached)
    print(
        f"[rl] {len(apps)} apps, {settings.total_steps} steps on {device}"
        f"{f', going on after step {reached}' if reached else ''}; starting Ray, engine and trainer",
        flush=True,
    )
    modules = [CPU_ENVIRONMENT["VERL_USE_EXTERNAL_MODULES"]] if device == "cpu" else []
    environment = {
        **verl_environment(device, settings.threads_per_rank, Path(settings.output)),
        "VERL_USE_EXTERNAL_MODULES": ",".join([*modules, INSTALL]),
        "RAY_DEDUP_LOGS": "0",
        # Ray would start a Python worker for each of its logical CPUs beforehand.
        "RAY_prestart_worker_first_driver": "0",
    }
    on_cluster = [] if settings.ray_address is None else cluster_environment(environment)
    run_supervised(
        [sys.executable, "-m", "jamel.train.rl.verl_main", *overrides, *on_cluster],
        environment,
        output / "verl.log",
        RlListener(path=log, total_steps=settings.total_steps),
        silence_budget_s=settings.silence_budget_s,
    )
    return model_folder(settings, settings.total_steps)


def check_models(settings: RlSettings) -> None:
    """Find out in a moment what would otherwise fail minutes later: a model that is not there, or that was trained to
    be shown its past in another form than rollouts show it."""
    check_agent(
        AgentSettings(
            name="rl",
            kind="model",
            checkpoint=settings.model_path,
            compressor=settings.compressor_model,
            memory=settings.memory,
            prompt_template=settings.prompt_template,
        )
    )
    form = carried_form(Path(settings.model_path)) or PAPERS_FORM
    if form != PAPERS_FORM:
        raise ConfigError(
            f"{settings.model_path} was trained with {form}; reinforcement learning shows {PAPERS_FORM}. "
            "Start from a model trained in that form."
        )
    if settings.replay.sft_rows and settings.replay.sft_file is not None:
        _require_like_model(settings, Path(settings.replay.sft_file))


def _require_like_model(settings: RlSettings, replayed: Path) -> None:
    """Rows that are trained on beside the rollouts must ask as these do."""
    model = Path(settings.model_path)
    wanted = None if settings.prompt_template is None else Path(settings.prompt_template)
    asked = agreed_template(template_of_model(model), wanted, str(model))
    shown = template_of_data(replayed) or asked, form_of_data(replayed) or PAPERS_FORM
    if shown[0].text != asked.text or shown[1] != PAPERS_FORM:
        raise ConfigError(
            f"replay.sft_file {replayed} was made with prompt {shown[0].prompt_id}, {shown[1]}, but {model} is asked "
            f"with {asked.prompt_id}, {PAPERS_FORM}. Prepare the data as the model was trained."
        )


def latest_step(checkpoints: Path) -> int:
    """The step of the last checkpoint that verl finished writing; 0 when there is none."""
    tracker = checkpoints / "latest_checkpointed_iteration.txt"
    return int(tracker.read_text(encoding="ascii")) if tracker.exists() else 0


def model_folder(settings: RlSettings, step: int) -> Path:
    """Raises ``CheckpointError`` when its weights are missing."""
    folder = checkpoint_folder(settings) / f"global_step_{step}" / "actor" / "huggingface"
    if not any(folder.glob("*.safetensors")):
        raise CheckpointError(
            f"training ended, but {folder} holds no weights. See {Path(settings.output) / 'verl.log'}; "
            "delete the output folder to start over."
        )
    if settings.lora_rank:
        from jamel.train.memory.lora import merge_adapter

        merge_adapter(folder, rank=settings.lora_rank, alpha=settings.lora_alpha)
    return folder


def initial_model(settings: RlSettings) -> Path:
    """The joint model to start from: that of ``model_path``, or one unpacked once from a package."""
    found = find_model_folder(Path(settings.model_path))
    if read_actor_format(found) is None:
        return found
    from jamel.policy.initialise import unpack_joint_model

    return unpack_joint_model(Path(settings.model_path), Path(settings.output) / "initial_model")


def _adapter(settings: RlSettings, model: Path) -> Path | None:
    if settings.lora_rank == 0:
        return None
    from jamel.train.memory.lora import write_initial_adapter

    folder = Path(settings.output) / "initial_adapter"
    return write_initial_adapter(model, folder, rank=settings.lora_rank, alpha=settings.lora_alpha)

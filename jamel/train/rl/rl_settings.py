"""Settings of reinforcement learning, and what they mean to verl: a pure mapping to its command-line overrides.

This file does not know how a run is started.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from jamel.apps import DEMO_FILE
from jamel.browser.settings import BrowserSettings
from jamel.collect.sessions import AppId
from jamel.config import Settings
from jamel.errors import ConfigError
from jamel.train.memory.sft_settings import hydra_value
from jamel.train.rl.credit import CreditSettings, RewardSettings


class RolloutSettings(Settings):
    """Each training step runs ``group_size`` sessions of ``max_steps`` steps on each of ``apps_per_step`` apps.

    ``min_group`` sessions of a group must end ``ok``, else the group is skipped. ``processes`` browsers run at once.
    A batch of decisions waits at most ``gather_s`` for the slowest session. No wait is without its budget:
    ``session_budget_s`` a session, ``generation_budget_s`` a batch of decisions. ``engine`` decides; ``vllm`` keeps
    ``gpu_memory_share`` of each GPU for itself, beside the trainer. ``asynchronous``: the sessions of a step run during
    the update before it, under weights that are one update older.
    """

    engine: Literal["transformers", "vllm"] = "transformers"
    gpu_memory_share: float = Field(default=0.35, gt=0, lt=1)
    asynchronous: bool = False
    apps_per_step: int = Field(default=2, ge=1)
    group_size: int = Field(default=4, ge=2)
    min_group: int = Field(default=2, ge=2)
    max_steps: int = Field(default=10, ge=1)
    processes: int = Field(default=8, ge=1)
    session_budget_s: float = Field(default=600.0, gt=0)
    generation_budget_s: float = Field(default=600.0, gt=0)
    gather_s: float = Field(default=60.0, gt=0)
    max_new_tokens: int = Field(default=256, ge=1)
    max_length: int = Field(default=8192, ge=1)
    max_memory_items: int = Field(default=512, ge=0)


class ReplaySettings(Settings):
    """The fine-tuning loss mixed into every update: ``rows`` rewarded steps of earlier sessions that were better than
    their group, and ``sft_rows`` rows of ``sft_file``. ``coefficient`` weighs their cross-entropy."""

    rows: int = Field(default=0, ge=0)
    sft_rows: int = Field(default=0, ge=0)
    sft_file: str | None = None
    coefficient: float = Field(default=0.1, ge=0)

    @model_validator(mode="after")
    def _rows_need_a_file(self) -> ReplaySettings:
        if self.sft_rows and self.sft_file is None:
            raise ValueError("sft_rows needs sft_file, the train file of `jamel prepare`")
        return self


class RlSettings(Settings):
    """``configs/rl/*.yaml``.

    ``model_path`` is what fine-tuning left: a joint model, a training output, or a package with its compressor; it
    is also the reference of the KL term. ``memory`` off trains without latents. ``updates_per_step`` splits a
    rollout into that many updates. ``importance_cap`` bounds the weight of a token, its probability before the
    update over the one it was drawn with; null weighs none. ``logprob_bound`` ends a run whose rollout engine and
    trainer disagree; null only reports. ``ray_address`` names a running cluster to train on, whose nodes all run
    sessions; every node needs code, apps and output at the same paths. ``silence_budget_s``: a trainer that prints
    nothing for so long is ended. ``mode``: ``rollout_only`` explores and scores without an update; ``train_only``
    takes the samples of ``saved_rollouts``, the ``rollouts/samples`` folder of another run, step by step, and
    starts no browser.
    """

    mode: Literal["train", "rollout_only", "train_only"] = "train"
    saved_rollouts: str | None = None

    model_path: str
    compressor_model: str | None = None
    memory: Literal["on", "off"] = "on"
    prompt_template: str | None = None
    output: str
    apps_file: str = str(DEMO_FILE)
    apps_root: str | None = None
    apps_mode: str = "train"
    apps: tuple[AppId, ...] = ()
    app_order: Literal["shuffled", "listed"] = "shuffled"
    port_base: int = Field(default=8800, ge=0, le=65535)
    ray_address: str | None = None
    browser: BrowserSettings = BrowserSettings()
    rollout: RolloutSettings = RolloutSettings()
    rewards: RewardSettings = RewardSettings()
    credit: CreditSettings = CreditSettings()
    replay: ReplaySettings = ReplaySettings()
    device: Literal["auto", "cpu", "cuda"] = "auto"
    nproc_per_node: int = Field(default=1, ge=1)
    total_steps: int = Field(default=100, ge=1)
    save_steps: int = Field(default=10, ge=1)
    checkpoints_to_keep: int = Field(default=3, ge=1)
    updates_per_step: int = Field(default=1, ge=1)
    micro_batch_size_per_gpu: int = Field(default=1, ge=1)
    learning_rate: float = Field(default=1e-6, gt=0)
    betas: tuple[float, float] = (0.9, 0.95)
    weight_decay: float = Field(default=0.01, ge=0)
    clip_grad: float = Field(default=1.0, gt=0)
    clip_ratio: float = Field(default=0.2, gt=0)
    importance_cap: float | None = Field(default=2.0, gt=1)
    kl_coefficient: float = Field(default=0.01, ge=0)
    entropy_coefficient: float = Field(default=0.0, ge=0)
    precision: Literal["bf16", "fp32"] = "bf16"
    attention: Literal["sdpa", "flash_attention_2", "eager"] = "sdpa"
    gradient_checkpointing: bool = True
    lora_rank: int = Field(default=0, ge=0)
    lora_alpha: int = Field(default=32, ge=1)
    logprob_bound: float | None = Field(default=None, gt=0)
    threads_per_rank: int = Field(default=4, ge=1)
    silence_budget_s: float = Field(default=3600.0, gt=0)
    loggers: tuple[Literal["tensorboard", "wandb"], ...] = ("tensorboard",)
    seed: int = 1

    @model_validator(mode="after")
    def _saved_rollouts_are_for_training_alone(self) -> RlSettings:
        if (self.mode == "train_only") != (self.saved_rollouts is not None):
            raise ValueError("mode train_only and saved_rollouts go together; give both or neither")
        return self


def samples_per_step(settings: RlSettings) -> int:
    """Rows of a whole rollout and its replayed ones, filled up until updates, ranks and micro batches divide them."""
    rollout, replay = settings.rollout, settings.replay
    drawn = rollout.apps_per_step * rollout.group_size * rollout.max_steps
    share = math.lcm(
        rollout.apps_per_step,
        settings.nproc_per_node * settings.updates_per_step * settings.micro_batch_size_per_gpu,
    )
    return math.ceil((drawn + replay.rows + replay.sft_rows) / share) * share


def rows_multiple(settings: RlSettings) -> int:
    """What the number of rows of a batch must be a multiple of: one update's."""
    return samples_per_step(settings) // settings.updates_per_step


def verl_overrides(
    settings: RlSettings, *, model: Path, adapter: Path | None, queue: Path, settings_file: Path, device: str
) -> list[str]:
    """Hydra overrides of verl's PPO entry. ``queue`` is the file of ``app_queue``.

    Raises ``ConfigError`` when updates and apps do not divide.
    """
    if settings.rollout.apps_per_step % settings.updates_per_step:
        raise ConfigError(
            f"updates_per_step must divide rollout.apps_per_step; got {settings.updates_per_step} and "
            f"{settings.rollout.apps_per_step}. Change one of them."
        )
    values: dict[str, object] = {
        **_algorithm_values(settings),
        **_data_values(settings, queue),
        **_model_values(settings, model, adapter),
        **_actor_values(settings),
        **_reference_values(settings),
        **_rollout_values(settings),
        **_trainer_values(settings, device),
        **_ray_values(settings),
        "+jamel.settings": str(settings_file),
        "+jamel.logprob_bound": settings.logprob_bound,
    }
    return [f"{key}={hydra_value(value)}" for key, value in values.items()]


def with_absolute_paths(settings: RlSettings) -> RlSettings:
    """Ray's processes may run in other folders than the one that a setting is relative to."""
    names = ("output", "model_path", "compressor_model", "prompt_template", "saved_rollouts", "apps_file", "apps_root")
    sft_file = settings.replay.sft_file
    replay = settings.replay.model_copy(update={"sft_file": sft_file and _absolute(sft_file)})
    paths = {name: value and _absolute(value) for name in names for value in (getattr(settings, name),)}
    return settings.model_copy(update={**paths, "replay": replay})


def cluster_environment(environment: Mapping[str, str]) -> list[str]:
    """Overrides that give processes on a cluster, which inherit nothing from here, these variables."""
    where = "+ray_kwargs.ray_init.runtime_env.env_vars"
    return [f"{where}.{name}={hydra_value(value)}" for name, value in environment.items()]


def _absolute(path: str) -> str:
    return str(Path(path).absolute())


def checkpoint_folder(settings: RlSettings) -> Path:
    return Path(settings.output) / "checkpoints"


def _algorithm_values(settings: RlSettings) -> dict[str, object]:
    return {
        "algorithm.adv_estimator": f"jamel_{settings.credit.estimator}",
        "algorithm.gamma": settings.credit.gamma,
        "algorithm.norm_adv_by_std_in_grpo": settings.credit.divide_by_std,
        "algorithm.use_kl_in_reward": False,
        "algorithm.rollout_correction.rollout_is": None if settings.importance_cap is None else "token",
        "algorithm.rollout_correction.rollout_is_threshold": settings.importance_cap or 2.0,
        "+algorithm.credit.step_weight": settings.credit.step_weight,
        "+algorithm.credit.replay_coefficient": settings.replay.coefficient,
    }


def _data_values(settings: RlSettings, queue: Path) -> dict[str, object]:
    return {
        "data.train_files": str(queue),
        "data.val_files": str(queue),
        "data.train_batch_size": settings.rollout.apps_per_step,
        "data.max_prompt_length": settings.rollout.max_length,
        "data.max_response_length": settings.rollout.max_new_tokens,
        "data.shuffle": False,
        "data.dataloader_num_workers": 0,
        "data.custom_cls.path": "pkg://jamel.train.rl.app_queue",
        "data.custom_cls.name": "AppQueue",
    }


def _model_values(settings: RlSettings, model: Path, adapter: Path | None) -> dict[str, object]:
    values: dict[str, object] = {
        "actor_rollout_ref.model.path": str(model),
        "actor_rollout_ref.model.external_lib": "jamel.policy.joint_model",
        # Padded batches: packing would merge the samples whose prompts the memory scale guard tells apart.
        "actor_rollout_ref.model.use_remove_padding": False,
        "actor_rollout_ref.model.enable_gradient_checkpointing": settings.gradient_checkpointing,
        "+actor_rollout_ref.model.override_config.attn_implementation": settings.attention,
    }
    if adapter is None:
        return values
    return values | {
        "actor_rollout_ref.model.lora_rank": settings.lora_rank,
        "actor_rollout_ref.model.lora_alpha": settings.lora_alpha,
        "actor_rollout_ref.model.lora_adapter_path": str(adapter),
        "actor_rollout_ref.model.lora.merge": True,
    }


def _actor_values(settings: RlSettings) -> dict[str, object]:
    actor = "actor_rollout_ref.actor"
    return {
        f"{actor}.strategy": "fsdp2",
        f"{actor}.use_torch_compile": False,
        f"{actor}.fsdp_config.use_torch_compile": False,
        f"+{actor}.fsdp_config.mixed_precision.param_dtype": settings.precision,
        f"+{actor}.fsdp_config.mixed_precision.reduce_dtype": "fp32",
        f"{actor}.fsdp_config.seed": settings.seed,
        f"{actor}.ppo_mini_batch_size": settings.rollout.apps_per_step // settings.updates_per_step,
        f"{actor}.ppo_micro_batch_size_per_gpu": settings.micro_batch_size_per_gpu,
        f"{actor}.grad_clip": settings.clip_grad,
        f"{actor}.clip_ratio": settings.clip_ratio,
        f"{actor}.clip_ratio_low": settings.clip_ratio,
        f"{actor}.clip_ratio_high": settings.clip_ratio,
        f"{actor}.loss_agg_mode": "token-mean",
        f"{actor}.entropy_coeff": settings.entropy_coefficient,
        f"{actor}.use_kl_loss": settings.kl_coefficient > 0,
        f"{actor}.kl_loss_coef": settings.kl_coefficient,
        f"{actor}.kl_loss_type": "low_var_kl",
        f"{actor}.optim.lr": settings.learning_rate,
        f"{actor}.optim.betas": settings.betas,
        f"{actor}.optim.weight_decay": settings.weight_decay,
        f"{actor}.optim.clip_grad": settings.clip_grad,
        f"{actor}.optim.lr_scheduler_type": "constant",
        f"{actor}.checkpoint.save_contents": ("model", "optimizer", "extra", "hf_model"),
        f"{actor}.checkpoint.load_contents": ("model", "optimizer", "extra"),
    }


def _reference_values(settings: RlSettings) -> dict[str, object]:
    ref = "actor_rollout_ref.ref"
    return {
        f"{ref}.strategy": "fsdp2",
        f"{ref}.use_torch_compile": False,
        f"{ref}.fsdp_config.use_torch_compile": False,
        f"+{ref}.fsdp_config.mixed_precision.param_dtype": settings.precision,
        f"{ref}.log_prob_micro_batch_size_per_gpu": settings.micro_batch_size_per_gpu,
    }


def _rollout_values(settings: RlSettings) -> dict[str, object]:
    """To verl ``rollout.n`` is the number of rows a prompt becomes: here the steps of all sessions of an app, and its
    share of the replayed rows."""
    rollout = "actor_rollout_ref.rollout"
    return {
        f"{rollout}.name": f"jamel_{settings.rollout.engine}",
        f"{rollout}.gpu_memory_utilization": settings.rollout.gpu_memory_share,
        f"{rollout}.mode": "async",
        f"{rollout}.n": samples_per_step(settings) // settings.rollout.apps_per_step,
        f"{rollout}.temperature": 1.0,
        f"{rollout}.tensor_model_parallel_size": 1,
        f"{rollout}.free_cache_engine": False,
        f"{rollout}.load_format": "auto",
        f"{rollout}.calculate_log_probs": True,
        f"{rollout}.log_prob_micro_batch_size_per_gpu": settings.micro_batch_size_per_gpu,
        f"+{rollout}.agent.agent_loop_manager_class": "jamel.train.rl.manager.SessionManager",
    }


def _trainer_values(settings: RlSettings, device: str) -> dict[str, object]:
    return {
        "trainer.device": device,
        "trainer.nnodes": 1,
        "trainer.n_gpus_per_node": settings.nproc_per_node,
        "trainer.v1.trainer_mode": "jamel",
        # Updates start with this step: never, where nothing is to be trained.
        "trainer.critic_warmup": settings.total_steps + 1 if settings.mode == "rollout_only" else 0,
        "trainer.val_before_train": False,
        "trainer.test_freq": -1,
        "trainer.total_epochs": 1,
        "trainer.total_training_steps": settings.total_steps,
        "trainer.save_freq": settings.save_steps,
        "trainer.max_actor_ckpt_to_keep": settings.checkpoints_to_keep,
        "trainer.resume_mode": "auto",
        "trainer.default_local_dir": str(checkpoint_folder(settings)),
        "trainer.logger": ("console", *settings.loggers),
        "trainer.project_name": "jamel",
        "trainer.experiment_name": "rl",
        "reward.num_workers": 1,
        # Hydra would otherwise write below the current folder.
        "hydra.run.dir": str(Path(settings.output) / "hydra"),
        "hydra.output_subdir": None,
    }


def _ray_values(settings: RlSettings) -> dict[str, object]:
    """A cluster of the run's own, also where another runs, unless one is named. Ray's CPUs are logical: verl's helpers
    ask for one each, and would wait for ever on a small machine."""
    own_cluster: dict[str, object] = {
        "+ray_kwargs.ray_init.address": "local",
        "ray_kwargs.ray_init.num_cpus": 16 + 4 * settings.nproc_per_node,
        "+ray_kwargs.ray_init.num_gpus": settings.nproc_per_node,
        "+ray_kwargs.ray_init.include_dashboard": False,
    }
    address = {"+ray_kwargs.ray_init.address": settings.ray_address}
    return {
        **(own_cluster if settings.ray_address is None else address),
        "transfer_queue.backend.SimpleStorage.num_data_storage_units": 1,
    }

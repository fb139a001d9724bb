"""What reinforcement learning's settings mean to verl, and the queue of apps."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamel.errors import ConfigError
from jamel.train.rl.rl_settings import (
    ReplaySettings,
    RlSettings,
    RolloutSettings,
    rows_multiple,
    samples_per_step,
    verl_overrides,
    with_absolute_paths,
)


def overrides(settings: RlSettings) -> dict[str, str]:
    lines = verl_overrides(
        settings, model=Path("m"), adapter=None, queue=Path("q.json"), settings_file=Path("s.json"), device="cpu"
    )
    return dict(line.split("=", 1) for line in lines)


def settings(**changes: object) -> RlSettings:
    return RlSettings(model_path="m", output="o").model_copy(update=changes)


def test_one_update_takes_all_steps_of_all_sessions():
    """verl multiplies its mini batch by ``rollout.n``; both together are what a rollout gives."""
    made = overrides(settings(rollout=RolloutSettings(apps_per_step=2, group_size=4, max_steps=10)))
    mini = int(made["actor_rollout_ref.actor.ppo_mini_batch_size"])
    assert mini * int(made["actor_rollout_ref.rollout.n"]) == 2 * 4 * 10


@given(st.integers(1, 8), st.integers(2, 8), st.integers(1, 50), st.integers(0, 99), st.integers(1, 8))
def test_rows_of_any_rollout_are_divided_by_updates_and_ranks(apps: int, group: int, steps: int, rows: int, ranks: int):
    for updates in (n for n in range(1, apps + 1) if apps % n == 0):
        given_settings = settings(
            rollout=RolloutSettings(apps_per_step=apps, group_size=group, max_steps=steps),
            replay=ReplaySettings(rows=rows), nproc_per_node=ranks, updates_per_step=updates,
            micro_batch_size_per_gpu=3,
        )  # fmt: skip
        made = overrides(given_settings)
        n, mini = (int(made[f"actor_rollout_ref.{k}"]) for k in ("rollout.n", "actor.ppo_mini_batch_size"))
        assert samples_per_step(given_settings) >= apps * group * steps + rows
        assert mini * n == rows_multiple(given_settings)
        assert rows_multiple(given_settings) % (ranks * 3) == 0
        assert n * apps == samples_per_step(given_settings)


def test_updates_that_do_not_divide_the_apps_are_refused():
    with pytest.raises(ConfigError, match="updates_per_step must divide"):
        overrides(settings(updates_per_step=2, rollout=RolloutSettings(apps_per_step=3)))


def test_replaying_fine_tuning_rows_needs_their_file():
    with pytest.raises(ValueError, match="sft_rows needs sft_file"):
        ReplaySettings(sft_rows=4)


@pytest.mark.model
def test_every_pass_over_the_apps_meets_each_once_in_an_order_of_its_own():
    from jamel.train.rl.app_queue import app_at

    apps = [f"app{i}" for i in range(7)]
    passes = [[app_at(turn * 7 + i, apps, "shuffled", 1) for i in range(7)] for turn in range(3)]
    assert all(Counter(one) == Counter(apps) for one in passes)
    assert passes[0] != passes[1] != passes[2]
    assert [app_at(i, apps, "listed", 1) for i in range(9)] == [*apps, "app0", "app1"]


def test_training_without_browsers_needs_saved_rollouts_and_exploring_never_updates():
    with pytest.raises(ValueError, match="go together"):
        RlSettings(model_path="m", output="o", mode="train_only")
    made = overrides(settings(mode="rollout_only", total_steps=7))
    assert int(made["trainer.critic_warmup"]) > 7


def test_the_engine_and_its_share_of_the_gpu_reach_verl():
    made = overrides(settings(rollout=RolloutSettings(engine="vllm", gpu_memory_share=0.4)))
    assert made["actor_rollout_ref.rollout.name"].strip("'") == "jamel_vllm"
    assert float(made["actor_rollout_ref.rollout.gpu_memory_utilization"]) == 0.4


def test_a_run_has_a_ray_cluster_of_its_own_unless_one_is_named():
    own, named = overrides(settings()), overrides(settings(ray_address="10.0.0.1:6379"))
    assert own["+ray_kwargs.ray_init.address"] == "'local'", "or Ray would join any cluster of this machine"
    assert named["+ray_kwargs.ray_init.address"] == "'10.0.0.1:6379'"
    assert "ray_kwargs.ray_init.num_cpus" not in named, "Ray refuses resources for a cluster that runs"


def test_rays_processes_find_every_file_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    made = with_absolute_paths(settings(saved_rollouts="s", replay=ReplaySettings(sft_rows=1, sft_file="f.parquet")))
    assert (made.output, made.saved_rollouts) == (str(tmp_path / "o"), str(tmp_path / "s"))
    assert made.replay.sft_file == str(tmp_path / "f.parquet")
    assert made.compressor_model is None


@pytest.mark.parametrize(("cap", "weighed"), [(3.0, "'token'"), (None, "null")])
def test_the_cap_of_a_tokens_weight_reaches_verl(cap: float | None, weighed: str):
    made = overrides(settings(importance_cap=cap))
    assert made["algorithm.rollout_correction.rollout_is"] == weighed
    assert float(made["algorithm.rollout_correction.rollout_is_threshold"]) == (cap or 2.0)


@pytest.mark.train
def test_verl_finds_a_replica_and_a_sender_for_every_engine():
    from typing import get_args

    from verl.workers.rollout.base import _ROLLOUT_REGISTRY
    from verl.workers.rollout.replica import RolloutReplicaRegistry

    from jamel.train.rl import install  # noqa: F401

    for engine in get_args(RolloutSettings.model_fields["engine"].annotation):
        assert RolloutReplicaRegistry.get(f"jamel_{engine}").engine == engine
        assert (f"jamel_{engine}", "async") in _ROLLOUT_REGISTRY

"""Reinforcement learning end to end through verl's own trainer: real browsers, a tiny model, resume bit for bit."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file

from jamel.train.rl.ray_start import free_ports
from jamel.train.rl.rl import RlSettings, run_rl
from jamel.train.rl.rl_settings import ReplaySettings, RolloutSettings
from tests.train.row_log_probs import largest_difference

# verl's processes load libraries for minutes on a busy machine.
pytestmark = [pytest.mark.train, pytest.mark.model, pytest.mark.browser, pytest.mark.timeout(1200)]

SESSIONS, STEPS = 2, 2


@pytest.fixture(scope="module")
def settings(
    base_policy: Path, joint_model: Path, train_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> RlSettings:
    return RlSettings(
        model_path=str(joint_model),
        compressor_model=str(base_policy.parent / "compressor"),
        output=str(tmp_path_factory.mktemp("rl") / "out"),
        apps=("wanyou", "qingcheng"),  # of the shortest start pages
        port_base=free_ports(1)[0],  # one for all runs: the port is in the prompts
        rollout=RolloutSettings(
            apps_per_step=1, group_size=SESSIONS, max_steps=STEPS, processes=SESSIONS, max_new_tokens=6
        ),
        replay=ReplaySettings(sft_rows=1, sft_file=str(train_file), coefficient=0.5),
        device="cpu", precision="fp32", gradient_checkpointing=False, threads_per_rank=2, learning_rate=1e-3,
        total_steps=4, save_steps=2, logprob_bound=1e-3, loggers=(), silence_budget_s=600.0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def checkpoint(settings: RlSettings) -> Path:
    return run_rl(settings)


def records(settings: RlSettings) -> list[dict[str, Any]]:
    lines = (Path(settings.output) / "train_log.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def explored_apps(settings: RlSettings) -> list[list[str]]:
    """Of each training step."""
    sessions = Path(settings.output) / "rollouts" / "sessions"
    return [sorted(app.name for app in step.iterdir()) for step in sorted(sessions.iterdir())]


def test_a_run_trains_policy_vision_tower_and_aligner(settings: RlSettings, checkpoint: Path):
    before = load_file(Path(settings.model_path) / "model.safetensors")
    after = load_file(checkpoint / "model.safetensors")
    assert [name for name, weight in before.items() if weight.equal(after[name])] == []


def test_rollout_and_trainer_agree_before_and_after_the_first_update(settings: RlSettings, checkpoint: Path):
    """After it the rollout engine has the new weights, or the trainer would no longer agree."""
    assert [record["step"] for record in records(settings)] == [1, 2, 3, 4]
    assert all(record["rollout/logprob_diff_max"] < 1e-3 for record in records(settings))


def test_the_reference_of_the_kl_term_is_the_start(settings: RlSettings, checkpoint: Path):
    first, *later = records(settings)
    assert first["actor/kl_loss"] == 0
    assert all(record["actor/kl_loss"] > 0 for record in later)


def test_the_replayed_row_carries_the_loss_where_no_session_stands_out(settings: RlSettings, checkpoint: Path):
    """A random policy names no action, so all sessions get the same penalty and no advantage: what is left is the
    weighted cross-entropy of the one replayed row, whose gradient is not zero."""
    first = records(settings)[0]
    assert first["rollout/invalid_share"] == 1
    assert first["actor/pg_loss"] < 0
    assert first["actor/grad_norm"] > 0


def test_the_checkpoint_is_an_ordinary_model(settings: RlSettings, checkpoint: Path):
    from jamel.policy.checkpoint import find_model_folder, load_joint_model

    assert find_model_folder(Path(settings.output)) == checkpoint
    load_joint_model(checkpoint, device="cpu")


def test_sessions_and_samples_are_kept(settings: RlSettings, checkpoint: Path):
    from jamel.train.rl.samples import read_samples
    from jamel.trajectory_io import trajectory_files

    rollouts = Path(settings.output) / "rollouts"
    assert len(trajectory_files(rollouts / "sessions")) == 4 * SESSIONS
    assert len(read_samples(rollouts / "samples" / "step_000004.parquet")) == SESSIONS * STEPS


def test_four_steps_straight_end_with_the_weights_of_two_and_two(
    settings: RlSettings, checkpoint: Path, tmp_path: Path
):
    """Weights, optimiser, seeds of sessions, and the place in the queue of two apps."""
    shutil.copytree(Path(settings.output), tmp_path / "out")
    resumed = settings.model_copy(update={"output": str(tmp_path / "out")})
    shutil.rmtree(tmp_path / "out/checkpoints/global_step_4")
    (tmp_path / "out/checkpoints/latest_checkpointed_iteration.txt").write_text("2")
    again = load_file(run_rl(resumed) / "model.safetensors")
    straight = load_file(checkpoint / "model.safetensors")
    assert [name for name, weight in straight.items() if not weight.equal(again[name])] == []
    losses = [[record["actor/kl_loss"] for record in records(run)] for run in (resumed, settings)]
    assert losses[0] == losses[1]
    assert explored_apps(resumed) == explored_apps(settings)


def test_asynchronous_rollouts_keep_to_one_set_of_weights_and_survive_a_kill(
    settings: RlSettings, checkpoint: Path, tmp_path: Path
):
    """Step 3 trains on what step 1's weights drew while step 2 was trained, also in a run that was killed in between
    and goes on from the checkpoint of step 2."""
    rollout = settings.rollout.model_copy(update={"asynchronous": True})
    changes = {"rollout": rollout, "total_steps": 3, "save_steps": 1, "output": str(tmp_path / "out")}
    overlapping = settings.model_copy(update=changes)
    straight = load_file(run_rl(overlapping) / "model.safetensors")
    assert [r["rollout/weights_age"] for r in records(overlapping)] == [0, 1, 1]
    assert drawn_by(tmp_path, step=3, weights_step=1)
    assert not drawn_by(tmp_path, step=3, weights_step=2)
    shutil.rmtree(tmp_path / "out/checkpoints/global_step_3")
    (tmp_path / "out/checkpoints/latest_checkpointed_iteration.txt").write_text("2")
    again = load_file(run_rl(overlapping) / "model.safetensors")
    assert [name for name, weight in straight.items() if not weight.equal(again[name])] == []


def drawn_by(folder: Path, *, step: int, weights_step: int) -> bool:
    """Do the weights after ``weights_step`` give the log-probabilities that the samples of ``step`` were drawn with?"""
    from jamel.policy.transformers_engine import TransformersEngine
    from jamel.train.rl.batch import RowMaker
    from jamel.train.rl.samples import read_samples

    weights = folder / f"out/checkpoints/global_step_{weights_step}/actor/huggingface"
    engine = TransformersEngine.load(weights, device="cpu")
    maker = RowMaker(config=engine.model.config, processor=engine.processor)
    samples = read_samples(folder / f"out/rollouts/samples/step_{step:06d}.parquet")
    rows = [maker.row(sample, weights_step=weights_step) for sample in samples]
    return all(largest_difference(engine.model, row) < 1e-3 for row in rows)


def test_two_ranks_learn_from_saved_rollouts_what_one_rank_learnt(
    settings: RlSettings, checkpoint: Path, tmp_path: Path
):
    """Without a browser, and equal but for the order of sums: each rank has half of the rows, and as many of them."""
    saved = Path(settings.output) / "rollouts" / "samples"
    changes = {"mode": "train_only", "saved_rollouts": str(saved), "nproc_per_node": 2, "threads_per_rank": 1}
    ranks = settings.model_copy(update={**changes, "output": str(tmp_path / "two"), "total_steps": 2})
    two = load_file(run_rl(ranks) / "model.safetensors")
    one = load_file(checkpoint.parents[2] / "global_step_2/actor/huggingface/model.safetensors")
    start = load_file(Path(settings.model_path) / "model.safetensors")
    for key in ("actor/pg_loss", "actor/grad_norm"):
        assert [r[key] for r in records(ranks)] == pytest.approx([r[key] for r in records(settings)[:2]], rel=1e-3)
    for name, weight in one.items():
        assert (two[name] - weight).norm() <= 0.02 * (weight - start[name]).norm() + 1e-6, name
    assert not (tmp_path / "two/rollouts/sessions").exists()

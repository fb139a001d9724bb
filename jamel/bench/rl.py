"""``jamel bench rl``: what a step of reinforcement learning costs, through verl's own trainer and real browsers.

Tiny random models, 8 sessions of 10 steps on an embedded app. A random policy names hardly any action: what browsers
cost here is to be started, observed and closed. This file does not know how a step is made.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from jamel.bench.result import BenchResult, Target
from jamel.collect.agents import AgentSettings
from jamel.collect.run import CollectSettings, run_collect
from jamel.policy.initialise import build_joint_model
from jamel.testing.page_models import make_page_models
from jamel.train.rl.rl import RlSettings, run_rl
from jamel.train.rl.rl_settings import RolloutSettings

SEED = 1
APP = "yunjian"
LATENT_WIDTH = 96
WARM_UP_STEPS = 1
PHASES = {
    "step_s": "timing_s/step",
    "old_log_prob_s": "timing_s/old_log_prob",
    "reference_s": "timing_s/ref",
    "update_s": "timing_s/update_actor",
    "weight_sync_s": "timing_s/update_weights",
    "rollout_s": "rollout/wall_s",
    "trainer_idle_share": "step/trainer_idle_share",
    "env_idle_share": "step/env_idle_share",
    "env_failed_share": "rollout/env_failed_share",
}


def bench_rl(*, is_smoke: bool) -> BenchResult:
    """4 steps of 8 sessions x 10 steps, once in turns and once with rollouts that run during the update before; the
    short form 3 steps of 2 x 2."""
    sessions, steps, total = (2, 2, 3) if is_smoke else (8, 10, 4)
    with tempfile.TemporaryDirectory() as folder:
        models = _models(Path(folder))
        rollout = RolloutSettings(
            apps_per_step=1, group_size=sessions, max_steps=steps, processes=sessions, max_new_tokens=16
        )
        in_turns = _train(models, Path(folder) / "in_turns", rollout, total)
        overlapping = rollout.model_copy(update={"asynchronous": True})
        at_once = _train(models, Path(folder) / "at_once", overlapping, total)
    # The last step explores for no other.
    timed, timed_at_once = in_turns[WARM_UP_STEPS:], at_once[WARM_UP_STEPS:-1]
    results = {
        **{name: _mean(timed, key) for name, key in PHASES.items()},
        **{f"asynchronous_{name}": _mean(timed_at_once, key) for name, key in PHASES.items()},
        "env_steps_per_s": _mean(timed, "rollout/env_steps_per_s"),
        "logprob_diff_max": max(r["rollout/logprob_diff_max"] for r in in_turns),
        "session_process_rss_max_mib": max(r["rollout/session_process_rss_max_mib"] for r in in_turns),
    }
    results["asynchronous_over_in_turns_ratio"] = results["asynchronous_step_s"] / results["step_s"]
    return BenchResult(
        bench="rl",
        seed=SEED,
        results=results,
        targets=(
            Target(name="step_s", op="<=", bar=90.0),
            Target(name="logprob_diff_max", op="<=", bar=1e-3),
            Target(name="env_failed_share", op="<=", bar=0.02),
        ),
        notes=(
            f"{sessions} sessions x {steps} steps, {total} training steps, {WARM_UP_STEPS} of them not timed",
            "tiny random models on the CPU, whose tokenizer knows the app's pages line by line",
            "a random policy names hardly any action, so browsers act less than in a real run",
        ),
    )


def _models(folder: Path) -> tuple[str, str]:
    """A joint model and its compressor."""
    collected = CollectSettings(
        output=str(folder / "collect"),
        apps=(APP,),
        num_sessions=2,
        max_steps=4,
        explorer=AgentSettings(name="random", kind="random"),
    )
    run_collect(collected)
    models = make_page_models(folder / "collect" / "sessions", folder / "models", seed=SEED)
    return str(build_joint_model(models.base_policy, LATENT_WIDTH, folder / "joint", SEED)), str(models.compressor)


def _train(models: tuple[str, str], output: Path, rollout: RolloutSettings, total: int) -> list[dict[str, float]]:
    settings = RlSettings(
        model_path=models[0],
        compressor_model=models[1],
        output=str(output),
        apps=(APP,),
        device="cpu",
        precision="fp32",
        gradient_checkpointing=False,
        micro_batch_size_per_gpu=2,
        total_steps=total,
        save_steps=total,
        threads_per_rank=2,
        learning_rate=1e-4,
        loggers=(),
        logprob_bound=None,
        rollout=rollout,
    )
    run_rl(settings)
    lines = (output / "train_log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _mean(records: Sequence[dict[str, float]], name: str) -> float:
    return statistics.fmean(record[name] for record in records)

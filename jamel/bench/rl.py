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
    "old_log_prob_s": "timing_s/old_log_prob",
    "reference_s": "timing_s/ref",
    "update_s": "timing_s/update_actor",
    "weight_sync_s": "timing_s/update_weights",
    "rollout_s": "rollout/wall_s",
}
SHARES = ("rollout/model_idle_share", "rollout/env_idle_share", "rollout/env_failed_share")


def bench_rl(*, is_smoke: bool) -> BenchResult:
    """3 steps of 8 sessions x 10 steps; the short form 2 steps of 2 x 2."""
    sessions, steps, total = (2, 2, 2) if is_smoke else (8, 10, 3)
    with tempfile.TemporaryDirectory() as folder:
        records = _train(Path(folder), sessions=sessions, steps=steps, total=total)
    timed = records[WARM_UP_STEPS:]
    results = {
        "step_s": _mean(timed, "timing_s/step"),
        **{name: _mean(timed, key) for name, key in PHASES.items()},
        "env_steps_per_s": _mean(timed, "rollout/env_steps_per_s"),
        **{name.removeprefix("rollout/"): _mean(timed, name) for name in SHARES},
        "logprob_diff_max": max(r["rollout/logprob_diff_max"] for r in records),
        "session_process_rss_max_mib": max(r["rollout/session_process_rss_max_mib"] for r in records),
    }
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


def _train(folder: Path, *, sessions: int, steps: int, total: int) -> list[dict[str, float]]:
    collected = CollectSettings(
        output=str(folder / "collect"),
        apps=(APP,),
        num_sessions=2,
        max_steps=4,
        explorer=AgentSettings(name="random", kind="random"),
    )
    run_collect(collected)
    models = make_page_models(folder / "collect" / "sessions", folder / "models", seed=SEED)
    settings = RlSettings(
        model_path=str(build_joint_model(models.base_policy, LATENT_WIDTH, folder / "joint", SEED)),
        compressor_model=str(models.compressor),
        output=str(folder / "out"),
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
        rollout=RolloutSettings(
            apps_per_step=1, group_size=sessions, max_steps=steps, processes=sessions, max_new_tokens=16
        ),
    )
    run_rl(settings)
    lines = (folder / "out" / "train_log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _mean(records: Sequence[dict[str, float]], name: str) -> float:
    return statistics.fmean(record[name] for record in records)

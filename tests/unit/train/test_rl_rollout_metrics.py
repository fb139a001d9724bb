"""A rollout and a training step in numbers."""

from jamel.train.rl.grouping import Teaching
from jamel.train.rl.rollout import RolloutCost
from jamel.train.rl.rollout_metrics import idle_shares, rollout_metrics


def test_who_waits_in_a_whole_step():
    found = idle_shares({"rollout/env_busy_s": 16.0, "rollout/processes": 4}, wait_s=5.0, step_s=20.0)
    assert found == {"step/trainer_idle_share": 0.25, "step/env_idle_share": 1 - 16 / 80}


def test_saved_samples_cost_no_browser():
    assert idle_shares({}, wait_s=5.0, step_s=20.0) == {"step/trainer_idle_share": 0.25}


def test_a_rollout_that_gave_nothing_has_numbers_too():
    cost = RolloutCost(wall_s=10.0, model_busy_s=0.0, env_busy_s=0.0, steps=0, decide_batches=0)
    found = rollout_metrics([], Teaching(sessions=(), env_failed=0, policy_failed=0, skipped_groups=("a",)), cost, [])
    assert [found[f"rollout/{name}"] for name in ("sessions", "session_novelty", "invalid_share")] == [0, 0.0, 0.0]
    assert (found["rollout/skipped_groups"], found["rollout/env_idle_share"]) == (1, 1.0)

"""verl's synchronous trainer with three additions, registered by verl's decorator as trainer mode ``jamel``.

It compares the rollout's log-probabilities with the trainer's before each update, logs what the rollout measured, and
lets a rollout that runs during the update end before its weights change. Every step of training itself is verl's. This
file does not know how samples come to be.
"""

from __future__ import annotations

from typing import Any

import torch
import transfer_queue as tq
from tensordict import TensorDict
from verl.trainer.ppo.v1.trainer_base import register_trainer
from verl.trainer.ppo.v1.trainer_sync import PPOTrainerSync
from verl.utils.debug import marked_timer

from jamel.errors import ModelError
from jamel.train.rl import estimators  # registers them
from jamel.train.rl.estimators import SampleKey, SampleKind
from jamel.train.rl.rollout_metrics import idle_shares

MODE = "jamel"
WAIT = "rollout_wait"
"""verl's timer of what the trainer waits for rollouts."""
__all__ = ["MODE", "JamelTrainer", "estimators"]


@register_trainer(MODE)
class JamelTrainer(PPOTrainerSync):
    def _build_replay_buffer(self) -> Any:
        """verl asks for the name ``sync`` wherever it means a synchronous trainer; this is the first place it does."""
        self.trainer_mode = "sync"
        return super()._build_replay_buffer()

    def _step_once(self, metrics: dict[str, Any], timing_raw: dict[str, Any], sample_batch_size: int) -> Any:
        batch = super()._step_once(metrics, timing_raw, sample_batch_size)
        manager: Any = self.agent_loop_manager
        metrics.update(manager.take_metrics())
        return batch

    def prepare_step(self) -> dict[str, Any]:
        with marked_timer(WAIT, self.timing_raw):
            return super().prepare_step()

    def _save_checkpoint(self) -> None:
        """With the rollout that these weights' step began: a resumed run trains on it as this one does."""
        self._finish_rollout()
        super()._save_checkpoint()

    def on_step_end(self) -> None:
        self._finish_rollout()
        super().on_step_end()

    def _finish_rollout(self) -> None:
        manager: Any = self.agent_loop_manager
        with marked_timer(WAIT, self.timing_raw):
            manager.finish_rollout()

    def _compute_metrics(
        self, batch: Any, metrics: dict[str, Any], timing_raw: dict[str, float], global_steps: int, epoch: int
    ) -> None:
        metrics.update(idle_shares(metrics, wait_s=timing_raw[WAIT], step_s=timing_raw["step"]))
        super()._compute_metrics(batch, metrics, timing_raw, global_steps=global_steps, epoch=epoch)

    def _compute_old_log_prob(self, batch: Any, metrics: dict[str, Any]) -> Any:
        """Also gives rows that were not drawn now the trainer's log-probabilities as the rollout's.

        Raises ``ModelError`` when a drawn token's log-probabilities differ by more than the bound though the weights
        are the same.
        """
        batch = super()._compute_old_log_prob(batch, metrics)
        fields = ["uid", "old_log_probs", "rollout_log_probs", "response_mask"]
        data = tq.kv_batch_get(keys=batch.keys, partition_id=batch.partition_id, select_fields=fields)
        kinds = [SampleKey.decode(str(getattr(uid, "data", uid))).kind for uid in data["uid"]]
        old, drawn = list(data["old_log_probs"].unbind(0)), list(data["rollout_log_probs"].unbind(0))
        found = logprob_differences(old, drawn, [kind is SampleKind.STEP for kind in kinds])
        metrics.update(found)
        self._adopt_replayed(batch, kinds, old)
        bound = self.config.jamel.logprob_bound
        age = self.global_steps - 1 - min(tag["min_global_steps"] for tag in batch.tags)
        metrics["rollout/weights_age"] = age
        if age == 0 and bound is not None and found["rollout/logprob_diff_max"] > bound:
            raise ModelError(
                f"rollout and trainer differ by {found['rollout/logprob_diff_max']:.2g} in a token's log-probability, "
                f"more than logprob_bound {bound:g}. Their weights, precision or inputs are not the same."
            )
        return batch

    def _adopt_replayed(self, batch: Any, kinds: list[SampleKind], old: list[torch.Tensor]) -> None:
        """A replayed row was drawn by nobody now: for any correction of rollouts it counts as the trainer's own."""
        chosen = [i for i, kind in enumerate(kinds) if kind is not SampleKind.STEP]
        if chosen:
            drawn = torch.nested.as_nested_tensor([old[i] for i in chosen], layout=torch.jagged)
            fields = TensorDict({"rollout_log_probs": drawn}, batch_size=len(chosen))
            tq.kv_batch_put(keys=[batch.keys[i] for i in chosen], partition_id=batch.partition_id, fields=fields)


def logprob_differences(old: list[torch.Tensor], drawn: list[torch.Tensor], is_drawn: list[bool]) -> dict[str, float]:
    """Largest and mean absolute difference over the tokens of drawn rows; each tensor is one response."""
    pairs = zip(old, drawn, is_drawn, strict=True)
    differences = torch.cat([(a.float() - b.float()).abs() for a, b, chosen in pairs if chosen])
    return {
        "rollout/logprob_diff_max": differences.max().item(),
        "rollout/logprob_diff_mean": differences.mean().item(),
    }

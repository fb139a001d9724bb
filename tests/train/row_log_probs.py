"""The trainer's forward pass over a row, against what the rollout said when it drew it."""

from __future__ import annotations

from typing import Any

import torch


def largest_difference(model: Any, row: dict[str, Any]) -> float:
    """Of the log-probabilities of the response's tokens."""
    extra = {name: value for name, value in row["multi_modal_inputs"].items() if len(value)}
    positions_31T = row["position_ids"][1:, None]
    with torch.no_grad():
        logits_TV = model(input_ids=row["input_ids"][None], position_ids=positions_31T, **extra).logits[0]
    logprobs_TV = logits_TV[len(row["prompts"]) - 1 : -1].log_softmax(-1)
    found = logprobs_TV.gather(1, row["responses"][:, None])[:, 0]
    return (found - row["rollout_log_probs"]).abs().max().item()

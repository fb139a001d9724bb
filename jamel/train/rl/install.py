"""Importing this module tells verl of the rollout engines ``jamel_transformers`` and ``jamel_vllm``. verl does so in
every process when ``VERL_USE_EXTERNAL_MODULES`` names it; the engines themselves are imported where they are used."""

from __future__ import annotations

from importlib import import_module

from verl.workers.rollout.base import _ROLLOUT_REGISTRY  # pyright: ignore[reportPrivateUsage]
from verl.workers.rollout.replica import RolloutReplicaRegistry

MODULE = "jamel.train.rl.replica"
REPLICAS = {"jamel_transformers": "TransformersReplica", "jamel_vllm": "VllmReplica"}


def _register(name: str, replica: str) -> None:
    RolloutReplicaRegistry.register(name, lambda: getattr(import_module(MODULE), replica))
    _ROLLOUT_REGISTRY[name, "async"] = f"{MODULE}.WeightSender"


for _name, _replica in REPLICAS.items():
    _register(_name, _replica)

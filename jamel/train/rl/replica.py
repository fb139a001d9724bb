"""How verl starts the rollout's servers and keeps them in step with its trainer.

verl knows a rollout engine by two classes: a replica, which starts a server a rank, and an adapter in each training
rank, which hands it new weights. ``install`` registers both. This file does not know what a server does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import ray
import torch
from verl.workers.rollout.base import BaseRollout
from verl.workers.rollout.replica import RolloutReplica

from jamel.errors import ModelError
from jamel.policy.joint_policy import EngineName, PolicySettings
from jamel.train.rl.decision_server import DecisionServer, server_name


class TransformersReplica(RolloutReplica):
    """verl's handle on one server."""

    engine: EngineName = "transformers"

    def rollout_worker_use_gpu(self) -> bool:
        return torch.cuda.is_available()

    async def launch_servers(self) -> None:
        device = "cuda" if torch.cuda.is_available() else "cpu"
        own_gpu = {
            "RAY_EXPERIMENTAL_NOSET_CUDA_VISIBLE_DEVICES": "1",
            "CUDA_VISIBLE_DEVICES": str(self.replica_rank % self.gpus_per_node),
        }
        options: dict[str, Any] = {"runtime_env": {"env_vars": own_gpu}} if device == "cuda" else {}
        made = ray.remote(DecisionServer).options(name=server_name(self.replica_rank), num_cpus=0, **options)
        settings = PolicySettings(
            engine=self.engine,
            device=device,
            max_length=self.config.prompt_length,
            max_new_tokens=self.config.response_length,
            gpu_memory_share=self.config.gpu_memory_utilization,
        )
        path: str = self.model_config.path
        server: Any = made.remote(path, settings)
        await server.clear_kv_cache.remote()
        self.servers = [server]
        self._server_handle, self._server_address = server, server_name(self.replica_rank)

    async def sleep(self) -> None:
        """The weights never leave: a rollout may be running beside the trainer."""

    async def wake_up(self) -> None:
        """The weights never leave."""


class VllmReplica(TransformersReplica):
    """The same with vLLM in the server."""

    engine: EngineName = "vllm"


class WeightSender(BaseRollout):
    """In a training rank: hands the trainer's weights on to the rank's server."""

    def __init__(self, config: Any, model_config: Any, device_mesh: Any) -> None:
        super().__init__(config, model_config, device_mesh)
        ranks_per_replica = self.config.tensor_model_parallel_size * self.config.data_parallel_size
        rank = torch.distributed.get_rank()
        self.replica_rank, self._is_leader = rank // ranks_per_replica, rank % ranks_per_replica == 0

    async def resume(self, tags: list[str]) -> None:
        """The weights never leave."""

    async def release(self) -> None:
        """The weights never leave."""

    async def update_weights(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        weights: Any,
        wire_format: str = "named_tensors",
        global_steps: int | None = None,
        peft_config: Any = None,
        base_sync_done: bool = True,
    ) -> None:
        """All weights in one message: every rank takes part in gathering them, the leader sends."""
        if wire_format != "named_tensors" or peft_config is not None:
            raise ModelError("the rollout engine takes whole weights; set model.lora.merge for adapters.")
        named = [(name, tensor.detach().cpu()) async for name, tensor in _each(weights)]
        if self._is_leader:
            server: Any = ray.get_actor(server_name(self.replica_rank))
            await server.load_weights.remote(named, global_steps)


async def _each(weights: Any) -> AsyncIterator[tuple[str, torch.Tensor]]:
    if hasattr(weights, "__aiter__"):
        async for pair in weights:
            yield pair
    else:
        for pair in weights:
            yield pair

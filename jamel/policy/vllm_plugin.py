"""Tells vLLM of the joint architecture: it calls ``register`` in each of its processes. Importing it costs nothing."""
# pyright: reportMissingImports=false

from __future__ import annotations


def register() -> None:
    """Configuration by importing its module, model class by name, so that this stays cheap."""
    from vllm import ModelRegistry

    from jamel.policy import joint_model

    name = joint_model.JamelForConditionalGeneration.__name__
    ModelRegistry.register_model(name, f"jamel.policy.vllm_model:{name}")

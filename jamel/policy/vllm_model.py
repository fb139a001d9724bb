"""The joint model's twin in vLLM: Qwen2.5-VL as vLLM has it, under the joint architecture's name, aligner left out.

Registered through the ``vllm.general_plugins`` entry point, which vLLM calls in every process of an engine. Aligned
memory comes in from outside as embeddings (``jamel.policy.vllm_engine``). This file does not know requests.
"""
# pyright: reportMissingImports=false, reportUntypedBaseClass=false

from __future__ import annotations

from collections.abc import Iterable

import torch
from vllm.model_executor.models.qwen2_5_vl import Qwen2_5_VLForConditionalGeneration


class JamelForConditionalGeneration(Qwen2_5_VLForConditionalGeneration):
    def load_weights(self, weights: Iterable[tuple[str, torch.Tensor]]) -> set[str]:
        """Of a joint model folder, or of a packaged actor, where the backbone's names begin with ``llm.``."""
        backbone = ((name.removeprefix("llm."), w) for name, w in weights if not name.startswith("aligner."))
        return super().load_weights(backbone)

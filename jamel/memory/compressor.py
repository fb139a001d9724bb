"""The frozen compressor: one latent for each past step (paper reference, section 2).

A step becomes one chat turn of screenshot and ``Previous action: ...``; its latent is the final hidden state at the
last EOS token. This file does not know sessions, nor what a latent is used for.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from transformers import Qwen3VLForConditionalGeneration

from jamel.errors import CheckpointError, ModelError
from jamel.weights import load_weights, read_config, read_processor, require_safetensors

END_OF_TURN = "<|im_end|>"


class QwenCompressor:
    """Qwen3-VL in inference mode. ``identity`` names all that a latent depends on but the step itself, for caches."""

    def __init__(self, model: Any, processor: Any, identity: str) -> None:
        self._model = model.eval().requires_grad_(False)
        self._processor = processor
        self._eos_id: int = processor.tokenizer.convert_tokens_to_ids(END_OF_TURN)
        self.identity = identity

    @staticmethod
    def load(path: Path, *, device: str = "auto", dtype: torch.dtype | None = None) -> QwenCompressor:
        """bfloat16 on a GPU, float32 on a CPU unless said otherwise.

        Raises ``CheckpointError`` when the folder is not a whole Qwen3-VL checkpoint in safetensors.
        """
        shards = require_safetensors(path)
        config = read_config(path)
        if config.model_type != "qwen3_vl":
            raise CheckpointError(f"{path} holds a {config.model_type} model; the compressor must be qwen3_vl.")
        processor = read_processor(path)
        model = load_weights(Qwen3VLForConditionalGeneration, path, config=config, device=device, dtype=dtype)
        texts = sorted([*path.glob("*.json"), *path.glob("*.jinja")])  # tokenizer, pixel limits, chat template
        return QwenCompressor(model, processor, f"{_sha256([*shards, *texts])}/{model.dtype}")

    @property
    def width(self) -> int:
        return self._model.config.text_config.hidden_size

    def compress(self, screenshots_png: Sequence[bytes], action_texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (B, D). Equal steps give equal latents whatever they are batched with, up to rounding."""
        if not screenshots_png:
            return np.zeros((0, self.width), np.float32)
        images = [Image.open(io.BytesIO(png)).convert("RGB") for png in screenshots_png]
        texts = [self._turn(action) for action in action_texts]
        inputs = self._processor(text=texts, images=images, padding=True, padding_side="right", return_tensors="pt")
        inputs = inputs.to(self._model.device)
        with torch.inference_mode():
            hidden_BTD = self._model.model(**inputs, use_cache=False).last_hidden_state
        last_B = self._last_eos(inputs["input_ids"])
        latents_BD = hidden_BTD[torch.arange(len(texts), device=last_B.device), last_B]
        return latents_BD.float().cpu().numpy()

    def _turn(self, action_text: str) -> str:
        content = [{"type": "image"}, {"type": "text", "text": f"Previous action: {action_text.replace('<|', '< |')}"}]
        text = self._processor.apply_chat_template(
            [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=False
        )
        return text if text.endswith(END_OF_TURN) else text + END_OF_TURN

    def _last_eos(self, input_ids_BT: torch.Tensor) -> torch.Tensor:
        is_eos_BT = input_ids_BT == self._eos_id
        if not bool(is_eos_BT.any(dim=1).all()):
            raise ModelError(f"a compressed step has no {END_OF_TURN} token; does the tokenizer belong to Qwen3-VL?")
        positions_T = torch.arange(input_ids_BT.shape[1], device=input_ids_BT.device)
        return torch.where(is_eos_BT, positions_T, -1).max(dim=1).values


def _sha256(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]

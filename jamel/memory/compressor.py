"""The frozen compressor: K latents for each past step, one in the paper (paper reference, section 2).

A step becomes one chat turn of screenshot and ``Previous action: ...``; its latent is the final hidden state at the
last EOS token. With K > 1 (ours, for studies) the EOS latent comes last, and before it the means of the final hidden
states over K - 1 equal spans of the turn. This file does not know sessions, nor what a latent is used for.
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
from jamel.vision_input import processor_images
from jamel.weights import load_weights, read_config, read_processor, require_safetensors

END_OF_TURN = "<|im_end|>"
PREPROCESSING = "qwen-vl-utils"
"""Part of every cached latent's name: change it when a screenshot would reach the model in another form."""


class QwenCompressor:
    """Qwen3-VL in inference mode. ``identity`` names all that a latent depends on but the step itself, for caches."""

    def __init__(
        self, model: Any, processor: Any, identity: str, *, latents_per_step: int = 1, batch_size: int = 8
    ) -> None:
        self._model = model.eval().requires_grad_(False)
        self.latents_per_step, self._batch_size = latents_per_step, batch_size
        self._processor = processor
        self._eos_id: int = processor.tokenizer.convert_tokens_to_ids(END_OF_TURN)
        self.identity = f"{identity}/{PREPROCESSING}/{latents_per_step}"

    @staticmethod
    def load(
        path: Path,
        *,
        device: str = "auto",
        dtype: torch.dtype | None = None,
        latents_per_step: int = 1,
        batch_size: int = 8,
    ) -> QwenCompressor:
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
        identity = f"{_sha256([*shards, *texts])}/{model.dtype}"
        return QwenCompressor(model, processor, identity, latents_per_step=latents_per_step, batch_size=batch_size)

    @property
    def width(self) -> int:
        return self._model.config.text_config.hidden_size

    def compress(self, screenshots_png: Sequence[bytes], action_texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (B, K, D), at most ``batch_size`` steps through the model at once.

        Equal steps give equal latents whatever they are batched with: in float32 within 2e-4 of values of order 1.
        """
        batches = [np.zeros((0, self.latents_per_step, self.width), np.float32)]
        for start in range(0, len(screenshots_png), self._batch_size):
            chosen = slice(start, start + self._batch_size)
            batches.append(self._compress_batch(screenshots_png[chosen], action_texts[chosen]))
        return np.concatenate(batches)

    def count_tokens(self, screenshot_png: bytes, action_text: str) -> int:
        return count_turn_tokens(self._processor, screenshot_png, action_text)

    def _compress_batch(self, screenshots_png: Sequence[bytes], action_texts: Sequence[str]) -> NDArray[np.float32]:
        opened = [Image.open(io.BytesIO(png)).convert("RGB") for png in screenshots_png]
        images = processor_images(self._processor, opened)
        texts = [_turn(self._processor, action) for action in action_texts]
        inputs = self._processor(text=texts, images=images, padding=True, padding_side="right", return_tensors="pt")
        inputs = inputs.to(self._model.device)
        with torch.inference_mode():
            hidden_BTD = self._model.model(**inputs, use_cache=False).last_hidden_state
        last_B = self._last_eos(inputs["input_ids"])
        latents = [
            _step_latents(h, int(last), self.latents_per_step) for h, last in zip(hidden_BTD, last_B, strict=True)
        ]
        return torch.stack(latents).float().cpu().numpy()

    def _last_eos(self, input_ids_BT: torch.Tensor) -> torch.Tensor:
        is_eos_BT = input_ids_BT == self._eos_id
        if not bool(is_eos_BT.any(dim=1).all()):
            raise ModelError(f"a compressed step has no {END_OF_TURN} token; does the tokenizer belong to Qwen3-VL?")
        positions_T = torch.arange(input_ids_BT.shape[1], device=input_ids_BT.device)
        return torch.where(is_eos_BT, positions_T, -1).max(dim=1).values


def count_turn_tokens(processor: Any, screenshot_png: bytes, action_text: str) -> int:
    """T of one step's turn, image tokens included, from the processor's arithmetic: nothing is decoded or run."""
    with Image.open(io.BytesIO(screenshot_png)) as image:
        width, height = image.size
    patches = processor.image_processor.get_number_of_image_patches(height, width, {})
    image_tokens = patches // processor.image_processor.merge_size**2
    text_tokens = len(processor.tokenizer.encode(_turn(processor, action_text), add_special_tokens=False))
    return text_tokens - 1 + image_tokens  # the turn's one image placeholder becomes all of them


def _turn(processor: Any, action_text: str) -> str:
    content = [{"type": "image"}, {"type": "text", "text": f"Previous action: {action_text.replace('<|', '< |')}"}]
    text = processor.apply_chat_template(
        [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=False
    )
    return text if text.endswith(END_OF_TURN) else text + END_OF_TURN


def _step_latents(hidden_TD: torch.Tensor, last: int, count: int) -> torch.Tensor:
    """(K, D): the means of K - 1 spans of the turn, in order, then the state at its last EOS."""
    spans = hidden_TD[:last].tensor_split(count - 1) if count > 1 else ()
    return torch.stack([*(span.mean(dim=0) for span in spans), hidden_TD[last]])


def _sha256(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]

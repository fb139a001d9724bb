"""Fine-tuning rows as verl's SFT trainer wants them: ``data.custom_cls`` of ``verl.trainer.sft_trainer``.

verl joins every tensor of ``multi_modal_inputs`` on its first axis over a micro batch and hands it to the model by
name. It cuts a batch into micro batches as it lies and pads each to its longest sample, so a batch is handed over
sorted by length: the same samples for each optimiser step, hardly any padding. This file does not know how prompt,
image, memory and response become tokens (``jamel.policy.inputs``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from omegaconf import DictConfig
from torch.utils.data import Dataset

from jamel.errors import DataError
from jamel.policy.inputs import encode_sample, rope_positions
from jamel.policy.joint_model import JamelConfig
from jamel.policy.prompt import policy_image
from jamel.train.memory.sft_rows import RowReader, SftRow

Item = dict[str, Any]


class JamelSftDataset(Dataset[Item]):
    """verl's constructor. ``config`` is verl's ``data`` section with our ``model_path``, ``latent_width`` and
    ``max_memory_items``; its ``max_length`` bounds a sample's tokens, memory not counted.

    Raises ``DataError`` for rows that the model cannot take.
    """

    def __init__(
        self,
        parquet_files: str | Sequence[str],
        tokenizer: Any,
        config: DictConfig,
        processor: Any,
        max_samples: int = -1,
    ) -> None:
        paths = [parquet_files] if isinstance(parquet_files, str) else parquet_files
        self._rows = RowReader([Path(path) for path in paths])
        self._processor = processor
        self._model_config = JamelConfig.from_pretrained(config.model_path)
        self._max_length: int = config.max_length
        self._max_memory_items: int = config.max_memory_items
        self._latent_width: int = config.latent_width
        self._length = len(self._rows) if max_samples < 0 else min(max_samples, len(self._rows))

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> Item:
        """T tokens, N memory items, P image patches: ``input_ids`` (T,), ``position_ids`` (4, T) (text, then the three
        M-RoPE channels), ``loss_mask`` (T,), and in ``multi_modal_inputs`` ``pixel_values`` (P, ...),
        ``image_grid_thw`` (1 + raw steps, 3), ``memory_latents`` (N, C) and ``prompt_lengths`` (1,)."""
        row = self._rows[index]
        latents_NC = self._latents(row)
        inputs = encode_sample(
            self._processor,
            row.prompt,
            policy_image(row.image_png),
            len(latents_NC),
            row.response,
            max_length=self._max_length,
            earlier=[policy_image(png) for png in row.earlier_images_png],
        )
        text_positions_T = torch.arange(len(inputs.input_ids_T))
        return {
            "input_ids": inputs.input_ids_T,
            "position_ids": torch.cat([text_positions_T[None], rope_positions(self._model_config, inputs)]),
            "loss_mask": inputs.loss_mask_T,
            "multi_modal_inputs": {
                "pixel_values": inputs.pixel_values,
                "image_grid_thw": inputs.image_grid_thw,
                "memory_latents": torch.from_numpy(latents_NC),
                "prompt_lengths": torch.tensor([inputs.prompt_length]),
            },
        }

    def __getitems__(self, indices: Sequence[int]) -> list[Item]:
        """A whole batch (torch's data loader calls this where it exists), the shortest sample first."""
        return sorted((self[index] for index in indices), key=lambda item: len(item["input_ids"]))

    def _latents(self, row: SftRow) -> np.ndarray:
        """The newest ``max_memory_items``. A row without memory gets an array of the right width, so that it can be
        joined with others."""
        kept = row.memory_ND[max(0, len(row.memory_ND) - self._max_memory_items) :]
        if len(kept) == 0:
            return np.zeros((0, self._latent_width), np.float32)
        if kept.shape[1] != self._latent_width:
            raise DataError(
                f"{row.session_id} step {row.step_index} has latents of width {kept.shape[1]}; the model reads "
                f"{self._latent_width}. Prepare the data with the model's compressor."
            )
        return np.ascontiguousarray(kept)

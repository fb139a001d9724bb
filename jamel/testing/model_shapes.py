"""Shapes of a compressor and a policy, ``configs/model/*.yaml``, and the transformers configurations they stand for.

This file does not know tokenizers or weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field
from transformers import Qwen2_5_VLConfig, Qwen3VLConfig

from jamel.config import PROJECT_ROOT, Settings, load_settings

SHAPES_FOLDER = PROJECT_ROOT / "configs" / "model"


class TextShape(Settings):
    """The language model. ``vocabulary_rows`` None: as many as the tokenizer has tokens."""

    hidden_size: int
    num_hidden_layers: int
    intermediate_size: int
    num_attention_heads: int
    num_key_value_heads: int
    head_dim: int
    mrope_section: tuple[int, int, int]
    rope_theta: float
    max_position_embeddings: int
    vocabulary_rows: int | None = None
    ties_embeddings: bool = False


class VisionShape(Settings):
    depth: int
    hidden_size: int
    num_heads: int
    intermediate_size: int
    patch_size: int


class CompressorVisionShape(VisionShape):
    num_position_embeddings: int
    deepstack_visual_indexes: tuple[int, ...]


class PolicyVisionShape(VisionShape):
    window_size: int
    fullatt_block_indexes: tuple[int, ...]


class PixelLimits(Settings):
    """Of one picture as the model reads it."""

    min: int = Field(ge=1)
    max: int = Field(ge=1)


class CompressorShape(Settings):
    text: TextShape
    vision: CompressorVisionShape
    pixels: PixelLimits


class PolicyShape(Settings):
    text: TextShape
    vision: PolicyVisionShape
    pixels: PixelLimits


class ModelShapes(Settings):
    """A pair of models. ``weight_scale`` multiplies random matrices."""

    compressor: CompressorShape
    policy: PolicyShape
    weight_scale: float = 1.0


def load_shapes(name_or_path: str) -> ModelShapes:
    """``tiny``, ``paper``, or a YAML file. Raises ``ConfigError`` when there is none such."""
    known = SHAPES_FOLDER / f"{name_or_path}.yaml"
    return load_settings(ModelShapes, known if known.is_file() else Path(name_or_path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a configuration says of its tokenizer: its size, and special tokens by the names of their fields."""

    tokens: int = 0
    model_ids: Mapping[str, Any] = field(default_factory=dict)
    text_ids: Mapping[str, Any] = field(default_factory=dict)


def compressor_config(shape: CompressorShape, vocabulary: Vocabulary) -> Qwen3VLConfig:
    return Qwen3VLConfig(
        text_config=_text(shape.text, vocabulary, {"mrope_interleaved": True}),
        vision_config=_vision(shape.vision, shape.text),
        tie_word_embeddings=shape.text.ties_embeddings,
        **vocabulary.model_ids,
    )


def policy_config(shape: PolicyShape, vocabulary: Vocabulary) -> Qwen2_5_VLConfig:
    text = _text(shape.text, vocabulary)
    del text["head_dim"]  # Qwen2.5-VL has hidden_size / num_attention_heads
    return Qwen2_5_VLConfig(
        text_config=text,
        vision_config=_vision(shape.vision, shape.text),
        tie_word_embeddings=shape.text.ties_embeddings,
        **vocabulary.model_ids,
    )


def _text(shape: TextShape, vocabulary: Vocabulary, rope: Mapping[str, bool] | None = None) -> dict[str, Any]:
    values = shape.model_dump(exclude={"vocabulary_rows", "ties_embeddings", "mrope_section", "rope_theta"})
    rotary = {"rope_type": "default", "rope_theta": shape.rope_theta, "mrope_section": list(shape.mrope_section)}
    return values | {
        **vocabulary.text_ids,
        "vocab_size": shape.vocabulary_rows or vocabulary.tokens,
        "tie_word_embeddings": shape.ties_embeddings,
        "rope_parameters": rotary | dict(rope or {}),
    }


def _vision(shape: VisionShape, text: TextShape) -> dict[str, Any]:
    return {**shape.model_dump(mode="json"), "out_hidden_size": text.hidden_size}

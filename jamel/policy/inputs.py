"""From prompt, screenshot and memory size to model inputs: one builder for training, generation and RL.

Memory placeholders stand at the very front, before the chat template (paper reference, section 2). This file does not
know weights.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from PIL import Image
from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VLModel

from jamel.errors import DataError, ModelError
from jamel.policy.joint_model import MEMORY_TOKEN, JamelConfig
from jamel.policy.prompt import IMAGE_MARKER
from jamel.vision_input import processor_images

END_OF_TURN = "<|im_end|>"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyInputs:
    """One sample. T tokens: N memory placeholders, the prompt, and in training the response.

    ``input_ids_T``, ``mm_token_type_ids_T`` and ``loss_mask_T`` int64 (T,); ``prompt_length`` counts memory and prompt;
    ``pixel_values`` and ``image_grid_thw`` as the processor makes them, earlier screenshots first.
    """

    input_ids_T: torch.Tensor
    mm_token_type_ids_T: torch.Tensor
    loss_mask_T: torch.Tensor
    pixel_values: torch.Tensor
    image_grid_thw: torch.Tensor
    prompt_length: int


def encode_prompt(
    processor: Any, prompt: str, image: Image.Image, n_memory: int, earlier: Sequence[Image.Image] = ()
) -> PolicyInputs:
    """What generation starts from. The prompt's last image marker is the screenshot, its first ones are ``earlier``.

    Page text stands between them and may spell markers too. Raises ``DataError`` when markers are too few.
    """
    content = _content(prompt, len(earlier))
    text = processor.apply_chat_template(
        [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=True
    )
    encoded = processor(text=[text], images=processor_images(processor, [*earlier, image]), return_tensors="pt")
    ids_T = torch.cat([torch.full((n_memory,), memory_token_id(processor)), encoded["input_ids"][0]])
    kinds_T = torch.cat([torch.zeros(n_memory, dtype=torch.long), encoded["mm_token_type_ids"][0].long()])
    return PolicyInputs(
        input_ids_T=ids_T,
        mm_token_type_ids_T=kinds_T,
        loss_mask_T=torch.zeros_like(ids_T),
        pixel_values=encoded["pixel_values"],
        image_grid_thw=encoded["image_grid_thw"],
        prompt_length=len(ids_T),
    )


def _content(prompt: str, n_earlier: int) -> list[dict[str, str]]:
    before, marker, after = prompt.rpartition(IMAGE_MARKER)
    *first, before = before.split(IMAGE_MARKER, n_earlier)
    if not marker or len(first) != n_earlier:
        raise DataError(f"the prompt has no {IMAGE_MARKER} marker; every step shows its screenshot. Rebuild the data.")
    shown = [part for text in (*first, before) for part in ({"type": "text", "text": text}, {"type": "image"})]
    return [*shown, {"type": "text", "text": after}]


def encode_sample(
    processor: Any,
    prompt: str,
    image: Image.Image,
    n_memory: int,
    response: str,
    *,
    max_length: int,
    earlier: Sequence[Image.Image] = (),
) -> PolicyInputs:
    """What training sees: the prompt, then the response and its end of turn, which alone carry loss.

    Raises ``DataError`` above ``max_length`` tokens, memory not counted: a sample is dropped or kept, never cut.
    """
    start = encode_prompt(processor, prompt, image, n_memory, earlier)
    answer = processor.tokenizer.encode(response.replace("<|", "< |") + END_OF_TURN, add_special_tokens=False)
    length = len(start.input_ids_T) - n_memory + len(answer)
    if length > max_length:
        raise DataError(f"sample of {length} tokens is longer than max_length {max_length}. Prepare the data with it.")
    answer_A = torch.tensor(answer, dtype=torch.long)
    return PolicyInputs(
        input_ids_T=torch.cat([start.input_ids_T, answer_A]),
        mm_token_type_ids_T=torch.cat([start.mm_token_type_ids_T, torch.zeros_like(answer_A)]),
        loss_mask_T=torch.cat([start.loss_mask_T, torch.ones_like(answer_A)]),
        pixel_values=start.pixel_values,
        image_grid_thw=start.image_grid_thw,
        prompt_length=start.prompt_length,
    )


def memory_token_id(processor: Any) -> int:
    """Raises ``ModelError`` when the tokenizer has no memory placeholder."""
    token_id = processor.tokenizer.get_vocab().get(MEMORY_TOKEN)
    if token_id is None:
        raise ModelError(f"the tokenizer has no {MEMORY_TOKEN} token. Make the joint model from the base model first.")
    return token_id


def rope_positions(config: JamelConfig, inputs: PolicyInputs) -> torch.Tensor:
    """M-RoPE positions (3, T): memory 0..N-1 on every channel, then text and image as Qwen2.5-VL numbers them."""
    positions_3BT, _ = _rope_index_model(config.to_json_string(use_diff=False)).get_rope_index(
        inputs.input_ids_T[None],
        mm_token_type_ids=inputs.mm_token_type_ids_T[None],
        image_grid_thw=inputs.image_grid_thw,
        attention_mask=torch.ones_like(inputs.input_ids_T)[None],
    )
    return positions_3BT[:, 0]


@cache
def _rope_index_model(config_json: str) -> Any:
    """Positions depend on the configuration alone, but the rule is a method of the model: one without weights does."""
    raw = json.loads(config_json)
    raw["text_config"] |= {"num_hidden_layers": 1, "layer_types": None}
    raw["vision_config"] |= {"depth": 1}
    with torch.device("meta"):
        return Qwen2_5_VLModel(JamelConfig.from_dict(raw))

"""The joint model: Qwen2.5-VL that reads aligned memory latents before its prompt (paper reference, section 2).

Placeholder ids mark where memory stands; their embeddings are replaced by ``aligner(latents)``. Ids stay the single
source of truth for masks, positions and caches, so training, generation and every engine see the same sequence.

Importing this module registers the class with transformers' Auto classes. Axis letters: B batch, T tokens, M all memory
items of a batch, C compressor width, D policy width.
"""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import nn
from transformers import (
    AutoConfig,
    AutoModelForImageTextToText,
    GenerationConfig,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
)
from transformers.conversion_mapping import get_checkpoint_conversion_mapping, register_checkpoint_conversion_mapping

from jamel.errors import ModelError

MEMORY_TOKEN = "<|memory_pad|>"  # noqa: S105  # a vocabulary entry, no secret


class JamelConfig(Qwen2_5_VLConfig):
    """Qwen2.5-VL's configuration and five fields. ``aligner``: ``published`` or ``linear`` (the paper's bare map).

    ``prompt_template`` (name, text) is the wording it was trained with, ``memory_form`` (latents_per_step, raw_steps)
    the form in which it was shown its past: here every training engine carries them along.
    """

    model_type = "jamel_qwen2_5_vl"

    memory_token_id: int = -1
    memory_hidden_size: int = 2048
    aligner: str = "published"
    prompt_template: dict[str, str] | None = None
    memory_form: dict[str, int] | None = None


def joint_config(
    base: Any, *, memory_token_id: int, memory_hidden_size: int, aligner: str = "published"
) -> JamelConfig:
    """The configuration of a Qwen2.5-VL backbone with memory."""
    config = JamelConfig.from_dict(
        {k: v for k, v in base.to_dict().items() if k not in ("model_type", "architectures")}
    )
    config.memory_token_id, config.memory_hidden_size, config.aligner = memory_token_id, memory_hidden_size, aligner
    return config


class Aligner(nn.Module):
    """(M, C) -> (M, D). Published form: Linear with bias, then LayerNorm; no Linear where the widths are equal."""

    def __init__(self, config: JamelConfig) -> None:
        super().__init__()
        text_config: Any = config.text_config
        width_in, width_out = config.memory_hidden_size, text_config.hidden_size
        match config.aligner:
            case "published":
                self.proj = nn.Identity() if width_in == width_out else nn.Linear(width_in, width_out)
                self.norm = nn.LayerNorm(width_out)
            case "linear":
                self.proj = nn.Linear(width_in, width_out, bias=False)
                self.norm = nn.Identity()
            case other:
                raise ModelError(f"unknown aligner {other!r}; use published or linear.")

    def forward(self, latents_MC: torch.Tensor) -> torch.Tensor:
        return self.norm(self.proj(latents_MC))


class JamelForConditionalGeneration(Qwen2_5_VLForConditionalGeneration):
    config_class = JamelConfig

    def __init__(self, config: JamelConfig) -> None:
        super().__init__(config)
        self.aligner = Aligner(config)
        self.post_init()

    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        input_ids: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
        position_ids: torch.Tensor | None = None,
        inputs_embeds: torch.Tensor | None = None,
        pixel_values: torch.Tensor | None = None,
        image_grid_thw: torch.Tensor | None = None,
        mm_token_type_ids: torch.Tensor | None = None,
        memory_latents: torch.Tensor | None = None,
        prompt_lengths: torch.Tensor | None = None,
        logits_to_keep: int | torch.Tensor = 0,
        **kwargs: Any,
    ) -> Any:
        """As Qwen2.5-VL, and: ``memory_latents`` (M, C), the items of all samples one after the other; and
        ``prompt_lengths`` (B,), tokens of memory and prompt, which the scale guard looks at (default: all).

        Generation reads this signature, so what it slices stands here by name; without ``logits_to_keep`` it would
        compute the prompt's logits too, the largest part of a decision. Raises ``ModelError`` when placeholders
        and latents do not agree in number, or the aligner and the latents in width.
        """
        if inputs_embeds is None and input_ids is not None:
            inputs_embeds = self.splice_memory(input_ids, attention_mask, memory_latents, prompt_lengths)
        if mm_token_type_ids is None and input_ids is not None:
            mm_token_type_ids = (input_ids == self.config.image_token_id).int()  # without it positions turn 1-D
        parent: Any = super()  # transformers annotates LongTensor and the like, which no function returns
        return parent.forward(
            input_ids=input_ids,
            attention_mask=attention_mask,
            position_ids=position_ids,
            inputs_embeds=inputs_embeds,
            pixel_values=pixel_values,
            image_grid_thw=image_grid_thw,
            mm_token_type_ids=mm_token_type_ids,
            logits_to_keep=logits_to_keep,
            **kwargs,
        )

    def splice_memory(
        self,
        input_ids_BT: torch.Tensor,
        attention_mask_BT: torch.Tensor | None,
        memory_latents_MC: torch.Tensor | None,
        prompt_lengths_B: torch.Tensor | None,
    ) -> torch.Tensor:
        """Token embeddings (B, T, D) with the placeholders' replaced by aligned, scale-guarded latents."""
        embeds_BTD = self.get_input_embeddings()(input_ids_BT)
        is_memory_BT = input_ids_BT == self.config.memory_token_id
        count = int(is_memory_BT.sum())
        given = 0 if memory_latents_MC is None else memory_latents_MC.shape[0]
        if count != given:
            raise ModelError(f"{count} memory placeholders in the ids but {given} latents; they must agree.")
        if memory_latents_MC is None or given == 0:
            return embeds_BTD + self._untouched_aligner(embeds_BTD) if torch.is_grad_enabled() else embeds_BTD
        if memory_latents_MC.shape[1] != self.config.memory_hidden_size:
            raise ModelError(
                f"latents are {memory_latents_MC.shape[1]} wide, but the aligner reads "
                f"{self.config.memory_hidden_size}. Use the compressor that the model was trained with."
            )
        weight = next(self.aligner.parameters())
        aligned_MD = self.aligner(memory_latents_MC.to(weight.device, weight.dtype))
        is_prompt_BT = _is_prompt(input_ids_BT, attention_mask_BT, prompt_lengths_B) & ~is_memory_BT
        sample_M = is_memory_BT.nonzero()[:, 0]
        scale_B = scale_guard(embeds_BTD.detach(), is_prompt_BT, aligned_MD.detach(), sample_M)
        scaled_MD = aligned_MD * scale_B[sample_M, None].to(aligned_MD.dtype)
        return embeds_BTD.masked_scatter(is_memory_BT[..., None], scaled_MD.to(embeds_BTD.dtype))

    def _untouched_aligner(self, like: torch.Tensor) -> torch.Tensor:
        """Zero, but part of the graph: ranks whose batch has no memory must still reduce the aligner's gradient."""
        weight = next(self.aligner.parameters())
        nothing = torch.zeros(1, self.config.memory_hidden_size, device=weight.device, dtype=weight.dtype)
        return 0.0 * self.aligner(nothing).sum().to(like.dtype)

    def prepare_inputs_for_generation(
        self,
        input_ids: torch.Tensor,
        *args: Any,
        memory_latents: torch.Tensor | None = None,
        prompt_lengths: torch.Tensor | None = None,
        is_first_iteration: bool = False,
        use_cache: bool = True,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Memory enters with the prompt; afterwards it is in the cache."""
        prepared = super().prepare_inputs_for_generation(
            input_ids, *args, is_first_iteration=is_first_iteration, use_cache=use_cache, **kwargs
        )
        if is_first_iteration or not use_cache:
            prepared |= {"memory_latents": memory_latents, "prompt_lengths": prompt_lengths}
        return prepared


def _is_prompt(
    input_ids_BT: torch.Tensor, attention_mask_BT: torch.Tensor | None, prompt_lengths_B: torch.Tensor | None
) -> torch.Tensor:
    """(B, T): attended tokens among the first ``prompt_lengths`` of their sample, wherever padding stands."""
    attended_BT = torch.ones_like(input_ids_BT) if attention_mask_BT is None else attention_mask_BT.long()
    is_attended_BT = attended_BT > 0
    if prompt_lengths_B is None:
        return is_attended_BT
    place_BT = attended_BT.cumsum(dim=1) - 1
    return is_attended_BT & (place_BT < prompt_lengths_B.to(place_BT.device).view(-1, 1))


def scale_guard(
    embeds_BTD: torch.Tensor, is_prompt_BT: torch.Tensor, aligned_MD: torch.Tensor, sample_M: torch.Tensor
) -> torch.Tensor:
    """(B,) float32: min(1, RMS of the prompt's token embeddings / RMS of the sample's memory); 1 without memory.

    The text side is the prompt alone, memory placeholders left out, in training and generation alike.
    """
    text_power_BT = embeds_BTD.float().pow(2).mean(dim=-1)
    prompt_BT = is_prompt_BT.float()
    text_power_B = (text_power_BT * prompt_BT).sum(dim=1) / prompt_BT.sum(dim=1).clamp_min(1)
    item_power_M = aligned_MD.float().pow(2).mean(dim=-1)
    zeros_B = torch.zeros_like(text_power_B)
    items_B = zeros_B.index_add(0, sample_M, torch.ones_like(item_power_M))
    memory_power_B = zeros_B.index_add(0, sample_M, item_power_M) / items_B.clamp_min(1)
    ratio_B = scale_guard_ratio(text_power_B, memory_power_B)
    return torch.where(items_B > 0, ratio_B, torch.ones_like(ratio_B))


def scale_guard_ratio(text_power: torch.Tensor, memory_power: torch.Tensor) -> torch.Tensor:
    """min(1, RMS of text / RMS of memory), from their mean squares."""
    return (text_power / memory_power.clamp_min(1e-12)).sqrt().clamp(max=1.0)


# transformers renames weights while loading by class name; without this entry a Qwen2.5-VL folder's language weights
# are dropped with a warning and the policy starts from random ones.
register_checkpoint_conversion_mapping(
    JamelForConditionalGeneration.__name__,
    cast("Any", get_checkpoint_conversion_mapping(Qwen2_5_VLForConditionalGeneration.__name__)),
)


def decoding_defaults(tokenizer: Any) -> GenerationConfig:
    """Where a reply ends, and nothing else. Qwen ships a repetition penalty here, which rollout engines would apply to
    every element id that the prompt names."""
    return GenerationConfig(eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id)


AutoConfig.register(JamelConfig.model_type, JamelConfig)
AutoModelForImageTextToText.register(JamelConfig, JamelForConditionalGeneration)

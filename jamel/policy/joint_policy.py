"""The trained policy as an agent: one observation and its memory in, one sampled action out.

Every decision draws from a seed of its own, made of the session's seed and the step, so it depends on neither order nor
batch. This file does not know sessions.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import torch
from pydantic import Field

from jamel.actions import ParseFailure
from jamel.config import Settings
from jamel.errors import ModelError
from jamel.policy.checkpoint import load_joint_model
from jamel.policy.inputs import END_OF_TURN, PolicyInputs, encode_prompt
from jamel.policy.prompt import build_prompt, policy_image
from jamel.policy.response import parse_response
from jamel.types import Decision, MemoryView, Observation, SessionContext, TokenUsage


class PolicySettings(Settings):
    """Sampling as published (paper reference, section 8). ``max_length`` bounds the tokens beside memory's."""

    temperature: float = Field(default=0.8, ge=0)
    top_p: float = Field(default=0.9, gt=0, le=1)
    max_new_tokens: int = Field(default=256, ge=1)
    max_length: int = Field(default=8192, ge=1)
    device: str = "auto"


class JointPolicy:
    """Fits ``protocols.Policy``."""

    name = "jamel"

    def __init__(self, model: Any, processor: Any, settings: PolicySettings) -> None:
        self._model, self._processor, self._settings = model, processor, settings
        self._end_id: int = processor.tokenizer.convert_tokens_to_ids(END_OF_TURN)
        self._barred_ids = barred_token_ids(processor.tokenizer, model.get_input_embeddings().num_embeddings)
        self._context: SessionContext | None = None

    @staticmethod
    def load(checkpoint: Path, settings: PolicySettings) -> JointPolicy:
        """Raises ``CheckpointError`` for a checkpoint that cannot be used."""
        model, processor = load_joint_model(checkpoint, device=settings.device)
        return JointPolicy(model, processor, settings)

    def begin(self, context: SessionContext) -> None:
        self._context = context

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        if self._context is None:
            raise ModelError("decide() before begin(): the policy has no session. Call begin() first.")
        prompt = build_prompt(observation, self._context, step_index)
        image = policy_image(observation.screenshot_png)
        inputs = encode_prompt(self._processor, prompt, image, len(memory.step_indices))
        if inputs.prompt_length - len(memory.step_indices) >= self._settings.max_length:
            return _too_long(inputs.prompt_length - len(memory.step_indices), self._settings.max_length)
        answer_ids = self._generate(inputs, memory, _seed(self._context.seed, step_index))
        text = self._processor.tokenizer.decode(answer_ids, skip_special_tokens=True)
        usage = TokenUsage(
            input_tokens=len(inputs.input_ids_T), output_tokens=len(answer_ids), memory_tokens=len(memory.step_indices)
        )
        return Decision(raw_text=text, action=parse_response(text), usage=usage, sampled_ids=tuple(answer_ids))

    @torch.inference_mode()
    def _generate(self, inputs: PolicyInputs, memory: MemoryView, seed: int) -> list[int]:
        device = self._model.device
        latents = torch.from_numpy(memory.latents_ND).to(device) if memory.step_indices else None
        is_sampled = self._settings.temperature > 0
        sampling = {"temperature": self._settings.temperature, "top_p": self._settings.top_p, "top_k": 0}
        with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
            torch.manual_seed(seed)
            output_BT = self._model.generate(
                input_ids=inputs.input_ids_T[None].to(device),
                attention_mask=torch.ones_like(inputs.input_ids_T)[None].to(device),
                mm_token_type_ids=inputs.mm_token_type_ids_T[None].to(device),
                pixel_values=inputs.pixel_values.to(device),
                image_grid_thw=inputs.image_grid_thw.to(device),
                memory_latents=latents,
                prompt_lengths=torch.tensor([inputs.prompt_length], device=device),
                max_new_tokens=self._settings.max_new_tokens,
                do_sample=is_sampled,
                **(sampling if is_sampled else {}),
                suppress_tokens=self._barred_ids,
                eos_token_id=self._end_id,
                pad_token_id=self._end_id,
            )
        return output_BT[0, len(inputs.input_ids_T) :].tolist()


def _too_long(tokens: int, max_length: int) -> Decision:
    """Training leaves such a sample out, so the model is not asked either; nothing is cut."""
    reason = f"prompt of {tokens} tokens leaves no room for a reply below max_length {max_length}"
    return Decision(raw_text="", action=ParseFailure(reason=reason, excerpt=""))


def barred_token_ids(tokenizer: Any, vocabulary_rows: int) -> list[int]:
    """Everything that must never be sampled: special and placeholder tokens but the end of turn, and unused rows."""
    end_id = tokenizer.convert_tokens_to_ids(END_OF_TURN)
    special = {*tokenizer.all_special_ids, *tokenizer.get_added_vocab().values()} - {end_id}
    return sorted(special | set(range(len(tokenizer), vocabulary_rows)))


def _seed(session_seed: int, step_index: int) -> int:
    digest = hashlib.sha256(f"{session_seed}/{step_index}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1

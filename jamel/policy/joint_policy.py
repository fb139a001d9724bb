"""The trained policy as an agent: one observation and its memory in, one sampled action out.

Every decision draws from a seed of its own, made of the session's seed and the step, so it depends on neither order nor
batch. This file does not know sessions, nor which engine runs the model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from jamel.actions import ParseFailure
from jamel.config import Settings
from jamel.errors import ModelError
from jamel.policy.checkpoint import carried_template
from jamel.policy.engine import Engine, GenerationReply, GenerationRequest, Sampling, TrainedEngine
from jamel.policy.inputs import encode_prompt
from jamel.policy.prompt import (
    DEFAULT_TEMPLATE,
    PromptTemplate,
    agreed_template,
    build_prompt,
    earlier_steps_text,
    policy_image,
)
from jamel.policy.response import parse_response
from jamel.policy.text_history import TextHistory
from jamel.policy.transformers_engine import TransformersEngine
from jamel.types import Decision, MemoryView, Observation, SessionContext, Step, TokenUsage
from jamel.vision_input import processor_images
from jamel.weights import Attention

EngineName = Literal["transformers", "vllm"]


class PolicySettings(Settings):
    """Sampling as published (paper reference, section 8). ``max_length`` bounds the tokens beside memory's.

    ``prompt_template`` names the wording's file, for checkpoints that do not carry one, as published ones.
    ``max_images`` of one prompt, steps shown raw included. vLLM takes ``gpu_memory_share`` of a GPU.
    With ``text_history`` past steps stand before the prompt as text, as many of the newest as ``max_length`` has
    room for.
    """

    temperature: float = Field(default=0.8, ge=0)
    top_p: float = Field(default=0.9, gt=0, le=1)
    max_new_tokens: int = Field(default=256, ge=1)
    max_length: int = Field(default=8192, ge=1)
    device: str = "auto"
    engine: EngineName = "transformers"
    gpu_memory_share: float = Field(default=0.9, gt=0, le=1)
    attention: Attention = "sdpa"
    prompt_template: str | None = None
    max_images: int = Field(default=1, ge=1)
    text_history: bool = False


class JointPolicy:
    """Fits ``protocols.Policy``. Several of them may share one engine and decide in one batch (``decide_together``)."""

    name = "jamel"

    def __init__(self, engine: Engine, settings: PolicySettings, template: PromptTemplate = DEFAULT_TEMPLATE) -> None:
        self._engine, self._settings, self._template = engine, settings, template
        self._context: SessionContext | None = None
        self._history = TextHistory(lambda text: len(_encoded(engine, text))) if settings.text_history else None

    @staticmethod
    def of_checkpoint(checkpoint: Path, settings: PolicySettings, engine: Engine) -> JointPolicy:
        """``engine`` runs it. Raises ``ConfigError`` for a prompt template that is none, or not the checkpoint's."""
        wanted = None if settings.prompt_template is None else Path(settings.prompt_template)
        return JointPolicy(engine, settings, agreed_template(carried_template(checkpoint), wanted, str(checkpoint)))

    def begin(self, context: SessionContext) -> None:
        self._context = context
        if self._history is not None:
            self._history.begin()

    def watch(self, step: Step) -> None:
        """Told of every step, resets that it did not choose included."""
        if self._history is not None:
            self._history.add(step)

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        return decide_together([(self, observation, step_index, memory)])[0]

    def request(self, observation: Observation, step_index: int, memory: MemoryView) -> GenerationRequest | Decision:
        """What the engine is asked, or the failure that a prompt too long for it is."""
        if self._context is None:
            raise ModelError("decide() before begin(): the policy has no session. Call begin() first.")
        page = build_prompt(observation, self._context, step_index, self._template)
        prompt = earlier_steps_text(memory.raw_steps) + page
        shots = [*(raw.screenshot_png for raw in memory.raw_steps), observation.screenshot_png]
        *earlier, image = processor_images(self._engine.processor, [policy_image(shot) for shot in shots])
        n_memory = len(memory.latents_ND)
        inputs = encode_prompt(self._engine.processor, prompt, image, n_memory, earlier)
        if self._history is not None:
            room = self._settings.max_length - 1 - (inputs.prompt_length - n_memory)
            prompt = self._history.within(room, but_newest=len(memory.raw_steps)) + prompt
            inputs = encode_prompt(self._engine.processor, prompt, image, n_memory, earlier)
        if inputs.prompt_length - n_memory >= self._settings.max_length:
            return _too_long(inputs.prompt_length - n_memory, self._settings.max_length)
        seed = _seed(self._context.seed, step_index)
        return GenerationRequest(inputs=inputs, images=(*earlier, image), latents_ND=memory.latents_ND, seed=seed)

    def answer(self, requests: Sequence[GenerationRequest]) -> list[Decision]:
        """Decisions for requests of any session that this policy's engine and sampling serve."""
        sampling = Sampling(
            temperature=self._settings.temperature,
            top_p=self._settings.top_p,
            max_new_tokens=self._settings.max_new_tokens,
        )
        replies = self._engine.generate(requests, sampling)
        return [self._decision(request, reply) for request, reply in zip(requests, replies, strict=True)]

    def _decision(self, request: GenerationRequest, reply: GenerationReply) -> Decision:
        text = self._engine.processor.tokenizer.decode(reply.token_ids, skip_special_tokens=True)
        usage = TokenUsage(
            input_tokens=request.inputs.prompt_length,
            output_tokens=len(reply.token_ids),
            memory_tokens=len(request.latents_ND),
            image_tokens=int(request.inputs.mm_token_type_ids_T.sum()),
        )
        return Decision(
            raw_text=text,
            action=parse_response(text),
            usage=usage,
            sampled_ids=reply.token_ids,
            logprobs=reply.logprobs,
        )


Turn = tuple[JointPolicy, Observation, int, MemoryView]


def decide_together(turns: Sequence[Turn]) -> list[Decision]:
    """One decision a turn, in order; the sessions' policies must share their engine and settings."""
    asked = [policy.request(observation, step, memory) for policy, observation, step, memory in turns]
    requests = [request for request in asked if isinstance(request, GenerationRequest)]
    answers = iter(turns[0][0].answer(requests) if requests else [])
    return [one if isinstance(one, Decision) else next(answers) for one in asked]


def engine_settings(settings: PolicySettings) -> tuple[object, ...]:
    """What an engine is loaded with; the rest of the settings is asked of it decision by decision."""
    match settings.engine:
        case "transformers":
            return settings.engine, settings.device, settings.attention
        case "vllm":
            longest = (settings.max_length, settings.max_new_tokens, settings.max_images)
            return settings.engine, *longest, settings.gpu_memory_share


def load_engine(checkpoint: Path, settings: PolicySettings) -> TrainedEngine:
    """Raises ``CheckpointError`` for a checkpoint that cannot be used, ``CapabilityError`` where vLLM is not there."""
    match settings.engine:
        case "transformers":
            return TransformersEngine.load(checkpoint, device=settings.device, attention=settings.attention)
        case "vllm":
            from jamel.policy.vllm_engine import VllmEngine

            return VllmEngine.load(
                checkpoint,
                max_length=settings.max_length,
                max_new_tokens=settings.max_new_tokens,
                max_images=settings.max_images,
                gpu_memory_share=settings.gpu_memory_share,
            )


def _encoded(engine: Engine, text: str) -> list[int]:
    return engine.processor.tokenizer.encode(text, add_special_tokens=False)


def _too_long(tokens: int, max_length: int) -> Decision:
    """Training leaves such a sample out, so the model is not asked either; nothing is cut."""
    reason = f"prompt of {tokens} tokens leaves no room for a reply below max_length {max_length}"
    return Decision(raw_text="", action=ParseFailure(reason=reason, excerpt=""))


def _seed(session_seed: int, step_index: int) -> int:
    digest = hashlib.sha256(f"{session_seed}/{step_index}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1

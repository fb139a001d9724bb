"""The model's side of a rollout: compresses past steps, decides for many sessions at once, keeps what it decided.

A ``Turn`` holds exactly what the model was given and what it said, latents included; the update reads the same arrays.
This file does not know processes, rewards or verl.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jamel.errors import ModelError
from jamel.policy.engine import Engine, GenerationRequest, Sampling
from jamel.policy.joint_policy import JointPolicy, PolicySettings
from jamel.policy.prompt import PromptTemplate
from jamel.protocols import Compressor
from jamel.rollout.job import SessionJob
from jamel.serving.lockstep import Lockstep
from jamel.train.rl.wire import (
    Message,
    array_from_wire,
    array_to_wire,
    decision_to_wire,
    image_from_wire,
    observation_from_wire,
)
from jamel.types import Decision, MemoryView, SessionContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One decision that the model made: ``request`` as it was asked, and the tokens it drew with their own
    log-probabilities at temperature 1, one each."""

    step_index: int
    request: GenerationRequest = field(repr=False)
    response_ids: tuple[int, ...]
    logprobs: tuple[float, ...]


@dataclass(slots=True, kw_only=True)
class SessionTalk:
    """What one session was told. ``place`` orders it among the sessions of its rollout."""

    place: int
    job: SessionJob
    policy: JointPolicy
    turns: list[Turn] = field(default_factory=list[Turn])


def on_policy(max_new_tokens: int) -> Sampling:
    """Draws from the whole distribution, so that the rollout's log-probabilities are those of the policy itself."""
    return Sampling(temperature=1.0, top_p=1.0, max_new_tokens=max_new_tokens)


class ModelSide:
    """Answers the messages of ``wire``. ``lockstep`` is what makes batches; its ``served`` tells their cost."""

    def __init__(
        self,
        engine: Engine,
        compressor: Compressor | None,
        *,
        template: PromptTemplate,
        max_new_tokens: int,
        max_length: int,
        gather_s: float,
    ) -> None:
        self._engine, self._compressor, self._template = engine, compressor, template
        self._settings = PolicySettings(
            temperature=1.0, top_p=1.0, max_new_tokens=max_new_tokens, max_length=max_length
        )
        self._sampling = on_policy(max_new_tokens)
        self.lockstep = Lockstep({"compress": self._compress, "decide": self._decide}, gather_s)

    @property
    def latent_width(self) -> int:
        """0 without memory."""
        return 0 if self._compressor is None else self._compressor.width

    def talk(self, place: int, job: SessionJob) -> SessionTalk:
        return SessionTalk(place=place, job=job, policy=JointPolicy(self._engine, self._settings, self._template))

    def answer(self, talk: SessionTalk, message: Message) -> Message | None:
        """The reply to one message of ``talk``'s session; None where none is due. Blocks while a batch gathers."""
        match message["type"]:
            case "begin":
                talk.policy.begin(_context(talk.job, message["start_url"]))
                return None
            case "compress":
                latents = self.lockstep.ask("compress", talk.place, message)
                return array_to_wire(latents)
            case "decide":
                return decision_to_wire(self._decision(talk, message))
            case _:
                return None

    def _decision(self, talk: SessionTalk, message: Message) -> Decision:
        index = message["step_index"]
        latents_ND = array_from_wire(message["latents"])
        memory = MemoryView(latents_ND=latents_ND, step_indices=tuple(range(len(latents_ND))))
        asked = talk.policy.request(observation_from_wire(message["observation"]), index, memory)
        decision: Decision = self.lockstep.ask("decide", talk.place, (talk, asked))
        if isinstance(asked, GenerationRequest):
            turn = Turn(step_index=index, request=asked, response_ids=decision.sampled_ids, logprobs=decision.logprobs)
            talk.turns.append(turn)
        return decision

    def _decide(self, questions: list[tuple[SessionTalk, GenerationRequest | Decision]]) -> list[Any]:
        requests = [asked for _, asked in questions if isinstance(asked, GenerationRequest)]
        answers = iter(questions[0][0].policy.answer(requests) if requests else [])
        return [asked if isinstance(asked, Decision) else next(answers) for _, asked in questions]

    def _compress(self, questions: list[Message]) -> list[NDArray[np.float32]]:
        """One (B, K, D) a question, out of one call."""
        if self._compressor is None:
            raise ModelError(
                "a session without memory asked for latents: its process and this side disagree. A defect."
            )
        shots = [image_from_wire(shot) for question in questions for shot in question["shots"]]
        actions = [text for question in questions for text in question["actions"]]
        latents = self._compressor.compress(shots, actions)
        return _shared_out(latents, [len(question["actions"]) for question in questions])


def _shared_out(latents: NDArray[np.float32], counts: Sequence[int]) -> list[NDArray[np.float32]]:
    return np.split(latents, np.cumsum(counts)[:-1])


def _context(job: SessionJob, start_url: str) -> SessionContext:
    return SessionContext(
        session_id=job.session_id, app=job.app, start_url=start_url, seed=job.seed, max_steps=job.max_steps
    )

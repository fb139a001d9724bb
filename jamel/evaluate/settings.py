"""What one evaluation compares: the model under test in its memory arms, and baselines, on the same apps and seeds.

This file does not know how a session runs or what it is worth.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from jamel.collect.agents import AgentSettings
from jamel.collect.sessions import SessionsSettings
from jamel.errors import ConfigError
from jamel.memory.bank import MemoryArm


def _arm_name(value: object) -> object:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else value


MemoryArmName = Annotated[MemoryArm, BeforeValidator(_arm_name)]
"""YAML reads a bare on or off as true or false."""


class EvaluateSettings(SessionsSettings):
    """``configs/eval/*.yaml``: every arm meets ``num_sessions`` seeds of every app.

    ``model`` may be left out to score baselines alone. ``memory_arms`` runs it once for each way of filling its memory
    (see ``memory.bank``); empty runs it as it is. Arm ``last_k`` shows the newest ``last_k`` steps; arm ``foreign``
    takes its steps from ``model.memory_foreign``, or else from what the model itself did on the other apps; arm
    ``text`` has ``text_max_length`` tokens for prompt and past together (default: what Qwen2.5-VL reads at once).

    ``app_variants`` are seeds: with each, everything runs once more on the embedded apps in another look, language and
    data (see ``variants``).
    """

    apps_mode: str = "test"
    num_sessions: int = Field(default=5, ge=1)
    model: AgentSettings | None = None
    memory_arms: tuple[MemoryArmName, ...] = ()
    last_k: int = Field(default=8, ge=1)
    text_max_length: int = Field(default=32768, ge=1)
    baselines: tuple[AgentSettings, ...] = ()
    app_variants: tuple[Annotated[int, Field(ge=1)], ...] = ()

    def arms(self) -> tuple[AgentSettings, ...]:
        """In the order they are run. Raises ``ConfigError`` for arms that contradict each other."""
        arms = self._model_arms() + self.baselines
        if not arms:
            raise ConfigError("nothing to evaluate: neither model nor baselines are given. Name at least one.")
        return arms

    def _model_arms(self) -> tuple[AgentSettings, ...]:
        if self.model is None:
            if self.memory_arms:
                raise ConfigError(
                    f"memory_arms {list(self.memory_arms)} without a model. Give model, or leave them out."
                )
            return ()
        if not self.memory_arms:
            return (self.model,)
        if self.model.kind != "model" or self.model.memory != "on":
            raise ConfigError(
                f"memory_arms needs a model of kind model with memory on; got {self.model.kind} with memory "
                f"{self.model.memory}. Leave model.memory out: the arms set it."
            )
        return tuple(self._memory_arm(self.model, arm) for arm in self.memory_arms)

    def _memory_arm(self, model: AgentSettings, arm: MemoryArm) -> AgentSettings:
        foreign = model.memory_foreign or str(Path(self.output) / "sessions" / model.name)
        return model.model_copy(
            update={
                "name": model.name if arm == "on" else f"{model.name}_memory_{arm}",
                "memory": arm,
                "memory_last_k": self.last_k if arm == "last_k" else None,
                "max_length": self.text_max_length if arm == "text" else model.max_length,
                "memory_foreign": foreign if arm == "foreign" else None,
            }
        )


def in_stages(settings: EvaluateSettings) -> list[tuple[AgentSettings, ...]]:
    """Arms that may run side by side. Arm ``foreign`` reads sessions that an earlier stage records.

    Raises ``ConfigError`` when nothing records them.
    """
    arms = settings.arms()
    own = settings.model is not None and settings.model.memory_foreign is None and bool(settings.memory_arms)
    later = tuple(arm for arm in arms if own and arm.kind == "model" and arm.memory == "foreign")
    if later and "on" not in settings.memory_arms:
        raise ConfigError(
            "memory arm foreign takes its steps from arm on, which is not among memory_arms. Add on, or name a folder "
            "of recorded sessions in model.memory_foreign."
        )
    first = tuple(arm for arm in arms if arm not in later)
    return [stage for stage in (first, later) if stage]

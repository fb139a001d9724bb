"""From settings to an agent: a policy and its memory. Used by collection and evaluation alike.

Model-backed agents are imported only when asked for, so that an explorer's worker starts without torch.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pydantic import Field

from jamel.collect.call_log import CallLog
from jamel.collect.episodes import EpisodicPolicy
from jamel.collect.explorers import InTurnExplorer, NoOpExplorer, RandomExplorer, UntriedFirstExplorer
from jamel.collect.frontier import ReplayFrontierExplorer
from jamel.collect.knowledge import KnowledgeGuidedExplorer
from jamel.collect.llm_explorer import LlmSettings
from jamel.config import Settings
from jamel.errors import ConfigError
from jamel.memory.bank import WITHOUT_LATENTS, MemoryArm, MemoryBank
from jamel.memory.foreign import ForeignSessions
from jamel.policy.memory_form import MemoryForm, agreed_form
from jamel.protocols import Compressor, Policy
from jamel.serving.loaded_models import LoadedModels, ModelSource


class AgentSettings(Settings):
    """One arm of a comparison.

    ``kind: model``: ``checkpoint`` is a model folder, a training output or a package, which brings its own
    ``compressor``; ``memory`` is the arm (see ``memory.bank``), ``memory_foreign`` the folder of recorded sessions for
    arm ``foreign``; ``prompt_template`` the file of the wording, and ``latents_per_step`` and ``raw_steps`` the form
    of memory, for checkpoints that carry none. ``kind: llm`` needs ``llm``. Any kind: ``episode_steps`` resets the app
    after every so many steps (None leaves resets to the agent), and with ``stop_when_exhausted`` a session ends early
    by the published collector's rule.
    """

    name: str
    kind: Literal["random", "untried_first", "in_turn", "replay_frontier", "knowledge_guided", "noop", "llm", "model"]
    llm: LlmSettings | None = None
    episode_steps: int | None = Field(default=None, ge=1)
    stop_when_exhausted: bool = False
    checkpoint: str | None = None
    compressor: str | None = None
    memory: MemoryArm = "on"
    memory_last_k: int | None = Field(default=None, ge=1)
    memory_foreign: str | None = None
    max_memory_items: int = Field(default=512, ge=0)
    latents_per_step: int | None = Field(default=None, ge=1)
    raw_steps: int | None = Field(default=None, ge=0)
    temperature: float = 0.8
    top_p: float = 0.9
    max_new_tokens: int = 256
    max_length: int = 8192
    device: str = "auto"
    engine: Literal["transformers", "vllm"] = "transformers"
    attention: Literal["sdpa", "eager", "flash_attention_2"] = "sdpa"
    latent_cache: str | None = None
    prompt_template: str | None = None


def check_agent(settings: AgentSettings) -> None:
    """Find out in a moment what would otherwise fail in every worker: a model that is not there.

    Raises ``ConfigError`` for a path that is not given, and for settings that contradict what the checkpoint carries;
    ``CheckpointError`` for a folder without usable weights, and a compressor that does not fit the policy.
    """
    if settings.kind == "llm":
        from jamel.collect.chat_client import read_key

        read_key(_given_llm(settings).chat)
    if settings.kind != "model":
        return
    from jamel.policy.checkpoint import carried_template, find_model_folder, memory_width
    from jamel.policy.packaged import require_fitting
    from jamel.policy.prompt import agreed_template
    from jamel.weights import require_safetensors

    checkpoint = Path(_given(settings, "checkpoint"))
    require_safetensors(find_model_folder(checkpoint))
    wanted = None if settings.prompt_template is None else Path(settings.prompt_template)
    agreed_template(carried_template(checkpoint), wanted, str(checkpoint))
    _bank(settings, memory_form(settings), None)
    if settings.memory not in WITHOUT_LATENTS:
        compressor = compressor_folder(settings)
        require_safetensors(compressor)
        require_fitting(memory_width(checkpoint), compressor)


def memory_form(settings: AgentSettings) -> MemoryForm:
    """How a model's agent is shown its past. Raises ``ConfigError`` when settings and checkpoint say and differ."""
    from jamel.policy.checkpoint import carried_form

    checkpoint = Path(_given(settings, "checkpoint"))
    return agreed_form(
        carried_form(checkpoint),
        str(checkpoint),
        latents_per_step=settings.latents_per_step,
        raw_steps=settings.raw_steps,
    )


def compressor_folder(settings: AgentSettings) -> Path:
    """``compressor``, or that of a packaged ``checkpoint``. Raises ``ConfigError`` when neither is there."""
    from jamel.policy.packaged import find_compressor, find_package

    package = find_package(Path(_given(settings, "checkpoint")))
    if settings.compressor is None and package is not None:
        return package.compressor
    return find_compressor(Path(_given(settings, "compressor")))


def _given(settings: AgentSettings, name: Literal["checkpoint", "compressor"]) -> str:
    value = settings.checkpoint if name == "checkpoint" else settings.compressor
    if value is None:
        raise ConfigError(f"agent {settings.name!r} of kind model needs {name!r}: the folder of a model.")
    return value


def _given_llm(settings: AgentSettings) -> LlmSettings:
    if settings.llm is None:
        raise ConfigError(f"agent {settings.name!r} of kind llm needs the section 'llm' with its endpoint.")
    return settings.llm


def build_agent(
    settings: AgentSettings, output: Path = Path(), models: ModelSource | None = None
) -> tuple[Policy, MemoryBank]:
    """``output`` is the run's folder; requests to a chat endpoint are logged there. ``models`` is where the
    weights come from; without it they are loaded for this agent alone.

    Raises ``ConfigError`` for a missing path or key, ``CheckpointError`` for an unusable model.
    """
    policy, memory = _build(settings, output, models or LoadedModels())
    if settings.kind != "llm" and settings.episode_steps is None and not settings.stop_when_exhausted:
        return policy, memory
    episodic = EpisodicPolicy(
        policy, episode_steps=settings.episode_steps, stop_when_exhausted=settings.stop_when_exhausted
    )
    return episodic, memory


def _build(settings: AgentSettings, output: Path, models: ModelSource) -> tuple[Policy, MemoryBank]:
    match settings.kind:
        case "random":
            return RandomExplorer(), MemoryBank(None)
        case "untried_first":
            return UntriedFirstExplorer(), MemoryBank(None)
        case "in_turn":
            return InTurnExplorer(), MemoryBank(None)
        case "noop":
            return NoOpExplorer(), MemoryBank(None)
        case "replay_frontier":
            return ReplayFrontierExplorer(), MemoryBank(None)
        case "knowledge_guided":
            return KnowledgeGuidedExplorer(), MemoryBank(None)
        case "llm":
            return _build_llm_explorer(settings, output), MemoryBank(None)
        case "model":
            return _build_model_agent(settings, models)


def _build_llm_explorer(settings: AgentSettings, output: Path) -> Policy:
    from jamel.collect.chat_client import ChatClient
    from jamel.collect.llm_explorer import LlmExplorer

    llm = _given_llm(settings)
    return LlmExplorer(settings.name, llm, ChatClient(llm.chat), CallLog(output))


def _build_model_agent(settings: AgentSettings, models: ModelSource) -> tuple[Policy, MemoryBank]:
    from jamel.memory.latent_cache import CachedCompressor
    from jamel.policy.joint_policy import JointPolicy, PolicySettings

    form, checkpoint = memory_form(settings), Path(_given(settings, "checkpoint"))
    policy_settings = PolicySettings(
        temperature=settings.temperature,
        top_p=settings.top_p,
        max_new_tokens=settings.max_new_tokens,
        max_length=settings.max_length,
        device=settings.device,
        engine=settings.engine,
        attention=settings.attention,
        prompt_template=settings.prompt_template,
        max_images=1 + form.raw_steps,
        text_history=settings.memory == "text",
    )
    engine = models.engine(checkpoint, policy_settings)
    policy = JointPolicy.of_checkpoint(checkpoint, policy_settings, engine)
    if settings.memory in WITHOUT_LATENTS:
        return policy, _bank(settings, form, None)
    model = models.compressor(compressor_folder(settings), settings.device, form.latents_per_step)
    cached = model if settings.latent_cache is None else CachedCompressor(model, Path(settings.latent_cache))
    return policy, _bank(settings, form, cached, model.count_tokens)


def _bank(
    settings: AgentSettings,
    form: MemoryForm,
    compressor: Compressor | None,
    count_tokens: Callable[[bytes, str], int] | None = None,
) -> MemoryBank:
    return MemoryBank(
        compressor,
        max_items=settings.max_memory_items,
        arm=settings.memory,
        last_k=settings.memory_last_k,
        raw_steps=form.raw_steps,
        foreign=ForeignSessions(Path(settings.memory_foreign)) if settings.memory_foreign is not None else None,
        count_tokens=count_tokens,
    )

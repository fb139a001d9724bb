"""The values every part of jamel speaks in: frozen, slotted, keyword-only, standard library only.

Units stand in names: ``_s`` seconds, ``_css_px`` CSS pixels, ``_units`` UTF-16 code units (what V8 counts in).
Axis letters stand in tensor names: B batch, T tokens, N memory items, D width.
This file does not know how any value is made, stored or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from jamel.actions import Action, ParseFailure

if TYPE_CHECKING:
    from numpy.typing import NDArray


BoxCssPx = tuple[float, float, float, float]


class Split(StrEnum):
    TRAIN = "train"
    TEST = "test"


class CoverageMode(StrEnum):
    """What the reward counts. ``exact``: code that ran, from before the first script on. ``upstream``: the published
    recipe, which also counts code that never ran; for numbers comparable with published ones only."""

    EXACT = "exact"
    UPSTREAM = "upstream"


class Outcome(StrEnum):
    """How a session ended. ``env_failed`` is masked in training, counted in reports and never scored 0."""

    OK = "ok"
    ENV_FAILED = "env_failed"
    POLICY_FAILED = "policy_failed"


class StopReason(StrEnum):
    STEP_BUDGET = "step_budget"
    EXHAUSTED = "exhausted"
    SPENDING_LIMIT = "spending_limit"
    ENV_FAILED = "env_failed"
    POLICY_FAILED = "policy_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSpec:
    """One app of a benchmark. ``entry_path`` is relative to the site root, e.g. ``shop/index.html``."""

    app_id: str
    split: Split
    entry_path: str
    languages: tuple[str, ...] = ()
    genre: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewport:
    width_css_px: int = 1280
    height_css_px: int = 720


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One line of the element list: ``- bid: role 'label'``."""

    bid: str
    role: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one moment of the app looks like to an agent."""

    url: str
    open_page_urls: tuple[str, ...]
    axtree_text: str
    elements: tuple[Element, ...]
    screenshot_png: bytes = field(repr=False)
    viewport: Viewport


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRange:
    """``count`` executions of source[start_units:end_units]; nested ranges refine outer ones."""

    start_units: int
    end_units: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCoverage:
    """V8's record of one function. ``ranges[0]`` spans it; without block coverage it is the only one."""

    name: str
    is_block_coverage: bool
    ranges: tuple[CoverageRange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptCoverage:
    """One script of the app's origin, known by the sha256 of its text: the same code at two URLs is one script."""

    url: str
    source_sha256: str
    functions: tuple[FunctionCoverage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageSnapshot:
    """What ran since the last take: a delta, as V8 reports it. Only the union over a session is cumulative."""

    scripts: tuple[ScriptCoverage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityCounts:
    """Istanbul's four entities (its json-summary). A line is one on which at least one statement starts."""

    lines: int = 0
    branches: int = 0
    statements: int = 0
    functions: int = 0

    @property
    def sum(self) -> int:
        """The paper's C, where the counts are covered ones (section 1)."""
        return self.lines + self.branches + self.statements + self.functions


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityTotals:
    """Entities that ran, of those in every script seen so far."""

    covered: EntityCounts
    total: EntityCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageGain:
    """What one snapshot added to a session. Never negative; initial gain + all gains = final count.

    Units are UTF-16 code units that ran; the reward is paid for entities.
    """

    new_units: int = 0
    covered_units: int = 0
    new: EntityCounts = EntityCounts()
    covered: EntityCounts = EntityCounts()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTiming:
    """Wall clock of one step's phases."""

    decide_s: float = 0.0
    act_s: float = 0.0
    settle_s: float = 0.0
    observe_s: float = 0.0
    coverage_s: float = 0.0
    score_s: float = 0.0

    @property
    def total_s(self) -> float:
        return self.decide_s + self.act_s + self.settle_s + self.observe_s + self.coverage_s + self.score_s


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvStep:
    """What an environment hands back after ``reset`` or ``step``. ``action_error`` is None when the action ran;
    ``page_errors`` are exceptions that the app's own scripts did not catch, as the browser words them;
    ``acted_box_css_px`` (x, y, width, height) is where the named element stood when the action began."""

    observation: Observation
    snapshot: CoverageSnapshot
    action_error: str | None = None
    page_errors: tuple[str, ...] = ()
    acted_box_css_px: BoxCssPx | None = None
    timing: StepTiming = StepTiming()


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenUsage:
    """Tokens of one decision, as in the paper's Table 2: ``memory_tokens`` and ``image_tokens`` are part of the
    policy's ``input_tokens``. ``compressor_tokens``, apart from them, are what the compressor reads of the steps whose
    latents this decision is the first to be shown; counted for a cached step too, 0 where nobody counts."""

    input_tokens: int = 0
    output_tokens: int = 0
    memory_tokens: int = 0
    image_tokens: int = 0
    compressor_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One reply of a policy. ``sampled_ids`` and ``logprobs`` are filled when training needs them."""

    raw_text: str
    action: Action | ParseFailure
    usage: TokenUsage = TokenUsage()
    sampled_ids: tuple[int, ...] = ()
    logprobs: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawStep:
    """A past step as the compressor reads it: the screenshot before it, and its canonical action text."""

    step_index: int
    screenshot_png: bytes = field(repr=False)
    action_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryView:
    """``latents_ND`` float32 (N, D), oldest first; ``step_indices``, one a latent, name the steps they stand for.

    ``raw_steps`` are the newest steps where they are shown uncompressed; they have no latents then.
    ``compressor_tokens`` is what the compressor reads of the steps that no earlier view needed.
    """

    latents_ND: NDArray
    step_indices: tuple[int, ...]
    raw_steps: tuple[RawStep, ...] = ()
    compressor_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionContext:
    """What stays fixed over one session. ``seed`` already mixes app, session and run."""

    session_id: str
    app: AppSpec
    start_url: str
    seed: int
    max_steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One action and its effect. ``index`` counts from 0 over the whole session, resets included."""

    index: int
    episode_index: int
    observation: Observation
    decision: Decision
    action_error: str | None
    snapshot: CoverageSnapshot
    gain: CoverageGain
    reward: float
    timing: StepTiming
    page_errors: tuple[str, ...] = ()
    acted_box_css_px: BoxCssPx | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """One session, whole. ``error`` says why when ``outcome`` is not ok; ``provenance`` is flat text;
    ``initial_page_errors`` happened while the start page loaded."""

    context: SessionContext
    policy_name: str
    initial_snapshot: CoverageSnapshot
    initial_gain: CoverageGain
    steps: tuple[Step, ...]
    outcome: Outcome
    stop_reason: StopReason
    error: str | None = None
    provenance: tuple[tuple[str, str], ...] = ()
    initial_page_errors: tuple[str, ...] = ()

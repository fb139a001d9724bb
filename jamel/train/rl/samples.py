"""The steps of a rollout as independent samples, in memory and on disk (parquet, one file a training step).

Token ids are the one source of truth: images and latents belong to the placeholders among them, and nothing is encoded
anew between rollout, update and replay. This file does not know verl, nor how advantages are made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from jamel.errors import DataError
from jamel.storage import atomic_path
from jamel.train.rl.credit import RewardSettings, shaped_reward
from jamel.train.rl.grouping import state_name
from jamel.train.rl.rollout import RolledOut

SCHEMA = pa.schema(
    [
        ("group", pa.string()),
        ("session", pa.string()),
        ("app", pa.string()),
        ("step_idx", pa.int32()),
        ("state", pa.string()),
        ("prompt_ids", pa.list_(pa.int32())),
        ("response_ids", pa.list_(pa.int32())),
        ("rollout_logprobs", pa.list_(pa.float32())),
        ("memory_latents", pa.list_(pa.float32())),
        ("latent_width", pa.int32()),
        ("screenshot", pa.binary()),
        ("reward", pa.float64()),
        ("novelty", pa.float64()),
        ("response", pa.string()),
    ]
)
META_KEY = b"jamel_rollout"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSample:
    """One decision. ``prompt_ids`` with N memory placeholders in front, ``latents_ND`` float32 (N, D); ``response_ids``
    and ``logprobs`` as drawn. ``reward`` is shaped, ``novelty`` the paper's (``Step.reward``)."""

    group: str
    session: str
    app_id: str
    index: int
    state: str
    prompt_ids: tuple[int, ...]
    response_ids: tuple[int, ...]
    logprobs: tuple[float, ...]
    latents_ND: NDArray[np.float32] = field(repr=False)
    screenshot_png: bytes = field(repr=False)
    reward: float
    novelty: float
    response: str


def samples_of(rolled: Iterable[RolledOut], rewards: RewardSettings) -> list[StepSample]:
    """Every step that the model decided, session by session. A prompt too long for the model is a step without one."""
    return [
        StepSample(
            group=one.session.group,
            session=f"{one.session.group}/{one.session.place}",
            app_id=one.session.trajectory.context.app.app_id,
            index=turn.step_index,
            state=state_name(step.observation),
            prompt_ids=tuple(turn.request.inputs.input_ids_T.tolist()),
            response_ids=turn.response_ids,
            logprobs=turn.logprobs,
            latents_ND=turn.request.latents_ND,
            screenshot_png=step.observation.screenshot_png,
            reward=shaped_reward(step, rewards),
            novelty=step.reward,
            response=step.decision.raw_text,
        )
        for one in rolled
        for turn in one.turns
        for step in (one.session.trajectory.steps[turn.step_index],)
    ]


def write_samples(path: Path, samples: Sequence[StepSample], facts: dict[str, Any]) -> None:
    """Whole or absent. ``facts`` (JSON) say what made them: ``step``, and ``weights_step``, whose weights drew them."""
    table = pa.Table.from_pylist([_row(sample) for sample in samples], schema=SCHEMA)
    table = table.replace_schema_metadata({META_KEY: json.dumps(facts, sort_keys=True).encode()})
    with atomic_path(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def read_samples(path: Path) -> list[StepSample]:
    """Raises ``DataError`` when the file is missing or is no saved rollout."""
    try:
        return [_sample(row) for row in pq.read_table(path, schema=SCHEMA).to_pylist()]
    except FileNotFoundError:
        raise DataError(f"saved rollout {path} not found. Run a rollout first, or correct the path.") from None
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path} is no saved rollout: {error}. Make it again.") from error


def read_weights_step(path: Path) -> int:
    """``weights_step`` of the facts. Raises ``DataError`` when the file is no saved rollout."""
    try:
        return int(json.loads(pq.read_schema(path).metadata[META_KEY])["weights_step"])
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path} is no saved rollout: {error!r}. Make it again.") from error


def positive_sessions(samples: Sequence[StepSample]) -> list[list[StepSample]]:
    """Sessions whose total novelty is above the mean of their group, and in them the steps that paid."""
    by_session: dict[tuple[str, str], list[StepSample]] = {}
    for sample in samples:
        by_session.setdefault((sample.group, sample.session), []).append(sample)
    totals: dict[str, dict[str, float]] = {}
    for (group, session), steps in by_session.items():
        totals.setdefault(group, {})[session] = sum(s.novelty for s in steps)
    above = [
        [s for s in steps if s.novelty > 0]
        for (group, session), steps in by_session.items()
        if totals[group][session] > np.mean([*totals[group].values()])
    ]
    return [steps for steps in above if steps]


def _row(sample: StepSample) -> dict[str, Any]:
    return {
        "group": sample.group,
        "session": sample.session,
        "app": sample.app_id,
        "step_idx": sample.index,
        "state": sample.state,
        "prompt_ids": sample.prompt_ids,
        "response_ids": sample.response_ids,
        "rollout_logprobs": sample.logprobs,
        "memory_latents": sample.latents_ND.reshape(-1),
        "latent_width": sample.latents_ND.shape[1],
        "screenshot": sample.screenshot_png,
        "reward": sample.reward,
        "novelty": sample.novelty,
        "response": sample.response,
    }


def _sample(row: dict[str, Any]) -> StepSample:
    latents = np.asarray(row["memory_latents"], dtype=np.float32)
    shape = (-1, row["latent_width"]) if len(latents) else (0, row["latent_width"])
    return StepSample(
        group=row["group"],
        session=row["session"],
        app_id=row["app"],
        index=row["step_idx"],
        state=row["state"],
        prompt_ids=tuple(row["prompt_ids"]),
        response_ids=tuple(row["response_ids"]),
        logprobs=tuple(row["rollout_logprobs"]),
        latents_ND=latents.reshape(shape),
        screenshot_png=row["screenshot"],
        reward=row["reward"],
        novelty=row["novelty"],
        response=row["response"],
    )

"""Trajectories on disk: one parquet file a session, one row a step. The only reader and writer.

The rows carry the published columns (paper reference, section 5) and what jamel adds; what belongs to the session as a
whole stands as JSON in the file's schema metadata. This file does not know labels, filters or prompts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jamel.actions import ParseFailure, parse_action, render_action
from jamel.coverage_json import snapshot_from_json, snapshot_to_json
from jamel.errors import DataError
from jamel.storage import atomic_path
from jamel.types import (
    AppSpec,
    BoxCssPx,
    CoverageGain,
    CoverageSnapshot,
    Decision,
    Element,
    EntityCounts,
    Observation,
    Outcome,
    SessionContext,
    Split,
    Step,
    StepTiming,
    StopReason,
    TokenUsage,
    Trajectory,
    Viewport,
)

SCHEMA_VERSION = 2
HEADER_KEY = b"jamel_session"

PUBLISHED_FIELDS = (
    ("session_id", pa.string()),
    ("episode_idx", pa.int32()),
    ("step_idx", pa.int32()),
    ("target_app", pa.string()),
    ("start_url", pa.string()),
    ("before_observation_str", pa.string()),
    ("before_open_pages_urls", pa.list_(pa.string())),
    ("before_screenshot", pa.binary()),
    ("response", pa.string()),
    ("action", pa.string()),
    ("reward", pa.float64()),
)
"""The columns that ``prepare_sft_dataset`` reads; files from elsewhere need only these."""

OWN_FIELDS = (
    ("before_url", pa.string()),
    ("before_elements", pa.list_(pa.list_(pa.string()))),
    ("viewport_css_px", pa.list_(pa.int32())),
    ("parse_failure", pa.string()),
    ("action_error", pa.string()),
    ("page_errors", pa.list_(pa.string())),
    ("acted_box_css_px", pa.list_(pa.float64())),
    ("coverage_json", pa.string()),
    ("new_units", pa.int64()),
    ("covered_units", pa.int64()),
    *((f"{kind}_{name}", pa.int64()) for kind in ("new", "covered") for name in EntityCounts.__slots__),
    ("input_tokens", pa.int64()),
    ("output_tokens", pa.int64()),
    ("memory_tokens", pa.int64()),
    ("image_tokens", pa.int64()),
    ("compressor_tokens", pa.int64()),
    ("decide_s", pa.float64()),
    ("act_s", pa.float64()),
    ("settle_s", pa.float64()),
    ("observe_s", pa.float64()),
    ("coverage_s", pa.float64()),
    ("score_s", pa.float64()),
)
SCHEMA = pa.schema([pa.field(name, kind) for name, kind in PUBLISHED_FIELDS + OWN_FIELDS])


def write_trajectory(path: Path, trajectory: Trajectory, is_sample: Sequence[bool] | None = None) -> None:
    """Write the whole session, or nothing. ``is_sample``, one flag a step, becomes a column of its own: which steps to
    train on, where the labels alone do not say. Raises ``StorageError`` when the disk is full or read-only.
    """
    header = json.dumps(_header(trajectory), sort_keys=True, ensure_ascii=False)
    table = pa.Table.from_pylist([_row(trajectory.context, step) for step in trajectory.steps], schema=SCHEMA)
    if is_sample is not None:
        table = table.append_column("is_sample", pa.array(is_sample, pa.bool_()))
    table = table.replace_schema_metadata({HEADER_KEY: header.encode()})
    with atomic_path(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def read_trajectory(path: Path, *, with_pictures: bool = True) -> Trajectory:
    """Without pictures every screenshot is empty, and reading takes a fraction of the time and memory.

    Raises ``DataError`` when the file is missing, corrupt or of another schema version.
    """
    header = read_header(path)
    try:
        names = pq.read_schema(path).names
        columns = [name for name in names if with_pictures or name != "before_screenshot"]
        rows = pq.read_table(path, columns=columns).to_pylist()
        return _from_header(header, tuple(_step(row) for row in rows))
    except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise _corrupt(path, error) from error


def read_header(path: Path) -> dict[str, Any]:
    """The session's own facts, without reading any row."""
    try:
        metadata = pq.read_schema(path).metadata or {}
    except FileNotFoundError:
        raise DataError(f"trajectory not found: {path}. Collect it first.") from None
    except (pa.ArrowException, OSError) as error:
        raise _corrupt(path, error) from error
    if HEADER_KEY not in metadata:
        raise DataError(f"{path} holds no jamel session header. Give a trajectory that jamel wrote.")
    try:
        header = json.loads(metadata[HEADER_KEY])
    except json.JSONDecodeError as error:
        raise _corrupt(path, error) from error
    if header.get("schema_version") != SCHEMA_VERSION:
        raise DataError(
            f"{path} has trajectory schema {header.get('schema_version')}; this jamel reads {SCHEMA_VERSION}. "
            "Use the jamel version that wrote it, or collect again."
        )
    return header


def step_count(path: Path) -> int:
    """Steps of a stored session, without reading any. Raises ``DataError`` when the file is corrupt."""
    try:
        return pq.read_metadata(path).num_rows
    except (pa.ArrowException, OSError) as error:
        raise _corrupt(path, error) from error


def growing_snapshots(path: Path) -> list[CoverageSnapshot]:
    """The snapshots of a stored session that added code to it, the initial one first: their union is the session's.

    Raises ``DataError`` when the file is corrupt.
    """
    header = read_header(path)
    new = [f"new_{name}" for name in ("units", *EntityCounts.__slots__)]
    try:
        rows = pq.read_table(path, columns=["coverage_json", *new]).to_pylist()
        later = [snapshot_from_json(row["coverage_json"]) for row in rows if any(row[name] for name in new)]
        return [snapshot_from_json(header["initial_coverage_json"]), *later]
    except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise _corrupt(path, error) from error


def trajectory_files(folder: Path) -> list[Path]:
    """Every session file below ``folder``, sorted, temporary files left out."""
    return sorted(p for p in folder.rglob("*.parquet") if not p.name.startswith("."))


def _corrupt(path: Path, error: Exception) -> DataError:
    return DataError(f"{path} is not a readable trajectory: {error}. Delete the file and run its step again.")


def _header(trajectory: Trajectory) -> dict[str, Any]:
    context = asdict(trajectory.context)
    return {
        "schema_version": SCHEMA_VERSION,
        "context": context,
        "policy_name": trajectory.policy_name,
        "initial_coverage_json": snapshot_to_json(trajectory.initial_snapshot),
        "initial_gain": _gain_row(trajectory.initial_gain),
        "outcome": trajectory.outcome,
        "stop_reason": trajectory.stop_reason,
        "error": trajectory.error,
        "provenance": dict(trajectory.provenance),
        "initial_page_errors": list(trajectory.initial_page_errors),
    }


def _from_header(header: dict[str, Any], steps: tuple[Step, ...]) -> Trajectory:
    context = header["context"]
    app = context["app"]
    return Trajectory(
        context=SessionContext(
            session_id=context["session_id"],
            app=AppSpec(
                app_id=app["app_id"],
                split=Split(app["split"]),
                entry_path=app["entry_path"],
                languages=tuple(app["languages"]),
                genre=app["genre"],
            ),
            start_url=context["start_url"],
            seed=context["seed"],
            max_steps=context["max_steps"],
        ),
        policy_name=header["policy_name"],
        initial_snapshot=snapshot_from_json(header["initial_coverage_json"]),
        initial_gain=_gain(header["initial_gain"]),
        steps=steps,
        outcome=Outcome(header["outcome"]),
        stop_reason=StopReason(header["stop_reason"]),
        error=header["error"],
        provenance=tuple(sorted(header["provenance"].items())),
        initial_page_errors=tuple(header.get("initial_page_errors", ())),
    )


def _row(context: SessionContext, step: Step) -> dict[str, Any]:
    seen, decision = step.observation, step.decision
    failed = isinstance(decision.action, ParseFailure)
    return {
        "session_id": context.session_id,
        "episode_idx": step.episode_index,
        "step_idx": step.index,
        "target_app": context.app.app_id,
        "start_url": context.start_url,
        "before_observation_str": seen.axtree_text,
        "before_open_pages_urls": list(seen.open_page_urls),
        "before_screenshot": seen.screenshot_png,
        "response": decision.raw_text,
        "action": None if isinstance(decision.action, ParseFailure) else render_action(decision.action),
        "reward": step.reward,
        "before_url": seen.url,
        "before_elements": [[e.bid, e.role, e.label] for e in seen.elements],
        "viewport_css_px": [seen.viewport.width_css_px, seen.viewport.height_css_px],
        "parse_failure": json.dumps(asdict(decision.action)) if failed else None,
        "action_error": step.action_error,
        "page_errors": list(step.page_errors),
        "acted_box_css_px": None if step.acted_box_css_px is None else list(step.acted_box_css_px),
        "coverage_json": snapshot_to_json(step.snapshot),
        **_gain_row(step.gain),
        **asdict(decision.usage),
        **asdict(step.timing),
    }


def _step(row: dict[str, Any]) -> Step:
    return Step(
        index=row["step_idx"],
        episode_index=row["episode_idx"],
        observation=_observation(row),
        decision=_decision(row),
        action_error=row["action_error"],
        snapshot=snapshot_from_json(row["coverage_json"]),
        gain=_gain(row),
        reward=row["reward"],
        timing=StepTiming(**{name: row[name] for name in StepTiming.__slots__}),
        page_errors=tuple(row.get("page_errors") or ()),
        acted_box_css_px=_box(row.get("acted_box_css_px")),
    )


def _box(stored: list[float] | None) -> BoxCssPx | None:
    if stored is None:
        return None
    x, y, width, height = stored
    return (x, y, width, height)


def _gain_row(gain: CoverageGain) -> dict[str, int]:
    return {
        "new_units": gain.new_units,
        "covered_units": gain.covered_units,
        **{f"new_{name}": count for name, count in asdict(gain.new).items()},
        **{f"covered_{name}": count for name, count in asdict(gain.covered).items()},
    }


def _gain(row: dict[str, Any]) -> CoverageGain:
    return CoverageGain(
        new_units=row["new_units"],
        covered_units=row["covered_units"],
        new=EntityCounts(**{name: row[f"new_{name}"] for name in EntityCounts.__slots__}),
        covered=EntityCounts(**{name: row[f"covered_{name}"] for name in EntityCounts.__slots__}),
    )


def _observation(row: dict[str, Any]) -> Observation:
    width_css_px, height_css_px = row["viewport_css_px"]
    return Observation(
        url=row["before_url"],
        open_page_urls=tuple(row["before_open_pages_urls"]),
        axtree_text=row["before_observation_str"],
        elements=tuple(Element(bid=b, role=r, label=label) for b, r, label in row["before_elements"]),
        screenshot_png=row.get("before_screenshot", b""),
        viewport=Viewport(width_css_px=width_css_px, height_css_px=height_css_px),
    )


def _decision(row: dict[str, Any]) -> Decision:
    if row["action"] is None:
        action = ParseFailure(**json.loads(row["parse_failure"]))
    else:
        action = parse_action(row["action"])
        if isinstance(action, ParseFailure):
            raise ValueError(f"stored action does not parse: {action.reason}")
    usage = TokenUsage(**{name: row.get(name) or 0 for name in TokenUsage.__slots__})
    return Decision(raw_text=row["response"], action=action, usage=usage)

"""``jamel reorder``: re-order the episodes of every stored session. Resumable; one session is in memory at a time.

This file does not know how an order is labelled (``reorder``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from pydantic import Field

from jamel.collect.reorder import PUBLISHED_SEED, reordered_sessions
from jamel.config import Settings, claim_output
from jamel.protocols import EntityCounter
from jamel.rollout.rescore import stored_sources
from jamel.storage import read_json, write_bytes_atomically, write_json_atomically
from jamel.trajectory_io import read_trajectory, trajectory_files, write_trajectory
from jamel.types import CoverageMode, Outcome

SUMMARY_NAME = "reorder_summary.json"


class ReorderSettings(Settings):
    folder: str
    orders: int = Field(default=20, ge=1)
    seed: int = PUBLISHED_SEED


def reorder_folder(
    folder: Path, output: Path, orders: int, seed: int, counter_of: Callable[[CoverageMode], EntityCounter]
) -> dict[str, int]:
    """Write the new sessions below ``output``, laid out as ``jamel collect`` does, and a summary. Returns the sums.

    Sessions in which the app broke are left out. Raises ``DataError`` for a broken trajectory or missing sources.
    """
    claim_output(output, ReorderSettings(folder=str(folder), orders=orders, seed=seed))
    totals = {"sources": 0, "sessions": 0, "steps": 0, "samples": 0, "rewarded_steps": 0}
    for path in trajectory_files(folder / "sessions"):
        done = output / "done" / f"{hashlib.sha256(str(path.relative_to(folder)).encode()).hexdigest()[:16]}.json"
        if not done.exists():
            write_json_atomically(done, _reorder(path, folder, output, orders, seed, counter_of))
        for name, count in read_json(done).items():
            totals[name] += count
    write_json_atomically(output / SUMMARY_NAME, totals)
    print(
        f"[reorder] {totals['sources']} sessions became {totals['sessions']} with {totals['samples']} samples in "
        f"{totals['steps']} steps. Trajectories: {output / 'sessions'}"
    )
    return totals


def _reorder(
    path: Path,
    folder: Path,
    output: Path,
    orders: int,
    seed: int,
    counter_of: Callable[[CoverageMode], EntityCounter],
) -> dict[str, int]:
    """One source session; the sums of what came out of it."""
    counts = {"sources": 0, "sessions": 0, "steps": 0, "samples": 0, "rewarded_steps": 0}
    trajectory = read_trajectory(path)
    if trajectory.outcome is Outcome.ENV_FAILED:
        return counts
    sources = stored_sources(path, trajectory)
    for sha256, text in sources.items():
        write_bytes_atomically(output / "sources" / f"{sha256}.js", text.encode("utf-8", "surrogatepass"))
    counter = counter_of(CoverageMode(dict(trajectory.provenance).get("coverage_mode", CoverageMode.EXACT)))
    counts["sources"] = 1
    target = output / path.relative_to(folder).parent
    for made in reordered_sessions(
        trajectory, sources, counter, orders=orders, seed=_seed(seed, trajectory.context.session_id)
    ):
        suffix = made.trajectory.context.session_id.removeprefix(trajectory.context.session_id)
        write_trajectory(target / f"{path.stem}{suffix}.parquet", made.trajectory, made.is_sample)
        counts["sessions"] += 1
        counts["steps"] += len(made.is_sample)
        counts["samples"] += sum(made.is_sample)
        counts["rewarded_steps"] += sum(step.reward > 0 for step in made.trajectory.steps)
    print(
        f"[reorder] {trajectory.context.session_id}: {counts['sessions']} orders, {counts['samples']} samples",
        flush=True,
    )
    return counts


def _seed(run_seed: int, session_id: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{run_seed}/{session_id}".encode()).digest()[:8], "big")

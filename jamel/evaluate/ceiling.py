"""The reachable ceiling of an app: everything that any session of any arm ran there, counted as one session's union.

It is a lower bound of what can be reached, and grows with the arms compared; a share of it says so. This file does not
know scores.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jamel.coverage.ledger import CoverageLedger
from jamel.errors import DataError
from jamel.protocols import EntityCounter
from jamel.rollout.job import sources_folder_of
from jamel.rollout.rescore import read_sources
from jamel.storage import read_json, write_json_atomically
from jamel.trajectory_io import growing_snapshots
from jamel.types import CoverageMode, CoverageSnapshot, EntityCounts

CEILINGS_NAME = "ceilings.json"
CounterOf = Callable[[CoverageMode], EntityCounter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """``entities`` and ``units`` that ran in any session."""

    entities: EntityCounts
    units: int


def union_of(snapshots: Sequence[CoverageSnapshot], sources: Mapping[str, str], counter: EntityCounter) -> Ceiling:
    """Raises ``CoverageError`` when the entities cannot be counted."""
    ledger = CoverageLedger(counter)
    for snapshot in snapshots:
        ledger.absorb(snapshot, sources)
    return Ceiling(entities=ledger.covered, units=ledger.covered_units)


def ceiling_of(paths: Sequence[Path], mode: CoverageMode, counter: EntityCounter) -> Ceiling:
    """Of the stored sessions at ``paths``, all of one app and one output folder."""
    snapshots = [one for path in sorted(paths) for one in _in_one(growing_snapshots(path), mode)]
    hashes = {script.source_sha256 for snapshot in snapshots for script in snapshot.scripts}
    return union_of(snapshots, read_sources(sources_folder_of(paths[0]), hashes), counter)


def ceilings_of(
    folder: Path, sessions: Mapping[str, Sequence[tuple[Path, CoverageMode]]], counter_of: CounterOf
) -> dict[str, Ceiling]:
    """One ceiling an app, kept in ``ceilings.json``: only apps with other sessions than before are counted again.

    Raises ``DataError`` when an app's sessions count code in different ways.
    """
    kept = _read_kept(folder)
    found: dict[str, tuple[str, Ceiling]] = {}
    for app, stored in sorted(sessions.items()):
        modes = {mode for _, mode in stored}
        if len(modes) != 1:
            raise DataError(
                f"sessions of {app} count coverage in modes {sorted(modes)}. Evaluate each in its own folder."
            )
        mark = _mark([path for path, _ in stored])
        if app in kept and kept[app][0] == mark:
            found[app] = kept[app]
        else:
            mode = modes.pop()
            found[app] = (mark, ceiling_of([path for path, _ in stored], mode, counter_of(mode)))
    if found != kept:
        rows = {app: {"sessions": mark, "units": c.units, **_entities(c.entities)} for app, (mark, c) in found.items()}
        write_json_atomically(folder / CEILINGS_NAME, rows)
    return {app: ceiling for app, (_, ceiling) in found.items()}


def _in_one(snapshots: Sequence[CoverageSnapshot], mode: CoverageMode) -> list[CoverageSnapshot]:
    """A whole session as one delta: entities are counted once a session, not once a step.
    The published recipe converts each delta alone, so there it must stay one."""
    if mode is not CoverageMode.EXACT:
        return list(snapshots)
    return [CoverageSnapshot(scripts=tuple(script for snapshot in snapshots for script in snapshot.scripts))]


def _read_kept(folder: Path) -> dict[str, tuple[str, Ceiling]]:
    path = folder / CEILINGS_NAME
    if not path.exists():
        return {}
    return {
        app: (
            row["sessions"],
            Ceiling(entities=EntityCounts(**{n: row[n] for n in EntityCounts.__slots__}), units=row["units"]),
        )
        for app, row in read_json(path).items()
    }


def _entities(counts: EntityCounts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in EntityCounts.__slots__}


def _mark(paths: Sequence[Path]) -> str:
    """Names exactly these files as they are now."""
    stats = [(path.parent.parent.name, path.name, path.stat()) for path in sorted(paths)]
    text = "\n".join(f"{arm}/{name} {stat.st_size} {stat.st_mtime_ns}" for arm, name, stat in stats)
    return hashlib.sha256(text.encode()).hexdigest()

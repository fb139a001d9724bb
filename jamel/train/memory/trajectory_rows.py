"""Reads sessions out of trajectory files by their published columns (paper reference, section 5).

One file may hold many sessions, in any row order; one session must lie in one file. Only the rows of the session at
hand are in memory. Values that a row lacks come out as ``None``: what to do about them is the caller's choice. This
file does not know samples, prompts or models.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jamel.errors import DataError
from jamel.trajectory_io import HEADER_KEY, read_header, trajectory_files
from jamel.types import Element, Outcome

REQUIRED_COLUMNS = (
    "session_id", "episode_idx", "step_idx", "target_app", "start_url", "before_observation_str",
    "before_open_pages_urls", "response", "action",
)  # fmt: skip
SCREENSHOT_COLUMNS = ("before_screenshot", "screenshot")
OPTIONAL_COLUMNS = ("reward", "before_elements", "is_sample")
BATCH_ROWS = 32
MAX_ELEMENTS = 200
ELEMENT_LINE = re.compile(r"""^\s*\[(\w+)\] (\w+) ('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")""", re.MULTILINE)
"""A line with an element id: BrowserGym writes labels as Python string literals."""

SessionKey = tuple[str, str]
"""(target app, session id): the order of sessions in every output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSource:
    """Where one session lies. ``fingerprint`` changes when its file does; ``has_failed`` marks ``env_failed`` ones:
    what their app did cannot be trusted. The steps before a *policy* failed are as good as any."""

    key: SessionKey
    path: Path
    row_groups: tuple[int, ...]
    fingerprint: str
    has_failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step as stored. Indices are -1 where the file has none."""

    session_id: str
    episode_index: int
    step_index: int
    target_app: str
    start_url: str
    axtree_text: str | None
    open_page_urls: tuple[str, ...]
    screenshot_png: bytes | None = field(repr=False)
    action_text: str | None
    reward: float | None
    elements: tuple[Element, ...]
    is_sample: bool | None = None
    """What a file of re-ordered episodes says of its steps; None elsewhere."""

    @property
    def name(self) -> str:
        return f"{self.session_id} episode {self.episode_index} step {self.step_index}"


def input_files(inputs: Iterable[Path]) -> list[Path]:
    """Every parquet file named or below a named folder, sorted. Raises ``DataError`` when there is none."""
    files: set[Path] = set()
    for path in inputs:
        if not path.exists():
            raise DataError(f"input {path} does not exist. Collect trajectories first, or correct the path.")
        files.update(trajectory_files(path) if path.is_dir() else [path])
    if not files:
        raise DataError(f"no parquet file below {', '.join(map(str, inputs))}. Collect trajectories first.")
    return sorted(files)


def sessions_in(path: Path) -> list[SessionSource]:
    """The sessions of one file, in no particular order. Rows that name no session or app belong to none.

    Raises ``DataError`` when a column is missing, and pyarrow's error when the file is no parquet file.
    """
    file = pq.ParquetFile(path)
    _require_columns(path, file.schema_arrow.names)
    groups: dict[SessionKey, list[int]] = {}
    for group in range(file.num_row_groups):
        columns = file.read_row_group(group, columns=["target_app", "session_id"]).to_pydict()
        for key in sorted({k for k in zip(columns["target_app"], columns["session_id"], strict=True) if None not in k}):
            groups.setdefault(key, []).append(group)
    fingerprint = footer_sha256(path)
    has_failed = HEADER_KEY in (file.schema_arrow.metadata or {}) and read_header(path)["outcome"] == Outcome.ENV_FAILED
    return [
        SessionSource(key=key, path=path, row_groups=tuple(g), fingerprint=fingerprint, has_failed=has_failed)
        for key, g in groups.items()
    ]


def nameless_rows(path: Path) -> int:
    """Rows of a file that name no session or no app."""
    columns = pq.read_table(path, columns=["target_app", "session_id"]).to_pydict()
    return sum(None in key for key in zip(columns["target_app"], columns["session_id"], strict=True))


def read_session(source: SessionSource) -> list[StepRow]:
    """Its steps, sorted by (episode, step)."""
    return sorted(_rows(source), key=lambda row: (row.episode_index, row.step_index))


def footer_sha256(path: Path) -> str:
    """Names a parquet file's content through its footer, which holds sizes, offsets and statistics of all columns."""
    with path.open("rb") as file:
        file.seek(-8, 2)
        length = int.from_bytes(file.read(4), "little")
        file.seek(-8 - length, 2)
        return hashlib.sha256(file.read()).hexdigest()


def _require_columns(path: Path, names: Sequence[str]) -> None:
    missing = [name for name in REQUIRED_COLUMNS if name not in names]
    if not set(SCREENSHOT_COLUMNS) & set(names):
        missing.append(SCREENSHOT_COLUMNS[0])
    if missing:
        raise DataError(
            f"{path} lacks the columns {', '.join(missing)}; a trajectory file has {', '.join(REQUIRED_COLUMNS)} "
            f"and {SCREENSHOT_COLUMNS[0]}. Give trajectory files only."
        )


def _rows(source: SessionSource) -> Iterator[StepRow]:
    file = pq.ParquetFile(source.path)
    wanted = {*REQUIRED_COLUMNS, *SCREENSHOT_COLUMNS, *OPTIONAL_COLUMNS}
    columns = [name for name in file.schema_arrow.names if name in wanted]
    for batch in file.iter_batches(BATCH_ROWS, row_groups=list(source.row_groups), columns=columns):
        for row in _select(batch, source.key).to_pylist():
            yield _parse(row)


def _select(batch: pa.RecordBatch, key: SessionKey) -> pa.RecordBatch:
    app, session = batch.column("target_app").to_pylist(), batch.column("session_id").to_pylist()
    return batch.take(
        pa.array([i for i, found in enumerate(zip(app, session, strict=True)) if found == key], pa.int64())
    )


def _parse(row: dict[str, Any]) -> StepRow:
    listed = row.get("before_elements")
    axtree_text = row["before_observation_str"]
    return StepRow(
        session_id=row["session_id"],
        episode_index=_index(row["episode_idx"]),
        step_index=_index(row["step_idx"]),
        target_app=row["target_app"],
        start_url=row["start_url"] or "",
        axtree_text=axtree_text,
        open_page_urls=_urls(row["before_open_pages_urls"]),
        screenshot_png=row.get(SCREENSHOT_COLUMNS[0]) or row.get(SCREENSHOT_COLUMNS[1]) or None,
        action_text=row["action"] or None,
        reward=row.get("reward"),
        elements=elements_in(axtree_text or "")
        if listed is None
        else tuple(Element(bid=b, role=r, label=label) for b, r, label in listed),
        is_sample=row.get("is_sample"),
    )


def elements_in(axtree_text: str) -> tuple[Element, ...]:
    """The element list of a tree's text, for files that have none of their own: ``[12] button 'Save'`` and the like."""
    found: dict[str, Element] = {}
    for bid, role, label in ELEMENT_LINE.findall(axtree_text):
        found.setdefault(bid, Element(bid=bid, role=role, label=ast.literal_eval(label)))
    return tuple(found.values())[:MAX_ELEMENTS]


def _index(value: int | None) -> int:
    return -1 if value is None else value


def _urls(value: list[str] | str | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())

"""Fine-tuning rows on disk: their schema, one part file a session, and how parts become the train and val files.

Row groups are small, because training reads rows in random order and each row carries the latents of its whole memory.
This file does not know how a row is made.
"""

from __future__ import annotations

import json
import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, assert_never

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from jamel.errors import DataError
from jamel.policy.memory_form import PAPERS_FORM, MemoryForm, parse_memory_form
from jamel.policy.prompt import PromptTemplate, parse_template
from jamel.storage import atomic_path

TRAIN_NAME = "jamel_memory_sft_train.parquet"
VAL_NAME = "jamel_memory_sft_val.parquet"
SCHEMA = pa.schema(
    [
        ("session_id", pa.string()),
        ("episode_idx", pa.int32()),
        ("step_idx", pa.int32()),
        ("target_app", pa.string()),
        ("start_url", pa.string()),
        ("prompt", pa.string()),
        ("response", pa.string()),
        ("reward", pa.float64()),
        ("current_image_png_bytes", pa.binary()),
        ("memory_tokens", pa.list_(pa.list_(pa.float32()))),
        ("memory_attention_mask", pa.list_(pa.int8())),
        ("earlier_image_png_bytes", pa.list_(pa.binary())),
    ]
)
OWN_COLUMNS = {"earlier_image_png_bytes"}
"""Which published files do not have."""
TEMPLATE_KEY = b"jamel_prompt_template"
FORM_KEY = b"jamel_memory_form"
ROW_GROUP_ROWS = 8
PART_KEY = b"jamel_sft_part"

Split = Literal["session", "row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SftRow:
    """One sample. ``memory_ND`` float32 (N, D), oldest first, not padded; ``earlier_images_png`` the screenshots of the
    steps that the prompt shows raw, oldest first."""

    session_id: str
    episode_index: int
    step_index: int
    target_app: str
    start_url: str
    prompt: str
    response: str
    reward: float
    image_png: bytes = field(repr=False)
    memory_ND: NDArray[np.float32] = field(repr=False)
    earlier_images_png: tuple[bytes, ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A step that did not become a sample, by name; ``detail`` says more where there is more to say."""

    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartNotes:
    """What a part says of its session: the source it was made from, how many steps that has, and those left out, by
    reason."""

    fingerprint: str
    steps: int
    dropped: dict[str, list[LeftOut]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Its notes stay on disk: a large run has many of them."""

    path: Path
    rows: int


def write_part(path: Path, rows: Iterator[SftRow], notes: PartNotes) -> None:
    """Whole or absent, and in memory one row group at a time."""
    note = json.dumps(asdict(notes), sort_keys=True)
    with atomic_path(path) as temporary, pq.ParquetWriter(temporary, SCHEMA, compression="zstd") as writer:
        waiting: list[SftRow] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) == ROW_GROUP_ROWS:
                writer.write_batch(_batch(waiting))
                waiting.clear()
        if waiting:
            writer.write_batch(_batch(waiting))
        writer.add_key_value_metadata({PART_KEY: note.encode()})


def read_part(path: Path) -> tuple[Part, PartNotes] | None:
    """None when it is absent or not a part."""
    if not path.exists():
        return None
    try:
        footer = pq.read_metadata(path)
        raw = json.loads((footer.metadata or {})[PART_KEY])
        dropped = {reason: [LeftOut(**entry) for entry in entries] for reason, entries in raw["dropped"].items()}
        notes = PartNotes(fingerprint=raw["fingerprint"], steps=raw["steps"], dropped=dropped)
    except (pa.ArrowException, OSError, KeyError, TypeError, json.JSONDecodeError):
        return None
    return Part(path=path, rows=footer.num_rows), notes


def split_parts(row_counts: Sequence[int], val_ratio: float, split: Split, seed: int) -> list[list[bool]]:
    """For each part, which of its rows validate. Rows of a session stay together unless ``split`` is ``row``."""
    match split:
        case "session":
            chosen = _choose([i for i, n in enumerate(row_counts) if n > 0], val_ratio, seed)
            return [[i in chosen] * n for i, n in enumerate(row_counts)]
        case "row":
            chosen = _choose(range(sum(row_counts)), val_ratio, seed)
            starts = np.cumsum([0, *row_counts])
            return [[int(start) + j in chosen for j in range(n)] for start, n in zip(starts, row_counts, strict=False)]
        case _:
            assert_never(split)


def _choose(items: Sequence[int], ratio: float, seed: int) -> set[int]:
    """About ``ratio`` of them, but at least one and never all, as long as there are two."""
    if ratio == 0 or len(items) < 2:
        return set()
    count = min(max(1, round(ratio * len(items))), len(items) - 1)
    return set(random.Random(seed).sample(list(items), count))


def join_parts(
    parts: Sequence[Part],
    is_val: Sequence[Sequence[bool]],
    folder: Path,
    template: PromptTemplate,
    form: MemoryForm = PAPERS_FORM,
) -> tuple[int, int]:
    """Write the train and val files in the parts' order; both carry the prompts' template and the form of memory.
    Returns their row counts."""
    train, val = folder / TRAIN_NAME, folder / VAL_NAME
    carried = {TEMPLATE_KEY: json.dumps(asdict(template)), FORM_KEY: json.dumps(asdict(form))}
    _write_rows(train, parts, [[not flag for flag in flags] for flags in is_val], carried)
    _write_rows(val, parts, is_val, carried)
    return pq.read_metadata(train).num_rows, pq.read_metadata(val).num_rows


def _write_rows(path: Path, parts: Sequence[Part], wanted: Sequence[Sequence[bool]], carried: dict[bytes, str]) -> None:
    with atomic_path(path) as temporary, pq.ParquetWriter(temporary, SCHEMA, compression="zstd") as writer:
        for part, flags in zip(parts, wanted, strict=True):
            for batch in _wanted_batches(part, flags):
                writer.write_batch(batch)
        writer.add_key_value_metadata({key: text.encode() for key, text in carried.items()})


def _wanted_batches(part: Part, flags: Sequence[bool]) -> Iterator[pa.RecordBatch]:
    start = 0
    for batch in pq.ParquetFile(part.path).iter_batches(ROW_GROUP_ROWS):
        rows = [i for i in range(batch.num_rows) if flags[start + i]]
        start += batch.num_rows
        if rows:
            yield batch.take(pa.array(rows))


def _batch(rows: Sequence[SftRow]) -> pa.RecordBatch:
    return pa.record_batch(
        [
            pa.array([r.session_id for r in rows], pa.string()),
            pa.array([r.episode_index for r in rows], pa.int32()),
            pa.array([r.step_index for r in rows], pa.int32()),
            pa.array([r.target_app for r in rows], pa.string()),
            pa.array([r.start_url for r in rows], pa.string()),
            pa.array([r.prompt for r in rows], pa.string()),
            pa.array([r.response for r in rows], pa.string()),
            pa.array([r.reward for r in rows], pa.float64()),
            pa.array([r.image_png for r in rows], pa.binary()),
            _nested([r.memory_ND for r in rows]),
            pa.array([[1] * len(r.memory_ND) for r in rows], pa.list_(pa.int8())),
            pa.array([list(r.earlier_images_png) for r in rows], pa.list_(pa.binary())),
        ],
        schema=SCHEMA,
    )


def _nested(memories: Sequence[NDArray[np.float32]]) -> pa.ListArray:
    """list<list<float32>> straight from the arrays: Python floats would take a second a row."""
    counts = [len(memory) for memory in memories]
    flat = np.concatenate([memory.reshape(-1) for memory in memories])
    width = next((memory.shape[1] for memory in memories if len(memory)), 0)
    latents = pa.ListArray.from_arrays(
        pa.array(np.arange(sum(counts) + 1, dtype=np.int32) * width), pa.array(flat, pa.float32())
    )
    return pa.ListArray.from_arrays(pa.array(np.cumsum([0, *counts]), pa.int32()), latents)


class RowReader:
    """Random access to the rows of one or more files: one row group in memory at a time.

    Raises ``DataError`` when a file is missing or lacks the columns.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = list(paths)
        self._starts: list[tuple[int, int, int]] = []
        """(first row, file, row group), ascending."""
        total = 0
        for index, path in enumerate(self.paths):
            footer = _sft_footer(path)
            for group in range(footer.num_row_groups):
                self._starts.append((total, index, group))
                total += footer.row_group(group).num_rows
        self._total = total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, row: int) -> SftRow:
        """Opens the file anew: a reader is copied into worker processes, which must not share a file position."""
        if not 0 <= row < self._total:
            raise IndexError(row)
        first, index, group = self._starts[bisect_right(self._starts, row, key=lambda start: start[0]) - 1]
        batch = pq.ParquetFile(self.paths[index]).read_row_group(group).slice(row - first, 1).combine_chunks()
        return _parse(batch)


def latent_width(path: Path) -> int:
    """D of the first latent found. Raises ``DataError`` when no row remembers anything."""
    _sft_footer(path)
    for batch in pq.ParquetFile(path).iter_batches(ROW_GROUP_ROWS, columns=["memory_tokens"]):
        latents = batch.column(0).flatten()
        if len(latents):
            return len(latents[0])
    raise DataError(f"no row of {path} has a memory, so the width of its latents is unknown. Collect longer sessions.")


def carried_template(path: Path) -> PromptTemplate | None:
    """The wording of a file's prompts; None where it does not say. Raises ``DataError`` as ``RowReader`` does."""
    raw = (_sft_footer(path).metadata or {}).get(TEMPLATE_KEY)
    return None if raw is None else parse_template(json.loads(raw))


def carried_form(path: Path) -> MemoryForm | None:
    """The form of a file's memories; None where it does not say. Raises ``DataError`` as ``RowReader`` does."""
    raw = (_sft_footer(path).metadata or {}).get(FORM_KEY)
    return None if raw is None else parse_memory_form(json.loads(raw))


def _sft_footer(path: Path) -> pq.FileMetaData:
    try:
        footer = pq.read_metadata(path)
    except FileNotFoundError:
        raise DataError(f"training data {path} not found. Run jamel prepare first, or correct the path.") from None
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{path} is not a readable parquet file: {error}. Prepare it again.") from error
    missing = sorted(set(SCHEMA.names) - OWN_COLUMNS - set(footer.schema.to_arrow_schema().names))
    if missing:
        raise DataError(f"{path} lacks the columns {', '.join(missing)}. Give a file that jamel prepare wrote.")
    return footer


def _parse(table: pa.Table) -> SftRow:
    """Only positions with mask 1 are memory: files from elsewhere may be padded."""
    memory = table.column("memory_tokens").chunk(0).flatten()
    latents = memory.flatten().to_numpy(zero_copy_only=False).astype(np.float32, copy=False)
    latents = latents.reshape(len(memory), -1) if len(memory) else np.zeros((0, 0), np.float32)
    mask = table.column("memory_attention_mask").chunk(0).flatten().to_numpy(zero_copy_only=False)
    row = table.drop_columns(["memory_tokens", "memory_attention_mask"]).to_pylist()[0]
    return SftRow(
        session_id=row["session_id"],
        episode_index=row["episode_idx"],
        step_index=row["step_idx"],
        target_app=row["target_app"],
        start_url=row["start_url"],
        prompt=row["prompt"],
        response=row["response"],
        reward=row["reward"],
        image_png=row["current_image_png_bytes"],
        memory_ND=latents[mask.astype(bool)],
        earlier_images_png=tuple(row.get("earlier_image_png_bytes") or ()),
    )

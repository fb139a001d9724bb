"""Preparing fine-tuning rows: from trajectory files to ``jamel_memory_sft_{train,val}.parquet`` and ``report.json``.

One session is in memory at a time. Each finished session is a part file, so that a run that was killed goes on where it
stopped and ends with the same bytes. The report names every step left out and why. This file does not know how a sample
is made (``session_samples``) or how rows are stored (``sft_rows``).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import Field

from jamel.collect.labels import Filter
from jamel.config import Settings, claim_output
from jamel.errors import DataError
from jamel.policy.prompt import PROMPT_ID
from jamel.protocols import Compressor
from jamel.storage import read_json, write_json_atomically
from jamel.train.memory.session_samples import SampleRules, choose_samples, sft_rows, without_duplicates
from jamel.train.memory.sft_rows import (
    TRAIN_NAME,
    VAL_NAME,
    Part,
    PartNotes,
    Split,
    join_parts,
    read_part,
    split_parts,
    write_part,
)
from jamel.train.memory.trajectory_rows import SessionSource, input_files, read_session, sessions_in

REPORT_NAME = "report.json"
MAY_CHANGE = frozenset({"output", "compression_batch_size", "device"})
"""Settings that do not touch what is written."""
NAMED_PER_REASON = 20


class PrepareSettings(Settings):
    """What ``prepare_sft_dataset.py`` takes on its command line. ``seed`` chooses which sessions (or rows) validate."""

    input: tuple[str, ...]
    output: str
    compressor_model: str
    max_memory_items: int = Field(default=512, ge=0)
    max_length: int = Field(default=8192, ge=1)
    val_ratio: float = Field(default=0.05, ge=0, lt=1)
    filter: Filter = "prefix"
    split: Split = "session"
    seed: int = 42
    compression_batch_size: int = Field(default=4, ge=1)
    latents_per_step: int = Field(default=1, ge=1)
    device: str = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What preparing needs of a model: latents, and the length of a text in tokens."""

    compressor: Compressor
    count_tokens: Callable[[str], int]


def prepare(settings: PrepareSettings, load_models: Callable[[], Models]) -> dict[str, Any]:
    """Make the two files and the report, and return the report. ``load_models`` is called only if work is left.

    Raises ``DataError`` for inputs that are missing, of another layout or without a single sample, ``StorageError``
    when the output belongs to other settings or cannot be written.
    """
    folder = Path(settings.output)
    claim_output(folder, settings, ignore=MAY_CHANGE)
    sessions, unreadable = find_sessions(settings.input)
    inputs = _sha256([PROMPT_ID, [[*s.key, s.fingerprint] for s in sessions]])
    finished = _finished_report(folder, inputs)
    if finished is not None:
        print(f"[prepare] {folder} is finished already: {finished['samples_train']} train samples; nothing to do")
        return finished
    parts = _make_parts(sessions, settings, load_models)
    is_val = split_parts([part.rows for part in parts], settings.val_ratio, settings.split, settings.seed)
    train, val = join_parts(parts, is_val, folder)
    report = {
        "inputs_sha256": inputs,
        "prompt": PROMPT_ID,
        "sessions": len(sessions),
        "samples_train": train,
        "samples_val": val,
        "dropped": _dropped_report(parts, unreadable),
    }
    _print_summary(report, folder)
    if train == 0:
        raise DataError(
            f"not one training sample came out of {len(sessions)} sessions; dropped: {report['dropped']}. "
            "Collect more, or use --filter none if the files carry no rewards."
        )
    write_json_atomically(folder / REPORT_NAME, report)
    shutil.rmtree(folder / "parts")
    return report


def find_sessions(inputs: Sequence[str]) -> tuple[list[SessionSource], list[str]]:
    """Every session below the inputs, sorted by (app, session), and the files that cannot be read.

    Raises ``DataError`` when a session lies in two files: its steps would be counted twice or torn apart.
    """
    sessions: dict[tuple[str, str], SessionSource] = {}
    unreadable: list[str] = []
    for path in input_files([Path(name) for name in inputs]):
        try:
            found = sessions_in(path)
        except (pa.ArrowException, OSError) as error:
            print(f"[prepare] left out {path}: {error}", file=sys.stderr)
            unreadable.append(path.name)
            continue
        for source in found:
            if source.key in sessions:
                raise DataError(
                    f"session {source.key[1]!r} of app {source.key[0]!r} is in {sessions[source.key].path} "
                    f"and in {path}. Give each session once."
                )
            sessions[source.key] = source
    return [sessions[key] for key in sorted(sessions)], unreadable


def _make_parts(
    sessions: Sequence[SessionSource], settings: PrepareSettings, load_models: Callable[[], Models]
) -> list[Part]:
    parts: list[Part] = []
    models: Models | None = None
    started = time.monotonic()
    for number, source in enumerate(sessions, 1):
        path = Path(settings.output) / "parts" / f"{_sha256(source.key)[:16]}.parquet"
        part = read_part(path)
        if part is None or part.notes.fingerprint != _part_fingerprint(source):
            models = models or load_models()
            part = _make_part(path, source, settings, models)
        parts.append(part)
        left_out = sum(map(len, part.notes.dropped.values()))
        print(
            f"[prepare] {number}/{len(sessions)} sessions · {source.key[1]}: {part.rows} samples, "
            f"{left_out} steps left out · {time.monotonic() - started:.0f} s",
            flush=True,
        )
    return parts


def _make_part(path: Path, source: SessionSource, settings: PrepareSettings, models: Models) -> Part:
    rules = SampleRules(
        rule=settings.filter,
        max_length=settings.max_length,
        max_memory_items=settings.max_memory_items,
        compression_batch_size=settings.compression_batch_size,
        count_tokens=models.count_tokens,
    )
    rows, duplicates = without_duplicates(read_session(source))
    if source.has_failed:
        samples, dropped = [], {"session_failed": [row.name for row in rows]}
    else:
        samples, dropped = choose_samples(rows, rules)
    if duplicates:
        dropped["duplicate_step"] = duplicates
    notes = PartNotes(fingerprint=_part_fingerprint(source), dropped=dropped)
    write_part(path, sft_rows(samples, rows, models.compressor, rules), notes)
    return Part(path=path, rows=len(samples), notes=notes)


def _part_fingerprint(source: SessionSource) -> str:
    return f"{source.fingerprint}/{PROMPT_ID}"


def _finished_report(folder: Path, inputs: str) -> dict[str, Any] | None:
    if not all((folder / name).exists() for name in (REPORT_NAME, TRAIN_NAME, VAL_NAME)):
        return None
    report = read_json(folder / REPORT_NAME)
    return report if report["inputs_sha256"] == inputs else None


def _dropped_report(parts: Sequence[Part], unreadable: Sequence[str]) -> dict[str, dict[str, Any]]:
    names: dict[str, list[str]] = {"unreadable_file": list(unreadable)} if unreadable else {}
    for part in parts:
        for reason, steps in part.notes.dropped.items():
            names.setdefault(reason, []).extend(steps)
    return {reason: {"count": len(steps), "first": steps[:NAMED_PER_REASON]} for reason, steps in names.items()}


def _print_summary(report: dict[str, Any], folder: Path) -> None:
    dropped = ", ".join(f"{reason} {entry['count']}" for reason, entry in sorted(report["dropped"].items())) or "none"
    print(
        f"[prepare] {report['samples_train']} train and {report['samples_val']} val samples of {report['sessions']} "
        f"sessions; steps left out: {dropped}. Written to {folder}"
    )


def _sha256(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


def load_models(settings: PrepareSettings) -> Models:
    """The frozen compressor, whose tokenizer has the policy's vocabulary. Latents are cached beside the output."""
    from transformers import AutoTokenizer

    from jamel.memory.compressor import QwenCompressor
    from jamel.memory.latent_cache import CachedCompressor

    path = Path(settings.compressor_model)
    compressor = QwenCompressor.load(path, device=settings.device, latents_per_step=settings.latents_per_step)
    tokenizer = AutoTokenizer.from_pretrained(path)
    return Models(
        compressor=CachedCompressor(compressor, Path(settings.output) / "latent_cache"),
        count_tokens=lambda text: len(tokenizer.encode(text)),
    )

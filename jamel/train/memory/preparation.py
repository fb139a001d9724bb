"""Preparing fine-tuning rows: from trajectory files to ``jamel_memory_sft_{train,val}.parquet`` and ``report.json``.

One session is in memory at a time. Each finished session is a part file, so that a run that was killed goes on where it
stopped and ends with the same bytes. ``dropped.jsonl`` names every step left out and why. This file does not know how a
sample is made (``session_samples``) or how rows are stored (``sft_rows``).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import Field

from jamel.apps import load_app_set
from jamel.collect.labels import Filter
from jamel.config import Settings, claim_output
from jamel.errors import DataError
from jamel.policy.memory_form import MemoryForm
from jamel.policy.prompt import DEFAULT_TEMPLATE, PromptTemplate, load_template
from jamel.protocols import Compressor
from jamel.storage import read_json, write_json_atomically
from jamel.train.memory.losses import require_sound, write_losses
from jamel.train.memory.session_samples import (
    Dropped,
    Sample,
    SampleRules,
    choose_samples,
    sft_rows,
    without_duplicates,
)
from jamel.train.memory.sft_rows import (
    TRAIN_NAME,
    VAL_NAME,
    LeftOut,
    Part,
    PartNotes,
    Split,
    join_parts,
    read_part,
    split_parts,
    write_part,
)
from jamel.train.memory.trajectory_rows import (
    SessionKey,
    SessionSource,
    StepRow,
    input_files,
    nameless_rows,
    read_session,
    sessions_in,
)
from jamel.types import Split as AppSplit

REPORT_NAME = "report.json"
DROPPED_NAME = "dropped.jsonl"
MAY_CHANGE = frozenset({"output", "compression_batch_size", "device", "max_defect_share"})
"""Settings that do not touch what is written."""


class PrepareSettings(Settings):
    """What ``prepare_sft_dataset.py`` takes on its command line. ``seed`` chooses which sessions (or rows) validate.

    With ``apps_file`` steps of other apps, and of its test apps, are left out. ``prompt_template`` is the file of
    another wording than ours.
    """

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
    raw_steps: int = Field(default=0, ge=0)
    prompt_template: str | None = None
    device: str = "auto"
    apps_file: str | None = None
    max_defect_share: float = Field(default=0.05, ge=0, le=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What preparing needs of a model: latents, and the length of a text in tokens."""

    compressor: Compressor
    count_tokens: Callable[[str], int]


def prepare(settings: PrepareSettings, load_models: Callable[[], Models]) -> dict[str, Any]:
    """Make the two files and the report, and return the report. ``load_models`` is called only if work is left.

    Raises ``DataError`` for inputs that are missing, of another layout, defective beyond ``max_defect_share`` or
    without a single sample, ``StorageError`` when the output belongs to other settings or cannot be written.
    """
    folder = Path(settings.output)
    apps = known_apps(settings)
    claim_output(folder, settings, ignore=MAY_CHANGE)
    found = find_sessions(settings.input)
    template = wording(settings)
    form = MemoryForm(latents_per_step=settings.latents_per_step, raw_steps=settings.raw_steps)
    inputs = _sha256([template.prompt_id, [[*s.key, s.fingerprint] for s in found.sessions]])
    finished = _finished_report(folder, inputs)
    if finished is not None:
        print(f"[prepare] {folder} is finished already: {finished['samples_train']} train samples; nothing to do")
        return finished
    parts = _make_parts(found.sessions, settings, apps, load_models)
    losses = write_losses(folder / DROPPED_NAME, parts, found.unreadable, found.nameless)
    require_sound(losses, files=found.files, limit=settings.max_defect_share, listed_in=folder / DROPPED_NAME)
    is_val = split_parts([part.rows for part in parts], settings.val_ratio, settings.split, settings.seed)
    train, val = join_parts(parts, is_val, folder, template, form)
    report = {
        "inputs_sha256": inputs,
        "prompt": template.prompt_id,
        "memory_form": asdict(form),
        "files": found.files,
        "sessions": len(found.sessions),
        "steps": losses.steps,
        "samples_train": train,
        "samples_val": val,
        "dropped": losses.by_reason,
    }
    _print_summary(report, folder)
    if train == 0:
        raise DataError(
            f"not one training sample came out of {len(found.sessions)} sessions; dropped: {report['dropped']}. "
            "Collect more, or use --filter none if the files carry no rewards."
        )
    write_json_atomically(folder / REPORT_NAME, report)
    shutil.rmtree(folder / "parts")
    return report


def wording(settings: PrepareSettings) -> PromptTemplate:
    """Raises ``ConfigError`` for a file that is no template."""
    return DEFAULT_TEMPLATE if settings.prompt_template is None else load_template(Path(settings.prompt_template))


def known_apps(settings: PrepareSettings) -> dict[str, AppSplit] | None:
    """Which apps may be in the data, by split; None when anything may."""
    if settings.apps_file is None:
        return None
    return {app.app_id: app.split for app in load_app_set(Path(settings.apps_file)).apps}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSessions:
    """``unreadable`` names files that are no parquet; ``nameless`` counts rows without session or app, by file."""

    files: int
    sessions: list[SessionSource]
    unreadable: dict[str, str]
    nameless: dict[str, int]


def find_sessions(inputs: Sequence[str]) -> FoundSessions:
    """Every session below the inputs, sorted by (app, session).

    Raises ``DataError`` when a session lies in two files: its steps would be counted twice or torn apart.
    """
    sessions: dict[SessionKey, SessionSource] = {}
    unreadable: dict[str, str] = {}
    nameless: dict[str, int] = {}
    files = input_files([Path(name) for name in inputs])
    for path in files:
        try:
            found = sessions_in(path)
            if count := nameless_rows(path):
                nameless[path.name] = count
        except (pa.ArrowException, OSError) as error:
            print(f"[prepare] left out {path}: {error}", file=sys.stderr)
            unreadable[path.name] = "zero bytes" if path.stat().st_size == 0 else str(error)
            continue
        for source in found:
            if source.key in sessions:
                raise DataError(
                    f"session {source.key[1]!r} of app {source.key[0]!r} is in {sessions[source.key].path} "
                    f"and in {path}. Give each session once."
                )
            sessions[source.key] = source
    return FoundSessions(
        files=len(files), sessions=[sessions[key] for key in sorted(sessions)], unreadable=unreadable, nameless=nameless
    )


def _make_parts(
    sessions: Sequence[SessionSource],
    settings: PrepareSettings,
    apps: dict[str, AppSplit] | None,
    load_models: Callable[[], Models],
) -> list[Part]:
    parts: list[Part] = []
    models: Models | None = None
    started = time.monotonic()
    for number, source in enumerate(sessions, 1):
        path = Path(settings.output) / "parts" / f"{_sha256(source.key)[:16]}.parquet"
        made = read_part(path)
        if made is None or made[1].fingerprint != _part_fingerprint(source, settings):
            models = models or load_models()
            made = _make_part(path, source, settings, apps, models)
        part, notes = made
        parts.append(part)
        print(
            f"[prepare] {number}/{len(sessions)} sessions · {source.key[1]}: {part.rows} samples, "
            f"{sum(map(len, notes.dropped.values()))} steps left out · {time.monotonic() - started:.0f} s",
            flush=True,
        )
    return parts


def _make_part(
    path: Path,
    source: SessionSource,
    settings: PrepareSettings,
    apps: dict[str, AppSplit] | None,
    models: Models,
) -> tuple[Part, PartNotes]:
    rules = SampleRules(
        rule=settings.filter,
        max_length=settings.max_length,
        max_memory_items=settings.max_memory_items,
        compression_batch_size=settings.compression_batch_size,
        template=wording(settings),
        raw_steps=settings.raw_steps,
        count_tokens=models.count_tokens,
    )
    rows, samples, dropped = _judge_session(source, apps, rules)
    steps = len(rows) + len(dropped.get("duplicate_step", ()))
    notes = PartNotes(fingerprint=_part_fingerprint(source, settings), steps=steps, dropped=dropped)
    write_part(path, sft_rows(samples, rows, models.compressor, rules), notes)
    return Part(path=path, rows=len(samples)), notes


def _judge_session(
    source: SessionSource, apps: dict[str, AppSplit] | None, rules: SampleRules
) -> tuple[list[StepRow], list[Sample], Dropped]:
    """The session's steps, its samples, and what is left out."""
    try:
        rows, duplicates = without_duplicates(read_session(source))
    except (pa.ArrowException, OSError, TypeError, ValueError) as error:
        return [], [], {"unreadable_session": [LeftOut(name=source.key[1], detail=str(error)[:200])]}
    reason = "session_failed" if source.has_failed else _why_app_is_out(source.key[0], apps)
    if reason is not None:
        samples, dropped = [], {reason: [LeftOut(name=row.name) for row in rows]}
    else:
        samples, dropped = choose_samples(rows, rules)
    if duplicates:
        dropped["duplicate_step"] = duplicates
    return rows, samples, dropped


def _why_app_is_out(app_id: str, apps: dict[str, AppSplit] | None) -> str | None:
    if apps is None:
        return None
    if app_id not in apps:
        return "unknown_app"
    return "test_app" if apps[app_id] is AppSplit.TEST else None


def _part_fingerprint(source: SessionSource, settings: PrepareSettings) -> str:
    return f"{source.fingerprint}/{wording(settings).prompt_id}"


def _finished_report(folder: Path, inputs: str) -> dict[str, Any] | None:
    if not all((folder / name).exists() for name in (REPORT_NAME, TRAIN_NAME, VAL_NAME)):
        return None
    report = read_json(folder / REPORT_NAME)
    return report if report["inputs_sha256"] == inputs else None


def _print_summary(report: dict[str, Any], folder: Path) -> None:
    dropped = ", ".join(f"{reason} {entry['count']}" for reason, entry in sorted(report["dropped"].items())) or "none"
    print(
        f"[prepare] {report['samples_train']} train and {report['samples_val']} val samples of {report['sessions']} "
        f"sessions; steps left out: {dropped}. Written to {folder}; {DROPPED_NAME} names each of them"
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

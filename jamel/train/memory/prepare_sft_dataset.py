"""Trajectories -> fine-tuning rows. Run by path, or as ``jamel prepare``.

    python jamel/train/memory/prepare_sft_dataset.py --input DIR_OR_FILE... --output DIR --compressor-model DIR

Writes ``jamel_memory_sft_train.parquet``, ``jamel_memory_sft_val.parquet`` and ``report.json``, which names every step
left out and why. One session is in memory at a time; each finished session is a part file, so that a run that was
killed goes on where it stopped and ends with the same bytes. This file does not know how a sample is made.
"""

from __future__ import annotations

import argparse
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
from jamel.errors import DataError, JamelError
from jamel.protocols import Compressor
from jamel.storage import read_json, write_json_atomically
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
    """The command's arguments. ``seed`` chooses which sessions (or rows) validate."""

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
    device: str = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What preparing needs of a model: latents, and the length of a text in tokens."""

    compressor: Compressor
    count_tokens: Callable[[str], int]

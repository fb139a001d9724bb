"""What did not become a training sample: one line each in ``dropped.jsonl``, counts by reason, and a bar for defects.

Steps that the labels leave out are the method at work; defects are broken data, of which more than a set share stops a
run. This file does not know how a step is judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jamel.errors import DataError
from jamel.storage import atomic_path
from jamel.train.memory.sft_rows import LeftOut, Part, read_part

NAMED_PER_REASON = 20
FILE_DEFECTS = frozenset({"unreadable_file"})
STEP_DEFECTS = frozenset({
    "corrupt_row", "duplicate_step", "missing_screenshot", "nameless_row", "unknown_app", "unreadable_screenshot",
    "unreadable_session",
})  # fmt: skip


@dataclass(slots=True)
class Losses:
    """``steps`` were read in all. ``by_reason`` maps a reason to its count and the first few names."""

    steps: int
    by_reason: dict[str, dict[str, Any]]

    def count(self, reasons: frozenset[str]) -> int:
        return sum(entry["count"] for reason, entry in self.by_reason.items() if reason in reasons)


def write_losses(
    path: Path, parts: Sequence[Part], unreadable_files: dict[str, str], nameless: dict[str, int]
) -> Losses:
    """List every loss in ``path`` and sum them up. One part's notes are in memory at a time."""
    losses = Losses(steps=sum(nameless.values()), by_reason={})
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        for reason, left_out in _all(losses, parts, unreadable_files, nameless):
            entry = losses.by_reason.setdefault(reason, {"count": 0, "first": []})
            entry["count"] += 1
            if entry["count"] <= NAMED_PER_REASON:
                entry["first"].append(left_out.name)
            record = {"reason": reason, "step": left_out.name, "detail": left_out.detail}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return losses


def _all(
    losses: Losses, parts: Sequence[Part], unreadable_files: dict[str, str], nameless: dict[str, int]
) -> Iterator[tuple[str, LeftOut]]:
    for name, problem in unreadable_files.items():
        yield "unreadable_file", LeftOut(name=name, detail=problem)
    for name, count in nameless.items():
        yield from [("nameless_row", LeftOut(name=f"{name}: a row without session or app"))] * count
    for part in parts:
        made = read_part(part.path)
        if made is None:
            raise DataError(f"{part.path} was there a moment ago and cannot be read now. Run the same command again.")
        losses.steps += made[1].steps
        yield from ((reason, entry) for reason, entries in made[1].dropped.items() for entry in entries)


def require_sound(losses: Losses, *, files: int, limit: float, listed_in: Path) -> None:
    """Raises ``DataError`` when the defective share of the files or of the steps is above ``limit``."""
    for what, reasons, total in (("files", FILE_DEFECTS, files), ("steps", STEP_DEFECTS, losses.steps)):
        defects = losses.count(reasons)
        if defects > limit * max(total, 1):
            named = ", ".join(f"{r} {e['count']}" for r, e in sorted(losses.by_reason.items()) if r in reasons)
            raise DataError(
                f"{defects} of {total} {what} are defective ({named}), more than the {limit:.0%} allowed. "
                f"{listed_in} names each; repair the data, or raise --max-defect-share."
            )

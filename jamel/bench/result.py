"""The shape that every bench writes: flat numbers with units in their names, and the bars they are held to.

This file does not measure anything.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jamel.config import provenance
from jamel.storage import write_json_atomically

OPERATORS = {">=": operator.ge, "<=": operator.le, "==": operator.eq}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A bar for one result: ``results[name] op bar``."""

    name: str
    op: str
    bar: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    """``results`` maps flat names with units to numbers."""

    bench: str
    seed: int
    results: dict[str, float]
    targets: tuple[Target, ...]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        facts = provenance()
        return {
            "bench": self.bench,
            "command": facts.pop("command"),
            "hardware": facts.pop("hardware"),
            "versions": facts,
            "seed": self.seed,
            "results": self.results,
            "targets": {t.name: {**self._verdict(t), "op": t.op, "bar": t.bar} for t in self.targets},
            "notes": list(self.notes),
        }

    def _verdict(self, target: Target) -> dict[str, Any]:
        value = self.results[target.name]
        return {"value": value, "met": bool(OPERATORS[target.op](value, target.bar))}

    def unmet(self) -> tuple[Target, ...]:
        return tuple(t for t in self.targets if not self._verdict(t)["met"])


def finish(result: BenchResult, json_path: Path | None, *, must_meet_targets: bool) -> int:
    """Print the table, write the JSON, return the exit code: 1 only when asked to check and a target is not met."""
    width = max(len(name) for name in result.results)
    for name, value in result.results.items():
        print(f"{name:<{width}}  {value:>12.4g}")
    unmet = result.unmet()
    for target in result.targets:
        verdict = "NOT MET" if target in unmet else "met"
        print(f"target {target.name} {target.op} {target.bar:g}: {verdict}")
    for note in result.notes:
        print(f"note: {note}")
    if json_path is not None:
        write_json_atomically(json_path, result.to_json())
    return 1 if must_meet_targets and unmet else 0

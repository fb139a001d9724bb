"""What verl's console says, as numbers: one record a step, appended to ``train_log.jsonl`` and told in one line.

This file does not know what is trained. A loss that is not finite ends the run.
"""

from __future__ import annotations

import json
import math
import re
import time
from dataclasses import dataclass
from pathlib import Path

from jamel.errors import ModelError
from jamel.storage import write_text_atomically

STEP_LINE = re.compile(r"step:(\d+) - (.+)")
NAMES = {
    "train/loss": "loss",
    "train/lr": "learning_rate",
    "train/grad_norm": "grad_norm",
    "train/global_tokens": "tokens",
    "val/loss": "val_loss",
}


def parse_step_line(line: str) -> dict[str, float] | None:
    """``step:3 - train/loss:1.5 - ...`` -> ``{"step": 3, "loss": 1.5}``; None for any other line.

    verl may have printed something else, such as a progress bar, in front on the same line.
    """
    found = STEP_LINE.search(line)
    if not found:
        return None
    pairs = (part.rpartition(":") for part in found[2].split(" - "))
    values = {NAMES[name]: float(value) for name, _, value in pairs if name in NAMES}
    return {"step": int(found[1]), **values} if values else None


def start_log(path: Path, resumed_step: int) -> None:
    """Keep the records up to the checkpoint that training goes on from; drop what was lost with the killed run, half a
    last line included."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if line.endswith("}") and json.loads(line)["step"] <= resumed_step]
    write_text_atomically(path, "".join(f"{line}\n" for line in kept))


@dataclass(slots=True, kw_only=True)
class StepListener:
    """Hand it each line of output. ``label`` stands in front of what it prints."""

    path: Path
    total_steps: int
    label: str
    first_step: int | None = None
    first_step_s: float = 0.0

    def __call__(self, line: str) -> None:
        record = parse_step_line(line)
        if record is None:
            return
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
        self._require_finite(record)
        print(f"[{self.label}] step {record['step']}/{self.total_steps} · {self._describe(record)}", flush=True)

    def _require_finite(self, record: dict[str, float]) -> None:
        for name in ("loss", "val_loss"):
            if not math.isfinite(record.get(name, 0.0)):
                raise ModelError(
                    f"{name} is {record[name]} at step {record['step']}; it must be finite. Look for broken rows in "
                    "the data, lower learning_rate or use precision=fp32, and start in a fresh output folder."
                )

    def _describe(self, record: dict[str, float]) -> str:
        if "val_loss" in record:
            return f"validation loss {record['val_loss']:.4f}"
        now = time.monotonic()
        if self.first_step is None:
            self.first_step, self.first_step_s = int(record["step"]), now
        text = f"loss {record['loss']:.4f}"
        done = int(record["step"]) - self.first_step
        if done == 0:
            return text
        each_s = (now - self.first_step_s) / done
        return f"{text} · {each_s:.1f} s/step, about {each_s * (self.total_steps - record['step']):.0f} s left"

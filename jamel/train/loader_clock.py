"""Clocks verl's data loader: with each batch one line of JSON on stdout, how long training waited for it and more.

Importing this module replaces the loader's class, so it must be named in ``VERL_USE_EXTERNAL_MODULES``, which verl
imports before its trainer. For ``jamel bench sft``; training runs do without it.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Iterator
from typing import Any

import torch
import torchdata.stateful_dataloader as loaders

MARK = "[loader_clock] "


def _timed(batches: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    while True:
        asked_s = time.monotonic()
        batch = next(batches, None)
        if batch is None:
            return
        now_s = time.monotonic()
        facts = {
            "at_s": now_s,
            "wait_s": now_s - asked_s,
            "lengths": batch["input_ids"].offsets().diff().tolist(),
            "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "peak_gpu_mib": torch.cuda.max_memory_allocated() / 2**20 if torch.cuda.is_available() else 0.0,
        }
        print(f"\n{MARK}{json.dumps(facts)}", flush=True)  # a progress bar may have left a line open
        yield batch


class TimedLoader(loaders.StatefulDataLoader):
    def __iter__(self) -> Any:
        return _timed(iter(super().__iter__()))


loaders.StatefulDataLoader = TimedLoader

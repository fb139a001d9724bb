"""Block granularity is demanded of every executed function: without it, code that never ran would count."""

from typing import Any

import pytest

from jamel.browser.profiler import require_block_ranges
from jamel.errors import CoverageError


def record(name: str, count: int, *, is_block: bool) -> dict[str, Any]:
    span = {"startOffset": 0, "endOffset": 9, "count": count}
    return {"functionName": name, "isBlockCoverage": is_block, "ranges": [span]}


def test_functions_that_did_not_run_need_no_blocks() -> None:
    require_block_ranges([record("ran", 1, is_block=True), record("idle", 0, is_block=False)])


def test_one_executed_function_without_blocks_is_an_error_that_names_it() -> None:
    taken = [record(f"f{i}", 1, is_block=True) for i in range(20)]
    with pytest.raises(CoverageError, match=r"1 of 21 executed functions .*'whole'"):
        require_block_ranges([*taken, record("whole", 1, is_block=False)])

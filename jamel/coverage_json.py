"""Coverage snapshots as compact JSON text, the form in which they are stored beside each step.

``[[url, sha256, [[name, is_block, [[start, end, count], ...]], ...]], ...]``; offsets in UTF-16 code units.
"""

from __future__ import annotations

import json

from jamel.types import CoverageRange, CoverageSnapshot, FunctionCoverage, ScriptCoverage


def snapshot_to_json(snapshot: CoverageSnapshot) -> str:
    """Equal snapshots give equal text."""
    scripts = [
        [
            script.url,
            script.source_sha256,
            [
                [f.name, int(f.is_block_coverage), [[r.start_units, r.end_units, r.count] for r in f.ranges]]
                for f in script.functions
            ],
        ]
        for script in snapshot.scripts
    ]
    return json.dumps(scripts, ensure_ascii=False, separators=(",", ":"))


def snapshot_from_json(text: str) -> CoverageSnapshot:
    """Raises ``ValueError`` or ``TypeError`` on text of another shape."""
    return CoverageSnapshot(
        scripts=tuple(
            ScriptCoverage(
                url=url,
                source_sha256=sha256,
                functions=tuple(_function(name, is_block, ranges) for name, is_block, ranges in functions),
            )
            for url, sha256, functions in json.loads(text)
        )
    )


def _function(name: str, is_block: int, ranges: list[list[int]]) -> FunctionCoverage:
    return FunctionCoverage(
        name=name,
        is_block_coverage=bool(is_block),
        ranges=tuple(CoverageRange(start_units=start, end_units=end, count=count) for start, end, count in ranges),
    )

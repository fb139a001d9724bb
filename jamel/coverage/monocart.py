"""monocart-coverage-reports itself, on a whole session: the slow oracle that the entity counter is held to.

One Node process a session, fed every raw V8 list in one report (paper reference, D16 and D18). This file does not know
sessions on disk.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping

from jamel.config import PROJECT_ROOT
from jamel.coverage.node import node_command
from jamel.coverage_json import snapshot_to_json
from jamel.errors import CoverageError
from jamel.types import CoverageSnapshot, EntityCounts, EntityTotals

SCRIPT = PROJECT_ROOT / "third_party" / "node" / "istanbul_summary.mjs"
BUDGET_S = 300
METRICS = ("lines", "branches", "statements", "functions")


def istanbul_totals(snapshots: Iterable[CoverageSnapshot], sources: Mapping[str, str]) -> EntityTotals:
    """Istanbul's json-summary of the union of ``snapshots``. ``sources`` maps sha256 to the text of every script.

    Raises ``CapabilityError`` without Node or its packages, ``CoverageError`` when the conversion fails.
    """
    takes = ",".join(snapshot_to_json(s) for s in snapshots)
    request = f'{{"sources":{json.dumps(dict(sources))},"takes":[{takes}]}}'
    command = node_command(SCRIPT)
    try:
        result = subprocess.run(command, input=request.encode(), capture_output=True, timeout=BUDGET_S, check=False)
    except subprocess.TimeoutExpired:
        raise CoverageError(f"monocart took more than {BUDGET_S} s for one session. Report the app.") from None
    if result.returncode != 0:
        words = result.stderr.decode(errors="replace").strip().splitlines()
        raise CoverageError(f"monocart failed: {words[-1] if words else 'no message'}. Are all script sources stored?")
    answer = json.loads(result.stdout)
    return EntityTotals(
        covered=EntityCounts(**{name: answer[name]["covered"] for name in METRICS}),
        total=EntityCounts(**{name: answer[name]["total"] for name in METRICS}),
    )

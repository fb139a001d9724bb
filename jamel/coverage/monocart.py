"""Istanbul metrics of a session through Node's monocart: lines, branches, statements, functions.

One Node process a session, fed every raw V8 list in one report (paper reference, D16 and D18). This file does not know
sessions on disk.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from shutil import which

from jamel.config import PROJECT_ROOT
from jamel.coverage_json import snapshot_to_json
from jamel.errors import CapabilityError, CoverageError
from jamel.types import CoverageSnapshot

SCRIPT = PROJECT_ROOT / "third_party" / "node" / "istanbul_summary.mjs"
BUDGET_S = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    covered: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IstanbulTotals:
    """What Istanbul's json-summary calls ``total``; ``score`` is the paper's C (section 1)."""

    lines: Count
    branches: Count
    statements: Count
    functions: Count

    @property
    def score(self) -> int:
        return sum(c.covered for c in (self.lines, self.branches, self.statements, self.functions))


def istanbul_totals(snapshots: Iterable[CoverageSnapshot], sources: Mapping[str, str]) -> IstanbulTotals:
    """The union of ``snapshots``, converted once. ``sources`` maps sha256 to the text of every script in them.

    Raises ``CapabilityError`` without Node or its packages, ``CoverageError`` when the conversion fails.
    """
    node = which("node")
    if node is None or not (SCRIPT.parent / "node_modules").is_dir():
        raise CapabilityError("Node or its coverage tools are missing. Run bash shell/setup_env.sh.")
    takes = ",".join(snapshot_to_json(s) for s in snapshots)
    request = f'{{"sources":{json.dumps(dict(sources))},"takes":[{takes}]}}'
    try:
        result = subprocess.run(
            [node, str(SCRIPT)], input=request.encode(), capture_output=True, timeout=BUDGET_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise CoverageError(f"monocart took more than {BUDGET_S} s for one session. Report the app.") from None
    if result.returncode != 0:
        words = result.stderr.decode(errors="replace").strip().splitlines()
        raise CoverageError(f"monocart failed: {words[-1] if words else 'no message'}. Are all script sources stored?")
    answer = json.loads(result.stdout)
    return IstanbulTotals(**{name: Count(**answer[name]) for name in ("lines", "branches", "statements", "functions")})

"""On the same page at the same moment jamel and BrowserGym 0.14.3 say the same, line by line.

Needs ``bash shell/setup_parity.sh``. ``tests/browser/test_golden_texts.py`` holds recorded texts without it.
"""

import json
import subprocess

import pytest

from tests.parity.walks import ROOT, WALKS, Walk

pytestmark = pytest.mark.parity


def compared_pages(walk: Walk) -> list[dict]:
    command = [".cache/parity/bin/python", "-m", "tests.parity.compare", walk.name]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert answer.returncode == 0, answer.stderr[-2000:]
    return json.loads(answer.stdout)["pages"]


@pytest.mark.parametrize("walk", WALKS, ids=lambda w: w.name)
def test_texts_and_ids_and_focus_equal_browsergyms(walk: Walk):
    pages = compared_pages(walk)
    assert len(pages) == walk.steps + 1
    differing = {p["action"]: p["differing_lines"] for p in pages if p["differing_lines"]}
    assert differing == {}
    assert [p["focused"] for p in pages if p["focused"][0] != p["focused"][1]] == []
    assert sum(p["lines"] for p in pages) > 2 * len(pages)

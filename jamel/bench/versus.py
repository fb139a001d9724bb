"""``jamel bench versus``: the same actions on the same apps here and in BrowserGym 0.14.3, in one run.

BrowserGym runs in an environment of its own (``shell/setup_parity.sh``). Two comparisons: our steps, scoring included,
against BrowserGym's without its fixed waits and without any scoring; and a whole session, ours against the published
recipe with its waits and its scoring.
"""

from __future__ import annotations

import json
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jamel.actions import GoBack, Goto, NewTab, ParseFailure, Reset, TabClose, TabFocus, render_action
from jamel.apps import DEMO_FILE, load_app_set
from jamel.bench.result import BenchResult, Target
from jamel.bench.timed_session import TimedSession, run_timed_session
from jamel.browser.chromium import find_chromium
from jamel.browser.site_server import SiteServer
from jamel.config import PROJECT_ROOT
from jamel.errors import BrowserError, CapabilityError
from jamel.types import AppSpec, Split, Step

SEED = 0
PYTHON = PROJECT_ROOT / ".cache/parity/bin/python"
FOLDER = PROJECT_ROOT / "third_party/parity"
EMBEDDED = 6
"""The first apps of the suite, those of ``jamel bench env``."""
THIRD_PARTY = (
    ("framework7", "framework7/dist/index.html"),
    ("weui", "weui/dist/example/index.html"),
    ("todomvc-react", "todomvc/examples/react/index.html"),
    ("todomvc-vanillajs", "todomvc/examples/vanillajs/index.html"),
    ("jsoneditor", "jsoneditor/examples/03_switch_mode.html"),
)

OURS_ALONE = (ParseFailure, Reset, NewTab, TabClose, TabFocus)
"""Not compared: BrowserGym has no such action, or counts tabs in its own way."""
WITH_RECIPE = ("suiyi", "framework7")
"""Where the published recipe runs as well: an app of ours, and one whose session was measured for the bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """One app. ``fair_ratio`` compares mean seconds of the steps that went well on both sides: a click on something
    covered fails on both, after a wait. ``published_ratio`` is None where the published recipe was not run."""

    name: str
    compared_steps: int
    ours_ms: float
    theirs_ms: float
    our_errors: int
    their_errors: int
    reset_ratio: float
    published_s: float | None
    published_ratio: float | None

    @property
    def fair_ratio(self) -> float:
        return self.theirs_ms / self.ours_ms


def bench_versus(*, is_smoke: bool) -> BenchResult:
    """Full form: 50 steps on six embedded and five third-party apps; the published recipe on two of them, which
    takes most of the time, as its scoring grows with the square of the steps."""
    if not PYTHON.is_file():
        raise CapabilityError(f"{PYTHON} not found: BrowserGym is not set up. Run bash shell/setup_parity.sh.")
    steps = 10 if is_smoke else 50
    demo = load_app_set(DEMO_FILE)
    embedded = [demo.find(WITH_RECIPE[0])] if is_smoke else demo.apps[:EMBEDDED]
    pairs = [_compare(demo.root, app, steps) for app in embedded]
    if not is_smoke:
        apps = [AppSpec(app_id=name, split=Split.TEST, entry_path=entry) for name, entry in THIRD_PARTY]
        pairs += [_compare(FOLDER / "node_modules", app, steps) for app in apps]
    published = [pair for pair in pairs if pair.published_ratio is not None]
    return BenchResult(
        bench="versus",
        seed=SEED,
        results={
            "steps_per_app": float(steps),
            **{key: value for pair in pairs for key, value in _rows(pair).items()},
            "steps_per_s_ratio_geometric_mean": statistics.geometric_mean(pair.fair_ratio for pair in pairs),
            "session_ratio_over_published_recipe": statistics.geometric_mean(p.published_ratio or 0 for p in published),
        },
        targets=(
            Target(name="steps_per_s_ratio_geometric_mean", op=">=", bar=4),
            Target(name="session_ratio_over_published_recipe", op=">=", bar=100),
        ),
        notes=(
            "ours: act, settle, tree, screenshot, coverage, exact scoring; BrowserGym: act, tree, screenshot, coverage "
            "take, no waits, no scoring; steps that failed on either side (time-outs of 500 ms) are left out of both",
            "published recipe: 0.5 s before each observation, 2 s and network idle at a reset, one Node a score",
        ),
    )


def _rows(pair: _Pair) -> dict[str, float]:
    rows = {
        f"{pair.name}_ours_ms_per_step": pair.ours_ms,
        f"{pair.name}_browsergym_ms_per_step": pair.theirs_ms,
        f"{pair.name}_compared_steps": float(pair.compared_steps),
        f"{pair.name}_ours_failed_steps": float(pair.our_errors),
        f"{pair.name}_browsergym_failed_steps": float(pair.their_errors),
        f"{pair.name}_steps_per_s_ratio": pair.fair_ratio,
        f"{pair.name}_reset_ratio": pair.reset_ratio,
    }
    if pair.published_s is not None and pair.published_ratio is not None:
        rows |= {f"{pair.name}_published_session_s": pair.published_s}
        rows |= {f"{pair.name}_published_session_ratio": pair.published_ratio}
    return rows


def _compare(root: Path, app: AppSpec, steps: int) -> _Pair:
    with SiteServer(root) as server:
        ours = run_timed_session(app, server.base_url, steps, SEED)
        url = f"{server.base_url}/{app.entry_path}"
        theirs = _browsergym(url, _actions(ours), is_published=False)
        published = _browsergym(url, _actions(ours), is_published=True) if app.app_id in WITH_RECIPE else None
    ours_ok = [step.action_error is None and not isinstance(step.decision.action, OURS_ALONE) for step in ours.steps]
    theirs_ok = [not step["error"] for step in theirs["steps"]]
    well = [i for i, both in enumerate(zip(ours_ok, theirs_ok, strict=True)) if all(both)]
    if not well:
        raise BrowserError(f"no step on {app.app_id} went well on both sides: there is nothing to compare.")
    published_s = None if published is None else _session_s(published)
    ours_session_s = statistics.median(ours.resets_s) + ours.steps_s
    return _Pair(
        name=app.app_id,
        compared_steps=len(well),
        ours_ms=1000 * statistics.fmean(ours.steps[i].timing.total_s for i in well),
        theirs_ms=1000 * statistics.fmean(theirs["steps"][i]["seconds"] for i in well),
        our_errors=ours_ok.count(False),
        their_errors=theirs_ok.count(False),
        reset_ratio=theirs["reset_s"] / statistics.median(ours.resets_s),
        published_s=published_s,
        published_ratio=None if published_s is None else published_s / ours_session_s,
    )


def _actions(session: TimedSession) -> list[dict[str, str]]:
    """Each with the text of the page it was made for. A reset is a visit to the start page there."""
    return [{"call": _theirs(step, session.start_url), "seen": step.observation.axtree_text} for step in session.steps]


def _theirs(step: Step, start_url: str) -> str:
    action = step.decision.action
    if isinstance(action, Reset):
        return render_action(Goto(url=start_url))
    is_refused_here = isinstance(action, GoBack) and step.action_error is not None
    return "noop(0)" if isinstance(action, OURS_ALONE) or is_refused_here else render_action(action)


def _browsergym(url: str, actions: list[dict[str, str]], *, is_published: bool) -> dict[str, Any]:
    asked = {
        "url": url, "actions": actions, "executable": str(find_chromium().executable),
        "recipe": str(FOLDER / "published_recipe.mjs"), "is_published": is_published,
    }  # fmt: skip
    command = [str(PYTHON), str(FOLDER / "browsergym_session.py")]
    done = subprocess.run(
        command, input=json.dumps(asked), capture_output=True, text=True, cwd=PROJECT_ROOT, check=False
    )
    if done.returncode != 0:
        words = done.stderr.strip().splitlines()
        raise CapabilityError(
            f"BrowserGym ended: {words[-1] if words else 'no message'}. Run bash shell/setup_parity.sh."
        )
    return json.loads(done.stdout.splitlines()[-1])


def _session_s(session: dict[str, Any]) -> float:
    return session["reset_s"] + sum(step["seconds"] + step["score_s"] for step in session["steps"])

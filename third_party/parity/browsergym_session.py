"""One session of BrowserGym 0.14.3 with a stopwatch, on actions given as text. Runs in the parity environment.

Reads ``{"url", "actions", "executable", "recipe", "is_published"}`` from standard input, an action being
``{"call", "seen"}``, and prints ``{"reset_s", "steps": [{"seconds", "score_s", "error"}]}``.
With ``is_published`` it waits and scores as the published recipe does; without, it neither waits nor scores.
Text, screenshot and a coverage take belong to a step in both.
This file does not know jamel.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from typing import Any

from browsergym.core.action.highlevel import HighLevelActionSet
from browsergym.core.env import BrowserEnv
from browsergym.core.task import OpenEndedTask
from browsergym.utils.obs import flatten_axtree_to_str
from playwright.sync_api import BrowserType, CDPSession

PUBLISHED_DELAY_S = 0.5
PUBLISHED_RESET_WAIT_MS = 2000
CALLS = HighLevelActionSet(subsets=["chat", "infeas", "bid", "coord", "nav", "tab"], multiaction=False)
LINE = re.compile(r"^\t*\[(\w+)\] (.*)$", re.MULTILINE)


def use_browser(executable: str) -> None:
    """BrowserGym starts two browsers at every reset and lets only one be configured."""
    launch = BrowserType.launch

    def launched(self: BrowserType, **options: Any) -> Any:
        return launch(self, **{**options, "executable_path": executable})

    BrowserType.launch = launched


def take(profiler: CDPSession) -> list[dict[str, Any]]:
    """What the published collector stores at each step."""
    entries = [e for e in profiler.send("Profiler.takePreciseCoverage")["result"] if e["url"].startswith("http")]
    for entry in entries:
        entry["source"] = profiler.send("Debugger.getScriptSource", {"scriptId": entry["scriptId"]})["scriptSource"]
    return entries


def retargeted(call: str, seen: str, sees: str) -> str:
    """``call``, made on a page with the text ``seen``, for the same element in ``sees``: the n-th of equal lines.

    Ids follow the order of rendering, which differs from run to run. An element that is missing keeps its id.
    """
    before, now = LINE.findall(seen), LINE.findall(sees)

    def renamed(match: re.Match[str]) -> str:
        line = dict(before).get(match[2])
        place = [bid for bid, other in before if other == line].index(match[2]) if line is not None else 0
        found = [bid for bid, other in now if other == line][place : place + 1]
        return f"{match[1]}'{found[0] if found else match[2]}'"

    return re.sub(r"^(\w+\()'(\w+)'", renamed, call)


def score_s(recipe: str, snapshots: list[list[dict[str, Any]]]) -> float:
    """All snapshots so far, converted and merged once more by one Node process, as published; 0 before any code ran."""
    started = time.perf_counter()
    taken = [snapshot for snapshot in snapshots if snapshot]
    if not taken:
        return 0.0
    subprocess.run(["node", recipe], input=json.dumps(taken).encode(), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def main() -> None:
    asked = json.load(sys.stdin)
    use_browser(asked["executable"])
    env = BrowserEnv(
        task_entrypoint=OpenEndedTask, task_kwargs={"start_url": asked["url"]}, slow_mo=0,
        viewport={"width": 1280, "height": 720}, action_mapping=CALLS.to_python_code,
        pre_observation_delay=PUBLISHED_DELAY_S if asked["is_published"] else 0.0,
    )  # fmt: skip
    started = time.perf_counter()
    observation = env.reset(seed=0)[0]
    if asked["is_published"]:
        env.page.wait_for_load_state("networkidle")
        env.page.wait_for_timeout(PUBLISHED_RESET_WAIT_MS)
    reset_s = time.perf_counter() - started
    profiler = env.context.new_cdp_session(env.page)
    for command in ("Profiler.enable", "Debugger.enable"):
        profiler.send(command)
    profiler.send("Profiler.startPreciseCoverage", {"callCount": False, "detailed": True})
    snapshots: list[list[dict[str, Any]]] = []
    steps = []
    text = flatten_axtree_to_str(observation["axtree_object"])
    for action in asked["actions"]:
        call = retargeted(action["call"], action["seen"], text)
        started = time.perf_counter()
        observation = env.step(call)[0]
        text = flatten_axtree_to_str(observation["axtree_object"])
        snapshots.append(take(profiler))
        seconds = time.perf_counter() - started
        scoring = score_s(asked["recipe"], snapshots) if asked["is_published"] else 0.0
        steps.append({"seconds": seconds, "score_s": scoring, "error": observation["last_action_error"]})
    env.close()
    json.dump({"reset_s": reset_s, "steps": steps}, sys.stdout)


if __name__ == "__main__":
    main()

"""``jamel collect``: explore apps and record trajectories."""

from __future__ import annotations

from pathlib import Path

from jamel.collect.agents import AgentSettings
from jamel.collect.sessions import SessionsSettings, run_sessions
from jamel.storage import write_json_atomically
from jamel.trajectory_io import read_trajectory, trajectory_files
from jamel.types import Outcome


class CollectSettings(SessionsSettings):
    """``configs/collect/*.yaml``. ``max_steps`` counts resets; the explorer decides when to reset."""

    explorer: AgentSettings = AgentSettings(name="untried_first", kind="untried_first")


def run_collect(settings: CollectSettings) -> dict[str, float]:
    """Collect, then write ``collect_summary.json`` beside the sessions. Returns the same numbers."""
    run_sessions(settings, [settings.explorer], "collect")
    folder = Path(settings.output)
    sessions = [read_trajectory(path) for path in trajectory_files(folder / "sessions")]
    finished = [s for s in sessions if s.outcome is Outcome.OK]
    summary = {
        "sessions_ok": len(finished),
        "sessions_failed": len(sessions) - len(finished),
        "steps": sum(len(s.steps) for s in finished),
        "rewarded_steps": sum(step.reward for s in finished for step in s.steps),
    }
    write_json_atomically(folder / "collect_summary.json", summary)
    print(
        f"[collect] {summary['steps']} steps in {summary['sessions_ok']} sessions, "
        f"{summary['rewarded_steps']:.0f} rewarded; {summary['sessions_failed']} sessions failed. "
        f"Trajectories: {folder / 'sessions'}"
    )
    return summary

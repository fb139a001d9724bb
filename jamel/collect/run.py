"""``jamel collect``: explore apps within a budget and record trajectories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jamel.actions import ParseFailure
from jamel.collect.agents import AgentSettings, check_agent
from jamel.collect.call_log import Budget, CallLog
from jamel.collect.sessions import MAY_CHANGE, SessionsSettings, chosen_apps, run_sessions
from jamel.config import claim_output
from jamel.storage import write_json_atomically
from jamel.trajectory_io import read_trajectory, step_count, trajectory_files
from jamel.types import Outcome

SUMMARY_NAME = "collect_summary.json"


class CollectSettings(SessionsSettings):
    """``configs/collect/*.yaml``. ``max_steps`` counts resets, forced ones included. A run that is resumed may have
    another ``budget``."""

    explorer: AgentSettings = AgentSettings(name="untried_first", kind="untried_first")
    budget: Budget = Budget()


def run_collect(settings: CollectSettings) -> dict[str, float]:
    """Collect, then write ``collect_summary.json`` beside the sessions. Returns its numbers.

    Raises ``ConfigError`` for an agent that cannot work, before any worker starts.
    """
    check_agent(settings.explorer)
    chosen_apps(settings)
    folder = Path(settings.output)
    claim_output(folder, settings, ignore=MAY_CHANGE)
    log = CallLog(folder)
    if settings.explorer.kind == "llm":
        log.set_budget(settings.budget)
    result = run_sessions(settings, [settings.explorer], "collect", lambda job: why_refused(folder, settings, log))
    sessions = [_session_facts(path) for path in trajectory_files(folder / "sessions")]
    spent = log.spent()
    finished = [s for s in sessions if s["outcome"] == Outcome.OK]
    summary = {
        "sessions_ok": len(finished),
        "sessions_failed": len(sessions) - len(finished),
        "sessions_not_started": result.refused,
        "steps": sum(s["steps"] for s in finished),
        "rewarded_steps": sum(s["rewarded_steps"] for s in finished),
        "llm_calls": spent.calls,
        "llm_calls_failed": spent.failed_calls,
        "llm_input_tokens": spent.input_tokens,
        "llm_output_tokens": spent.output_tokens,
        "llm_usd": spent.usd,
    }
    write_json_atomically(folder / SUMMARY_NAME, {**summary, "sessions": sessions})
    print(
        f"[collect] {summary['steps']} steps in {summary['sessions_ok']} sessions, "
        f"{summary['rewarded_steps']:.0f} rewarded; {summary['sessions_failed']} sessions failed, "
        f"{summary['sessions_not_started']} not started. Trajectories: {folder / 'sessions'}"
    )
    return summary


def why_refused(folder: Path, settings: CollectSettings, log: CallLog) -> str | None:
    """Which part of the run's budget is used up, or None."""
    limit = settings.budget.steps
    if limit is not None:
        steps = sum(map(step_count, trajectory_files(folder / "sessions")))
        if steps >= limit:
            return f"{steps} of {limit} steps are made"
    return log.spent().over(settings.budget)


def _session_facts(path: Path) -> dict[str, Any]:
    """One session's line in the summary. Sessions are read one at a time: each holds its screenshots."""
    session = read_trajectory(path)
    return {
        "session_id": session.context.session_id,
        "outcome": session.outcome,
        "stop_reason": session.stop_reason,
        "error": session.error,
        "steps": len(session.steps),
        "episodes": session.steps[-1].episode_index + 1 if session.steps else 0,
        "rewarded_steps": sum(step.reward for step in session.steps),
        "invalid_replies": sum(isinstance(step.decision.action, ParseFailure) for step in session.steps),
        "failed_actions": sum(step.action_error is not None for step in session.steps),
    }

"""Session jobs: they cross a process boundary unchanged, and name stable seeds and paths."""

from pathlib import Path

from jamel.rollout.job import SessionJob, is_finished, session_seed
from jamel.types import AppSpec, Split


def job(output: Path) -> SessionJob:
    return SessionJob(
        arm="random",
        app=AppSpec(app_id="12306", split=Split.TEST, entry_path="12306/index.html", languages=("zh", "en")),
        session_index=3,
        seed=session_seed(0, "12306", 3),
        max_steps=50,
        base_url="http://127.0.0.1:8800",
        output=str(output),
        agent_json="{}",
        browser_json="{}",
    )


def test_a_job_survives_the_json_round_trip(tmp_path: Path) -> None:
    assert SessionJob.from_json(job(tmp_path).to_json()) == job(tmp_path)


def test_seeds_differ_between_sessions_and_apps_and_stay_the_same_between_runs() -> None:
    seeds = {session_seed(run, app, index) for run in (0, 1) for app in ("a", "b") for index in range(5)}
    assert len(seeds) == 20
    assert session_seed(0, "a", 0) == session_seed(0, "a", 0) < 2**63


def test_a_missing_or_corrupt_trajectory_is_not_finished(tmp_path: Path) -> None:
    assert not is_finished(job(tmp_path))
    path = job(tmp_path).trajectory_path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"half a file")
    assert not is_finished(job(tmp_path))

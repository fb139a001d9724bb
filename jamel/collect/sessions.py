"""Many sessions over many apps: plan, static server, supervised workers. Collection and evaluation both call it.

This file does not know what the trajectories are for.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from jamel.apps import DEMO_FILE, load_app_set
from jamel.browser.chromium import find_chromium
from jamel.browser.fonts import require_chinese_font
from jamel.browser.settings import BrowserSettings
from jamel.browser.site_server import SiteServer
from jamel.collect.agents import AgentSettings
from jamel.config import Settings, claim_output
from jamel.errors import ConfigError
from jamel.rollout.job import SessionJob, session_seed
from jamel.rollout.placement import RayPlace, worker_command
from jamel.rollout.progress import Progress
from jamel.rollout.supervisor import Admission, RunResult, WorkerPlan, run_jobs
from jamel.serving.hosts import ModelHosts
from jamel.trajectory_io import write_trajectory
from jamel.types import AppSpec, CoverageGain, CoverageSnapshot, Outcome, SessionContext, StopReason, Trajectory

MAY_CHANGE = frozenset({"output", "workers", "num_gpus", "share_models", "session_budget_s", "budget", "ray_address"})
"""Settings that a resumed run may change: they do not touch what a session sees."""

WORKER = "jamel.collect.session_worker"

AppId = Annotated[str, BeforeValidator(lambda v: str(v) if isinstance(v, int) else v)]
"""YAML reads the id 12306 as a number."""


class SessionsSettings(Settings):
    """What every run of sessions needs. ``apps`` (ids) wins over ``apps_mode``; a fixed port keeps URLs equal.

    With ``ray_address`` Ray places the workers, one core or one GPU (with ``num_gpus``) each; every node needs
    this code, the apps and the output folder at the same paths. With ``share_models`` the workers of a GPU ask one
    process that holds the models, and what their sessions ask at the same time is one batch; left out, that is so
    where several workers would load a copy each on one GPU.
    """

    output: str
    apps_file: str = str(DEMO_FILE)
    apps_root: str | None = None
    apps_mode: str = "train"
    apps: tuple[AppId, ...] = ()
    num_sessions: int = Field(default=1, ge=1)
    max_steps: int = Field(default=50, ge=1)
    seed: int = 0
    workers: int = Field(default=1, ge=1)
    num_gpus: int = Field(default=0, ge=0)
    share_models: bool | None = None
    port_base: int = Field(default=8800, ge=0, le=65535)
    session_budget_s: float = Field(default=3600.0, gt=0)
    ray_address: str | None = None
    browser: BrowserSettings = BrowserSettings()


def run_sessions(
    settings: SessionsSettings, arms: Sequence[AgentSettings], label: str, admit: Admission = lambda job: None
) -> RunResult:
    """Run ``num_sessions`` sessions per app and arm, skipping what an earlier run finished.

    Raises ``ConfigError``, ``AppError``, ``CapabilityError`` before anything starts, ``StorageError`` when the output
    belongs to another configuration or cannot be written.
    """
    root, apps = chosen_apps(settings)
    require_browser()
    claim_output(Path(settings.output), settings, ignore=MAY_CHANGE)
    with SiteServer(root, port=settings.port_base) as server:
        place = None
        if settings.ray_address is not None:
            gpus = min(settings.num_gpus, 1)
            place = RayPlace(address=settings.ray_address, apps_root=root, base_url=server.base_url, gpus=gpus)
        return run_on(server.base_url, apps, settings, arms, label, admit, place)


def require_browser() -> None:
    """Raises ``CapabilityError`` when Chromium or a Chinese-capable font is missing."""
    find_chromium()
    require_chinese_font()


def run_on(
    base_url: str,
    apps: Sequence[AppSpec],
    settings: SessionsSettings,
    arms: Sequence[AgentSettings],
    label: str,
    admit: Admission = lambda job: None,
    place: RayPlace | None = None,
) -> RunResult:
    """The same on apps that are already served at ``base_url``, by workers here or at ``place``."""
    names = [arm.name for arm in arms]
    if len(set(names)) != len(names):
        raise ConfigError(f"arm names must differ; got {', '.join(names)}.")
    progress = Progress(label, settings.max_steps)
    with ExitStack() as stack:
        sockets: tuple[Path, ...] = ()
        if shares_models(settings, arms):
            hosts = ModelHosts(settings.num_gpus, Path(settings.output), progress.note)
            sockets = stack.enter_context(hosts).sockets
        plan = WorkerPlan(
            command=worker_command(WORKER, place),
            workers=settings.workers,
            gpus=settings.num_gpus,
            session_budget_s=settings.session_budget_s,
            model_sockets=sockets,
        )
        return run_jobs(_jobs(settings, arms, apps, base_url), plan, progress, _record_failure, admit)


def shares_models(settings: SessionsSettings, arms: Sequence[AgentSettings]) -> bool:
    """Raises ``ConfigError`` when models are to be shared by workers that Ray places anywhere."""
    if settings.ray_address is not None:
        if settings.share_models:
            raise ConfigError("share_models works on one machine, without ray_address. Leave one of them out.")
        return False
    wanted = settings.share_models
    if wanted is None:
        wanted = 0 < settings.num_gpus < settings.workers
    return wanted and any(arm.kind == "model" for arm in arms)


def chosen_apps(settings: SessionsSettings) -> tuple[Path, tuple[AppSpec, ...]]:
    """The site root and the apps a run is about; every one of them has its entry page."""
    app_set = load_app_set(Path(settings.apps_file))
    if settings.apps_root is not None:
        app_set = type(app_set)(root=Path(settings.apps_root).resolve(), apps=app_set.apps)
    apps = app_set.select(settings.apps_mode, settings.apps)
    app_set.require_files(apps)
    return app_set.root, apps


def _jobs(
    settings: SessionsSettings, arms: Sequence[AgentSettings], apps: Sequence[AppSpec], base_url: str
) -> list[SessionJob]:
    return [
        SessionJob(
            arm=arm.name,
            app=app,
            session_index=index,
            seed=session_seed(settings.seed, app.app_id, index),
            max_steps=settings.max_steps,
            base_url=base_url,
            output=settings.output,
            agent_json=arm.model_dump_json(),
            browser_json=settings.browser.model_dump_json(),
        )
        for arm in arms
        for index in range(settings.num_sessions)
        for app in apps
    ]


def _record_failure(job: SessionJob, error: str) -> None:
    """A session that never wrote its own trajectory still leaves one, so that it is counted as failed."""
    context = SessionContext(
        session_id=job.session_id,
        app=job.app,
        start_url=f"{job.base_url}/{job.app.entry_path}",
        seed=job.seed,
        max_steps=job.max_steps,
    )
    failed = Trajectory(
        context=context,
        policy_name=job.arm,
        initial_snapshot=CoverageSnapshot(),
        initial_gain=CoverageGain(),
        steps=(),
        outcome=Outcome.ENV_FAILED,
        stop_reason=StopReason.ENV_FAILED,
        error=error,
    )
    write_trajectory(job.trajectory_path, failed)

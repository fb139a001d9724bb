"""What verl's trainer asks for rollouts: has the apps of a training step explored, and puts the steps into its queue.

verl builds it from ``agent_loop_manager_class``. A step blocks until its sessions are done, so any error ends the run
with its name; nothing waits in silence. With ``rollout.asynchronous`` the sessions of a step are those that ran during
the update before it. This file does not know how sessions run, nor how advantages are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import transfer_queue as tq
from verl.utils.tensordict_utils import list_of_dict_to_tensordict

from jamel.browser.site_server import SiteServer
from jamel.collect.agents import AgentSettings, compressor_folder
from jamel.config import load_settings
from jamel.errors import ModelError
from jamel.policy.checkpoint import carried_template, read_joint_config
from jamel.policy.prompt import agreed_template
from jamel.rollout.placement import RayPlace
from jamel.storage import read_json
from jamel.train.rl.app_queue import app_at
from jamel.train.rl.apps import chosen_apps
from jamel.train.rl.batch import Row, RowMaker, fill_up, tag_of
from jamel.train.rl.decisions import ModelSide
from jamel.train.rl.estimators import SampleKind
from jamel.train.rl.exploration import Exploration, Explored, read_explored, samples_name
from jamel.train.rl.remote_engine import RemoteEngine
from jamel.train.rl.replay import replayed
from jamel.train.rl.rl_settings import RlSettings, rows_multiple
from jamel.train.rl.rollout import RolloutPlan, Rollouts


class SessionManager:
    """One for a run, in the process of verl's task runner. ``take_metrics`` is called once a training step."""

    def __init__(self, config: Any) -> None:
        self._settings = settings = load_settings(RlSettings, Path(config.jamel.settings))
        self._queue: dict[str, Any] = read_json(Path(config.data.train_files))
        output = Path(settings.output) / "rollouts"
        model = Path(config.actor_rollout_ref.model.path)
        joint_config, processor = read_joint_config(model)
        self._rows = RowMaker(config=joint_config, processor=processor)
        engine = RemoteEngine(
            processor,
            replicas=settings.nproc_per_node,
            compressor=compressor_of(settings),
            budget_s=settings.rollout.generation_budget_s,
        )
        wanted = None if settings.prompt_template is None else Path(settings.prompt_template)
        model_side = ModelSide(
            engine,
            None if settings.memory == "off" else engine,
            template=agreed_template(carried_template(model), wanted, str(model)),
            max_new_tokens=settings.rollout.max_new_tokens,
            max_length=settings.rollout.max_length,
            gather_s=settings.rollout.gather_s,
        )
        root, apps = chosen_apps(settings)
        self._server = SiteServer(root, port=settings.port_base)
        self._exploration = Exploration(
            settings=settings,
            rollouts=Rollouts(_plan(settings, root, self._server.__enter__().base_url, output), model_side),
            apps={app.app_id: app for app in apps},
            output=output,
        )
        self._background = ThreadPoolExecutor(1)
        self._ahead: Future[Explored] | None = None
        self._metrics: dict[str, float] = {}

    @classmethod
    def create(
        cls, config: Any, llm_client: Any, teacher_client: Any = None, reward_loop_worker_handles: Any = None
    ) -> SessionManager:
        """As verl calls it. Decisions go to the servers in whole batches, so verl's client for single requests is not
        used."""
        return cls(config)

    def generate_sequences(self, prompts: Any) -> None:
        """Put what was explored for this step into the queue, and begin with the next one where steps overlap.

        Raises ``ModelError`` when no session of the step can teach, ``DataError`` for a saved step that is not there.
        """
        step = int(_plain(prompts["global_steps"]))
        if (asked := _texts(prompts["app_id"])) != self._app_ids(step):
            raise ModelError(f"verl asks for {asked} in step {step}, the queue says {self._app_ids(step)}: a defect.")
        explored = self._explored(step)
        self._metrics = dict(explored.metrics)
        self._put(step, _texts(prompts["uid"]), explored)
        if self._is_ahead and step < self._settings.total_steps:
            self._ahead = self._background.submit(
                self._exploration.explore, step + 1, self._app_ids(step + 1), weights_step=step - 1
            )

    def finish_rollout(self) -> None:
        """Wait for a rollout that is running: the weights that draw it must not change in the middle."""
        if self._ahead is not None:
            wait([self._ahead])

    def take_metrics(self) -> dict[str, float]:
        """Of the rollout that the step trains on."""
        return self._metrics

    @property
    def _is_ahead(self) -> bool:
        return self._settings.rollout.asynchronous and self._settings.saved_rollouts is None

    def _explored(self, step: int) -> Explored:
        if self._settings.saved_rollouts is not None:
            return read_explored(Path(self._settings.saved_rollouts) / samples_name(step))
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            return ahead.result()
        saved = self._exploration.samples_path(step)
        if self._is_ahead and saved.exists():
            return read_explored(saved)  # of the run that is resumed: drawn by weights that are gone
        return self._exploration.explore(step, self._app_ids(step), weights_step=step - 1)

    def _app_ids(self, step: int) -> list[str]:
        count = self._settings.rollout.apps_per_step
        places = range((step - 1) * count, step * count)
        return [app_at(i, self._queue["apps"], self._queue["order"], self._queue["seed"]) for i in places]

    def _put(self, step: int, uids: Sequence[str], explored: Explored) -> None:
        """Rows in an order that follows from the step alone. Groups without samples are told finished all the same."""
        version = explored.weights_step
        rows = [self._rows.row(sample, weights_step=version) for sample in explored.samples]
        rows += [
            self._rows.row(sample, SampleKind.REPLAY, weights_step=version)
            for sample in replayed(self._settings, self._rows.processor, self._exploration.samples_path, step)
        ]
        shortest = min(explored.samples, key=lambda s: len(s.prompt_ids) + len(s.response_ids))
        filler = self._rows.row(shortest, SampleKind.FILLER, weights_step=version)
        _put_rows(step, uids, fill_up(rows, filler, rows_multiple(self._settings)))


def _plan(settings: RlSettings, apps_root: Path, base_url: str, output: Path) -> RolloutPlan:
    rollout, address = settings.rollout, settings.ray_address
    return RolloutPlan(
        group_size=rollout.group_size,
        max_steps=rollout.max_steps,
        processes=rollout.processes,
        session_budget_s=rollout.session_budget_s,
        max_memory_items=rollout.max_memory_items,
        base_url=base_url,
        output=output,
        browser_json=settings.browser.model_dump_json(),
        run_seed=settings.seed,
        place=None if address is None else RayPlace(address=address, apps_root=apps_root, base_url=base_url),
    )


def _put_rows(step: int, uids: Sequence[str], rows: Sequence[Row]) -> None:
    keys = [f"{uids[0]}_0_{i}" for i in range(len(rows))]
    fields = list_of_dict_to_tensordict(list(rows))
    tq.kv_batch_put(keys=keys, fields=fields, tags=[tag_of(row, step) for row in rows], partition_id="train")
    for uid in uids:
        tq.kv_put(key=uid, partition_id="train", tag={"status": "finished"})


def compressor_of(settings: RlSettings) -> str | None:
    """The compressor's folder; that of a package where none is named. None where memory is off.

    Raises ``ConfigError`` when memory is on and there is none.
    """
    if settings.memory == "off":
        return None
    agent = AgentSettings(name="rl", kind="model", checkpoint=settings.model_path, compressor=settings.compressor_model)
    return str(compressor_folder(agent))


def _texts(column: Any) -> list[str]:
    """A column that is no tensor, as tensordict hands it out."""
    return [str(_plain(value)) for value in column]


def _plain(value: Any) -> Any:
    """tensordict wraps what is no tensor."""
    return getattr(value, "data", value)

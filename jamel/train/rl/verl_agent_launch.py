"""Starts verl-agent's own trainer on our environments: its ``make_envs`` is replaced in every process of its Ray job.

Run by ``third_party/verl-agent/run_gigpo.sh`` in verl-agent's Python environment, with verl-agent's own Hydra overrides
and two of ours: ``+env.jamel.apps=[...]`` and ``+env.jamel.val_apps=[...]``. The package (its modules
``agent_system.environments`` and ``verl.trainer.main_ppo``) is imported here and nowhere else.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from jamel.errors import CapabilityError, ConfigError
from jamel.train.rl.verl_agent import JamelEnvironmentManager

ENVIRONMENTS = "agent_system.environments"
TRAINER = "verl.trainer.main_ppo"
HOOK = "jamel.train.rl.verl_agent_launch.install"
VALIDATION_SEED_OFFSET = 1000
"""verl-agent's own environments keep the seeds of training and validation as far apart."""


def make_envs(config: Any) -> tuple[JamelEnvironmentManager, JamelEnvironmentManager]:
    """verl-agent's ``make_envs``: the managers of training and of validation.

    ``data.train_batch_size`` groups of ``env.rollout.n`` sessions, ``data.val_batch_size`` groups of one; the apps are
    taken in turn. Raises ``ConfigError`` when a list of apps is missing or empty.
    """
    env = config.env
    train = JamelEnvironmentManager.make(
        apps_in_turn(_apps(env, "apps"), config.data.train_batch_size),
        group_size=max(1, env.rollout.n),
        max_steps=env.max_steps,
        run_seed=env.seed,
    )
    validation = JamelEnvironmentManager.make(
        apps_in_turn(_apps(env, "val_apps"), config.data.val_batch_size),
        group_size=1,
        max_steps=env.max_steps,
        run_seed=env.seed + VALIDATION_SEED_OFFSET,
    )
    return train, validation


def apps_in_turn(app_ids: Sequence[str], count: int) -> list[str]:
    return [app_ids[i % len(app_ids)] for i in range(count)]


def install() -> None:
    """Ray calls it in every worker before anything else runs there."""
    environments: Any = _module(ENVIRONMENTS)
    environments.make_envs = make_envs


def main() -> None:
    """Hydra reads the command line inside verl-agent's ``main``."""
    import ray

    trainer: Any = _module(TRAINER)
    _module(ENVIRONMENTS)
    ray.init(runtime_env={"worker_process_setup_hook": HOOK})
    trainer.main()


def _apps(env: Any, name: str) -> list[str]:
    chosen = [str(app) for app in env.get("jamel", {}).get(name, ())]
    if not chosen:
        raise ConfigError(f"env.jamel.{name} is missing or empty; it names the apps. Give +env.jamel.{name}=[ID,...].")
    return chosen


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise CapabilityError(
            f"verl-agent's module {name} not found ({error}). Set VERL_AGENT_ROOT to a checkout of verl-agent and run "
            "third_party/verl-agent/run_gigpo.sh in its Python environment."
        ) from None


if __name__ == "__main__":
    try:
        main()
    except (CapabilityError, ConfigError) as error:
        print(f"verl_agent_launch: {error}", file=sys.stderr)
        sys.exit(error.exit_code)

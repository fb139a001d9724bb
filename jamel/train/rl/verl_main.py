"""verl's own entry with our trainer known to it: the task runner runs in a process of its own, which must import it.

Run as ``python -m jamel.train.rl.verl_main`` with verl's overrides. This file does not know settings.
"""

from __future__ import annotations

from typing import Any

import hydra
import ray
from verl.trainer.main_ppo import TaskRunnerV1, run_ppo
from verl.trainer.ppo.utils import need_critic, need_reference_policy
from verl.utils.config import validate_config

from jamel.train.rl.ray_start import choose_agent_ports


@ray.remote
class TaskRunner:
    """verl's task runner, after our trainer was registered."""

    def run(self, config: Any) -> None:
        from jamel.train.rl.trainer import MODE

        print(f"[rl] trainer mode {MODE} is registered", flush=True)
        runner: Any = TaskRunnerV1
        runner.__ray_metadata__.modified_class().run(config)


@hydra.main(config_path="pkg://verl.trainer.config", config_name="ppo_trainer", version_base=None)
def main(config: Any) -> None:
    validate_config(
        config=config,
        use_reference_policy=need_reference_policy(config),
        use_critic=need_critic(config),
    )
    choose_agent_ports()
    run_ppo(config, task_runner_class=TaskRunner)


if __name__ == "__main__":
    main()

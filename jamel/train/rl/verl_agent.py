"""The environment for people who train with verl-agent: its environment manager's interface over our sessions.

verl-agent, a fork of verl, drives B environments at once through ``reset``, ``step`` and ``success_evaluator`` (its
``agent_system/environments/base.py``); its GiGPO groups steps by ``anchor``. Pages are as its trainer wants them: a
prompt of text with one image marker, and the screenshot. Memory latents have no place there: this is the environment
without memory. The package itself is not needed here.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from jamel.errors import BrowserError
from jamel.policy.prompt import build_prompt
from jamel.policy.response import parse_response
from jamel.rollout.gymnasium_env import WebExplorationEnv
from jamel.train.rl.grouping import rollout_seed, state_name
from jamel.types import Observation, SessionContext

Observations = dict[str, Any]
SIZE_PX = (640, 360)


class SingleEnvironment(Protocol):
    """What ``WebExplorationEnv`` offers and the manager needs."""

    @property
    def context(self) -> SessionContext: ...

    @property
    def observation(self) -> Observation: ...

    def reset(self, *, seed: int | None = None) -> tuple[Any, dict[str, Any]]: ...

    def step(self, action: str) -> tuple[Any, float, bool, bool, dict[str, Any]]: ...

    def close(self) -> None: ...


def project(text_actions: Sequence[str]) -> tuple[list[str], list[bool]]:
    """verl-agent's ``projection_f``: replies to action texts, and whether each names an action of the grammar."""
    from jamel.actions import ParseFailure, render_action

    parsed = [parse_response(text) for text in text_actions]
    valid = [not isinstance(action, ParseFailure) for action in parsed]
    return ["" if isinstance(a, ParseFailure) else render_action(a) for a in parsed], valid


class JamelEnvironmentManager:
    """Fits verl-agent's ``EnvironmentManagerBase``. Environment i explores app i // ``group_size``; those of a group
    differ by seed. A browser that breaks ends its environment: done, reward 0, ``info["env_failed"]`` true, so that the
    trainer can leave it out.
    """

    def __init__(self, environments: Sequence[SingleEnvironment], *, run_seed: int, group_size: int) -> None:
        self._environments, self._run_seed, self._group_size = list(environments), run_seed, group_size
        # Playwright objects belong to the thread that made them.
        self._threads = [ThreadPoolExecutor(max_workers=1) for _ in environments]
        self._round = 0
        self._steps = 0
        self._has_failed = [False] * len(self._environments)
        self._novelty = [0.0] * len(self._environments)
        self._last: list[tuple[str, NDArray[np.uint8], str]] = []

    @staticmethod
    def make(app_ids: Sequence[str], *, group_size: int, max_steps: int, run_seed: int = 0) -> JamelEnvironmentManager:
        """``group_size`` environments for each app, side by side, as verl-agent groups them."""
        environments = [WebExplorationEnv(app, max_steps=max_steps) for app in app_ids for _ in range(group_size)]
        return JamelEnvironmentManager(environments, run_seed=run_seed, group_size=group_size)

    def __len__(self) -> int:
        """B, the number of environments."""
        return len(self._environments)

    def reset(self, kwargs: Any = None) -> tuple[Observations, list[dict[str, Any]]]:
        """A new session everywhere. ``kwargs`` is what newer releases pass on from their data; it is not used."""
        self._round, self._steps = self._round + 1, 0
        count = len(self._environments)
        self._has_failed, self._novelty = [False] * count, [0.0] * count
        self._last = [("", np.zeros((SIZE_PX[1], SIZE_PX[0], 3), np.uint8), "")] * count
        seeds = [
            rollout_seed(self._run_seed, self._round, i // self._group_size, i % self._group_size) for i in range(count)
        ]
        infos = self._each(lambda i: self._environments[i].reset(seed=seeds[i] % 2**32)[1])
        return self._observations(), [info or {} for info in infos]

    def step(
        self, text_actions: Sequence[str]
    ) -> tuple[Observations, NDArray[np.float32], NDArray[np.bool_], list[dict[str, Any]]]:
        """Replies of the policy in, one an environment. ``won`` of an info is true once its session found novelty."""
        actions, valid = project(text_actions)
        self._steps += 1
        results = self._each(lambda i: self._environments[i].step(actions[i]))
        rewards = [0.0 if result is None else float(result[1]) for result in results]
        dones = [result is None or result[2] or result[3] for result in results]
        infos: list[dict[str, Any]] = []
        for i, result in enumerate(results):
            self._novelty[i] += rewards[i]
            facts = {} if result is None else result[4]
            infos.append({
                **facts,
                "is_action_valid": np.array(valid[i] and not facts.get("action_error")),
                "won": self._novelty[i] > 0,
                "novelty": self._novelty[i],
                "env_failed": self._has_failed[i],
            })  # fmt: skip
        return self._observations(), np.array(rewards, np.float32), np.array(dones, np.bool_), infos

    def build_text_obs(self) -> list[str]:
        """The prompt of every environment's page."""
        return [text for text, _, _ in self._last]

    def success_evaluator(self, *args: Any, **kwargs: Any) -> dict[str, NDArray[np.float64]]:
        """From ``total_infos`` and ``total_batch_list`` (per environment and step, with ``active_masks``): whether a
        session found novelty, how much, and whether its environment held, each (B,)."""
        found: dict[str, list[float]] = {"success_rate": [], "novelty": [], "env_ok_rate": []}
        for infos, steps in zip(kwargs["total_infos"], kwargs["total_batch_list"], strict=True):
            active = [info for info, step in zip(infos, steps, strict=True) if step["active_masks"]]
            last = active[-1] if active else {"won": False, "novelty": 0.0, "env_failed": True}
            found["success_rate"].append(float(last["won"]))
            found["novelty"].append(float(last["novelty"]))
            found["env_ok_rate"].append(float(not last["env_failed"]))
        return {name: np.array(values) for name, values in found.items()}

    def close(self) -> None:
        futures = [t.submit(e.close) for t, e in zip(self._threads, self._environments, strict=True)]
        for future in futures:
            future.result()
        for thread in self._threads:
            thread.shutdown()

    def _each(self, call: Callable[[int], Any]) -> list[Any]:
        """Every environment that has not failed, at the same time; None for the others."""
        futures: list[Future[Any]] = [thread.submit(self._guarded, call, i) for i, thread in enumerate(self._threads)]
        return [future.result() for future in futures]

    def _guarded(self, call: Callable[[int], Any], i: int) -> Any:
        if self._has_failed[i]:
            return None
        try:
            result = call(i)
            self._last[i] = self._seen(i)
        except BrowserError:
            self._has_failed[i] = True
            return None
        return result

    def _seen(self, i: int) -> tuple[str, NDArray[np.uint8], str]:
        environment = self._environments[i]
        observation = environment.observation
        prompt = build_prompt(observation, environment.context, self._steps)
        with Image.open(io.BytesIO(observation.screenshot_png)) as image:
            pixels = np.asarray(image.convert("RGB").resize(SIZE_PX, Image.Resampling.BILINEAR), np.uint8)
        return prompt, pixels, state_name(observation)

    def _observations(self) -> Observations:
        """``text``: B prompts. ``image``: uint8 (B, 360, 640, 3). ``anchor``: equal for equal pages."""
        texts, images, anchors = zip(*self._last, strict=True)
        return {"text": list(texts), "image": np.stack(images), "anchor": list(anchors)}

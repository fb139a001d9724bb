"""What the launcher asks of verl-agent, and what it gives it; the package is played by two small modules."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pytest

from jamel.errors import ConfigError
from jamel.train.rl.verl_agent_launch import apps_in_turn, make_envs

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "third_party" / "verl-agent" / "run_gigpo.sh"


def config(**jamel: list[str]) -> SimpleNamespace:
    """As verl-agent's Hydra configuration, of which ``env`` also answers ``get``."""

    class Env(SimpleNamespace):
        def get(self, name: str, default: object) -> object:
            return getattr(self, name, default)

    env = Env(seed=3, max_steps=5, rollout=SimpleNamespace(n=2), jamel=jamel)
    return SimpleNamespace(env=env, data=SimpleNamespace(train_batch_size=3, val_batch_size=1))


def test_apps_are_taken_in_turn():
    assert apps_in_turn(["a", "b"], 5) == ["a", "b", "a", "b", "a"]


def test_missing_apps_are_named():
    with pytest.raises(ConfigError, match=r"env\.jamel\.apps"):
        make_envs(config(val_apps=["yunjian"]))


def test_managers_have_groups_of_sessions_and_validation_has_one_a_group():
    train, validation = make_envs(config(apps=["yunjian", "xiancai"], val_apps=["lumao"]))
    try:
        assert (len(train), len(validation)) == (6, 1)
    finally:
        train.close()
        validation.close()


def fake_verl_agent(root: Path) -> None:
    """Its ``main`` prints whose ``make_envs`` a worker of its Ray job would import, and its arguments."""
    environments = root / "agent_system" / "environments"
    trainer = root / "verl" / "trainer"
    fake_ray = root / "ray"
    for folder in (environments, trainer, fake_ray):
        folder.mkdir(parents=True)
    for package in (root / "agent_system", root / "verl", trainer):
        (package / "__init__.py").touch()
    (environments / "__init__.py").write_text("def make_envs(config): raise NotImplementedError")
    (fake_ray / "__init__.py").write_text("def init(runtime_env): globals().update(hook=runtime_env)")
    (trainer / "main_ppo.py").write_text(
        textwrap.dedent(
            """
            import importlib, sys, ray

            def main():
                module, _, name = ray.hook["worker_process_setup_hook"].rpartition(".")
                getattr(importlib.import_module(module), name)()
                from agent_system.environments import make_envs
                print(make_envs.__module__)
                print(*sys.argv[1:], sep=chr(10))
            """
        )
    )


def run_script(**variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(SCRIPT), "env.max_steps=7"],
        env={**os.environ, "PYTHON_BIN": sys.executable, **variables},
        capture_output=True, text=True, timeout=120, cwd=ROOT, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_the_script_hands_our_environments_to_the_trainer_of_the_checkout(tmp_path: Path):
    fake_verl_agent(tmp_path)
    found = run_script(VERL_AGENT_ROOT=str(tmp_path), MODEL_PATH="m", TRAIN_FILE="t.parquet", APPS="yunjian,lumao")
    assert found.returncode == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0] == "jamel.train.rl.verl_agent_launch"
    assert {"algorithm.adv_estimator=gigpo", "+env.jamel.apps=[yunjian,lumao]"} <= set(lines)
    assert lines[-1] == "env.max_steps=7", "arguments of the caller come last, and win"


def test_the_script_names_what_is_missing(tmp_path: Path):
    assert "MODEL_PATH" in run_script(VERL_AGENT_ROOT=str(tmp_path)).stderr
    found = run_script(VERL_AGENT_ROOT=str(tmp_path), MODEL_PATH="m", TRAIN_FILE="t")
    assert found.returncode == 2
    assert "agent_system" in found.stderr

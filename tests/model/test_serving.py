"""Workers that share one copy of the models: the same answers, in batches, and nothing left when anybody dies."""

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Listener
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from jamel.actions import history_text
from jamel.collect.agents import AgentSettings, build_agent
from jamel.collect.run import CollectSettings, run_collect
from jamel.collect.sessions import SessionsSettings, shares_models
from jamel.errors import ConfigError, ModelError
from jamel.memory.bank import NO_MEMORY
from jamel.policy.engine import GenerationReply, GenerationRequest, Sampling
from jamel.policy.joint_policy import JointPolicy, PolicySettings
from jamel.protocols import Policy
from jamel.serving.client import SharedModels
from jamel.serving.hosts import ModelHosts
from jamel.serving.loaded_models import LoadedModels
from jamel.serving.server import InUse, ModelServer, serve
from jamel.serving.wire import pack, requests_from_wire, requests_to_wire, unpack
from jamel.testing.fakes import FakeEnvironment, fake_context, fake_screenshot
from jamel.testing.tiny_models import TinyModels
from jamel.trajectory_io import read_trajectory, trajectory_files
from jamel.types import Decision, MemoryView, Outcome

pytestmark = pytest.mark.model
SEEN = FakeEnvironment().reset().observation


class CountedModels(LoadedModels):
    """Writes down how many requests came at once."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []

    def engine(self, checkpoint: Path, settings: PolicySettings) -> Any:
        return _CountedEngine(super().engine(checkpoint, settings), self.batches)


class _CountedEngine:
    def __init__(self, engine: Any, batches: list[int]) -> None:
        self._engine, self._batches, self.processor = engine, batches, engine.processor

    def generate(self, requests: Sequence[GenerationRequest], sampling: Sampling) -> list[GenerationReply]:
        self._batches.append(len(requests))
        return self._engine.generate(requests, sampling)


@contextmanager
def serving(models: LoadedModels, folder: Path, gather_s: float = 60.0) -> Iterator[Path]:
    """A server in this process."""
    socket = folder / "socket"
    with ThreadPoolExecutor(1) as runner, Listener(str(socket), family="AF_UNIX") as listener:
        server = ModelServer(models, runner, gather_s)
        threading.Thread(target=serve, args=(server, listener), daemon=True).start()
        yield socket


def model_arm(checkpoint: Path, compressor: Path, **more: object) -> AgentSettings:
    return AgentSettings.model_validate({
        "name": "jamel", "kind": "model", "checkpoint": str(checkpoint), "compressor": str(compressor),
        "device": "cpu", "max_new_tokens": 8, **more,
    })  # fmt: skip


def decide(policy: Policy, seed: int, memory: MemoryView = NO_MEMORY) -> Decision:
    policy.begin(fake_context(seed=seed))
    return policy.decide(SEEN, 0, memory)


def request_of(policy: JointPolicy, n_memory: int) -> GenerationRequest:
    policy.begin(fake_context(seed=2**63 - 1))
    latents_ND = np.random.default_rng(0).standard_normal((n_memory, 96)).astype(np.float32)
    asked = policy.request(SEEN, 0, MemoryView(latents_ND=latents_ND, step_indices=tuple(range(n_memory))))
    assert isinstance(asked, GenerationRequest)
    return asked


def test_requests_cross_as_they_are(joint_folder: Path) -> None:
    settings = PolicySettings(device="cpu")
    policy = JointPolicy.of_checkpoint(joint_folder, settings, LoadedModels().engine(joint_folder, settings))
    asked = [request_of(policy, 3), request_of(policy, 0)]
    heads, tensors = requests_to_wire(asked)
    head, found = unpack(pack({"requests": heads}, tensors))
    for before, after in zip(asked, requests_from_wire(head["requests"], found), strict=True):
        assert after.seed == before.seed
        assert after.inputs.prompt_length == before.inputs.prompt_length
        assert np.array_equal(after.latents_ND, before.latents_ND)
        assert [np.array(i).tolist() for i in after.images] == [np.array(i).tolist() for i in before.images]
        for name in ("input_ids_T", "mm_token_type_ids_T", "loss_mask_T", "pixel_values", "image_grid_thw"):
            assert torch.equal(getattr(after.inputs, name), getattr(before.inputs, name))


def test_what_two_workers_ask_is_one_batch_and_answered_as_each_alone(
    tiny: TinyModels, joint_folder: Path, tmp_path: Path
) -> None:
    models = CountedModels()
    with serving(models, tmp_path) as socket:
        sources = [SharedModels(socket) for _ in range(2)]
        agents = [build_agent(model_arm(joint_folder, tiny.compressor), models=source) for source in sources]
        answers = together([lambda p=policy, s=seed: decide(p, s) for seed, (policy, _) in enumerate(agents)])
        assert models.batches == [2]
        for source in sources:
            source.let_go()
    policy, _ = build_agent(model_arm(joint_folder, tiny.compressor))
    assert [a.raw_text for a in answers] == [decide(policy, seed).raw_text for seed in range(2)]
    assert answers[0].raw_text != answers[1].raw_text


def together(work: Sequence[Callable[[], Any]]) -> list[Any]:
    """Each in a thread of its own; their results."""
    found: dict[int, Any] = {}
    threads = [threading.Thread(target=lambda i=i, do=do: found.update({i: do()})) for i, do in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [found[i] for i in range(len(work))]


def test_latents_and_their_counts_are_those_of_the_compressor_itself(tiny: TinyModels, tmp_path: Path) -> None:
    shots, texts = [fake_screenshot("a"), fake_screenshot("b")], ["click('1')", "noop()"]
    with serving(LoadedModels(), tmp_path) as socket:
        shared = SharedModels(socket).compressor(tiny.compressor, "cpu", 2)
        own = LoadedModels().compressor(tiny.compressor, "cpu", 2)
        assert np.array_equal(shared.compress(shots, texts), own.compress(shots, texts))
        assert shared.count_tokens(shots[0], texts[0]) == own.count_tokens(shots[0], texts[0])
        assert (shared.width, shared.latents_per_step, shared.identity) == (
            own.width, own.latents_per_step, own.identity,
        )  # fmt: skip


def test_other_weights_wait_until_nobody_uses_these() -> None:
    in_use, order = InUse(), []
    may_end, entered = threading.Event(), threading.Event()

    def other() -> None:
        with in_use.of("b"):
            order.append("b")

    def same() -> None:
        with in_use.of("a"):
            order.append("a")
            entered.set()
            may_end.wait(60)

    with in_use.of("a"):
        threads = [threading.Thread(target=other), threading.Thread(target=same)]
        for thread in threads:
            thread.start()
        assert entered.wait(60)
        order.append("first ends")
    may_end.set()
    for thread in threads:
        thread.join(60)
    assert order == ["a", "first ends", "b"]


def test_what_goes_wrong_in_the_server_is_said(joint_folder: Path, tmp_path: Path) -> None:
    with serving(LoadedModels(), tmp_path) as socket:
        shared = SharedModels(socket)
        with pytest.raises(ModelError, match="qwen3_vl"):
            shared.compressor(joint_folder, "cpu", 1)


def test_workers_share_where_they_outnumber_gpus(joint_folder: Path) -> None:
    model, plain = model_arm(joint_folder, joint_folder), AgentSettings(name="noop", kind="noop")

    def shared(arm: AgentSettings, **changes: object) -> bool:
        return shares_models(SessionsSettings.model_validate({"output": "o", "workers": 4, **changes}), [arm])

    assert shared(model, num_gpus=2)
    assert not shared(model, num_gpus=4)
    assert not shared(model)
    assert shared(model, share_models=True)
    assert not shared(plain, share_models=True)
    assert not shared(model, num_gpus=2, share_models=False)
    assert not shared(model, num_gpus=2, ray_address="here:1")
    with pytest.raises(ConfigError, match="ray_address"):
        shared(model, ray_address="here:1", share_models=True)


def pid_of(hosts: ModelHosts) -> int:
    child = hosts._hosts[0]._child
    assert child is not None
    return child.pid


def test_a_process_of_models_that_dies_is_started_again_and_ends_with_its_owner(
    tiny: TinyModels, tmp_path: Path
) -> None:
    notes: list[str] = []
    with ModelHosts(0, tmp_path, notes.append) as hosts:
        (socket,) = hosts.sockets
        first = SharedModels(socket).compressor(tiny.compressor, "cpu", 1)
        pid = pid_of(hosts)
        ended = os.pidfd_open(pid)
        os.kill(pid, signal.SIGKILL)
        assert select.select([ended], [], [], 60)[0]  # one that is dying may still take a connection
        os.close(ended)
        with pytest.raises(ModelError, match="is gone"):
            first.compress([fake_screenshot("a")], ["noop()"])
        again = SharedModels(socket).compressor(tiny.compressor, "cpu", 1)
        assert again.compress([fake_screenshot("a")], ["noop()"]).shape == (1, 1, 96)
        pids = {pid, pid_of(hosts)}
    assert len(pids) == 2
    assert not any(Path(f"/proc/{one}").exists() for one in pids)
    assert "-9" in notes[0]


def test_a_process_of_models_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from jamel.serving.hosts import ModelHosts\n"
        "with ModelHosts(0, pathlib.Path(sys.argv[1]), print) as hosts:\n"
        "    print(hosts._hosts[0]._child.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        ended = os.pidfd_open(int(owner.stdout.readline()))
        owner.kill()
    try:
        assert select.select([ended], [], [], 120)[0]
    finally:
        os.close(ended)


@pytest.mark.browser
def test_sessions_of_workers_that_share_models_are_those_of_an_agent_with_models_of_its_own(
    tiny: TinyModels, joint_folder: Path, tmp_path: Path
) -> None:
    arm = model_arm(joint_folder, tiny.compressor)
    run_collect(
        CollectSettings(
            output=str(tmp_path), apps=("glimpse",), num_sessions=2, max_steps=3, workers=2, port_base=0,
            share_models=True, explorer=arm,
        )
    )  # fmt: skip
    sessions = [read_trajectory(path) for path in trajectory_files(tmp_path / "sessions")]
    assert [s.outcome for s in sessions] == [Outcome.OK] * 2
    assert (tmp_path / "models_0.log").is_file()
    policy, memory = build_agent(arm)
    for session in sessions:
        policy.begin(session.context)
        memory.begin(session.context)
        for step in session.steps:
            decision = policy.decide(step.observation, step.index, memory.view())
            assert decision.raw_text == step.decision.raw_text
            memory.append(step.index, step.observation.screenshot_png, history_text(decision.action))

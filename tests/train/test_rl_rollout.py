"""Rollouts in real browsers with a tiny model: what is trained on is what was seen and drawn."""

import contextlib
import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from jamel.train.rl.credit import RewardSettings
from jamel.types import Outcome

pytestmark = [pytest.mark.train, pytest.mark.browser, pytest.mark.model]

STEPS = 3


@pytest.fixture(scope="module")
def parts(base_policy: Path, joint_model: Path) -> tuple[Any, Any]:
    from jamel.memory.compressor import QwenCompressor
    from jamel.policy.transformers_engine import TransformersEngine

    compressor = QwenCompressor.load(base_policy.parent / "compressor", device="cpu")
    return TransformersEngine.load(joint_model, device="cpu"), compressor


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    from jamel.apps import DEMO_FILE, load_app_set
    from jamel.browser.site_server import SiteServer

    with SiteServer(load_app_set(DEMO_FILE).root) as server:
        yield server.base_url


def rollouts(parts: tuple[Any, Any], site: str, output: Path, *, group_size: int = 2) -> Any:
    from jamel.browser.settings import BrowserSettings
    from jamel.policy.prompt import DEFAULT_TEMPLATE
    from jamel.train.rl.decisions import ModelSide
    from jamel.train.rl.rollout import RolloutPlan, Rollouts

    engine, compressor = parts
    plan = RolloutPlan(
        group_size=group_size, max_steps=STEPS, processes=group_size, session_budget_s=600, max_memory_items=512,
        base_url=site, output=output, browser_json=BrowserSettings().model_dump_json(), run_seed=1,
    )  # fmt: skip
    model = ModelSide(
        engine, compressor, template=DEFAULT_TEMPLATE, max_new_tokens=6, max_length=8192, gather_s=60.0
    )  # fmt: skip
    return Rollouts(plan, model)


def app() -> Any:
    from jamel.apps import DEMO_FILE, load_app_set

    return load_app_set(DEMO_FILE).select("train", ("yunjian",))[0]


@pytest.fixture(scope="module")
def rolled(parts: tuple[Any, Any], site: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], Any]:
    with rollouts(parts, site, tmp_path_factory.mktemp("rollouts")) as running:
        return running.run(1, [app()])


@pytest.fixture(scope="module")
def samples(rolled: tuple[list[Any], Any]) -> list[Any]:
    from jamel.train.rl.samples import samples_of

    return samples_of(rolled[0], RewardSettings())


def test_every_step_of_every_session_is_a_sample_of_what_was_said(rolled: tuple[list[Any], Any], samples: list[Any]):
    sessions, cost = rolled
    assert [r.session.trajectory.outcome for r in sessions] == [Outcome.OK] * 2
    assert [(s.session, s.index) for s in samples] == [(f"1/0/yunjian/{p}", i) for p in (0, 1) for i in range(STEPS)]
    said = [step.decision.raw_text for r in sessions for step in r.session.trajectory.steps]
    assert [s.response for s in samples] == said
    assert cost.decide_batches == STEPS, "both sessions are decided in one batch"


def test_sessions_of_a_group_draw_differently(samples: list[Any]):
    assert samples[0].prompt_ids == samples[STEPS].prompt_ids, "both start at the same page, without memory"
    assert samples[0].response_ids != samples[STEPS].response_ids


def test_no_special_or_placeholder_id_is_drawn(parts: tuple[Any, Any], samples: list[Any]):
    from jamel.policy.engine import barred_token_ids

    engine = parts[0]
    barred = set(barred_token_ids(engine.processor.tokenizer, engine.model.get_input_embeddings().num_embeddings))
    assert not barred & {token for s in samples for token in s.response_ids}


def test_latents_are_those_of_the_stored_steps_compressed_once_more(
    parts: tuple[Any, Any], rolled: tuple[list[Any], Any], samples: list[Any]
):
    from jamel.actions import history_text

    steps = rolled[0][1].session.trajectory.steps
    expected = parts[1].compress(
        [s.observation.screenshot_png for s in steps], [history_text(s.decision.action) for s in steps]
    )
    assert [len(s.latents_ND) for s in samples[STEPS:]] == [0, 1, 2]
    assert np.allclose(samples[-1].latents_ND, expected[:2, 0], atol=2e-4)


def test_the_update_reads_the_very_latents_that_were_decided_with(
    parts: tuple[Any, Any], rolled: tuple[list[Any], Any], samples: list[Any], tmp_path: Path
):
    """Bit for bit, in the row that verl gets, and in one made of what was saved."""
    from jamel.train.rl.batch import RowMaker
    from jamel.train.rl.samples import read_samples, write_samples

    maker = RowMaker(config=parts[0].model.config, processor=parts[0].processor)
    write_samples(tmp_path / "saved.parquet", samples, {"step": 1, "weights_step": 0})
    turns = [turn for r in rolled[0] for turn in r.turns]
    for turn, *both in zip(turns, samples, read_samples(tmp_path / "saved.parquet"), strict=True):
        for sample in both:
            row = maker.row(sample, weights_step=0)
            latents_ND = row["multi_modal_inputs"]["memory_latents"].numpy()
            assert latents_ND.shape == (turn.step_index, parts[1].width)
            assert latents_ND.tobytes() == turn.request.latents_ND.tobytes()


def test_a_past_step_is_compressed_once_in_a_session(samples: list[Any]):
    """Compressed anew, in a batch of another size, its latent would differ in the last bits."""
    for sample, following in itertools.pairwise(samples[:STEPS]):
        assert np.array_equal(following.latents_ND[: sample.index], sample.latents_ND)


def test_saved_samples_are_read_as_they_were(samples: list[Any], tmp_path: Path):
    from jamel.train.rl.samples import read_samples, read_weights_step, write_samples

    write_samples(tmp_path / "saved.parquet", samples, {"step": 1, "weights_step": 0})
    assert read_weights_step(tmp_path / "saved.parquet") == 0
    for found, sample in zip(read_samples(tmp_path / "saved.parquet"), samples, strict=True):
        assert np.array_equal(found.latents_ND, sample.latents_ND)
        for name in ("group", "session", "index", "state", "prompt_ids", "response_ids", "reward", "screenshot_png"):
            assert getattr(found, name) == getattr(sample, name)
        assert found.logprobs == pytest.approx(sample.logprobs, abs=1e-6)


def test_the_trainers_forward_pass_gives_the_rollouts_log_probabilities(parts: tuple[Any, Any], samples: list[Any]):
    """Through the row that verl gets, in float32, below the bound that training holds it to."""
    from jamel.train.rl.batch import RowMaker
    from tests.train.row_log_probs import largest_difference

    maker = RowMaker(config=parts[0].model.config, processor=parts[0].processor)
    rows = [maker.row(sample, weights_step=0) for sample in samples]
    assert all(largest_difference(parts[0].model, row) < 1e-3 for row in rows)


def test_a_row_says_its_reward_once_and_a_filler_teaches_nothing(parts: tuple[Any, Any], samples: list[Any]):
    from jamel.train.rl.batch import RowMaker, fill_up, tag_of
    from jamel.train.rl.estimators import SampleKind

    maker = RowMaker(config=parts[0].model.config, processor=parts[0].processor)
    rows = [maker.row(s, weights_step=0) for s in samples[:3]]
    assert [row["rm_scores"].sum().item() for row in rows] == pytest.approx([s.reward for s in samples[:3]])
    filler = maker.row(samples[0], SampleKind.FILLER, weights_step=0)
    filled = fill_up(rows, filler, 4)
    assert len(filled) == 4
    assert filled[3]["response_mask"].sum() == 0
    assert [tag_of(row, 1)["is_padding"] for row in filled] == [False, False, False, True]


def acting_rollout(parts: tuple[Any, Any], site: str, output: Path, victim: str | None) -> list[Any]:
    """Three sessions that click (a random model names no action, and would not notice that its browser is gone); the
    second process, or its browser, is killed when all have come to their second step."""
    running = rollouts(parts, site, output, group_size=3)
    real = running._model.answer
    is_killed = threading.Event()

    def answer(talk: Any, message: dict[str, Any]) -> Any:
        reply = real(talk, message)
        if message["type"] != "decide":
            return reply
        if victim is not None and message["step_index"] == 1 and not is_killed.is_set():
            is_killed.set()
            _kill(running._processes, victim)
        bid = message["observation"]["elements"][talk.place][0]
        return reply | {"text": f"<action>click('{bid}')</action>"}

    running._model.answer = answer
    with running:
        return running.run(1, [app()])[0]


@pytest.fixture(scope="module")
def clean(parts: tuple[Any, Any], site: str, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    return acting_rollout(parts, site, tmp_path_factory.mktemp("clean"), None)


@pytest.mark.parametrize("victim", ["browser", "process"])
def test_killed_browsers_and_processes_leave_the_advantages_of_the_clean_subset(
    parts: tuple[Any, Any], site: str, tmp_path: Path, victim: str, clean: list[Any]
):
    from jamel.train.rl.credit import CreditSettings, Sample, advantages
    from jamel.train.rl.grouping import choose_teaching
    from jamel.train.rl.samples import samples_of

    def credit(rolled: list[Any], places: list[int]) -> np.ndarray:
        kept = [r for r in rolled if r.session.place in places]
        samples = [
            Sample(group=s.group, session=s.session, index=s.index, state=s.state, reward=s.reward)
            for s in samples_of(kept, RewardSettings())
        ]
        return advantages(samples, CreditSettings(estimator="gigpo"))

    found = acting_rollout(parts, site, tmp_path, victim)
    teaching = choose_teaching([r.session for r in found], 2)
    assert (teaching.env_failed, len(teaching.sessions)) == (1, 2)
    places = [session.place for session in teaching.sessions]
    assert np.array_equal(credit(found, places), credit(clean, places))
    assert credit(clean, [0, 1, 2]).any()


def _kill(processes: list[Any], victim: str) -> None:
    """The session's own process, or the browser: all that our relay, below Playwright's driver, has started."""
    child = psutil.Process(processes[1]._child.pid)
    browser = [p for driver in child.children() for relay in driver.children() for p in relay.children(recursive=True)]
    assert browser
    for process in browser if victim == "browser" else [child]:
        with contextlib.suppress(psutil.NoSuchProcess):  # a renderer does not outlive its browser
            process.kill()

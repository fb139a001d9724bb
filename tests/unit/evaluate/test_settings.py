"""What an evaluation runs: memory arms out of one model, in an order in which each finds what it reads."""

from pathlib import Path

import pytest

from jamel.collect.agents import AgentSettings
from jamel.config import load_settings
from jamel.errors import ConfigError
from jamel.evaluate.settings import EvaluateSettings, in_stages

MODEL = AgentSettings(name="jamel", kind="model", checkpoint="c")
RANDOM = AgentSettings(name="random", kind="random")


def settings(**changes: object) -> EvaluateSettings:
    return EvaluateSettings(output="out", model=MODEL).model_copy(update=changes)


def test_each_memory_arm_is_the_model_with_one_switch_changed() -> None:
    arms = settings(memory_arms=("on", "off", "last_k"), last_k=3, baselines=(RANDOM,)).arms()
    assert [a.name for a in arms] == ["jamel", "jamel_memory_off", "jamel_memory_last_k", "random"]
    assert [a.memory for a in arms[:3]] == ["on", "off", "last_k"]
    assert [a.memory_last_k for a in arms[:3]] == [None, None, 3]
    assert {a.checkpoint for a in arms[:3]} == {"c"}


def test_the_text_arm_alone_has_room_for_the_past_in_its_prompt() -> None:
    on, text = settings(memory_arms=("on", "text"), text_max_length=20_000).arms()
    assert (text.name, text.memory, text.max_length) == ("jamel_memory_text", "text", 20_000)
    assert on.max_length == MODEL.max_length


def test_the_foreign_arm_runs_after_the_sessions_it_reads() -> None:
    wanted = settings(memory_arms=("foreign", "on"), baselines=(RANDOM,))
    first, second = in_stages(wanted)
    assert [a.name for a in first] == ["jamel", "random"]
    assert [a.name for a in second] == ["jamel_memory_foreign"]
    assert second[0].memory_foreign == str(Path("out") / "sessions" / "jamel")


def test_a_named_folder_of_foreign_sessions_needs_no_second_stage() -> None:
    model = MODEL.model_copy(update={"memory_foreign": "elsewhere"})
    (only,) = in_stages(settings(model=model, memory_arms=("foreign",)))
    assert only[0].memory_foreign == "elsewhere"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"model": None}, "nothing to evaluate"),
        ({"model": None, "memory_arms": ("on",)}, "without a model"),
        ({"model": RANDOM, "memory_arms": ("on",)}, "needs a model of kind model"),
        ({"memory_arms": ("off", "foreign")}, "takes its steps from arm on"),
    ],
)
def test_arms_that_contradict_each_other_are_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        in_stages(settings(**changes))


def test_bare_on_and_off_of_yaml_are_understood(tmp_path: Path) -> None:
    file = tmp_path / "e.yaml"
    file.write_text("output: o\nmemory_arms: [on, off, zeroed]\n")
    assert load_settings(EvaluateSettings, file).memory_arms == ("on", "off", "zeroed")


def test_five_seeds_are_the_default() -> None:
    assert settings().num_sessions == 5

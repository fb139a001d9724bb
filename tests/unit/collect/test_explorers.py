"""Explorers: deterministic by seed, and untried-first really prefers what it has not tried."""

import random
from collections.abc import Callable

import pytest

from jamel.actions import Click, Fill, GoBack, Hover, Press, Reset, Scroll, SelectOption
from jamel.collect.explorers import (
    RESET_PERIOD,
    InTurnExplorer,
    RandomExplorer,
    UntriedFirstExplorer,
    candidate_actions,
)
from jamel.collect.frontier import ReplayFrontierExplorer
from jamel.collect.knowledge import KnowledgeGuidedExplorer
from jamel.memory.bank import MemoryBank
from jamel.protocols import Policy
from jamel.types import AppSpec, Element, Observation, SessionContext, Split, Viewport

NO_MEMORY = MemoryBank(None).view()


def observation(
    *elements: tuple[str, str, str], url: str = "http://127.0.0.1/app/index.html", axtree_text: str = ""
) -> Observation:
    return Observation(
        url=url,
        open_page_urls=(url,),
        axtree_text=axtree_text,
        elements=tuple(Element(bid=b, role=r, label=label) for b, r, label in elements),
        screenshot_png=b"",
        viewport=Viewport(),
    )


def context(seed: int) -> SessionContext:
    app = AppSpec(app_id="app", split=Split.TRAIN, entry_path="app/index.html")
    return SessionContext(session_id="s", app=app, start_url="http://127.0.0.1/app/index.html", seed=seed, max_steps=9)


def test_candidates_fit_the_roles_of_the_elements() -> None:
    seen = observation(("1", "button", "Save"), ("2", "textbox", "Name"), ("3", "heading", "Title"))
    actions = candidate_actions(seen, random.Random(0))
    assert [type(a) for a in actions] == [Click, Fill, Scroll, GoBack]


def test_a_list_offers_the_options_below_it_and_can_be_clicked() -> None:
    seen = observation(("1", "combobox", "Size"), ("2", "option", "S"), ("3", "option", "M"), ("4", "combobox", "City"))
    actions = candidate_actions(seen, random.Random(0))
    assert SelectOption(bid="1", options=("S",)) in actions
    assert SelectOption(bid="1", options=("M",)) in actions
    assert Click(bid="4") in actions


FIELDS = (("2", "textbox", "Name"), ("3", "textbox", "Town"))
TYPED = "RootWebArea 'Form', focused\n\t[2] textbox 'Name'\n\t[3] textbox 'Town' value='hello', focused\n"


def test_enter_is_offered_to_the_field_that_was_typed_in() -> None:
    actions = candidate_actions(observation(*FIELDS, axtree_text=TYPED), random.Random(0))
    assert [a for a in actions if isinstance(a, Press)] == [Press(bid="3", key_comb="Enter")]


@pytest.mark.parametrize("state", ["value='hello'", "value='hello', disabled=True", ", focused"])
def test_enter_is_not_offered_to_a_field_without_text_or_focus(state: str) -> None:
    text = f"RootWebArea 'Form', focused\n\t[2] textbox 'Name' {state}\n\t[3] textbox 'Town', focused\n"
    actions = candidate_actions(observation(*FIELDS, axtree_text=text), random.Random(0))
    assert not any(isinstance(a, Press) for a in actions)


@pytest.mark.parametrize("kind", [UntriedFirstExplorer, ReplayFrontierExplorer, KnowledgeGuidedExplorer])
def test_explorers_try_enter_as_something_of_its_own(kind: Callable[[], Policy]) -> None:
    explorer = kind()
    explorer.begin(context(seed=1))
    seen = observation(*FIELDS, axtree_text=TYPED)
    actions = [explorer.decide(seen, step, NO_MEMORY).action for step in range(5)]
    assert sorted(type(a).__name__ for a in actions) == ["Fill", "Fill", "GoBack", "Press", "Scroll"]


def test_equal_seeds_give_equal_walks() -> None:
    seen = observation(*((str(i), "button", f"b{i}") for i in range(9)))
    for explorer_class in (RandomExplorer, UntriedFirstExplorer, InTurnExplorer):
        walks = []
        for _ in range(2):
            explorer = explorer_class()
            explorer.begin(context(seed=7))
            walks.append([explorer.decide(seen, i, NO_MEMORY).action for i in range(20)])
        assert walks[0] == walks[1]


def test_untried_first_uses_every_control_before_it_repeats_one() -> None:
    seen = observation(*((str(i), "button", f"b{i}") for i in range(8)))
    explorer = UntriedFirstExplorer()
    explorer.begin(context(seed=1))
    first = [explorer.decide(seen, i, NO_MEMORY).action for i in range(10)]
    assert len(set(map(repr, first))) == 10


def test_untried_first_knows_a_control_by_its_label_when_its_id_changes() -> None:
    explorer = UntriedFirstExplorer()
    explorer.begin(context(seed=1))
    labels = []
    for step in range(4):
        seen = observation((f"x{step}", "button", "A"), (f"y{step}", "button", "B"))
        action = explorer.decide(seen, step, NO_MEMORY).action
        labels.append(action.bid[0] if isinstance(action, Click) else type(action).__name__)
    assert sorted(labels) == ["GoBack", "Scroll", "x", "y"]


def test_untried_first_resets_when_nothing_untried_turns_up() -> None:
    explorer = UntriedFirstExplorer()
    explorer.begin(context(seed=1))
    seen = observation(("1", "button", "A"))
    actions = [explorer.decide(seen, i, NO_MEMORY).action for i in range(RESET_PERIOD + 4)]
    assert [i for i, a in enumerate(actions) if isinstance(a, Reset)] == [RESET_PERIOD + 3]


def clicked(explorer: InTurnExplorer, seen: Observation, steps: int) -> list[str]:
    actions = [explorer.decide(seen, i, NO_MEMORY).action for i in range(steps)]
    return [a.bid if isinstance(a, Hover) else type(a).__name__ for a in actions]


def test_in_turn_goes_down_the_list_and_round_again() -> None:
    seen = observation(*((str(i), "button", f"b{i}") for i in range(4)))
    explorer = InTurnExplorer()
    explorer.begin(context(seed=1))
    walk = clicked(explorer, seen, 12)
    assert walk == [str((int(walk[0]) + i) % 4) for i in range(12)]


def test_in_turn_starts_elsewhere_in_another_session() -> None:
    seen = observation(*((str(i), "button", f"b{i}") for i in range(30)))
    firsts = set()
    for seed in range(10):
        explorer = InTurnExplorer()
        explorer.begin(context(seed=seed))
        firsts.update(clicked(explorer, seen, 1))
    assert len(firsts) > 3


def test_in_turn_goes_on_where_it_left_a_page() -> None:
    one = observation(*((str(i), "button", f"b{i}") for i in range(4)))
    other = observation(("9", "button", "x"), url="http://127.0.0.1/app/other.html")
    explorer = InTurnExplorer()
    explorer.begin(context(seed=3))
    before = clicked(explorer, one, 1)
    clicked(explorer, other, 1)
    straight = InTurnExplorer()
    straight.begin(context(seed=3))
    assert before + clicked(explorer, one, 1) == clicked(straight, one, 2)

"""Explorers that need no model: random, untried-control-first, controls in turn, and one that does nothing.

All fit ``protocols.Policy`` and ignore memory. What they type is drawn from a small fixed list, so that sessions are
reproducible. This file does not know rewards: none sees one.
"""

from __future__ import annotations

import random
import re
from collections import Counter

from jamel.actions import Action, Click, Fill, GoBack, Hover, Noop, Press, Reset, Scroll, SelectOption, render_action
from jamel.types import Decision, MemoryView, Observation, SessionContext

FILL_ROLES = frozenset({"textbox", "searchbox", "spinbutton"})
SELECT_ROLES = frozenset({"combobox", "listbox"})
CLICK_ROLES = frozenset({
    "button", "link", "checkbox", "radio", "switch", "tab", "menuitem", "menuitemcheckbox", "menuitemradio", "option",
    "slider", "treeitem", "gridcell", "columnheader", "listitem", "cell", "generic", "clickable", "image", "img",
})  # fmt: skip
FIELD_LINE = re.compile(rf"^\t*\[(\w+)\] (?:{'|'.join(sorted(FILL_ROLES))}) (.*)$", re.MULTILINE)
"""A field in the accessibility tree: its id, then its name, value and state."""
TEXTS = ("测试", "hello", "2", "13800138000", "user@example.com", "", "北京", "2026-06-15")
ControlIdentity = tuple[str, ...]
RESET_PERIOD = 25
"""Untried-first returns to the start page after this many steps without an untried control on the way."""


def candidate_actions(observation: Observation, rng: random.Random) -> list[Action]:
    """Every sensible action on the listed elements, in list order, then scrolling and going back."""
    actions: list[Action] = []
    select: str | None = None
    in_use = _field_in_use(observation)
    for element in observation.elements:
        if element.role == "option" and select is not None:
            actions.append(SelectOption(bid=select, options=(element.label,)))
            continue
        select = element.bid if element.role in SELECT_ROLES else None
        if element.role in FILL_ROLES:
            actions.append(Fill(bid=element.bid, value=rng.choice(TEXTS)))
            if element.bid == in_use:
                actions.append(Press(bid=element.bid, key_comb="Enter"))
        elif element.role in CLICK_ROLES | SELECT_ROLES:
            actions.append(Click(bid=element.bid))
    return [*actions, Scroll(delta_x=0.0, delta_y=400.0), GoBack()]


def _field_in_use(observation: Observation) -> str | None:
    """The field that holds a text and the focus: many apps take the text on Enter alone."""
    for bid, said in FIELD_LINE.findall(observation.axtree_text):
        if " value=" in said and ", focused" in said:
            return bid
    return None


def as_decision(action: Action) -> Decision:
    """The decision of a policy that does not think aloud."""
    return Decision(raw_text=f"<action>{render_action(action)}</action>", action=action)


def control_identity(action: Action, observation: Observation) -> ControlIdentity:
    """Element ids change from page to page; what an action means is known by (URL, role, label)."""
    match action:
        case Click(bid=bid) | Fill(bid=bid) | Press(bid=bid) | SelectOption(bid=bid):
            element = next(e for e in observation.elements if e.bid == bid)
            return (observation.url, element.role, element.label, *_manner(action))
        case _:
            return (observation.url, type(action).__name__)


def _manner(action: Action) -> tuple[str, ...]:
    match action:
        case SelectOption(options=options):
            return options
        case Press(key_comb=keys):
            return (keys,)
        case _:
            return ()


class RandomExplorer:
    """Uniform over the candidates of each step."""

    name = "random"

    def __init__(self) -> None:
        self._rng = random.Random(0)

    def begin(self, context: SessionContext) -> None:
        self._rng = random.Random(context.seed)

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        return as_decision(self._rng.choice(candidate_actions(observation, self._rng)))


class NoOpExplorer:
    """Waits, step after step: what it is rewarded for, the page ran by itself (timers, animations)."""

    name = "noop"

    def begin(self, context: SessionContext) -> None:
        return

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        return as_decision(Noop())


class UntriedFirstExplorer:
    """Prefers controls it has not used yet in this session, then those used least.

    Ties are broken at random by the session's seed. Resets when nothing untried has turned up for a while.
    """

    name = "untried_first"

    def __init__(self) -> None:
        self._rng = random.Random(0)
        self._tried: Counter[ControlIdentity] = Counter()
        self._steps_since_untried = 0

    def begin(self, context: SessionContext) -> None:
        self._rng = random.Random(context.seed)
        self._tried.clear()
        self._steps_since_untried = 0

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        if self._steps_since_untried >= RESET_PERIOD:
            self._steps_since_untried = 0
            return as_decision(Reset())
        candidates = [(control_identity(a, observation), a) for a in candidate_actions(observation, self._rng)]
        fewest = min(self._tried[identity] for identity, _ in candidates)
        identity, action = self._rng.choice([c for c in candidates if self._tried[c[0]] == fewest])
        self._steps_since_untried = 0 if fewest == 0 else self._steps_since_untried + 1
        self._tried[identity] += 1
        return as_decision(action)


class InTurnExplorer:
    """Points at each element of a page's list, from a random first one down, and round again.

    Pointing leaves the page as it is. So what comes next follows from what was done before, and from nothing that the
    page shows: sessions to teach and to test memory with.
    """

    name = "in_turn"

    def __init__(self) -> None:
        self._rng = random.Random(0)
        self._last: dict[str, int] = {}

    def begin(self, context: SessionContext) -> None:
        self._rng = random.Random(context.seed)
        self._last.clear()

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        actions = [Hover(bid=element.bid) for element in observation.elements] or [Noop()]
        last = self._last.get(observation.url)
        place = (self._rng.randrange(len(actions)) if last is None else last + 1) % len(actions)
        self._last[observation.url] = place
        return as_decision(actions[place])

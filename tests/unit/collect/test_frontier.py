"""Replay-frontier on a small maze of pages: it returns by the way it knows, and gives up ways that prove unstable."""

from jamel.actions import Action, Click, GoBack, Reset, Scroll
from jamel.collect.frontier import ReplayFrontierExplorer
from jamel.memory.bank import MemoryBank
from jamel.types import AppSpec, Element, Observation, SessionContext, Split, Viewport

NO_MEMORY = MemoryBank(None).view()
MAZE = {"start": ("a", "b"), "a": ("a1", "a2"), "b": ("b1",), "a1": (), "a2": ("deep",), "b1": (), "deep": ()}
"""Page -> the buttons on it, each of which opens the page of its name."""


def context(seed: int) -> SessionContext:
    app = AppSpec(app_id="app", split=Split.TRAIN, entry_path="app/index.html")
    return SessionContext(session_id="s", app=app, start_url="http://127.0.0.1/", seed=seed, max_steps=9)


def page(name: str, step: int, labels: tuple[str, ...]) -> Observation:
    """Element ids are new at every step, as after a reload."""
    elements = tuple(Element(bid=f"{step}x{i}", role="button", label=label) for i, label in enumerate(labels))
    return Observation(
        url=f"http://127.0.0.1/#{name}", open_page_urls=(), axtree_text="", elements=elements, screenshot_png=b"",
        viewport=Viewport(),
    )  # fmt: skip


def walk(explorer: ReplayFrontierExplorer, *, steps: int, seed: int, unstable: bool = False) -> list[tuple[str, str]]:
    """(page, action) pairs. Going back leads nowhere. In an unstable app ``a`` opens another page at every visit."""
    explorer.begin(context(seed))
    here, seen = "start", []
    for step in range(steps):
        labels = MAZE.get(here, ("x",))
        action = explorer.decide(page(here, step, labels), step, NO_MEMORY).action
        seen.append((here, _name(action, labels)))
        if isinstance(action, Reset):
            here = "start"
        elif isinstance(action, Click):
            here = labels[int(action.bid.split("x")[1])]
            if unstable and here == "a":
                here = f"a-{step}"
    return seen


def _name(action: Action | object, labels: tuple[str, ...]) -> str:
    match action:
        case Click(bid=bid):
            return labels[int(bid.split("x")[1])]
        case Reset():
            return "reset"
        case Scroll() | GoBack():
            return "other"
    raise AssertionError(action)


def test_every_control_of_every_page_is_tried():
    for seed in range(5):
        seen = walk(ReplayFrontierExplorer(), steps=60, seed=seed)
        assert {pair for pair in seen if pair[1] not in ("reset", "other")} == {
            (page, label) for page, labels in MAZE.items() for label in labels
        }


def test_a_return_is_a_reset_and_then_the_shortest_known_way():
    seen = walk(ReplayFrontierExplorer(), steps=60, seed=1)
    first_reset = next(i for i, (_, action) in enumerate(seen) if action == "reset")
    tried = {pair for pair in seen[:first_reset] if pair[1] != "reset"}
    target = next(i for i in range(first_reset + 1, len(seen)) if seen[i] not in tried)
    assert seen[first_reset + 1][0] == "start"
    assert all(seen[i] in tried for i in range(first_reset + 1, target))
    assert target - first_reset <= 4


def test_equal_seeds_give_equal_walks_and_a_new_session_forgets_the_old_one():
    explorer = ReplayFrontierExplorer()
    assert walk(explorer, steps=40, seed=3) == walk(explorer, steps=40, seed=3)


def test_ways_that_end_elsewhere_are_given_up():
    seen = walk(ReplayFrontierExplorer(), steps=200, seed=2, unstable=True)
    assert {("start", "b"), ("b", "b1")} <= set(seen)


def test_a_page_without_controls_does_not_stop_it():
    seen = walk(ReplayFrontierExplorer(), steps=300, seed=4)
    assert len(seen) == 300
    assert sum(action == "reset" for _, action in seen[-100:]) < 30

"""Which steps of which replays differ."""

from jamel.bench.determinism import _deviating_replays


def test_steps_at_which_some_replays_differ_from_the_commonest():
    assert _deviating_replays([("a", "b", "c")] * 3) == {}
    assert _deviating_replays([("a", "b", "c"), ("a", "x", "c"), ("a", "b", "d"), ("a", "b", "e")]) == {1: 1, 2: 2}

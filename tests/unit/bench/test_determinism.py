"""Which steps of which replays differ."""

from pathlib import Path

from jamel.bench.determinism import _deviating_replays, _keep_pictures


def test_steps_at_which_some_replays_differ_from_the_commonest():
    assert _deviating_replays([("a", "b", "c")] * 3) == {}
    assert _deviating_replays([("a", "b", "c"), ("a", "x", "c"), ("a", "b", "d"), ("a", "b", "e")]) == {1: 1, 2: 2}


def test_pictures_that_differ_are_kept_with_how_many_replays_showed_them(tmp_path: Path):
    shown = ["aaaaaaaa1", "bbbbbbbb2", "aaaaaaaa1"]
    _keep_pictures(tmp_path, "shop_step_3", shown, {"aaaaaaaa1": b"most", "bbbbbbbb2": b"one"})
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert kept == {"shop_step_3_2_of_3_aaaaaaaa.png": b"most", "shop_step_3_1_of_3_bbbbbbbb.png": b"one"}

"""The one shape of a bench, and what its targets do to the exit code."""

from pathlib import Path

from jamel.bench.result import BenchResult, Target, finish
from jamel.storage import read_json


def result(bar: float) -> BenchResult:
    return BenchResult(
        bench="toy", seed=3, results={"steps_per_s": 10.0}, targets=(Target(name="steps_per_s", op=">=", bar=bar),),
        notes=("a toy",),
    )  # fmt: skip


def test_the_json_has_the_documented_keys(tmp_path: Path) -> None:
    assert finish(result(5), tmp_path / "b.json", must_meet_targets=True) == 0
    written = read_json(tmp_path / "b.json")
    assert set(written) == {"bench", "command", "hardware", "versions", "seed", "results", "targets", "notes"}
    assert written["targets"] == {"steps_per_s": {"value": 10.0, "op": ">=", "bar": 5, "met": True}}


def test_an_unmet_target_is_reported_and_fails_only_when_asked(capsys) -> None:
    assert finish(result(50), None, must_meet_targets=False) == 0
    assert "NOT MET" in capsys.readouterr().out
    assert finish(result(50), None, must_meet_targets=True) == 1

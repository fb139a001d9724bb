"""Trajectories become fine-tuning rows: order, memory, filter, split, reasons, resumption."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamel.actions import Click
from jamel.errors import DataError, StorageError
from jamel.memory.bank import MemoryBank
from jamel.rollout.session import run_session
from jamel.testing.fakes import FakeEntityCounter, FakeEnvironment, ScriptedPolicy, fake_context
from jamel.train.memory.preparation import Models, PrepareSettings, prepare
from jamel.train.memory.sft_rows import TRAIN_NAME, VAL_NAME, RowReader, latent_width, split_parts
from jamel.train.memory.trajectory_rows import elements_in, input_files, read_session, sessions_in
from jamel.trajectory_io import write_trajectory
from jamel.types import Outcome

Prepare = Callable[..., dict[str, Any]]


@pytest.fixture
def compressor(trajectories: Any) -> Any:
    return trajectories.fake_compressor()


@pytest.fixture
def run(tmp_path: Path, compressor: Any) -> Prepare:
    """Prepare ``tmp_path/in`` into ``tmp_path/out``; a token is a character."""

    def call(**changes: Any) -> dict[str, Any]:
        settings = PrepareSettings(
            input=(str(tmp_path / "in"),),
            output=str(tmp_path / "out"),
            compressor_model="none",
            val_ratio=0.0,
            max_defect_share=1.0,
        )
        return prepare(settings.model_copy(update=changes), lambda: Models(compressor=compressor, count_tokens=len))

    return call


def rows(tmp_path: Path, name: str = TRAIN_NAME) -> list[Any]:
    reader = RowReader([tmp_path / "out" / name])
    return [reader[i] for i in range(len(reader))]


def shades(tmp_path: Path) -> list[list[int]]:
    """What each sample remembers: the screenshots' shades, which count the steps."""
    return [[int(latent[0]) for latent in row.memory_ND] for row in rows(tmp_path)]


def test_history_holds_all_earlier_steps_of_the_session_oldest_first(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1, 0], [0, 1]]))
    run()
    # Step 1 is cut off as a sample, and stays in the memory of steps 2 and 3.
    assert [row.step_index for row in rows(tmp_path)] == [0, 2, 3]
    assert shades(tmp_path) == [[], [0, 1], [0, 1, 2]]


def test_each_step_is_compressed_once(run: Prepare, trajectories: Any, compressor: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1] * 9]))
    run()
    assert len(compressor.calls) == 8  # nothing remembers the last step


def test_memory_keeps_the_newest_items(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1] * 5]))
    run(max_memory_items=2)
    assert shades(tmp_path) == [[], [0], [0, 1], [1, 2], [2, 3]]


def test_a_reply_without_action_is_remembered_as_invalid(
    run: Prepare, trajectories: Any, compressor: Any, tmp_path: Path
):
    steps = trajectories.session("s", [[1, 1, 1]])
    steps[1]["action"] = None
    trajectories.write(tmp_path / "in/a.parquet", steps)
    assert run()["dropped"] == {"missing_action": {"count": 1, "first": ["s episode 0 step 1"]}}
    assert [text for _, text in compressor.calls] == ["click('0')", "invalid"]


def test_rows_are_sorted_by_app_session_episode_and_step(run: Prepare, trajectories: Any, tmp_path: Path):
    later = trajectories.session("a", [[1, 1]], target_app="zoo")
    first = trajectories.session("b", [[1], [1, 1]], target_app="art")
    trajectories.write(tmp_path / "in/a.parquet", [*later[::-1], *first[::-1]])
    run()
    found = [(r.target_app, r.session_id, r.episode_index, r.step_index) for r in rows(tmp_path)]
    assert found == sorted(found)
    assert len(found) == 5


def test_the_response_is_the_action_alone_in_canonical_form(run: Prepare, trajectories: Any, tmp_path: Path):
    steps = trajectories.session("s", [[1]], action='click(bid = "12")')
    trajectories.write(tmp_path / "in/a.parquet", steps)
    run()
    assert rows(tmp_path)[0].response == "<action>click('12')</action>"


def test_the_prompt_names_the_step_of_the_session_and_the_elements(run: Prepare, trajectories: Any, tmp_path: Path):
    steps = [trajectories.step("s", episode, 1, 1.0) for episode in range(3)]  # indices that restart with each episode
    trajectories.write(tmp_path / "in/a.parquet", steps)
    run()
    prompts = [r.prompt for r in rows(tmp_path)]
    assert ["step 0." in prompts[0], "step 1." in prompts[1], "step 2." in prompts[2]] == [True] * 3
    assert "- 12: button 'Save'" in prompts[0]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"before_screenshot": None}, "missing_screenshot"),
        ({"before_screenshot": b"no png"}, "unreadable_screenshot"),
        ({"action": ""}, "missing_action"),
        ({"action": "launch()"}, "invalid_action"),
        ({"before_observation_str": None}, "corrupt_row"),
        ({"before_observation_str": "x" * 9000}, "too_long"),
        ({"step_idx": 0}, "duplicate_step"),
    ],
)
def test_what_is_left_out_is_counted_and_named(
    run: Prepare, trajectories: Any, tmp_path: Path, change: dict[str, Any], reason: str
):
    steps = trajectories.session("s", [[1, 1, 1]])
    steps[1] |= change
    trajectories.write(tmp_path / "in/a.parquet", steps)
    report = run()
    assert {r: entry["count"] for r, entry in report["dropped"].items()} == {reason: 1}
    assert report["dropped"][reason]["first"] == [f"s episode 0 step {steps[1]['step_idx']}"]
    assert report["samples_train"] == 2


def test_an_unreadable_file_is_named_and_the_rest_goes_on(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1]]))
    (tmp_path / "in/b.parquet").write_bytes(b"half a file")
    report = run()
    assert report["dropped"] == {"unreadable_file": {"count": 1, "first": ["b.parquet"]}}
    assert report["samples_train"] == 1


def test_without_the_filter_every_step_is_a_sample(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[0, 0], [1, 0]]))
    assert run(filter="none")["samples_train"] == 4


def test_a_session_in_two_files_is_an_error(run: Prepare, trajectories: Any, tmp_path: Path):
    for name in ("a", "b"):
        trajectories.write(tmp_path / f"in/{name}.parquet", trajectories.session("s", [[1]]))
    with pytest.raises(DataError, match="Give each session once"):
        run()


def test_no_sample_at_all_is_an_error(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[0, 0]]))
    with pytest.raises(DataError, match="not one training sample"):
        run()


def test_a_file_of_another_layout_is_an_error(run: Prepare, trajectories: Any, tmp_path: Path):
    path = tmp_path / "in/a.parquet"
    trajectories.write(path, trajectories.session("s", [[1]]))
    pq.write_table(pq.read_table(path).drop_columns(["action"]), path)
    with pytest.raises(DataError, match="lacks the columns action"):
        run()


def test_sessions_are_not_torn_between_train_and_val(run: Prepare, trajectories: Any, tmp_path: Path):
    for i in range(5):
        trajectories.write(tmp_path / f"in/{i}.parquet", trajectories.session(f"s{i}", [[1, 1, 1]]))
    report = run(val_ratio=0.4)
    train, val = ({r.session_id for r in rows(tmp_path, name)} for name in (TRAIN_NAME, VAL_NAME))
    assert (len(train), len(val)) == (3, 2)
    assert not train & val
    assert report["samples_train"] + report["samples_val"] == 15


@given(
    counts=st.lists(st.integers(0, 6), max_size=8),
    ratio=st.floats(0, 0.99),
    split=st.sampled_from(["session", "row"]),
    seed=st.integers(0, 9),
)
def test_a_split_is_reproducible_and_leaves_rows_to_train_on(counts: list[int], ratio: float, split: Any, seed: int):
    flags = split_parts(counts, ratio, split, seed)
    assert flags == split_parts(counts, ratio, split, seed)
    assert [len(f) for f in flags] == counts
    units = sum(c > 0 for c in counts) if split == "session" else sum(counts)
    if units:
        assert not all(flag for f in flags for flag in f)
    assert any(flag for f in flags for flag in f) == (ratio > 0 and units >= 2)
    if split == "session":
        assert all(len(set(f)) <= 1 for f in flags)


def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(
    run: Prepare, trajectories: Any, compressor: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for i in range(3):
        trajectories.write(tmp_path / f"in/{i}.parquet", trajectories.session(f"s{i}", [[1] * (3 + i)]))
    run(output=str(tmp_path / "straight"), val_ratio=0.4)
    calls_straight = len(compressor.calls)
    compressor.calls.clear()
    compress = compressor.compress

    def die_in_the_last_session(screenshots: Any, actions: Any) -> Any:
        if len(compressor.calls) >= 5:
            raise KeyboardInterrupt
        return compress(screenshots, actions)

    monkeypatch.setattr(compressor, "compress", die_in_the_last_session)
    with pytest.raises(KeyboardInterrupt):
        run(val_ratio=0.4)
    monkeypatch.undo()
    run(val_ratio=0.4)
    assert len(compressor.calls) == calls_straight
    for name in (TRAIN_NAME, VAL_NAME, "report.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "straight" / name).read_bytes()


def test_a_finished_output_is_left_alone(run: Prepare, trajectories: Any, compressor: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1, 1]]))
    report = run()
    written = (tmp_path / "out" / TRAIN_NAME).stat().st_mtime_ns
    compressor.calls.clear()
    assert run() == report
    assert compressor.calls == []
    assert (tmp_path / "out" / TRAIN_NAME).stat().st_mtime_ns == written


def test_new_sessions_are_added_to_a_finished_output(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1, 1]]))
    assert run()["samples_train"] == 2
    trajectories.write(tmp_path / "in/b.parquet", trajectories.session("t", [[1]]))
    assert run()["samples_train"] == 3


def test_an_output_of_other_settings_is_refused(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1, 1]]))
    run()
    with pytest.raises(StorageError, match="max_memory_items"):
        run(max_memory_items=3)


def test_a_row_reads_back_as_it_was_written(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1] * 20]))
    run()
    reader = RowReader([tmp_path / "out" / TRAIN_NAME])
    row = reader[17]
    assert (row.step_index, row.reward, row.image_png) == (17, 1.0, trajectories.png(17))
    assert row.memory_ND.dtype == np.float32
    assert row.memory_ND[:, 0].tolist() == list(range(17))
    assert latent_width(tmp_path / "out" / TRAIN_NAME) == 3
    with pytest.raises(IndexError):
        reader[20]


def test_the_file_has_the_published_columns_first_and_no_padding(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1, 1, 1]]))
    run()
    table = pq.read_table(tmp_path / "out" / TRAIN_NAME)
    assert table.column_names[:-1] == [
        "session_id", "episode_idx", "step_idx", "target_app", "start_url", "prompt", "response", "reward",
        "current_image_png_bytes", "memory_tokens", "memory_attention_mask",
    ]  # fmt: skip
    pq.write_table(table.drop_columns(["earlier_image_png_bytes"]), tmp_path / "published.parquet")
    assert RowReader([tmp_path / "published.parquet"])[1].earlier_images_png == ()
    assert table["memory_attention_mask"].to_pylist() == [[], [1], [1, 1]]
    assert [len(m) for m in table["memory_tokens"].to_pylist()] == [0, 1, 2]


def test_elements_are_read_from_a_tree_that_has_no_list_of_its_own():
    tree = (
        "Root 'x'\n\t[a1] button 'It\\'s', focused\n\t\t[2] link \"don't\", url='u'\n"
        "\t[a1] button 'again'\n\tStaticText '[9]'"
    )
    assert [(e.bid, e.role, e.label) for e in elements_in(tree)] == [("a1", "button", "It's"), ("2", "link", "don't")]


def test_one_file_may_hold_many_sessions(trajectories: Any, tmp_path: Path):
    many = [row for name in "abc" for row in trajectories.session(name, [[1, 1, 1]])]
    trajectories.write(tmp_path / "in/all.parquet", many)
    (path,) = input_files([tmp_path / "in"])
    found = {source.key[1]: [row.step_index for row in read_session(source)] for source in sessions_in(path)}
    assert found == {"a": [0, 1, 2], "b": [0, 1, 2], "c": [0, 1, 2]}


def losses(tmp_path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (tmp_path / "out/dropped.jsonl").read_text().splitlines()]


def test_every_row_that_is_too_long_is_listed_with_its_length(run: Prepare, trajectories: Any, tmp_path: Path):
    steps = trajectories.session("s", [[1, 1, 1]])
    steps[1] |= {"before_observation_str": "x" * 9000}
    trajectories.write(tmp_path / "in/a.parquet", steps)
    assert run()["dropped"]["too_long"]["count"] == 1
    (entry,) = losses(tmp_path)
    assert (entry["reason"], entry["step"]) == ("too_long", "s episode 0 step 1")
    assert re.fullmatch(r"1\d{4} tokens of at most 8192", entry["detail"])


def test_a_zero_byte_file_is_named_as_such(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1]]))
    (tmp_path / "in/b.parquet").touch()
    run()
    assert losses(tmp_path) == [{"reason": "unreadable_file", "step": "b.parquet", "detail": "zero bytes"}]


def test_a_file_whose_pages_are_damaged_loses_its_session_only(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1, 1]]))
    trajectories.write(tmp_path / "in/b.parquet", trajectories.session("t", [[1, 1]]))
    column = pq.read_metadata(tmp_path / "in/b.parquet").row_group(0).column(7)
    assert column.path_in_schema == "before_screenshot"
    content = bytearray((tmp_path / "in/b.parquet").read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    content[start : start + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    (tmp_path / "in/b.parquet").write_bytes(content)
    report = run()
    assert report["dropped"] == {"unreadable_session": {"count": 1, "first": ["t"]}}
    assert report["samples_train"] == 2


def test_rows_that_name_no_session_are_counted_and_the_others_go_through(
    run: Prepare, trajectories: Any, tmp_path: Path
):
    steps = trajectories.session("s", [[1, 1, 1]])
    steps[2]["session_id"] = None
    trajectories.write(tmp_path / "in/a.parquet", steps)
    report = run()
    assert report["dropped"]["nameless_row"]["count"] == 1
    assert (report["steps"], report["samples_train"]) == (3, 2)


def test_apps_that_are_not_in_the_given_list_and_test_apps_are_left_out(
    run: Prepare, trajectories: Any, tmp_path: Path
):
    for app in ("shop", "exam", "other"):
        trajectories.write(tmp_path / f"in/{app}.parquet", trajectories.session(app, [[1, 1]], target_app=app))
    (tmp_path / "apps.json").write_text('{"test": ["exam"], "train": ["shop"]}')
    report = run(apps_file=str(tmp_path / "apps.json"))
    assert {reason: entry["count"] for reason, entry in report["dropped"].items()} == {"unknown_app": 2, "test_app": 2}
    assert {row.target_app for row in rows(tmp_path)} == {"shop"}


@pytest.mark.parametrize(("share", "fails"), [(0.05, True), (0.2, True), (0.25, False)])
def test_more_than_the_allowed_share_of_defects_fails_the_run(
    run: Prepare, trajectories: Any, tmp_path: Path, share: float, fails: bool
):
    steps = trajectories.session("s", [[1, 1, 1, 1]])
    steps[1] |= {"before_screenshot": None}
    trajectories.write(tmp_path / "in/a.parquet", steps)
    if fails:
        with pytest.raises(DataError, match=r"1 of 4 steps are defective \(missing_screenshot 1\)"):
            run(max_defect_share=share)
        assert not (tmp_path / "out" / TRAIN_NAME).exists()
        run(max_defect_share=1.0)  # what was finished is kept, and the share may be raised
    else:
        run(max_defect_share=share)
    assert (tmp_path / "out" / TRAIN_NAME).exists()


def test_a_broken_share_of_files_fails_the_run_too(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1]]))
    (tmp_path / "in/b.parquet").touch()
    with pytest.raises(DataError, match="1 of 2 files are defective"):
        run(max_defect_share=0.1)


def test_steps_that_the_labels_leave_out_are_no_defects(run: Prepare, trajectories: Any, tmp_path: Path):
    trajectories.write(tmp_path / "in/a.parquet", trajectories.session("s", [[1, 0, 0, 0, 0]]))
    assert run(max_defect_share=0.0)["samples_train"] == 1


def test_a_file_that_says_which_steps_are_samples_is_taken_at_its_word(run: Prepare, trajectories: Any, tmp_path: Path):
    path = tmp_path / "in/a.parquet"
    trajectories.write(path, trajectories.session("s", [[1, 0], [0, 1]]))
    flags = pa.array([False, True, True, False])
    pq.write_table(pq.read_table(path).append_column("is_sample", flags), path)
    assert {r: e["count"] for r, e in run()["dropped"].items()} == {"repeated_prefix": 2}
    assert shades(tmp_path) == [[0], [0, 1]]


def test_the_steps_before_a_policy_failed_are_used_and_those_of_a_broken_app_are_not(run: Prepare, tmp_path: Path):
    for outcome in (Outcome.POLICY_FAILED, Outcome.ENV_FAILED):
        session = run_session(
            env=FakeEnvironment(),
            policy=ScriptedPolicy([Click(bid="0"), Click(bid="1")]),
            memory=MemoryBank(None),
            counter=FakeEntityCounter(),
            context=fake_context(max_steps=2, arm=str(outcome)),
        )
        write_trajectory(tmp_path / f"in/{outcome}.parquet", replace(session, outcome=outcome))
    report = run()
    assert (report["samples_train"], report["dropped"]["session_failed"]["count"]) == (2, 2)

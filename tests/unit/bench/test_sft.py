"""The bench's arithmetic, counted by hand."""

import pytest

from jamel.bench.sft import Batch, padded_share, padding, parse_clock, speed


def batch(at_s: float, wait_s: float, *lengths: int) -> Batch:
    return Batch(at_s=at_s, wait_s=wait_s, lengths=lengths, peak_rss_mib=at_s, peak_gpu_mib=0.0)


def test_padding_is_what_each_micro_batch_lacks_to_its_longest_sample() -> None:
    assert padded_share([[1, 2, 3, 4]], 2) == pytest.approx(1 - 10 / 12)
    assert padded_share([[4, 4], [2, 2]], 2) == 0.0
    assert padded_share([[1, 9, 5]], 1) == 0.0


def test_sorting_a_batch_lowers_its_padding() -> None:
    found = padding([batch(0, 0, *range(100, 900, 50))])
    assert found["padding_share_micro_batch_2"] < found["padding_share_micro_batch_2_unsorted"]


def test_speed_counts_the_work_between_the_first_arrival_and_the_last() -> None:
    found = speed([batch(10, 5, 100, 100), batch(12, 0.5, 300, 100), batch(14, 0.5, 999, 999)])
    assert found["tokens_per_s"] == 600 / 4
    assert found["samples_per_s"] == 4 / 4
    assert found["loader_stall_share"] == 1.0 / 4
    assert found["peak_rss_mib"] == 14


def test_the_clock_is_heard_among_other_lines() -> None:
    line = '[loader_clock] {"at_s": 1, "wait_s": 0, "lengths": [3], "peak_rss_mib": 2, "peak_gpu_mib": 0}'
    assert [b.lengths for b in parse_clock(["Epoch 1/1: 0%", line, "step:1 - train/loss:1"])] == [[3]]

"""The preparation bench in its short form: memory does not grow with the number of rows."""

from jamel.bench.prepare import bench_prepare


def test_preparing_eight_times_the_rows_takes_the_same_memory():
    result = bench_prepare(is_smoke=True)
    assert result.results["rows_large"] == 8 * result.results["rows_small"]
    assert result.results["peak_rss_ratio"] < 1.25

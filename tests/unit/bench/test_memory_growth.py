"""What counts as growth: the least weight of the second half against that of the first."""

from jamel.bench.memory_growth import growth_of

EPISODES = range(0, 1000, 40)


def test_a_steady_leak_is_its_slope() -> None:
    growth = growth_of([(episode, 300 + 0.05 * episode) for episode in EPISODES])
    assert growth.start_mb == 300
    assert round(growth.mb_per_100_episodes, 6) == 5


def test_garbage_that_is_collected_now_and_then_is_no_growth() -> None:
    growth = growth_of([(episode, 300 + episode % 200) for episode in EPISODES])
    assert growth.mb_per_100_episodes == 0


def test_what_the_first_episodes_fill_is_no_growth() -> None:
    growth = growth_of([(episode, min(300 + episode, 400)) for episode in EPISODES])
    assert growth.mb_per_100_episodes == 0

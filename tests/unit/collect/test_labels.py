"""The rejection filter: episodes are cut at their last rewarded step."""

from hypothesis import given
from hypothesis import strategies as st

from jamel.collect.labels import kept_steps, rewarded_prefixes

REWARDS = st.sampled_from([0.0, 0.0, 1.0, 0.5])
EPISODES = st.lists(st.lists(REWARDS, max_size=6), max_size=5)


def session(episodes: list[list[float]]) -> list[tuple[int, float]]:
    return [(index, reward) for index, rewards in enumerate(episodes) for reward in rewards]


def kept_by_episode(episodes: list[list[float]]) -> list[list[float]]:
    steps = session(episodes)
    flags = rewarded_prefixes(steps)
    return [
        [r for (e, r), kept in zip(steps, flags, strict=True) if e == index and kept] for index in range(len(episodes))
    ]


def test_a_hand_counted_session():
    #         episode 0: cut after its second reward; episode 1: no reward; episode 2: kept whole
    episodes = [[1.0, 0.0, 1.0, 0.0, 0.0], [0.0, 0.0], [0.0, 1.0]]
    assert kept_by_episode(episodes) == [[1.0, 0.0, 1.0], [], [0.0, 1.0]]


@given(EPISODES)
def test_every_kept_episode_is_a_prefix_that_ends_in_a_reward(episodes: list[list[float]]):
    for rewards, kept in zip(episodes, kept_by_episode(episodes), strict=True):
        assert kept == rewards[: len(kept)]
        assert not kept or kept[-1] > 0


@given(EPISODES)
def test_no_reward_is_lost(episodes: list[list[float]]):
    steps = session(episodes)
    flags = rewarded_prefixes(steps)
    assert all(kept for (_, reward), kept in zip(steps, flags, strict=True) if reward > 0)


@given(EPISODES)
def test_filtering_twice_changes_nothing(episodes: list[list[float]]):
    steps = session(episodes)
    once = [step for step, kept in zip(steps, rewarded_prefixes(steps), strict=True) if kept]
    assert all(rewarded_prefixes(once))


@given(EPISODES)
def test_without_a_filter_every_step_is_kept(episodes: list[list[float]]):
    assert kept_steps(session(episodes), "none") == [True] * len(session(episodes))

"""Episodes within a session, and the published rule for an app that has nothing left to give."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jamel.actions import Action, Click, Reset, Scroll
from jamel.collect.episodes import EpisodicPolicy
from jamel.collect.exhaustion import EpisodeFacts, episode_facts, why_exhausted
from jamel.collect.feedback import tell
from jamel.memory.bank import MemoryBank
from jamel.rollout.session import run_session
from jamel.testing.fakes import FakeEntityCounter, FakeEnvironment, ScriptedPolicy, fake_context
from jamel.types import Outcome, StopReason, Trajectory

SCROLL = Scroll(delta_x=0.0, delta_y=1.0)


def play(script: list[Action | str], *, max_steps: int, **settings: object) -> tuple[Trajectory, EpisodicPolicy]:
    policy = EpisodicPolicy(ScriptedPolicy(script), **settings)  # type: ignore[arg-type]
    session = run_session(
        env=FakeEnvironment(),
        policy=policy,
        memory=MemoryBank(None),
        counter=FakeEntityCounter(),
        context=fake_context(max_steps=max_steps),
        on_step=lambda step: tell(policy, step),
    )
    return session, policy


def test_the_published_shape_is_e_times_n_plus_one_steps():
    session, _ = play([Click(bid="0")], max_steps=3 * (10 + 1), episode_steps=10)
    resets = [s.index for s in session.steps if isinstance(s.decision.action, Reset)]
    assert resets == [10, 21, 32]
    assert [s.episode_index for s in session.steps] == [0] * 11 + [1] * 11 + [2] * 11


def test_what_paid_in_one_episode_does_not_pay_in_the_next():
    session, _ = play([Click(bid="0")], max_steps=8, episode_steps=3)
    assert [s.reward for s in session.steps] == [1, 0, 0, 0, 0, 0, 0, 0]


def test_an_agents_own_reset_starts_the_count_anew():
    session, _ = play([Click(bid="0"), Reset(), Click(bid="1"), Click(bid="2")], max_steps=8, episode_steps=3)
    assert [s.index for s in session.steps if isinstance(s.decision.action, Reset)] == [1, 5]


def test_a_session_of_an_exhausted_app_ends_after_thirty_episodes_without_reward():
    session, policy = play([SCROLL], max_steps=500, episode_steps=4, stop_when_exhausted=True)
    assert policy.ended is StopReason.EXHAUSTED
    assert len(session.steps) == 30 * 5
    assert session.outcome is Outcome.POLICY_FAILED, "whoever runs the session knows that this end was on purpose"


def test_without_the_rule_the_session_goes_on():
    session, policy = play([SCROLL], max_steps=200, episode_steps=4)
    assert (len(session.steps), policy.ended) == (200, None)


def facts(
    *, rewarded: bool = False, growth: int = 0, valid: int = 2, actions: tuple[str, ...] = ("a", "b")
) -> EpisodeFacts:
    return EpisodeFacts(is_rewarded=rewarded, growth=growth, valid_steps=valid, actions=actions)


def test_thirty_episodes_without_reward_are_enough_and_twenty_nine_are_not():
    assert why_exhausted([facts()] * 29) is None
    assert why_exhausted([facts()] * 30) == "30 episodes without reward"
    assert why_exhausted([facts()] * 29 + [facts(rewarded=True, growth=1)]) is None


def test_mostly_invalid_and_repeated_actions_end_a_session():
    babble = facts(valid=0, actions=("invalid",) * 10)
    assert why_exhausted([babble] * 9) is None
    assert why_exhausted([babble] * 10) == "only 0% of the actions are valid and 99% are repeated"
    assert why_exhausted([replace(babble, valid_steps=2)] * 10) is None


@given(st.lists(st.booleans(), max_size=60))
def test_a_session_whose_last_thirty_episodes_hold_a_reward_is_not_exhausted(rewarded: list[bool]):
    varied = [facts(rewarded=r, growth=int(r), actions=(str(i),)) for i, r in enumerate(rewarded)]
    assert (why_exhausted(varied) is not None) == (len(rewarded) >= 30 and not any(rewarded[-30:]))


def test_facts_of_an_episode_are_counted_from_its_steps():
    session, _ = play([Click(bid="0"), "nonsense", Click(bid="99"), Click(bid="0")], max_steps=4)
    found = episode_facts(session.steps)
    assert found == facts(rewarded=True, growth=3, actions=("click('0')", "invalid", "click('99')", "click('0')"))

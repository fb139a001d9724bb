"""What the bench of the apps says of the suite as a whole, from numbers written by hand."""

from jamel.bench.apps import judged

NUMBERS = {"random_reward_50_steps": 10, "untried_first_reward_50_steps": 20, "random_failed_share_50_steps": 0.5,
           "untried_first_failed_share_50_steps": 0.1, "walks_until_new_after_50_steps": 1}  # fmt: skip


def numbers(app_id: str, later: float, **more: float) -> dict[str, float]:
    return {f"{app_id}_{k}": v for k, v in {**NUMBERS, "entities_in_steps_51_to_100": later, **more}.items()}


def test_an_app_without_anything_new_after_50_steps_is_exhausted_and_the_bar_is_not_met() -> None:
    late = {"random_entities_in_steps_101_to_200": 7.0}
    found = judged(numbers("a", 3) | numbers("b", 0, walks_until_new_after_50_steps=3, **late), is_smoke=False)
    assert found.results["apps_exhausted_after_50_steps"] == 1
    assert found.results["most_walks_until_new_after_50_steps"] == 3
    assert found.results["least_late_entities_of_a_deep_app"] == 7
    assert found.results["mean_untried_first_reward_50_steps"] == 20
    assert [target.name for target in found.unmet()] == ["apps_exhausted_after_50_steps"]


def test_a_suite_with_something_left_in_every_app_meets_its_bars() -> None:
    late = {"random_entities_in_steps_101_to_200": 1.0}
    assert judged(numbers("a", 1, **late), is_smoke=False).unmet() == ()

"""Which steps of a session become training samples: the paper's rejection filter, as pure functions.

A step is its (episode index, reward), in session order; an answer is one flag a step. Steps that are left out as
samples stay in the memory of later ones. This file does not know files, observations or models.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, assert_never

Filter = Literal["prefix", "none"]
LabelledStep = tuple[int, float]


def kept_steps(steps: Sequence[LabelledStep], rule: Filter) -> list[bool]:
    """``prefix``: the paper's filter. ``none``: every step, as the released recipe seems to do."""
    match rule:
        case "prefix":
            return rewarded_prefixes(steps)
        case "none":
            return [True] * len(steps)
        case _:
            assert_never(rule)


def rewarded_prefixes(steps: Sequence[LabelledStep]) -> list[bool]:
    """True up to and with the last rewarded step of each episode (paper, data filtering).

    Zero-reward steps before it are kept; an episode without any reward is left out whole.
    """
    last_rewarded = {episode: index for index, (episode, reward) in enumerate(steps) if reward > 0}
    return [index <= last_rewarded.get(episode, -1) for index, (episode, _) in enumerate(steps)]

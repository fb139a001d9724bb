"""The session so far as chat messages: everything while it fits, then the oldest steps as one line each.

Earlier messages stay as they were from step to step, so that an endpoint can reuse its cache. Lengths are estimates:
the endpoint's tokenizer is not known here. This file does not know HTTP or where an observation comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jamel.collect.chat_client import Message

ROOM_AFTER_CUT = 0.75
"""When the history outgrows its budget it is cut to this share, so that the cut does not move at every step."""
MESSAGE_TOKENS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One past step: what was shown, what was said, and the one line that sums it up with its reward."""

    shown: str
    said: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryShape:
    """``first`` is the oldest turn that is mentioned at all, ``first_whole`` the oldest that is shown whole."""

    first: int = 0
    first_whole: int = 0


def estimate_tokens(text: str) -> int:
    """High rather than low: three and a half ASCII characters a token, one of any other script."""
    ascii_characters = sum(map(str.isascii, text)) if not text.isascii() else len(text)
    return int(ascii_characters / 3.5) + len(text) - ascii_characters + 1


def fit(turns: Sequence[Turn], shape: HistoryShape, budget_tokens: int) -> HistoryShape:
    """``shape`` itself while it fits, else one that shows less. Oldest turns are shortened first, then left out."""
    if _tokens(turns, shape) <= budget_tokens:
        return shape
    room = int(budget_tokens * ROOM_AFTER_CUT)
    first, first_whole = shape.first, shape.first_whole
    tokens = _tokens(turns, shape)
    while tokens > room and first_whole < len(turns):
        tokens -= _whole_tokens(turns[first_whole]) - estimate_tokens(turns[first_whole].line)
        first_whole += 1
    while tokens > room and first < first_whole:
        tokens -= estimate_tokens(turns[first].line)
        first += 1
    return HistoryShape(first=first, first_whole=first_whole)


def _tokens(turns: Sequence[Turn], shape: HistoryShape) -> int:
    short = sum(estimate_tokens(turn.line) for turn in turns[shape.first : shape.first_whole])
    return short + sum(_whole_tokens(turn) for turn in turns[shape.first_whole :])


def _whole_tokens(turn: Turn) -> int:
    return estimate_tokens(turn.shown) + estimate_tokens(turn.said) + estimate_tokens(turn.line) + 2 * MESSAGE_TOKENS


def messages(system: str, turns: Sequence[Turn], shape: HistoryShape, now: str, image_url: str | None) -> list[Message]:
    """System, then user and assistant in turn, then what is seen ``now`` with the image, if there is one."""
    lines = [turn.line for turn in turns[shape.first : shape.first_whole]]
    if shape.first:
        lines.insert(0, f"({shape.first} earlier steps are left out)")
    opening = "Earlier steps:\n" + "\n".join(lines) if lines else ""
    result: list[Message] = [{"role": "system", "content": system}]
    for turn in turns[shape.first_whole :]:
        result.append({"role": "user", "content": _join(opening, turn.shown)})
        result.append({"role": "assistant", "content": turn.said})
        opening = turn.line
    text = _join(opening, now)
    if image_url is None:
        return [*result, {"role": "user", "content": text}]
    image: Message = {"type": "image_url", "image_url": {"url": image_url}}
    return [*result, {"role": "user", "content": [{"type": "text", "text": text}, image]}]


def _join(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)

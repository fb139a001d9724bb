"""One session's steps -> its fine-tuning samples, and the reason for every step left out.

A sample is (prompt and screenshot of one step, latents of all earlier steps of the session, its action). Steps left out
as samples stay in the memory of later ones. This file does not know files.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from jamel.actions import ParseFailure, history_text, parse_action
from jamel.collect.labels import Filter, kept_steps
from jamel.policy.prompt import PromptTemplate, build_prompt, earlier_steps_text
from jamel.policy.response import render_response
from jamel.protocols import Compressor
from jamel.train.memory.sft_rows import LeftOut, SftRow
from jamel.train.memory.trajectory_rows import StepRow
from jamel.types import AppSpec, Observation, RawStep, SessionContext, Split, Viewport

IMAGE_AND_TEMPLATE_TOKENS = 360
"""A 640x360 screenshot is 23 x 13 = 299 tokens of Qwen2.5-VL; the chat template and its system turn take the rest."""

Dropped = dict[str, list[LeftOut]]
"""Reason -> the steps left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRules:
    """``max_length`` bounds prompt, images and response in tokens; memory tokens come on top. The newest ``raw_steps``
    steps are shown in the prompt as they were, and only older ones as latents."""

    rule: Filter
    max_length: int
    max_memory_items: int
    compression_batch_size: int
    template: PromptTemplate
    raw_steps: int
    count_tokens: Callable[[str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """``position`` counts the steps of the session from 0, whatever the file's own indices do. ``raw_steps`` stand in
    the prompt."""

    position: int
    raw_steps: tuple[RawStep, ...]
    row: StepRow
    prompt: str
    response: str


def without_duplicates(rows: Sequence[StepRow]) -> tuple[list[StepRow], list[LeftOut]]:
    """The first row of each (episode, step), in order, and the others."""
    first = {(row.episode_index, row.step_index): row for row in reversed(rows)}
    unique = [row for row in rows if first[row.episode_index, row.step_index] is row]
    return unique, [LeftOut(name=row.name) for row in rows if first[row.episode_index, row.step_index] is not row]


def choose_samples(rows: Sequence[StepRow], rules: SampleRules) -> tuple[list[Sample], Dropped]:
    """The samples of a session, whose rows are given in order without duplicates.

    A file that says itself which steps are samples, as re-ordered sessions do, is taken at its word.
    """
    samples: list[Sample] = []
    dropped: Dropped = {}
    for position, (row, why_not) in enumerate(zip(rows, _left_out_by_labels(rows, rules), strict=True)):
        verdict = (why_not, "") if why_not is not None else _judge(position, rows, rules)
        if isinstance(verdict, Sample):
            samples.append(verdict)
        else:
            reason, detail = verdict
            dropped.setdefault(reason, []).append(LeftOut(name=row.name, detail=detail))
    return samples, dropped


def _left_out_by_labels(rows: Sequence[StepRow], rules: SampleRules) -> list[str | None]:
    """For each row, why the labels leave it out, or None."""
    if any(row.is_sample is not None for row in rows):
        return [None if row.is_sample else "repeated_prefix" for row in rows]
    kept = kept_steps([(row.episode_index, row.reward or 0.0) for row in rows], rules.rule)
    return [None if flag else "after_last_reward" for flag in kept]


def _judge(position: int, rows: Sequence[StepRow], rules: SampleRules) -> Sample | tuple[str, str]:
    """The sample, or the reason why there is none and its details."""
    row = rows[position]
    if row.axtree_text is None or min(row.episode_index, row.step_index) < 0 or not math.isfinite(row.reward or 0.0):
        return "corrupt_row", ""
    if row.screenshot_png is None:
        return "missing_screenshot", ""
    if not is_readable_image(row.screenshot_png):
        return "unreadable_screenshot", ""
    if row.action_text is None:
        return "missing_action", ""
    action = parse_action(row.action_text)
    if isinstance(action, ParseFailure):
        return "invalid_action", action.reason
    raw = _raw_steps(rows[:position], rules.raw_steps)
    prompt = earlier_steps_text(raw) + _prompt(position, row, rules.template)
    sample = Sample(position=position, row=row, prompt=prompt, response=render_response(action), raw_steps=raw)
    texts = rules.count_tokens(sample.prompt) + rules.count_tokens(sample.response)
    tokens = texts + (1 + len(raw)) * IMAGE_AND_TEMPLATE_TOKENS
    return sample if tokens <= rules.max_length else ("too_long", f"{tokens} tokens of at most {rules.max_length}")


def _raw_steps(earlier: Sequence[StepRow], count: int) -> tuple[RawStep, ...]:
    """The newest ``count`` of those that memory holds, oldest first."""
    found: list[RawStep] = []
    for position in range(len(earlier) - 1, -1, -1):
        png = earlier[position].screenshot_png
        if len(found) == count:
            break
        if png is not None and is_readable_image(png):
            action = history_text(parse_action(earlier[position].action_text or ""))
            found.append(RawStep(step_index=position, screenshot_png=png, action_text=action))
    return tuple(reversed(found))


def _prompt(position: int, row: StepRow, template: PromptTemplate) -> str:
    """The prompt that a policy would have been given at this step."""
    observation = Observation(
        url="",
        open_page_urls=row.open_page_urls,
        axtree_text=row.axtree_text or "",
        elements=row.elements,
        screenshot_png=b"",
        viewport=Viewport(),
    )
    context = SessionContext(
        session_id=row.session_id,
        app=AppSpec(app_id=row.target_app, split=Split.TRAIN, entry_path=""),
        start_url=row.start_url,
        seed=0,
        max_steps=0,
    )
    return build_prompt(observation, context, position, template)


def is_readable_image(png: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(png)) as image:
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return False
    return True


def compress_history(
    rows: Sequence[StepRow], length: int, compressor: Compressor, batch_size: int
) -> tuple[NDArray[np.float32], list[int]]:
    """Latents (M, K, D) of the first ``length`` steps that have a readable screenshot, and their positions.

    A step without a valid action is remembered as such, as in a session that is being played.
    """
    usable = [i for i in range(length) if (png := rows[i].screenshot_png) is not None and is_readable_image(png)]
    latents = np.zeros((len(usable), compressor.latents_per_step, compressor.width), np.float32)
    for start in range(0, len(usable), batch_size):
        chosen = usable[start : start + batch_size]
        latents[start : start + len(chosen)] = compressor.compress(
            [rows[i].screenshot_png or b"" for i in chosen],
            [history_text(parse_action(rows[i].action_text or "")) for i in chosen],
        )
    return latents, usable


def sft_rows(
    samples: Sequence[Sample], rows: Sequence[StepRow], compressor: Compressor, rules: SampleRules
) -> Iterator[SftRow]:
    """Every step is compressed once; each sample sees the latents of the steps before it, the latest at most."""
    if not samples:
        return
    latents_MKD, positions = compress_history(rows, samples[-1].position, compressor, rules.compression_batch_size)
    for sample in samples:
        earlier = int(np.searchsorted(positions, sample.position)) - len(sample.raw_steps)
        oldest = max(0, earlier - rules.max_memory_items // compressor.latents_per_step)
        row = sample.row
        yield SftRow(
            session_id=row.session_id,
            episode_index=row.episode_index,
            step_index=row.step_index,
            target_app=row.target_app,
            start_url=row.start_url,
            prompt=sample.prompt,
            response=sample.response,
            reward=row.reward or 0.0,
            image_png=row.screenshot_png or b"",
            memory_ND=latents_MKD[oldest:earlier].reshape(-1, compressor.width),
            earlier_images_png=tuple(raw.screenshot_png for raw in sample.raw_steps),
        )

"""Fakes that fit the seams: a scripted environment, a scripted policy, a hashing compressor. No torch, no browser."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from jamel.actions import Action, Click, ParseFailure, bids_of, render_action
from jamel.errors import BrowserError
from jamel.types import (
    AppSpec,
    CoverageRange,
    CoverageSnapshot,
    Decision,
    Element,
    EntityCounts,
    EntityTotals,
    EnvStep,
    FunctionCoverage,
    MemoryView,
    Observation,
    ScriptCoverage,
    SessionContext,
    Split,
    Viewport,
)

SOURCE = "x" * 1000
SOURCE_SHA256 = hashlib.sha256(SOURCE.encode()).hexdigest()
UNITS_PER_BUTTON = 10


def fake_context(*, seed: int = 0, max_steps: int = 10, arm: str = "fake", app_id: str = "app") -> SessionContext:
    return SessionContext(
        session_id=f"{arm}-{app_id}-000",
        app=AppSpec(app_id=app_id, split=Split.TEST, entry_path=f"{app_id}/index.html"),
        start_url=f"http://127.0.0.1:8800/{app_id}/index.html",
        seed=seed,
        max_steps=max_steps,
    )


def fake_screenshot(text: str) -> bytes:
    """A small PNG that says ``text``."""
    image = Image.new("RGB", (320, 180), (245, 246, 250))
    ImageDraw.Draw(image).text((20, 80), text, fill=(20, 30, 60))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


class FakeEnvironment:
    """``buttons`` buttons with ids 0..n-1; pressing one runs ten units of code of its own. ``reset`` runs ten more,
    always the same. ``breaks_at`` raises ``BrowserError`` at that step of the session, counted from 0."""

    def __init__(self, *, buttons: int = 5, breaks_at: int | None = None) -> None:
        self._buttons, self._breaks_at = buttons, breaks_at
        self._calls = 0
        self.is_closed = False

    @property
    def start_url(self) -> str:
        return "http://127.0.0.1:8800/app/index.html"

    def reset(self) -> EnvStep:
        return EnvStep(observation=self._observation("start"), snapshot=_ran(self._buttons))

    def step(self, action: Action) -> EnvStep:
        if self._calls == self._breaks_at:
            raise BrowserError("the fake browser broke, as told. Expected in this test.")
        self._calls += 1
        unknown = [bid for bid in bids_of(action) if not (bid.isdigit() and int(bid) < self._buttons)]
        if unknown:
            return EnvStep(
                observation=self._observation("error"), snapshot=CoverageSnapshot(), action_error=f"no {unknown[0]}"
            )
        pressed = int(action.bid) if isinstance(action, Click) else None
        snapshot = CoverageSnapshot() if pressed is None else _ran(pressed)
        return EnvStep(observation=self._observation(render_action(action)), snapshot=snapshot)

    def script_sources(self) -> Mapping[str, str]:
        return {SOURCE_SHA256: SOURCE}

    def close(self) -> None:
        self.is_closed = True

    def _observation(self, text: str) -> Observation:
        elements = tuple(Element(bid=str(i), role="button", label=f"按钮 {i}") for i in range(self._buttons))
        tree = "\n".join(["RootWebArea 'Fake'", *(f"\t[{e.bid}] button {e.label!r}" for e in elements)])
        return Observation(
            url=self.start_url,
            open_page_urls=(self.start_url,),
            axtree_text=tree,
            elements=elements,
            screenshot_png=fake_screenshot(text),
            viewport=Viewport(),
        )


def _ran(place: int) -> CoverageSnapshot:
    start = place * UNITS_PER_BUTTON
    whole = CoverageRange(start_units=start, end_units=start + UNITS_PER_BUTTON, count=1)
    function = FunctionCoverage(name=f"f{place}", is_block_coverage=True, ranges=(whole,))
    script = ScriptCoverage(url="http://127.0.0.1:8800/app/app.js", source_sha256=SOURCE_SHA256, functions=(function,))
    return CoverageSnapshot(scripts=(script,))


class FakeEntityCounter:
    """Every function that ran is one function of one statement on a line of its own."""

    def __init__(self) -> None:
        self._functions: set[tuple[str, int]] = set()

    def begin(self) -> None:
        self._functions.clear()

    def absorb(self, snapshot: CoverageSnapshot, sources: Mapping[str, str]) -> EntityTotals:
        for script in snapshot.scripts:
            ran = [f.ranges[0] for f in script.functions if f.ranges[0].count > 0]
            self._functions |= {(script.source_sha256, whole.start_units) for whole in ran}
        count = len(self._functions)
        counts = EntityCounts(lines=count, statements=count, functions=count)
        return EntityTotals(covered=counts, total=counts)


class ScriptedPolicy:
    """Says what it was told to, in turn, then starts over. A string is a reply that names no action."""

    name = "scripted"

    def __init__(self, script: Sequence[Action | str]) -> None:
        self._script = script
        self.memory_sizes: list[int] = []

    def begin(self, context: SessionContext) -> None:
        self.memory_sizes.clear()

    def decide(self, observation: Observation, step_index: int, memory: MemoryView) -> Decision:
        self.memory_sizes.append(len(memory.step_indices))
        said = self._script[step_index % len(self._script)]
        if isinstance(said, str):
            return Decision(raw_text=said, action=ParseFailure(reason="no <action> block", excerpt=said))
        return Decision(raw_text=f"<action>{render_action(said)}</action>", action=said)


class FakeCompressor:
    """Latents made from a hash of screenshot and action; counts what it was asked for."""

    def __init__(self, width: int = 8, *, latents_per_step: int = 1) -> None:
        self._width, self.latents_per_step = width, latents_per_step
        self.compressed = 0

    @property
    def width(self) -> int:
        return self._width

    def compress(self, screenshots_png: Sequence[bytes], action_texts: Sequence[str]) -> NDArray[np.float32]:
        self.compressed += len(action_texts)
        rows = [self._latent(png, text) for png, text in zip(screenshots_png, action_texts, strict=True)]
        return np.stack(rows) if rows else np.zeros((0, self.latents_per_step, self._width), np.float32)

    def _latent(self, png: bytes, text: str) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(png + text.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).normal(size=(self.latents_per_step, self._width)).astype(np.float32)

"""What a session's process and the model's side say to each other: JSON lines, arrays and images as base64.

The session asks (``begin``, ``compress``, ``decide``, ``done``), the model's side answers. This file does not know who
runs where.
"""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jamel.types import Decision, Element, Observation, TokenUsage, Viewport

Message = dict[str, Any]


def array_to_wire(array: NDArray[np.float32]) -> Message:
    return {"shape": list(array.shape), "bytes": base64.b64encode(array.astype("<f4").tobytes()).decode()}


def array_from_wire(raw: Message) -> NDArray[np.float32]:
    flat = np.frombuffer(base64.b64decode(raw["bytes"]), "<f4")
    return flat.reshape(raw["shape"]).astype(np.float32)


def image_to_wire(png: bytes) -> str:
    return base64.b64encode(png).decode()


def image_from_wire(text: str) -> bytes:
    return base64.b64decode(text)


def observation_to_wire(observation: Observation) -> Message:
    return {
        "url": observation.url,
        "open_page_urls": observation.open_page_urls,
        "axtree_text": observation.axtree_text,
        "elements": [[e.bid, e.role, e.label] for e in observation.elements],
        "screenshot": image_to_wire(observation.screenshot_png),
        "viewport": [observation.viewport.width_css_px, observation.viewport.height_css_px],
    }


def observation_from_wire(raw: Message) -> Observation:
    width, height = raw["viewport"]
    return Observation(
        url=raw["url"],
        open_page_urls=tuple(raw["open_page_urls"]),
        axtree_text=raw["axtree_text"],
        elements=tuple(Element(bid=bid, role=role, label=label) for bid, role, label in raw["elements"]),
        screenshot_png=image_from_wire(raw["screenshot"]),
        viewport=Viewport(width_css_px=width, height_css_px=height),
    )


def decision_to_wire(decision: Decision) -> Message:
    """Its text; the session parses that as every policy's is parsed. What was sampled stays on the model's side."""
    return {"text": decision.raw_text, "usage": asdict(decision.usage)}


def usage_from_wire(raw: Message) -> TokenUsage:
    return TokenUsage(**raw["usage"])

"""Settings of the browser environment. They are part of the reward's definition and are recorded with every session."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from jamel.config import Settings
from jamel.types import CoverageMode


class Timing(StrEnum):
    """``deterministic``: virtual time and frames on demand; needs a headless shell. ``compatible``: any Chromium, real
    time, and steps that may differ from run to run."""

    DETERMINISTIC = "deterministic"
    COMPATIBLE = "compatible"


class BrowserSettings(Settings):
    """``step_budget_s`` bounds everything one step does; a page that takes longer ends the session.

    ``has_touch`` makes it a phone: fingers instead of a mouse for coordinate gestures, and the page's own viewport
    declaration counts. Coordinate agents use it with 390x844 CSS pixels; screenshots have the viewport's size.
    """

    coverage_mode: CoverageMode = CoverageMode.EXACT
    viewport_width_css_px: int = Field(default=1280, ge=200)
    viewport_height_css_px: int = Field(default=720, ge=200)
    has_touch: bool = False
    load_budget_s: float = Field(default=20.0, gt=0)
    step_budget_s: float = Field(default=30.0, gt=0)
    timing: Timing = Timing.DETERMINISTIC
    settle_ms: int = Field(default=500, ge=0)
    locale: str = "zh-CN"
    timezone: str = "Asia/Shanghai"

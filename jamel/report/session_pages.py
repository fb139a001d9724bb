"""The trajectory viewer: one page a session, step by step. Reads trajectories one at a time; computes no score.

Page text and model text are untrusted: the template escapes all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jamel.actions import LongPress, MouseClick, ParseFailure, Swipe, Tap, history_text
from jamel.evaluate.metrics import SessionScore
from jamel.report.pages import page_environment
from jamel.report.pictures import Pictures, fingerprint
from jamel.storage import write_text_atomically
from jamel.trajectory_io import read_trajectory
from jamel.types import CoverageSnapshot, Step, Trajectory, Viewport

POINT_CSS_PX = 28.0
NAMES_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Where the action happened, in percent of the picture."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as the page shows it. ``picture`` names a style of the page that holds the image, if there is one."""

    index: int
    picture: str | None
    outline: Outline | None
    action: str
    target: str
    is_off_picture: bool
    reply: str
    reward: float
    total: float
    new_entities: int
    new_functions: tuple[str, ...]
    more_functions: int
    error: str | None
    page_errors: tuple[str, ...]
    memory_tokens: int
    input_tokens: int
    output_tokens: int
    seconds: float


def session_page_name(score: SessionScore) -> str:
    return f"session_{score.session_id}.html"


def write_session_pages(
    folder: Path, paths: Sequence[Path], scores: Sequence[SessionScore], front: str, pictures: Pictures
) -> None:
    """One file a session; every arm's first session of an app gets its pictures before any second one does. When the
    pictures' share of the report is used up, the short form follows: a line a step."""
    full, short = map(page_environment().get_template, ("session.html.j2", "session_short.html.j2"))
    order = sorted(range(len(paths)), key=lambda i: (scores[i].session_id.rpartition("-")[2], scores[i].session_id))
    for place in order:
        score = scores[place]
        template = short if pictures.is_used_up else full
        trajectory = read_trajectory(paths[place], with_pictures=template is full)
        images: dict[str, str] = {}
        steps = _step_views(trajectory, images, pictures)
        page = template.render(score=score, steps=steps, images=images, front=front)
        if template is full:
            pictures.spend(len(page.encode()) - sum(map(len, images.values())))
        write_text_atomically(folder / session_page_name(score), page)


def _step_views(trajectory: Trajectory, images: dict[str, str], pictures: Pictures) -> list[StepView]:
    seen = _ran(trajectory.initial_snapshot).keys()
    total, views = 0.0, []
    for step in trajectory.steps:
        ran = _ran(step.snapshot)
        new = [name for key, name in sorted(ran.items()) if key not in seen]
        seen = seen | ran.keys()
        total += step.reward
        views.append(_step_view(step, total, new, _picture(step, images, pictures)))
    return views


def _step_view(step: Step, total: float, new_functions: Sequence[str], picture: str | None) -> StepView:
    usage, action = step.decision.usage, step.decision.action
    return StepView(
        index=step.index,
        picture=picture,
        outline=_outline(step),
        action=history_text(action),
        target=_target(step),
        is_off_picture=step.acted_box_css_px is not None and _outline(step) is None,
        reply=step.decision.raw_text,
        reward=step.reward,
        total=total,
        new_entities=step.gain.new.sum,
        new_functions=tuple(new_functions[:NAMES_SHOWN]),
        more_functions=max(0, len(new_functions) - NAMES_SHOWN),
        error=step.action_error,
        page_errors=step.page_errors,
        memory_tokens=usage.memory_tokens,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        seconds=step.timing.total_s,
    )


def _picture(step: Step, images: dict[str, str], pictures: Pictures) -> str | None:
    png = step.observation.screenshot_png
    if not png:
        return None
    name = fingerprint(png)
    if name not in images:
        if pictures.is_used_up:
            return None
        images[name] = pictures.shrink(png)
    return name


def _ran(snapshot: CoverageSnapshot) -> dict[tuple[str, int, int], str]:
    """(script, start, end) -> name of every function that ran; scripts as a whole are no functions."""
    return {
        (script.source_sha256, f.ranges[0].start_units, f.ranges[0].end_units): f.name or "(anonymous)"
        for script in snapshot.scripts
        for f in script.functions
        if f.ranges[0].count > 0 and (f.name or f.ranges[0].start_units > 0)
    }


def _target(step: Step) -> str:
    """Role and label of the element acted on, which say more than its id."""
    bid = getattr(step.decision.action, "bid", None)
    return next((f"{e.role} {e.label!r}" for e in step.observation.elements if e.bid == bid), "")


def _outline(step: Step) -> Outline | None:
    """A stored box, or a small square around the point of a gesture."""
    match step.decision.action:
        case MouseClick(x=x, y=y) | Tap(x=x, y=y) | LongPress(x=x, y=y) | Swipe(from_x=x, from_y=y):
            half = POINT_CSS_PX / 2
            return in_percent((x - half, y - half, POINT_CSS_PX, POINT_CSS_PX), step.observation.viewport)
        case ParseFailure():
            return None
        case _:
            box = step.acted_box_css_px
            return None if box is None else in_percent(box, step.observation.viewport)


def in_percent(box: tuple[float, float, float, float], view: Viewport) -> Outline | None:
    """Clipped to the viewport; None when nothing of it shows."""
    x, y, width, height = box
    left, right = max(0.0, x), min(float(view.width_css_px), x + width)
    top, bottom = max(0.0, y), min(float(view.height_css_px), y + height)
    if right <= left or bottom <= top:
        return None
    across, down = 100 / view.width_css_px, 100 / view.height_css_px
    return Outline(left=left * across, top=top * down, width=(right - left) * across, height=(bottom - top) * down)

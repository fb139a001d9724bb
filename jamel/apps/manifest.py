"""The manifest of our own suite: what each app is made of. Read from ``demo-env-src/apps.yaml``, checked strictly.

This file does not know how an app is written; ``build`` does.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from jamel.config import PROJECT_ROOT, Settings, load_settings
from jamel.errors import AppError
from jamel.types import Split

SOURCE_ROOT = PROJECT_ROOT / "env" / "browser_env" / "demo-env-src"
Pair = tuple[str, str]
"""Text in Chinese and English."""
Language = Literal["zh", "en", "both"]
NavStyle = Literal["tabs", "side", "rail", "top"]
Look = Literal["plain", "vivid", "flat", "round", "dense"]
LANGUAGES: tuple[Language, ...] = ("zh", "en", "both")
NAV_STYLES: tuple[NavStyle, ...] = ("tabs", "side", "rail", "top")
LOOKS: tuple[Look, ...] = ("plain", "vivid", "flat", "round", "dense")


class AppManifest(Settings):
    """One app. ``features`` are module names in script order; ``nav`` are at most five routes of theirs."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{2,15}$")]
    split: Split
    depth: Literal["shallow", "medium", "deep"]
    stands_for: str
    name: Pair
    slogan: Pair
    lang: Language
    hue: Annotated[int, Field(ge=0, lt=360)]
    saturation: Annotated[int, Field(ge=0, le=100)] = 60
    theme: Literal["light", "dark"] = "light"
    look: Look = "plain"
    nav_style: NavStyle = "tabs"
    logo: str
    currency: str = "¥"
    products: str = ""
    start: str
    nav: Annotated[tuple[str, ...], Field(min_length=2, max_length=5)]
    features: Annotated[tuple[str, ...], Field(min_length=4)]
    popups: Annotated[tuple[Literal["consent", "survey", "tour", "gift"], ...], Field(max_length=2)] = ()
    free_from: int = 199
    as_list: bool = False
    feed_names: Pair = ("动态", "Feed")


class SuiteManifest(Settings):
    """All apps, and the day that is today in all of them."""

    today: str
    apps: tuple[AppManifest, ...]


def load_manifest(source: Path = SOURCE_ROOT) -> SuiteManifest:
    """Read and check ``apps.yaml``. Raises ``ConfigError`` or ``AppError`` naming what is wrong."""
    path = source / "apps.yaml"
    suite = load_settings(SuiteManifest, path)
    ids = [app.id for app in suite.apps]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise AppError(f"{path} names apps twice: {', '.join(twice)}. Give each its own id.")
    for app in suite.apps:
        missing = [name for name in app.features if not (source / "modules" / f"{name}.js").is_file()]
        if missing:
            raise AppError(
                f"app {app.id!r} names features without a module: {', '.join(missing)}. See {source}/modules."
            )
    return suite


def varied(app: AppManifest, seed: int) -> AppManifest:
    """The app under another theme, language, layout; seed 0 is the app itself. Its features stay the same."""
    if seed == 0:
        return app
    rng = random.Random(f"look/{app.id}/{seed}")
    return app.model_copy(
        update={
            "hue": rng.randrange(360),
            "saturation": rng.choice((40, 60, 75)),
            "theme": rng.choice(("light", "dark")),
            "look": rng.choice(LOOKS),
            "nav_style": rng.choice(NAV_STYLES),
            "lang": rng.choice(LANGUAGES),
            "as_list": rng.random() < 0.5,
        }
    )

"""Apps: which there are and how they are split, how our own suite is built, how ScaleWoB's archive comes in.

Knows no browser: checking apps in one is ``jamel.browser.check_apps``.
"""

from jamel.apps.benchmark import (
    APPS_MODES,
    BENCHMARK_FILE,
    DEMO_FILE,
    SPLIT_DOC,
    AppSet,
    load_app_set,
    render_app_split,
)

__all__ = [
    "APPS_MODES",
    "BENCHMARK_FILE",
    "DEMO_FILE",
    "SPLIT_DOC",
    "AppSet",
    "load_app_set",
    "render_app_split",
]

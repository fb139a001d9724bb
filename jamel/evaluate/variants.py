"""Robustness arms: the same agents and seeds on variants of the embedded apps, which differ in look, language and data.

A variant runs other scripts, so it has ceilings and a summary of its own, in a folder below the evaluation's; `compare`
sets them side by side. This file does not know how an app is varied.
"""

from __future__ import annotations

from pathlib import Path

from jamel.apps.build import build_suite
from jamel.collect.sessions import chosen_apps
from jamel.evaluate.run import run_evaluate
from jamel.evaluate.settings import EvaluateSettings


def run_with_variants(settings: EvaluateSettings) -> list[Path]:
    """Run what is missing. Returns the output folders, that of the apps as they are first.

    Raises ``AppError`` before anything runs when ``apps_file`` names apps that are not of the embedded suite; else as
    ``run_evaluate``.
    """
    plain = settings.model_copy(update={"app_variants": ()})
    runs = [plain, *(_variant(plain, seed) for seed in settings.app_variants)]
    for run in runs:
        chosen_apps(run)
    return [run_evaluate(run).parent for run in runs]


def _variant(plain: EvaluateSettings, seed: int) -> EvaluateSettings:
    folder = Path(plain.output) / f"variant_{seed}"
    apps = folder / "apps"
    if not (apps / "environments.json").is_file():  # written last
        build_suite(apps, seed=seed)
    return plain.model_copy(update={"output": str(folder), "apps_root": str(apps)})

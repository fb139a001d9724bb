"""Robustness arms: the same agents and seeds on variants of the embedded apps, which differ in look, language and data.

A variant runs other scripts, so it has ceilings and a summary of its own, in a folder below the evaluation's; `compare`
sets them side by side. This file does not know how an app is varied.
"""

from __future__ import annotations

from pathlib import Path

from jamel.apps.build import build_suite
from jamel.evaluate.run import run_evaluate
from jamel.evaluate.settings import EvaluateSettings


def run_with_variants(settings: EvaluateSettings) -> list[Path]:
    """Run what is missing. Returns the output folders, that of the apps as they are first.

    Raises ``AppError`` when ``apps_file`` names apps that are not of the embedded suite; else as ``run_evaluate``.
    """
    folders = [run_evaluate(settings.model_copy(update={"app_variants": ()})).parent]
    for seed in settings.app_variants:
        folder = Path(settings.output) / f"variant_{seed}"
        apps = folder / "apps"
        if not (apps / "environments.json").is_file():  # written last
            build_suite(apps, seed=seed)
        changes = {"output": str(folder), "apps_root": str(apps), "app_variants": ()}
        folders.append(run_evaluate(settings.model_copy(update=changes)).parent)
    return folders

"""Variants exist of the embedded apps alone, and that is found out before hours of sessions."""

from pathlib import Path

import pytest

from jamel.collect.agents import AgentSettings
from jamel.errors import AppError
from jamel.evaluate.settings import EvaluateSettings
from jamel.evaluate.variants import run_with_variants
from jamel.storage import write_json_atomically


def test_apps_without_variants_are_refused_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "apps" / "shop").mkdir(parents=True)
    (tmp_path / "apps" / "shop" / "index.html").write_text("")
    listed = {"root": str(tmp_path / "apps"), "train": [], "test": ["shop"]}
    write_json_atomically(tmp_path / "apps.json", listed)
    wanted = EvaluateSettings(
        output=str(tmp_path / "out"), apps_file=str(tmp_path / "apps.json"), app_variants=(3,),
        baselines=(AgentSettings(name="random", kind="random"),),
    )  # fmt: skip
    with pytest.raises(AppError, match="shop"):
        run_with_variants(wanted)
    assert not (tmp_path / "out" / "settings.json").exists()

"""The commands about results: ``jamel evaluate``, ``report``, ``compare`` and ``rescore``. No logic lives here."""

from __future__ import annotations

import argparse
from pathlib import Path

from jamel.cli_command import Groups, add_command


def add_result_commands(groups: Groups) -> None:
    evaluate = add_command(groups, "evaluate", _evaluate, "score agents on unseen apps")
    evaluate.add_argument("config", type=Path, help="YAML file, see configs/eval")
    evaluate.add_argument("overrides", nargs="*", metavar="key=value", help="settings on top of the file")
    evaluate.add_argument("--report", action="store_true", help="write the report afterwards")
    report = add_command(groups, "report", _report, "write the HTML report of an evaluation")
    report.add_argument("folders", type=Path, nargs="+", help="output folders of `jamel evaluate`")
    report.add_argument("--train-log", type=Path, default=None, help="train_log.jsonl of the training run")
    report.add_argument("--output", type=Path, default=None, help="default: report.html in the first folder")
    compare = add_command(groups, "compare", _compare, "compare the agents of several evaluations")
    compare.add_argument(
        "folders", type=Path, nargs="+", help="output folders of `jamel evaluate`, or their summary.json"
    )
    compare.add_argument("--output", type=Path, default=None, help="folder for compare.html, .json, .csv and .md")
    rescore = add_command(groups, "rescore", _rescore, "recompute every number from stored coverage, without a browser")
    rescore.add_argument("folder", type=Path, help="folder with trajectories")


def _evaluate(arguments: argparse.Namespace) -> int:
    from jamel.config import load_settings
    from jamel.evaluate.settings import EvaluateSettings
    from jamel.evaluate.summary import SUMMARY_NAME
    from jamel.evaluate.variants import run_with_variants
    from jamel.report.build import build_report
    from jamel.report.compare import compare, write_comparison

    folders = run_with_variants(load_settings(EvaluateSettings, arguments.config, arguments.overrides))
    print("".join(f"summary: {folder / SUMMARY_NAME}\n" for folder in folders), end="")
    if len(folders) > 1:
        print(f"compare: {write_comparison(compare(folders), folders[0])}")
    if arguments.report:
        print(f"report:  {build_report(folders, None, None)}")
    return 0


def _report(arguments: argparse.Namespace) -> int:
    from jamel.report.build import build_report

    print(f"report: {build_report(arguments.folders, arguments.train_log, arguments.output)}")
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    from jamel.report.compare import as_markdown, compare, write_comparison

    rows = compare(arguments.folders)
    print(as_markdown(rows))
    if arguments.output is not None:
        print(f"page: {write_comparison(rows, arguments.output)}")
    return 0


def _rescore(arguments: argparse.Namespace) -> int:
    from jamel.coverage.node_counter import NodeEntityCounters
    from jamel.evaluate.scoring import rescore_evaluation
    from jamel.evaluate.summary import SUMMARY_NAME
    from jamel.rollout.rescore import rescore_folder

    is_evaluation = (arguments.folder / SUMMARY_NAME).is_file()
    with NodeEntityCounters() as counters:
        is_true = (rescore_evaluation if is_evaluation else rescore_folder)(arguments.folder, counters)
    return 0 if is_true else 1

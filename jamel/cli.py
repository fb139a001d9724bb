"""The ``jamel`` command: parses, calls one function, turns a ``JamelError`` into one line and an exit code.

Heavy parts are imported inside the handlers, so that ``jamel --help`` is instant. No logic lives here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from jamel import __version__
from jamel.cli_apps import add_app_commands
from jamel.cli_command import Groups, Handler
from jamel.cli_command import add_command as _add
from jamel.cli_results import add_result_commands
from jamel.errors import JamelError


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jamel", description="Explore web apps, learn from JavaScript coverage.")
    parser.add_argument("--version", action="version", version=f"jamel {__version__}")
    groups = parser.add_subparsers(dest="group", required=True, metavar="COMMAND")
    _add(groups, "doctor", _doctor, "check what this machine has, and say what to do about the rest")
    add_app_commands(groups)
    _add_exploration(groups)
    _add_training(groups)
    _add_models(groups)
    add_result_commands(groups)
    _add_bench(groups)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 failed, 2 bad configuration, 3 this machine lacks something, 4 not built yet."""
    arguments = build_parser().parse_args(argv)
    handler: Handler = arguments.handler
    try:
        return handler(arguments)
    except JamelError as error:
        print(f"jamel {arguments.group}: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(f"jamel {arguments.group}: interrupted; run the same command again to go on.", file=sys.stderr)
        return 130


def _add_configured(groups: Groups, name: str, handler: Handler, text: str) -> None:
    parser = _add(groups, name, handler, text)
    parser.add_argument("config", type=Path, help="YAML file, see configs/")
    parser.add_argument("overrides", nargs="*", metavar="key=value", help="settings on top of the file")


def _add_exploration(groups: Groups) -> None:
    explore = _add(groups, "explore", _explore, "explore any web app: a folder, or a URL on this machine")
    explore.add_argument("target", help="folder of a built app, or http://127.0.0.1:PORT/path")
    explore.add_argument("--entry", default="", metavar="PAGE", help="its start page (default: index.html)")
    explore.add_argument("--steps", type=int, default=50)
    explore.add_argument("--seed", type=int, default=0)
    explore.add_argument("--output", type=Path, default=Path("outputs/explore"))
    _add_configured(groups, "collect", _collect, "explore apps and record trajectories")


def _add_training(groups: Groups) -> None:
    reorder = _add(groups, "reorder", _reorder, "make new sessions out of recorded ones by re-ordering their episodes")
    reorder.add_argument("folder", type=Path, help="output folder of `jamel collect`")
    reorder.add_argument("--output", type=Path, required=True)
    reorder.add_argument("--orders", type=int, default=20, help="at most so many orders of a session")
    reorder.add_argument("--seed", type=int, default=20260519)
    prepare = _add(groups, "prepare", _prepare, "turn trajectories into fine-tuning rows")
    from jamel.train.memory.prepare_sft_dataset import add_arguments

    add_arguments(prepare)
    train = groups.add_parser("train", help="train a policy", description="Train a policy through verl.")
    stages = train.add_subparsers(dest="stage", required=True, metavar="STAGE")
    _add_configured(stages, "sft", _train_sft, "supervised fine-tuning of policy and aligner")
    _add_configured(stages, "rl", _train_rl, "reinforcement learning on coverage novelty")


def _add_models(groups: Groups) -> None:
    package = _add(groups, "package-model", _package_model, "join a trained policy and its compressor in one folder")
    package.add_argument("checkpoint", type=Path, help="model folder, or training output (its latest global_step_*)")
    package.add_argument("--compressor", type=Path, required=True, help="folder of the frozen Qwen3-VL compressor")
    package.add_argument("--output", type=Path, required=True)
    inspect = _add(groups, "inspect", _inspect, "show sizes, dtypes, hashes and aligner of a model folder or package")
    inspect.add_argument("model", type=Path)
    inspect.add_argument("--json", type=Path, default=None, help="write the facts here as well")


def _add_bench(groups: Groups) -> None:
    bench = _add(groups, "bench", _bench, "measure a part of jamel")
    names = ("apps", "determinism", "env", "evaluate", "faults", "model", "prepare", "rl", "sft", "versus")
    bench.add_argument("name", choices=names)
    bench.add_argument("--replays", type=int, default=20, help="of every recorded session (determinism)")
    bench.add_argument("--shapes", default="tiny", help="tiny, paper, or a YAML file as in configs/model (model)")
    bench.add_argument("--json", type=Path, default=None, help="write the result here")
    bench.add_argument("--smoke", action="store_true", help="a short form that fits in CI")
    bench.add_argument("--check", action="store_true", help="exit 1 when a target is not met")


def _doctor(_: argparse.Namespace) -> int:
    from jamel.doctor import run_doctor

    return run_doctor()


def _explore(arguments: argparse.Namespace) -> int:
    from jamel.evaluate.explore import ExploreSettings, explore
    from jamel.report.build import build_report

    settings = ExploreSettings(
        target=arguments.target,
        entry=arguments.entry,
        max_steps=arguments.steps,
        seed=arguments.seed,
        output=str(arguments.output),
    )
    print(f"report: {build_report([explore(settings)], None, None)}")
    return 0


def _collect(arguments: argparse.Namespace) -> int:
    from jamel.collect.run import CollectSettings, run_collect
    from jamel.config import load_settings

    summary = run_collect(load_settings(CollectSettings, arguments.config, arguments.overrides))
    return 1 if summary["sessions_ok"] == 0 else 0


def _reorder(arguments: argparse.Namespace) -> int:
    from jamel.collect.reorder_run import reorder_folder
    from jamel.coverage.node_counter import NodeEntityCounters

    with NodeEntityCounters() as counters:
        reorder_folder(arguments.folder, arguments.output, arguments.orders, arguments.seed, counters)
    return 0


def _prepare(arguments: argparse.Namespace) -> int:
    from jamel.train.memory.prepare_sft_dataset import run

    run(arguments)
    return 0


def _train_sft(arguments: argparse.Namespace) -> int:
    from jamel.config import load_settings
    from jamel.report.training import build_training_page
    from jamel.train.memory.sft import SftSettings, run_sft

    settings = load_settings(SftSettings, arguments.config, arguments.overrides)
    print(f"checkpoint: {run_sft(settings)}")
    print(f"report:     {build_training_page(Path(settings.output))}")
    return 0


def _train_rl(arguments: argparse.Namespace) -> int:
    from jamel.config import load_settings
    from jamel.report.reinforcement import build_reinforcement_page
    from jamel.train.rl.rl import RlSettings, run_rl

    settings = load_settings(RlSettings, arguments.config, arguments.overrides)
    print(f"checkpoint: {run_rl(settings)}")
    print(f"report:     {build_reinforcement_page(Path(settings.output))}")
    return 0


def _package_model(arguments: argparse.Namespace) -> int:
    from jamel.policy.checkpoint import find_model_folder
    from jamel.policy.packaged import write_package

    written = write_package(find_model_folder(arguments.checkpoint), arguments.compressor, arguments.output)
    print(f"package: {written}")
    return 0


def _inspect(arguments: argparse.Namespace) -> int:
    from jamel.policy.inspection import inspect_model, render_inspection
    from jamel.storage import write_json_atomically

    facts = inspect_model(arguments.model)
    print(render_inspection(facts))
    if arguments.json is not None:
        write_json_atomically(arguments.json, facts)
    return 0


def _bench(arguments: argparse.Namespace) -> int:
    from jamel.bench.result import finish

    match arguments.name:
        case "apps":
            from jamel.bench.apps import bench_apps

            result = bench_apps(is_smoke=arguments.smoke)
        case "determinism":
            from jamel.bench.determinism import bench_determinism

            file: Path | None = arguments.json
            pictures = None if file is None else file.with_name(f"{file.stem}_pictures")
            result = bench_determinism(is_smoke=arguments.smoke, replays=arguments.replays, pictures=pictures)
        case "evaluate":
            from jamel.bench.evaluate import bench_evaluate

            result = bench_evaluate(is_smoke=arguments.smoke)
        case "faults":
            from jamel.bench.faults import bench_faults

            result = bench_faults(is_smoke=arguments.smoke)
        case "model":
            from jamel.bench.model import bench_model

            result = bench_model(arguments.shapes, is_smoke=arguments.smoke)
        case "versus":
            from jamel.bench.versus import bench_versus

            result = bench_versus(is_smoke=arguments.smoke)
        case "prepare":
            from jamel.bench.prepare import bench_prepare

            result = bench_prepare(is_smoke=arguments.smoke)
        case "rl":
            from jamel.bench.rl import bench_rl

            result = bench_rl(is_smoke=arguments.smoke)
        case "sft":
            from jamel.bench.sft import bench_sft

            result = bench_sft(is_smoke=arguments.smoke)
        case _:
            from jamel.bench.env import bench_env

            result = bench_env(is_smoke=arguments.smoke)
    return finish(result, arguments.json, must_meet_targets=arguments.check)


if __name__ == "__main__":
    sys.exit(main())

"""Trajectories -> fine-tuning rows, on the command line. Run by path, or as ``jamel prepare``.

    python jamel/train/memory/prepare_sft_dataset.py --input DIR_OR_FILE... --output DIR --compressor-model DIR

Only reads arguments, so that ``jamel --help`` is instant; ``preparation.prepare`` does the work.
"""

from __future__ import annotations

import argparse
import json
import sys

from jamel.config import load_settings
from jamel.errors import JamelError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--input", nargs="+", required=True, help="trajectory files, or folders that hold them")
    parser.add_argument(
        "--output", required=True, help="folder for the two parquet files, report.json and dropped.jsonl"
    )
    parser.add_argument("--compressor-model", required=True, help="folder of the frozen Qwen3-VL compressor")
    parser.add_argument("--max-memory-items", type=int, default=512, help="latest past steps a sample remembers")
    parser.add_argument("--max-length", type=int, default=8192, help="tokens of prompt, image and response together")
    parser.add_argument("--val-ratio", type=float, default=0.05)
    parser.add_argument(
        "--filter", choices=("prefix", "none"), default="prefix", help="cut episodes at the last reward"
    )
    parser.add_argument("--split", choices=("session", "row"), default="session", help="what stays together")
    parser.add_argument("--seed", type=int, default=42, help="chooses what validates")
    parser.add_argument("--compression-batch-size", type=int, default=4, help="steps compressed at once")
    parser.add_argument("--latents-per-step", type=int, default=1, help="latents a step leaves behind (paper: 1)")
    parser.add_argument("--raw-steps", type=int, default=0, help="newest steps shown as they were (paper: 0)")
    parser.add_argument("--prompt-template", default=None, help="file of another wording than ours")
    parser.add_argument(
        "--apps-file", default=None, help="JSON of apps: leave out steps of others, and of its test apps"
    )
    parser.add_argument("--max-defect-share", type=float, default=0.05, help="fail when more files or steps are broken")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")


def run(arguments: argparse.Namespace) -> None:
    from jamel.train.memory.preparation import PrepareSettings, load_models, prepare

    names = PrepareSettings.model_fields
    settings = load_settings(
        PrepareSettings, None, [f"{name}={json.dumps(getattr(arguments, name))}" for name in names]
    )
    prepare(settings, lambda: load_models(settings))


def main() -> int:
    parser = argparse.ArgumentParser(description="Turn trajectories into fine-tuning rows.")
    add_arguments(parser)
    try:
        run(parser.parse_args())
    except JamelError as error:
        print(f"prepare_sft_dataset.py: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A tiny pair that a CPU can train to some purpose: its tokenizer knows recorded pages by heart.

Prompts of those pages are then three to ten times shorter than with the tests' tokenizer, and logits three times
narrower. Run ``python -m jamel.testing.page_models --sessions DIR --output DIR``.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from jamel.actions import ParseFailure, history_text
from jamel.errors import DataError, JamelError
from jamel.policy.prompt import build_prompt
from jamel.policy.response import render_response
from jamel.testing.model_shapes import ModelShapes, PixelLimits, load_shapes
from jamel.testing.tiny_models import SPECIAL_TOKENS, TinyModels, make_tiny_models
from jamel.trajectory_io import read_trajectory, trajectory_files

VOCABULARY = 2048
KEPT_APART = r"(?<=[\[('])\d+(?=[\])'])|(?<=- )\d+(?=:)|(?<=step )\d+"
"""What no token of whole lines may swallow: element ids and the step's number."""
PICTURE_PIXELS = PixelLimits(min=4096, max=16384)
"""16 tokens or so. A random compressor averages over its tokens: beside 84 of the picture, the handful of the action
hardly counts and all latents look alike (docs/LOG.md, entry 19)."""


def make_page_models(sessions: Path, folder: Path, *, seed: int = 0) -> TinyModels:
    """What is there already is kept.

    Raises ``DataError`` when ``sessions`` holds no recording, ``StorageError`` when ``folder`` holds models of another
    seed or other recordings.
    """
    files = _recordings(sessions)
    return make_tiny_models(
        folder, seed=seed, recipe=lambda: (_tokenizer_of(files), _small_pictures()), pages=_digest(files)
    )


def _digest(files: list[Path]) -> str:
    """Of all recordings, whatever their folder."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _small_pictures() -> ModelShapes:
    shapes, small = load_shapes("tiny"), {"pixels": PICTURE_PIXELS}
    return shapes.model_copy(
        update={
            "compressor": shapes.compressor.model_copy(update=small),
            "policy": shapes.policy.model_copy(update=small),
        }
    )


def _recordings(sessions: Path) -> list[Path]:
    files = trajectory_files(sessions)
    if not files:
        raise DataError(f"no recorded session below {sessions}. Run jamel collect first, or correct the path.")
    return files


def _tokenizer_of(files: list[Path]) -> PreTrainedTokenizerFast:
    """Byte-level BPE whose tokens may be as long as what stands between two ids of a page."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(KEPT_APART), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])  # fmt: skip
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(SPECIAL_TOKENS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_texts(files), trainer)
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL_TOKENS])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|im_end|>",  # noqa: S106
        pad_token="<|endoftext|>",  # noqa: S106
        additional_special_tokens=list(SPECIAL_TOKENS),
    )


def _texts(files: list[Path]) -> Iterator[str]:
    """The prompts of the recorded steps, and the actions as policy and compressor read them."""
    for path in files:
        trajectory = read_trajectory(path)
        for step in trajectory.steps:
            action = step.decision.action
            yield build_prompt(step.observation, trajectory.context, step.index)
            yield f"Previous action: {history_text(action)}"
            if not isinstance(action, ParseFailure):
                yield render_response(action)


def main() -> int:
    parser = argparse.ArgumentParser(description="Make tiny models whose tokenizer knows recorded pages.")
    parser.add_argument("--sessions", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    try:
        made = make_page_models(arguments.sessions, arguments.output, seed=arguments.seed)
    except JamelError as error:
        print(f"page_models: {error}", file=sys.stderr)
        return error.exit_code
    print(f"compressor:  {made.compressor}\nbase policy: {made.base_policy}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

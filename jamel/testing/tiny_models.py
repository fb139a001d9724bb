"""Models of the paper's two architectures, made on the spot: real classes, real processors, random weights.

Qwen3-VL as compressor and Qwen2.5-VL as base policy, in the tiny shapes of ``configs/model/tiny.yaml``, with a
tokenizer trained on our own strings for tests, or on recorded pages (``page_models``) for training on a CPU.
Run ``python -m jamel.testing.tiny_models --output DIR``. Equal seeds give equal bytes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    PreTrainedTokenizerFast,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2_5_VLProcessor,
    Qwen2VLImageProcessorPil,
    Qwen3VLForConditionalGeneration,
    Qwen3VLProcessor,
    Qwen3VLVideoProcessor,
)
from transformers.models.qwen2_vl.video_processing_qwen2_vl import Qwen2VLVideoProcessor
from transformers.utils import logging as transformers_logging

from jamel.actions import ACTION_CLASSES
from jamel.config import PROJECT_ROOT
from jamel.errors import JamelError, StorageError
from jamel.policy.prompt import DEFAULT_TEMPLATE
from jamel.storage import read_json, write_json_atomically
from jamel.testing.model_shapes import (
    ModelShapes,
    PixelLimits,
    Vocabulary,
    compressor_config,
    load_shapes,
    policy_config,
)

SPECIAL_TOKENS = (
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>",
    "<|video_pad|>",
)  # fmt: skip
VOCABULARY = 6144
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n"
    "{% if message.content is string %}{{ message.content }}{% else %}{% for part in message.content %}"
    "{% if part.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>{% else %}{{ part.text }}{% endif %}"
    "{% endfor %}{% endif %}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where and in which precision random weights are drawn."""

    device: str
    dtype: torch.dtype


ON_CPU = Placement(device="cpu", dtype=torch.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class TinyModels:
    """Folders of two Hugging Face checkpoints."""

    compressor: Path
    base_policy: Path


Recipe = Callable[[], tuple[PreTrainedTokenizerFast, ModelShapes]]


def for_tests() -> tuple[PreTrainedTokenizerFast, ModelShapes]:
    return train_tokenizer(), load_shapes("tiny")


def make_tiny_models(folder: Path, *, seed: int = 0, recipe: Recipe = for_tests, pages: str = "") -> TinyModels:
    """Make both, whole or not at all; what is there already is kept. Takes a few seconds.

    ``pages`` names what ``recipe`` was given. Raises ``StorageError`` when the folder holds models of another seed or
    other pages.
    """
    made = TinyModels(compressor=folder / "compressor", base_policy=folder / "base_policy")
    _claim(folder, {"seed": seed, "pages": pages} if pages else {"seed": seed})
    if made.compressor.is_dir() and made.base_policy.is_dir():
        return made
    tokenizer, shapes = recipe()
    with tempfile.TemporaryDirectory(prefix=".tiny-", dir=folder) as temporary, torch.random.fork_rng(devices=[]):
        for target, save in ((made.compressor, save_compressor), (made.base_policy, save_policy)):
            if not target.is_dir():
                save(Path(temporary) / target.name, shapes, tokenizer, seed)
                (Path(temporary) / target.name).rename(target)
    return made


def _claim(folder: Path, made_of: dict[str, object]) -> None:
    record = folder / "tiny_models.json"
    if not record.exists():
        write_json_atomically(record, made_of)
    elif (found := read_json(record)) != made_of:
        raise StorageError(f"{folder} holds tiny models of {found}, not of {made_of}. Choose another folder.")


def train_tokenizer() -> PreTrainedTokenizerFast:
    """Byte-level BPE on the prompt, the actions and the labels of the embedded training apps."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(SPECIAL_TOKENS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_corpus(), trainer)
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL_TOKENS])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|im_end|>",  # noqa: S106
        pad_token="<|endoftext|>",  # noqa: S106
        additional_special_tokens=list(SPECIAL_TOKENS),
    )


def _corpus() -> Iterator[str]:
    yield from [DEFAULT_TEMPLATE.text] * 20
    for name in ACTION_CLASSES:
        yield from [f"<action>{name}('12')</action>", f"<action>{name}()</action>", f"{name}('345', 'hello')"] * 20
    lines = ["\t[12] button '", "', url='http://127.0.0.1:8800/", "StaticText '", "- 12: link '", ", selected=True"]
    yield from [line for line in lines for _ in range(200)]
    for role in ("button", "link", "textbox", "combobox", "option", "heading", "tab", "listitem", "checkbox"):
        yield from [f"\t\t[123] {role} 'name', focused\n- 123: {role} 'name'\n"] * 100
    yield from ["0123456789 " * 3] * 50
    for app in ("yunjian", "xiancai"):
        for script in sorted((PROJECT_ROOT / "env/browser_env/demo-env" / app).rglob("*.js")):
            yield script.read_text(encoding="utf-8")


def save_compressor(
    folder: Path, shapes: ModelShapes, tokenizer: PreTrainedTokenizerFast, seed: int, how: Placement = ON_CPU
) -> None:
    """A Qwen3-VL folder with random weights."""
    config = compressor_config(shapes.compressor, _vocabulary(tokenizer))
    _save_random(Qwen3VLForConditionalGeneration, config, folder, seed, shapes.weight_scale, how)
    Qwen3VLProcessor(
        image_processor=Qwen2VLImageProcessorPil(
            patch_size=shapes.compressor.vision.patch_size, size=_pixels(shapes.compressor.pixels)
        ),
        tokenizer=tokenizer,
        video_processor=Qwen3VLVideoProcessor(),
        chat_template=CHAT_TEMPLATE,
    ).save_pretrained(folder)


def save_policy(
    folder: Path, shapes: ModelShapes, tokenizer: PreTrainedTokenizerFast, seed: int, how: Placement = ON_CPU
) -> None:
    """A Qwen2.5-VL folder with random weights."""
    config = policy_config(shapes.policy, _vocabulary(tokenizer))
    _save_random(Qwen2_5_VLForConditionalGeneration, config, folder, seed + 1, shapes.weight_scale, how)
    Qwen2_5_VLProcessor(
        image_processor=Qwen2VLImageProcessorPil(size=_pixels(shapes.policy.pixels)),
        tokenizer=tokenizer,
        video_processor=Qwen2VLVideoProcessor(),
        chat_template=CHAT_TEMPLATE,
    ).save_pretrained(folder)


def _pixels(limits: PixelLimits) -> dict[str, int]:
    return {"shortest_edge": limits.min, "longest_edge": limits.max}


def _vocabulary(tokenizer: PreTrainedTokenizerFast) -> Vocabulary:
    names = ("image_pad", "video_pad", "vision_start", "vision_end")
    fields = ("image_token_id", "video_token_id", "vision_start_token_id", "vision_end_token_id")
    ids = tokenizer.get_vocab()
    end, pad = ids["<|im_end|>"], ids["<|endoftext|>"]
    return Vocabulary(
        tokens=len(tokenizer),
        model_ids={field: ids[f"<|{name}|>"] for field, name in zip(fields, names, strict=True)},
        text_ids={"eos_token_id": end, "bos_token_id": pad, "pad_token_id": pad},
    )


def _save_random(model_class: Any, config: Any, folder: Path, seed: int, scale: float, how: Placement) -> None:
    torch.manual_seed(seed)
    with torch.device(how.device):
        model = model_class._from_config(config, dtype=how.dtype)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1 and "embed_tokens" not in name:
                parameter.mul_(scale)
    model.save_pretrained(folder)


def main() -> int:
    parser = argparse.ArgumentParser(description="Make tiny random models of the paper's two architectures.")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    transformers_logging.disable_progress_bar()
    try:
        made = make_tiny_models(arguments.output, seed=arguments.seed)
    except JamelError as error:
        print(f"tiny_models: {error}", file=sys.stderr)
        return error.exit_code
    print(f"compressor:  {made.compressor}\nbase policy: {made.base_policy}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

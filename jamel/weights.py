"""Opening a model folder: what it must look like before anything is read from it, and where its weights go.

Only safetensors are read. This file does not know which models there are or what they are for.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import torch
from safetensors import SafetensorError, safe_open
from transformers import AutoConfig, AutoProcessor
from transformers.utils import logging as transformers_logging

from jamel.errors import CapabilityError, CheckpointError, ConfigError, DataError
from jamel.storage import read_json

Attention = Literal["sdpa", "eager", "flash_attention_2"]
UNSAFE_SUFFIXES = (".bin", ".pt", ".pth", ".pkl", ".ckpt")
INDEX_NAME = "model.safetensors.index.json"
CHAT_TOKENS = ("<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>")
"""What every Qwen-VL prompt is made of."""


transformers_logging.set_verbosity_error()  # what matters in its loading reports is checked here, and raises
transformers_logging.disable_progress_bar()


def require_safetensors(folder: Path) -> list[Path]:
    """The weight files of a Hugging Face folder, sorted.

    Raises ``CheckpointError`` when the folder is missing or incomplete, or when its weights are cut short or pickles.
    """
    if not (folder / "config.json").is_file():
        raise CheckpointError(f"{folder} is no model folder: it has no config.json. Check the path.")
    shards = _shards(folder)
    missing = [shard.name for shard in shards if not shard.is_file()]
    if missing:
        raise CheckpointError(
            f"{folder} lacks {len(missing)} of {len(shards)} weight files: {', '.join(missing[:3])}. Copy them again."
        )
    for shard in shards:
        _require_whole(shard)
    return shards


def _shards(folder: Path) -> list[Path]:
    if (folder / INDEX_NAME).is_file():
        try:
            return sorted({folder / name for name in read_json(folder / INDEX_NAME)["weight_map"].values()})
        except (DataError, KeyError, TypeError, AttributeError) as error:
            raise CheckpointError(
                f"{folder / INDEX_NAME} names no weight files ({error}). Copy the model again."
            ) from error
    single = folder / "model.safetensors"
    if single.is_file():
        return [single]
    unsafe = sorted(p.name for p in folder.iterdir() if p.suffix in UNSAFE_SUFFIXES)
    if unsafe:
        raise CheckpointError(f"{folder} holds pickled weights only ({', '.join(unsafe[:3])}). Convert to safetensors.")
    raise CheckpointError(f"{folder} has no model.safetensors and no {INDEX_NAME}. Is the checkpoint complete?")


def _require_whole(shard: Path) -> None:
    try:
        with safe_open(shard, "np"):
            pass  # opening checks the header against the file's size
    except (SafetensorError, OSError) as error:
        raise CheckpointError(f"{shard} is no whole safetensors file ({error}). Copy it again.") from error


def read_config(folder: Path) -> Any:
    """Raises ``CheckpointError`` when ``config.json`` is broken or of a model type that nobody registered."""
    try:
        return AutoConfig.from_pretrained(folder)
    except (OSError, ValueError) as error:
        raise CheckpointError(
            f"{folder}/config.json cannot be used: {_first_sentence(error)} Copy it again."
        ) from error


def read_processor(folder: Path) -> Any:
    """Raises ``CheckpointError`` when tokenizer, image processor or chat template is missing or broken."""
    try:
        processor = AutoProcessor.from_pretrained(folder)
    except (OSError, ValueError, TypeError) as error:
        raise CheckpointError(
            f"{folder} has no usable processor: {_first_sentence(error)} Copy tokenizer and processor files beside it."
        ) from error
    if not processor.chat_template:
        raise CheckpointError(f"{folder} has no chat template. Copy chat_template.jinja beside the tokenizer.")
    _require_tokens(processor, folder)
    return processor


def _require_tokens(processor: Any, folder: Path) -> None:
    lacking = [token for token in CHAT_TOKENS if token not in processor.tokenizer.get_vocab()]
    if lacking:
        raise CheckpointError(
            f"{folder}: the tokenizer has no {', '.join(lacking)}. Copy the tokenizer files of its base model."
        )


def load_weights(
    model_class: Any,
    folder: Path,
    *,
    config: Any,
    device: str = "auto",
    dtype: torch.dtype | None = None,
    may_lack: str | None = None,
    key_mapping: dict[str, str] | None = None,
    attention: Attention = "sdpa",
) -> Any:
    """The model, its weights read straight onto the device; bfloat16 on a GPU, float32 on a CPU unless said otherwise.

    Raises ``CapabilityError`` for flash attention where it cannot run, ``CheckpointError`` for weights that are absent
    or of another shape than ``config`` says. ``may_lack`` is a prefix of names that may be absent and are then
    initialised; ``key_mapping`` renames what stands in the files; ``attention`` is transformers' implementation.
    """
    chosen = pick_device(device)
    if attention.startswith("flash") and (chosen.type == "cpu" or find_spec("flash_attn") is None):
        raise CapabilityError(f"attention {attention} needs a GPU and the flash-attn package. Use sdpa.")
    dtype = dtype or (torch.float32 if chosen.type == "cpu" else torch.bfloat16)
    model, found = model_class.from_pretrained(
        folder, config=config, dtype=dtype, device_map={"": chosen}, attn_implementation=attention,
        use_safetensors=True, ignore_mismatched_sizes=True, output_loading_info=True, key_mapping=key_mapping,
    )  # fmt: skip
    model._weight_conversions = None  # save under the names of its own class, not under those it was read from
    for name, in_file, in_model in sorted(found["mismatched_keys"]):
        raise CheckpointError(
            f"{folder}: {name} is {tuple(in_file)} in the file, but {tuple(in_model)} by its config. "
            "Take weights and config from one model."
        )
    lacking = sorted(name for name in found["missing_keys"] if may_lack is None or not name.startswith(may_lack))
    if lacking:
        raise CheckpointError(
            f"{folder} lacks {len(lacking)} weights that its config asks for, for example {lacking[0]}. Is it complete?"
        )
    return model


def pick_device(name: str) -> torch.device:
    """``auto`` is the first CUDA device, or the CPU.

    Raises ``ConfigError`` for a name that torch does not know, ``CapabilityError`` for CUDA where there is none.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError:
        raise ConfigError(f"unknown device {name!r}. Use auto, cpu, cuda or cuda:N.") from None
    if device.type == "cuda" and not torch.cuda.is_available():
        raise CapabilityError(f"device {name} was asked for, but torch sees no CUDA device. Use auto or cpu.")
    return device


def _first_sentence(error: Exception) -> str:
    """transformers' messages go on with advice about its hub, which is none here."""
    return str(error).strip().partition("\n")[0].partition(". ")[0][:200].rstrip(".: ") + "."

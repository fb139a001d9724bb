"""The compressor: one latent a step, equal whatever it is batched with, cached by content, frozen."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from jamel.errors import CheckpointError
from jamel.memory.bank import MemoryBank
from jamel.memory.compressor import QwenCompressor
from jamel.memory.latent_cache import CachedCompressor
from jamel.testing.tiny_models import TinyModels
from jamel.vision_input import processor_images
from jamel.weights import read_processor

pytestmark = pytest.mark.model
ACTIONS = ["click('12')", "fill('3', '北京 and a much longer text than the others')", "reset()"]


def screenshot(shade: int) -> bytes:
    image = Image.new("RGB", (1280, 720), (shade, 120, 30))
    image.paste((250, 250, 250), (100, 100, 400 + shade, 500))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def compressor(tiny: TinyModels) -> QwenCompressor:
    return QwenCompressor.load(tiny.compressor, device="cpu")


def test_latents_do_not_depend_on_the_batch(compressor: QwenCompressor) -> None:
    shots = [screenshot(s) for s in (0, 90, 200)]
    together = compressor.compress(shots, ACTIONS)
    alone = np.concatenate([compressor.compress([s], [a]) for s, a in zip(shots, ACTIONS, strict=True)])
    assert together.shape == (3, 1, compressor.width)
    np.testing.assert_allclose(together, alone, atol=2e-4)


@pytest.mark.parametrize("batch_size", [1, 2, 8])
@pytest.mark.parametrize("per_step", [1, 4])
def test_batch_size_bounds_what_is_run_at_once_and_changes_no_latent(
    tiny: TinyModels, batch_size: int, per_step: int
) -> None:
    chosen, whole = (
        QwenCompressor.load(tiny.compressor, device="cpu", latents_per_step=per_step, batch_size=size)
        for size in (batch_size, 3)
    )
    shots = [screenshot(s) for s in (0, 90, 200)]
    latents = chosen.compress(shots, ACTIONS)
    assert latents.shape == (3, per_step, 96)
    np.testing.assert_allclose(latents, whole.compress(shots, ACTIONS), atol=2e-4)


def test_the_last_of_several_latents_is_the_papers_one(tiny: TinyModels, compressor: QwenCompressor) -> None:
    several = QwenCompressor.load(tiny.compressor, device="cpu", latents_per_step=4)
    latents = several.compress([screenshot(0)], ACTIONS[:1])[0]
    np.testing.assert_allclose(latents[-1], compressor.compress([screenshot(0)], ACTIONS[:1])[0, 0], atol=2e-4)
    assert len({latent.tobytes() for latent in latents}) == 4
    assert several.identity != compressor.identity  # so that caches keep them apart


class TokenPlaces(torch.nn.Module):
    """In place of Qwen3-VL: the hidden state of a token is its place in the turn."""

    config = SimpleNamespace(text_config=SimpleNamespace(hidden_size=1))
    device = torch.device("cpu")

    def model(self, *, input_ids: torch.Tensor, **_: Any) -> SimpleNamespace:
        return SimpleNamespace(
            last_hidden_state=torch.arange(float(input_ids.shape[1])).expand(input_ids.shape)[..., None]
        )


def test_several_latents_are_means_over_equal_spans_in_order_and_then_the_last_end_of_turn(tiny: TinyModels) -> None:
    places = QwenCompressor(TokenPlaces(), read_processor(tiny.compressor), "places", latents_per_step=3)
    for action, latents in zip(ACTIONS, places.compress([screenshot(0)] * 3, ACTIONS)[..., 0], strict=True):
        last = places.count_tokens(screenshot(0), action) - 1
        first, second = np.array_split(np.arange(last), 2)
        assert latents.tolist() == pytest.approx([first.mean(), second.mean(), last])


def test_an_action_cannot_spell_special_tokens(compressor: QwenCompressor) -> None:
    actions = ["fill('3', '<|im_end|><|image_pad|>')", "fill('3', '< |im_end|>< |image_pad|>')"]
    spelt, harmless = compressor.compress([screenshot(0)] * 2, actions)
    np.testing.assert_allclose(spelt, harmless, atol=2e-4)


def test_latents_keep_the_screenshots_limits_and_are_float32_in_bfloat16_too(tiny: TinyModels) -> None:
    half = QwenCompressor.load(tiny.compressor, device="cpu", dtype=torch.bfloat16)
    latents = half.compress([screenshot(0)], ACTIONS[:1])
    assert latents.dtype == np.float32
    exact = QwenCompressor.load(tiny.compressor, device="cpu").compress([screenshot(0)], ACTIONS[:1])
    assert np.corrcoef(latents.ravel(), exact.ravel())[0, 1] > 0.98
    size = processor_images(read_processor(tiny.compressor), [Image.new("RGB", (1280, 720))])[0].size
    assert size[0] % 32 == size[1] % 32 == 0
    assert size[0] * size[1] <= 384 * 224


@pytest.mark.parametrize("size", [(1280, 720), (640, 360), (375, 812), (33, 47), (1001, 77)])
@pytest.mark.parametrize("action", ACTIONS)
def test_a_steps_tokens_are_those_the_processor_makes(
    compressor: QwenCompressor, tiny: TinyModels, size: tuple[int, int], action: str
) -> None:
    processor = read_processor(tiny.compressor)
    image = Image.new("RGB", size)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    content = [{"type": "image"}, {"type": "text", "text": f"Previous action: {action}"}]
    turn = processor.apply_chat_template([{"role": "user", "content": content}], tokenize=False) + "<|im_end|>"
    made = processor(text=[turn], images=processor_images(processor, [image]))["input_ids"][0]
    assert compressor.count_tokens(buffer.getvalue(), action) == len(made)


def test_both_the_screenshot_and_the_action_reach_the_latent(compressor: QwenCompressor) -> None:
    base, other_action, other_shot = compressor.compress(
        [screenshot(0), screenshot(0), screenshot(200)], [ACTIONS[0], ACTIONS[2], ACTIONS[0]]
    )
    assert np.abs(base - other_action).max() > 1e-2
    assert np.abs(base - other_shot).max() > 1e-2


def test_the_cache_gives_the_same_latents_and_compresses_once(compressor: QwenCompressor, tmp_path: Path) -> None:
    cached = CachedCompressor(compressor, tmp_path)
    shots, actions = [screenshot(0), screenshot(9), screenshot(0)], [ACTIONS[0], ACTIONS[1], ACTIONS[0]]
    first = cached.compress(shots, actions)
    assert len(list(tmp_path.rglob("*.safetensors"))) == 2
    np.testing.assert_array_equal(first, cached.compress(shots, actions))
    np.testing.assert_array_equal(first[0], first[2])


def test_a_broken_cache_file_is_made_again(compressor: QwenCompressor, tmp_path: Path) -> None:
    cached = CachedCompressor(compressor, tmp_path)
    first = cached.compress([screenshot(0)], [ACTIONS[0]])
    next(tmp_path.rglob("*.safetensors")).write_bytes(b"half a file")
    np.testing.assert_array_equal(first, cached.compress([screenshot(0)], [ACTIONS[0]]))


def other_weights(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    name = min(weights)
    weights[name] = weights[name] + 0.5
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def other_pixels(folder: Path) -> None:
    path = folder / "processor_config.json"
    raw = json.loads(path.read_text())
    raw["image_processor"]["size"]["longest_edge"] = 50_000
    path.write_text(json.dumps(raw))


def other_template(folder: Path) -> None:
    path = folder / "chat_template.jinja"
    path.write_text("{# ours #}" + path.read_text())


@pytest.mark.parametrize("change", [other_weights, other_pixels, other_template])
def test_what_a_latent_is_made_with_is_part_of_its_name_so_that_none_is_stale(
    compressor: QwenCompressor, tiny: TinyModels, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    shutil.copytree(tiny.compressor, tmp_path / "m")
    assert QwenCompressor.load(tmp_path / "m", device="cpu").identity == compressor.identity
    change(tmp_path / "m")
    assert QwenCompressor.load(tmp_path / "m", device="cpu").identity != compressor.identity


def test_precision_is_part_of_a_latents_name(compressor: QwenCompressor, tiny: TinyModels) -> None:
    half = QwenCompressor.load(tiny.compressor, device="cpu", dtype=torch.bfloat16)
    assert half.identity != compressor.identity


def test_the_bank_holds_the_newest_latents_oldest_first(compressor: QwenCompressor) -> None:
    bank = MemoryBank(compressor, max_items=2)
    for step, shade in enumerate((0, 90, 200)):
        bank.append(step, screenshot(shade), ACTIONS[step])
    view = bank.view()
    assert view.step_indices == (1, 2)
    np.testing.assert_allclose(
        view.latents_ND[1], compressor.compress([screenshot(200)], [ACTIONS[2]])[0, 0], atol=2e-4
    )


def test_another_architecture_is_refused(tiny: TinyModels) -> None:
    with pytest.raises(CheckpointError, match="must be qwen3_vl"):
        QwenCompressor.load(tiny.base_policy)


def test_a_missing_folder_and_pickled_weights_are_refused(tiny: TinyModels, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"no config\.json"):
        QwenCompressor.load(tmp_path / "nowhere")
    (tmp_path / "config.json").write_bytes((tiny.compressor / "config.json").read_bytes())
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(CheckpointError, match="pickled"):
        QwenCompressor.load(tmp_path)

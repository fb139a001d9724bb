"""What verl gets for one sample: placeholders that agree with latents, loss on the response alone."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.train, pytest.mark.model]

WIDTH = 96


@pytest.fixture(scope="module")
def dataset(joint_model: Path, train_file: Path) -> Any:
    return open_dataset(joint_model, train_file)


def open_dataset(joint_model: Path, train_file: Path, **changes: Any) -> Any:
    from omegaconf import OmegaConf
    from transformers import AutoProcessor

    from jamel.train.memory.sft_dataset import JamelSftDataset

    processor = AutoProcessor.from_pretrained(joint_model)
    config = {"model_path": str(joint_model), "max_length": 4096, "max_memory_items": 512, "latent_width": WIDTH}
    return JamelSftDataset(str(train_file), processor.tokenizer, OmegaConf.create({**config, **changes}), processor)


def test_memory_placeholders_stand_at_the_front_one_a_latent(dataset: Any):
    memory_id = dataset[0]["input_ids"].new_tensor(dataset._model_config.memory_token_id)
    for index in range(5):
        item = dataset[index]
        is_memory = (item["input_ids"] == memory_id).tolist()
        assert is_memory == [True] * index + [False] * (len(is_memory) - index)
        assert tuple(item["multi_modal_inputs"]["memory_latents"].shape) == (index, WIDTH)
    assert len(dataset) == 16


def test_only_the_response_and_its_end_of_turn_carry_loss(dataset: Any):
    item = dataset[3]
    mask = item["loss_mask"].bool()
    text = dataset._processor.tokenizer.decode(item["input_ids"][mask])
    assert text == "<action>click('3')</action><|im_end|>"
    first = int(mask.nonzero()[0])
    assert mask[first:].all()
    assert item["multi_modal_inputs"]["prompt_lengths"].tolist() == [first]


def test_positions_are_text_and_three_rope_channels(dataset: Any):
    item = dataset[4]
    length = len(item["input_ids"])
    assert tuple(item["position_ids"].shape) == (4, length)
    assert item["position_ids"][0].tolist() == list(range(length))
    assert item["position_ids"][1:, :4].tolist() == [[0, 1, 2, 3]] * 3  # memory counts on every channel
    is_image = item["input_ids"] == dataset._model_config.image_token_id
    rope = item["position_ids"][1:, is_image]
    rows, columns = (item["multi_modal_inputs"]["image_grid_thw"][0, 1:] // 2).tolist()
    assert is_image.sum() == rows * columns
    assert (rope[1] - rope[1].min()).tolist() == [r for r in range(rows) for _ in range(columns)]
    assert (rope[2] - rope[2].min()).tolist() == [c for _ in range(rows) for c in range(columns)]


def test_steps_shown_raw_bring_their_screenshots_before_the_present_one(
    joint_model: Path, dataset: Any, tmp_path: Path
):
    from dataclasses import replace

    from jamel.train.memory.sft_rows import PartNotes, write_part
    from tests.train.conftest import make_row, noise_png

    row = replace(make_row(3), prompt="Before:\n<image>\nNow:\n<image>\nReply.", earlier_images_png=(noise_png(99),))
    alone = replace(make_row(3), prompt="Before:\n<image>\nReply.", image_png=noise_png(99))
    notes = PartNotes(fingerprint="", steps=2, dropped={})
    write_part(tmp_path / "raw.parquet", iter([row, alone]), notes)
    raw = open_dataset(joint_model, tmp_path / "raw.parquet")
    shown, first = raw[0], raw[1]
    images, first_image = (item["multi_modal_inputs"]["pixel_values"] for item in (shown, first))
    assert shown["multi_modal_inputs"]["image_grid_thw"].shape == (2, 3)
    assert images.shape[0] == 2 * first_image.shape[0]
    assert images[: len(first_image)].equal(first_image)
    image_tokens = (shown["input_ids"] == dataset._model_config.image_token_id).sum()
    assert 4 * int(image_tokens) == images.shape[0]
    assert shown["position_ids"].shape == (4, len(shown["input_ids"]))


def test_the_newest_memory_items_are_kept(joint_model: Path, train_file: Path, dataset: Any):
    short = open_dataset(joint_model, train_file, max_memory_items=2)
    latents, all_latents = (d[4]["multi_modal_inputs"]["memory_latents"] for d in (short, dataset))
    assert latents.tolist() == all_latents[2:].tolist()


def test_a_sample_that_is_too_long_is_an_error(joint_model: Path, train_file: Path):
    from jamel.errors import DataError

    with pytest.raises(DataError, match="longer than max_length 20"):
        open_dataset(joint_model, train_file, max_length=20)[0]


def test_latents_of_another_width_are_an_error(joint_model: Path, train_file: Path):
    from jamel.errors import DataError

    with pytest.raises(DataError, match="width 96; the model reads 64"):
        open_dataset(joint_model, train_file, latent_width=64)[1]


def test_a_batch_comes_sorted_by_length_and_holds_the_samples_asked_for(dataset: Any):
    from torch.utils.data import DataLoader

    batch = next(iter(DataLoader(dataset, batch_size=16, collate_fn=list)))
    lengths = [len(item["input_ids"]) for item in batch]
    assert lengths == sorted(lengths)
    assert len(set(lengths)) > 1
    assert {tuple(item["input_ids"].tolist()) for item in batch} == {
        tuple(dataset[index]["input_ids"].tolist()) for index in range(16)
    }

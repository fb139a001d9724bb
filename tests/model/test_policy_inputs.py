"""One builder for training and generation: the same tokens, loss on the reply alone, nothing cut."""

from typing import Any

import pytest
import torch
from PIL import Image

from jamel.errors import DataError
from jamel.policy.inputs import encode_prompt, encode_sample, memory_token_id
from jamel.policy.prompt import earlier_steps_text
from jamel.types import RawStep

pytestmark = pytest.mark.model
PROMPT = "Tree: [12] button 'Save'\n<image>\nReply with one action."
REPLY = "<action>click('12')</action>"
IMAGE = Image.new("RGB", (640, 360), (20, 90, 200))


def test_training_sees_what_generation_sees_and_then_the_reply(joint: tuple[Any, Any]) -> None:
    _, processor = joint
    prompt = encode_prompt(processor, PROMPT, IMAGE, 3)
    sample = encode_sample(processor, PROMPT, IMAGE, 3, REPLY, max_length=2048)
    assert sample.prompt_length == prompt.prompt_length == len(prompt.input_ids_T)
    assert torch.equal(sample.input_ids_T[: prompt.prompt_length], prompt.input_ids_T)
    assert torch.equal(sample.pixel_values, prompt.pixel_values)
    with_loss = sample.input_ids_T[sample.loss_mask_T > 0]
    assert processor.tokenizer.decode(with_loss) == REPLY + "<|im_end|>"
    assert not sample.loss_mask_T[: prompt.prompt_length].any()


def test_memory_stands_before_the_chat_template(joint: tuple[Any, Any]) -> None:
    _, processor = joint
    ids = encode_prompt(processor, PROMPT, IMAGE, 3).input_ids_T.tolist()
    assert ids[:3] == [memory_token_id(processor)] * 3
    assert memory_token_id(processor) not in ids[3:]
    assert processor.tokenizer.decode(ids[3:]).startswith("<|im_start|>user\nTree")
    assert processor.tokenizer.decode(ids).endswith("<|im_end|>\n<|im_start|>assistant\n")


def test_the_image_has_one_placeholder_for_each_merged_patch(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    inputs = encode_prompt(processor, PROMPT, IMAGE, 0)
    is_image = inputs.input_ids_T == model.config.image_token_id
    assert int(is_image.sum()) == int(inputs.image_grid_thw.prod()) // 4 > 0
    assert torch.equal(inputs.mm_token_type_ids_T, is_image.long())


def test_a_sample_one_token_too_long_is_refused_and_never_cut(joint: tuple[Any, Any]) -> None:
    _, processor = joint
    length = len(encode_sample(processor, PROMPT, IMAGE, 0, REPLY, max_length=10_000).input_ids_T)
    kept = encode_sample(processor, PROMPT, IMAGE, 7, REPLY, max_length=length)
    assert len(kept.input_ids_T) == length + 7  # memory comes on top
    with pytest.raises(DataError, match=f"longer than max_length {length - 1}"):
        encode_sample(processor, PROMPT, IMAGE, 7, REPLY, max_length=length - 1)


def test_a_prompt_without_a_screenshot_is_refused(joint: tuple[Any, Any]) -> None:
    with pytest.raises(DataError, match="no <image> marker"):
        encode_prompt(joint[1], "no picture here", IMAGE, 0)


def test_a_reply_cannot_spell_special_tokens(joint: tuple[Any, Any]) -> None:
    _, processor = joint
    sample = encode_sample(processor, PROMPT, IMAGE, 0, "<action>fill('1', '<|im_end|>')</action>", max_length=2048)
    end_id = processor.tokenizer.eos_token_id
    assert (sample.input_ids_T[sample.prompt_length :] == end_id).sum() == 1


def test_raw_steps_bring_their_screenshots_before_the_present_one(joint: tuple[Any, Any]) -> None:
    _, processor = joint
    raw = RawStep(step_index=4, screenshot_png=b"", action_text="fill('3', '<image> <|im_end|>')")
    prompt = earlier_steps_text([raw]) + "page text that spells <image> and\n" + PROMPT
    past = Image.new("RGB", (640, 360), (250, 0, 0))
    inputs = encode_prompt(processor, prompt, IMAGE, 2, [past])
    assert len(inputs.image_grid_thw) == 2
    alone = encode_prompt(processor, PROMPT, IMAGE, 2)
    assert torch.equal(inputs.pixel_values[-len(alone.pixel_values) :], alone.pixel_values)
    text = processor.tokenizer.decode(inputs.input_ids_T)
    assert text.index("fill('3', '< image> < |im_end|>')") < text.index("spells <image> and") < text.index("Tree")
    with pytest.raises(DataError, match="no <image> marker"):
        encode_prompt(processor, PROMPT, IMAGE, 2, [past])

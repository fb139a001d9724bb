"""The joint model against a slow, independent reading of the paper: aligned latents put before the embeddings."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from jamel.errors import ModelError
from jamel.policy.checkpoint import load_joint_model
from jamel.policy.inputs import PolicyInputs, encode_prompt, encode_sample, rope_positions
from jamel.policy.joint_model import Aligner, JamelConfig, scale_guard

pytestmark = pytest.mark.model
PROMPT = "Tree: [12] button 'Save'\nScreenshot:\n<image>\nReply with one action."


def picture(shade: int) -> Image.Image:
    image = Image.new("RGB", (640, 360), (shade, 90, 255 - shade))
    image.paste((255, 255, 0), (shade, 40, shade + 200, 200))
    return image


def latents(count: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(count, 96, generator=torch.Generator().manual_seed(seed)) * 3


def batch_of(inputs: PolicyInputs) -> dict[str, torch.Tensor]:
    return {
        "input_ids": inputs.input_ids_T[None],
        "attention_mask": torch.ones_like(inputs.input_ids_T)[None],
        "mm_token_type_ids": inputs.mm_token_type_ids_T[None],
        "pixel_values": inputs.pixel_values,
        "image_grid_thw": inputs.image_grid_thw,
        "prompt_lengths": torch.tensor([inputs.prompt_length]),
    }


@torch.no_grad()
def reference_logits(model: Any, processor: Any, prompt: str, image: Image.Image, memory: torch.Tensor) -> torch.Tensor:
    """Logits of the text part, from parts: no placeholder ids, no splice, positions put together by hand."""
    plain = encode_prompt(processor, prompt, image, 0)
    text = model.model.language_model.embed_tokens(plain.input_ids_T[None])
    aligned = torch.nn.functional.linear(memory, model.aligner.proj.weight, model.aligner.proj.bias)
    aligned = torch.nn.functional.layer_norm(
        aligned, aligned.shape[-1:], model.aligner.norm.weight, model.aligner.norm.bias
    )
    aligned = aligned * min(1.0, (text.pow(2).mean().sqrt() / aligned.pow(2).mean().sqrt()).item())
    features = torch.cat(model.model.get_image_features(plain.pixel_values, plain.image_grid_thw).pooler_output)
    merged = text.clone()
    merged[0, plain.input_ids_T == model.config.image_token_id] = features
    shifted = rope_positions(model.config, plain) + len(memory)
    front = torch.arange(len(memory)).expand(3, -1)
    hidden = model.model.language_model(
        inputs_embeds=torch.cat([aligned[None], merged], dim=1),
        position_ids=torch.cat([front, shifted], dim=1)[:, None],
        use_cache=False,
    ).last_hidden_state
    return model.lm_head(hidden)[0, len(memory) :]


@pytest.mark.parametrize("count", [1, 7])
def test_logits_equal_the_papers_prefix_injection(joint: tuple[Any, Any], count: int) -> None:
    model, processor = joint
    inputs = encode_prompt(processor, PROMPT, picture(30), count)
    with torch.no_grad():
        spliced = model(**batch_of(inputs), memory_latents=latents(count)).logits[0, count:]
    expected = reference_logits(model, processor, PROMPT, picture(30), latents(count))
    torch.testing.assert_close(spliced, expected, atol=2e-4, rtol=1e-4)


def test_memory_changes_the_logits(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    inputs = encode_prompt(processor, PROMPT, picture(30), 4)
    with torch.no_grad():
        one = model(**batch_of(inputs), memory_latents=latents(4, seed=1)).logits[0, -1]
        other = model(**batch_of(inputs), memory_latents=latents(4, seed=2)).logits[0, -1]
    assert (one - other).abs().max() > 1e-3


def test_positions_put_memory_first_and_shift_the_rest(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    plain = rope_positions(model.config, encode_prompt(processor, PROMPT, picture(0), 0))
    with_memory = rope_positions(model.config, encode_prompt(processor, PROMPT, picture(0), 5))
    assert torch.equal(with_memory[:, :5], torch.arange(5).expand(3, -1))
    assert torch.equal(with_memory[:, 5:], plain + 5)


def test_a_left_padded_batch_equals_its_samples_alone(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    samples = [
        encode_prompt(processor, PROMPT, picture(20), 3),
        encode_prompt(processor, "Longer. " * 9 + PROMPT, picture(80), 0),
        encode_prompt(processor, "Long. " * 2 + PROMPT, picture(150), 6),
    ]
    width = max(len(s.input_ids_T) for s in samples)

    def padded(values: torch.Tensor, fill: int) -> torch.Tensor:
        return torch.nn.functional.pad(values, (width - len(values), 0), value=fill)

    pad_id = processor.tokenizer.pad_token_id
    batch = {
        "input_ids": torch.stack([padded(s.input_ids_T, pad_id) for s in samples]),
        "attention_mask": torch.stack([padded(torch.ones_like(s.input_ids_T), 0) for s in samples]),
        "mm_token_type_ids": torch.stack([padded(s.mm_token_type_ids_T, 0) for s in samples]),
        "pixel_values": torch.cat([s.pixel_values for s in samples]),
        "image_grid_thw": torch.cat([s.image_grid_thw for s in samples]),
        "prompt_lengths": torch.tensor([s.prompt_length for s in samples]),
    }
    with torch.no_grad():
        together = model(**batch, memory_latents=torch.cat([latents(3, 1), latents(6, 2)])).logits[:, -1]
        alone = [
            model(**batch_of(s), memory_latents=m).logits[0, -1]
            for s, m in zip(samples, (latents(3, 1), None, latents(6, 2)), strict=True)
        ]
    torch.testing.assert_close(together, torch.stack(alone), atol=2e-4, rtol=1e-4)


def test_generation_with_a_cache_equals_greedy_steps_without(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    inputs = encode_prompt(processor, PROMPT, picture(60), 4)
    batch, memory = batch_of(inputs), latents(4)
    with torch.no_grad():
        fast = model.generate(**batch, memory_latents=memory, max_new_tokens=6, do_sample=False, min_new_tokens=6)
        ids = inputs.input_ids_T
        for _ in range(6):
            longer = dataclasses.replace(inputs, input_ids_T=ids, mm_token_type_ids_T=torch.nn.functional.pad(
                inputs.mm_token_type_ids_T, (0, len(ids) - len(inputs.input_ids_T))))  # fmt: skip
            ids = torch.cat([ids, model(**batch_of(longer), memory_latents=memory).logits[0, -1].argmax()[None]])
    assert fast[0].tolist() == ids.tolist()


def test_generation_without_a_cache_keeps_its_memory(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    batch = batch_of(encode_prompt(processor, PROMPT, picture(60), 4))
    said = [
        model.generate(
            **batch, memory_latents=latents(4), max_new_tokens=3, min_new_tokens=3, do_sample=False, use_cache=cached
        ).tolist()
        for cached in (True, False)
    ]
    assert said[0] == said[1]


def test_generation_computes_logits_of_one_place_a_token_and_none_of_the_prompt(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    batch = batch_of(encode_prompt(processor, PROMPT, picture(60), 4))
    places: list[int] = []
    hook = model.lm_head.register_forward_hook(lambda _, args, output: places.append(output.shape[1]))
    try:
        with torch.no_grad():
            model.generate(**batch, memory_latents=latents(4), max_new_tokens=3, do_sample=False, min_new_tokens=3)
    finally:
        hook.remove()
    assert places == [1, 1, 1]


def test_gradient_reaches_the_aligner_through_response_tokens(joint_folder: Path) -> None:
    model, processor = load_joint_model(joint_folder, device="cpu")
    sample = encode_sample(processor, PROMPT, picture(9), 2, "<action>click('12')</action>", max_length=2048)
    logits = model(**batch_of(sample), memory_latents=latents(2)).logits[0]
    targets = sample.input_ids_T[1:][sample.loss_mask_T[1:] > 0]
    loss = torch.nn.functional.cross_entropy(logits[:-1][sample.loss_mask_T[1:] > 0], targets)
    loss.backward()
    assert model.aligner.proj.weight.grad.abs().sum() > 0
    assert torch.isfinite(model.aligner.proj.weight.grad).all()


def test_without_memory_the_loss_is_finite_and_the_aligners_gradient_zero(joint_folder: Path) -> None:
    model, processor = load_joint_model(joint_folder, device="cpu")
    sample = encode_sample(processor, PROMPT, picture(9), 0, "<action>noop()</action>", max_length=2048)
    model(**batch_of(sample)).logits.float().pow(2).mean().backward()
    for name, parameter in model.aligner.named_parameters():
        assert parameter.grad is not None, name  # ranks that had memory reduce theirs with it
        assert not parameter.grad.any(), name


def test_placeholders_and_latents_must_agree(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    inputs = encode_prompt(processor, PROMPT, picture(1), 3)
    for wrong in (latents(2), None):
        with pytest.raises(ModelError, match="3 memory placeholders"):
            model(**batch_of(inputs), memory_latents=wrong)


def test_scale_guard_equals_the_hand_count() -> None:
    embeds = torch.tensor([[[3.0, 3.0], [1.0, 1.0], [9.0, 9.0]], [[2.0, 2.0], [2.0, 2.0], [2.0, 2.0]]])
    is_prompt = torch.tensor([[True, True, False], [True, True, True]])
    aligned = torch.tensor([[10.0, 10.0], [1.0, 1.0]])
    scale = scale_guard(embeds, is_prompt, aligned, torch.tensor([0, 1]))
    assert scale[0].item() == pytest.approx(((9 + 1) / 2) ** 0.5 / 10)
    assert scale[1].item() == 1.0


def test_saving_and_loading_keeps_every_weight(joint: tuple[Any, Any], tmp_path: Path) -> None:
    model, processor = joint
    model.save_pretrained(tmp_path / "copy")
    processor.save_pretrained(tmp_path / "copy")
    copy, _ = load_joint_model(tmp_path / "copy", device="cpu")
    for (name, a), (other, b) in zip(model.state_dict().items(), copy.state_dict().items(), strict=True):
        assert name == other
        assert torch.equal(a, b), name


def test_published_aligner_has_the_published_number_of_parameters() -> None:
    config = JamelConfig(memory_hidden_size=2048, text_config={"hidden_size": 3584})
    with torch.device("meta"):
        assert sum(p.numel() for p in Aligner(config).parameters()) == 7_350_784


def test_the_published_aligner_has_no_linear_map_where_the_widths_are_equal() -> None:
    aligner = Aligner(JamelConfig(memory_hidden_size=8, text_config={"hidden_size": 8}))
    assert set(aligner.state_dict()) == {"norm.weight", "norm.bias"}

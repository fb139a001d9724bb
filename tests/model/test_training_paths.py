"""What training, odd settings and batched generation ask of the joint model beyond one plain forward."""

from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from jamel.errors import CapabilityError, ModelError
from jamel.memory.compressor import QwenCompressor
from jamel.policy.checkpoint import load_joint_model
from jamel.policy.inputs import PolicyInputs, encode_prompt, encode_sample
from jamel.policy.joint_model import Aligner, JamelConfig
from jamel.testing.fakes import fake_screenshot
from jamel.testing.tiny_models import TinyModels

pytestmark = pytest.mark.model
PROMPT = "Tree: [12] button 'Save'\n<image>\nReply with one action."
REPLY = "<action>click('12')</action>"
IMAGE = Image.new("RGB", (640, 360), (20, 90, 200))


def latents(count: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(count, 96, generator=torch.Generator().manual_seed(seed)) * 3


def left_padded(samples: list[PolicyInputs], pad_id: int) -> dict[str, torch.Tensor]:
    width = max(len(s.input_ids_T) for s in samples)

    def padded(values: torch.Tensor, fill: int) -> torch.Tensor:
        return torch.nn.functional.pad(values, (width - len(values), 0), value=fill)

    return {
        "input_ids": torch.stack([padded(s.input_ids_T, pad_id) for s in samples]),
        "attention_mask": torch.stack([padded(torch.ones_like(s.input_ids_T), 0) for s in samples]),
        "mm_token_type_ids": torch.stack([padded(s.mm_token_type_ids_T, 0) for s in samples]),
        "pixel_values": torch.cat([s.pixel_values for s in samples]),
        "image_grid_thw": torch.cat([s.image_grid_thw for s in samples]),
        "prompt_lengths": torch.tensor([s.prompt_length for s in samples]),
    }


def gradients(folder: Path, *, checkpointing: bool) -> dict[str, torch.Tensor]:
    model, processor = load_joint_model(folder, device="cpu")
    model.train()
    if checkpointing:
        model.gradient_checkpointing_enable()
    sample = encode_sample(processor, PROMPT, IMAGE, 3, REPLY, max_length=2048)
    labels = sample.input_ids_T.masked_fill(sample.loss_mask_T == 0, -100)[None]
    model(**left_padded([sample], 0), memory_latents=latents(3), labels=labels, use_cache=False).loss.backward()
    return {name: p.grad for name, p in model.named_parameters() if p.grad is not None}


def test_gradient_checkpointing_changes_no_gradient(joint_folder: Path) -> None:
    plain, checkpointed = (gradients(joint_folder, checkpointing=c) for c in (False, True))
    assert plain.keys() == checkpointed.keys()
    assert plain["aligner.proj.weight"].abs().sum() > 0
    for name, gradient in plain.items():
        torch.testing.assert_close(checkpointed[name], gradient, msg=name)


def test_no_gradient_flows_through_the_scale(joint_folder: Path) -> None:
    model, processor = load_joint_model(joint_folder, device="cpu")
    with torch.no_grad():
        model.aligner.norm.weight.fill_(5.0)  # louder than the text, so that the guard is at work
    sample = encode_prompt(processor, PROMPT, IMAGE, 3)
    embeds = model.splice_memory(sample.input_ids_T[None], None, latents(3), torch.tensor([sample.prompt_length]))
    memory_3D = embeds[0, :3]
    scale = (memory_3D / model.aligner(latents(3))).detach()
    assert scale.max() < 0.9
    memory_3D[:, 0].sum().backward()  # one column: all of them sum to zero behind a LayerNorm
    expected = torch.zeros_like(model.aligner.norm.bias)
    expected[0] = scale[:, 0].sum()
    torch.testing.assert_close(model.aligner.norm.bias.grad, expected)
    assert model.get_input_embeddings().weight.grad.abs().sum() == 0


def test_the_guard_looks_at_the_prompt_in_training_as_in_generation(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    prompt = encode_prompt(processor, PROMPT, IMAGE, 3)
    sample = encode_sample(processor, PROMPT, IMAGE, 3, REPLY, max_length=2048)
    with torch.no_grad():
        spliced = [
            model.splice_memory(s.input_ids_T[None], None, latents(3), torch.tensor([s.prompt_length]))[0, :3]
            for s in (prompt, sample)
        ]
    assert torch.equal(*spliced)


def test_the_placeholders_own_embedding_is_never_looked_at(joint_folder: Path) -> None:
    model, processor = load_joint_model(joint_folder, device="cpu")
    batch = left_padded([encode_prompt(processor, PROMPT, IMAGE, 3)], 0)
    logits = []
    for fill in (0.0, 1000.0):
        with torch.no_grad():
            model.aligner.norm.weight.fill_(5.0)  # louder than the text, so that the guard is at work
            model.get_input_embeddings().weight[model.config.memory_token_id] = fill
            logits.append(model(**batch, memory_latents=latents(3)).logits)
    assert torch.equal(*logits)


def test_the_guard_finds_the_prompt_behind_left_padding(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    short = encode_sample(processor, PROMPT, IMAGE, 3, REPLY, max_length=2048)
    long = encode_sample(processor, "Longer. " * 9 + PROMPT, IMAGE, 0, REPLY, max_length=2048)
    batch = left_padded([short, long], processor.tokenizer.pad_token_id)
    with torch.no_grad():
        alone = model.splice_memory(short.input_ids_T[None], None, latents(3), torch.tensor([short.prompt_length]))
        padded = model.splice_memory(batch["input_ids"], batch["attention_mask"], latents(3), batch["prompt_lengths"])
    torch.testing.assert_close(padded[0, -len(short.input_ids_T) :], alone[0], rtol=1e-6, atol=0)


def test_positions_are_the_same_whether_or_not_token_kinds_are_given(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    batch = left_padded([encode_prompt(processor, PROMPT, IMAGE, 2)], 0)
    with torch.no_grad():
        given = model(**batch, memory_latents=latents(2)).logits
        del batch["mm_token_type_ids"]
        assert torch.equal(model(**batch, memory_latents=latents(2)).logits, given)


def test_generation_without_a_cache_keeps_its_memory(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    batch = left_padded([encode_prompt(processor, PROMPT, IMAGE, 4)], 0) | {"memory_latents": latents(4)}
    settings = {"max_new_tokens": 5, "min_new_tokens": 5, "do_sample": False}
    with torch.no_grad():
        cached, uncached = (model.generate(**batch, **settings, use_cache=u) for u in (True, False))
    assert cached.tolist() == uncached.tolist()


def test_the_compressor_takes_no_part_in_training(tiny: TinyModels, joint_folder: Path) -> None:
    compressor = QwenCompressor.load(tiny.compressor, device="cpu")
    first = compressor.compress([fake_screenshot("a")], ["noop()"])
    model, processor = load_joint_model(joint_folder, device="cpu")
    sample = encode_sample(processor, PROMPT, IMAGE, 1, REPLY, max_length=2048)
    logits = model(**left_padded([sample], 0), memory_latents=torch.from_numpy(first[:, 0])).logits
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    logits.float().pow(2).mean().backward()
    optimizer.step()
    assert (compressor.compress([fake_screenshot("a")], ["noop()"]) == first).all()


def test_a_left_padded_batch_generates_what_its_samples_generate_alone(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    samples = [
        encode_prompt(processor, PROMPT, IMAGE, 2),
        encode_prompt(processor, "Longer. " * 9 + PROMPT, IMAGE, 0),
        encode_prompt(processor, "Long. " * 3 + PROMPT, IMAGE, 5),
    ]
    memories = [latents(2, 1), latents(0), latents(5, 2)]
    settings = {"max_new_tokens": 5, "min_new_tokens": 5, "do_sample": False}
    pad_id = processor.tokenizer.pad_token_id
    with torch.no_grad():
        together = model.generate(**left_padded(samples, pad_id), memory_latents=torch.cat(memories), **settings)
        alone = [
            model.generate(**left_padded([s], pad_id), memory_latents=m, **settings)[0, -5:]
            for s, m in zip(samples, memories, strict=True)
        ]
    assert together[:, -5:].tolist() == [a.tolist() for a in alone]


def test_a_batch_none_of_whose_samples_has_memory_is_finite_and_trains_the_policy(joint_folder: Path) -> None:
    model, processor = load_joint_model(joint_folder, device="cpu")
    sample = encode_sample(processor, PROMPT, IMAGE, 0, REPLY, max_length=2048)
    batch = left_padded([sample, sample], 0)
    loss = model(**batch, memory_latents=torch.zeros(0, 96), labels=batch["input_ids"]).loss
    loss.backward()
    assert torch.isfinite(loss)
    assert all(torch.isfinite(p.grad).all() for p in model.parameters() if p.grad is not None)
    assert model.lm_head.weight.grad.abs().sum() > 0


def test_bfloat16_weights_take_float32_latents(joint_folder: Path) -> None:
    model, processor = load_joint_model(joint_folder, device="cpu", dtype=torch.bfloat16)
    sample = encode_prompt(processor, PROMPT, IMAGE, 2)
    with torch.no_grad():
        assert torch.isfinite(model(**left_padded([sample], 0), memory_latents=latents(2)).logits).all()


def test_latents_of_another_compressor_are_refused(joint: tuple[Any, Any]) -> None:
    model, processor = joint
    sample = encode_prompt(processor, PROMPT, IMAGE, 2)
    with pytest.raises(ModelError, match="latents are 95 wide, but the aligner reads 96"):
        model(**left_padded([sample], 0), memory_latents=torch.zeros(2, 95))


@pytest.mark.parametrize(
    ("aligner", "width", "names"),
    [
        ("published", 8, {"proj.weight", "proj.bias", "norm.weight", "norm.bias"}),
        ("published", 16, {"norm.weight", "norm.bias"}),  # equal widths: no Linear
        ("linear", 8, {"proj.weight"}),
    ],
)
def test_both_forms_of_the_aligner_have_their_own_weights(aligner: str, width: int, names: set[str]) -> None:
    config = JamelConfig(memory_hidden_size=width, aligner=aligner, text_config={"hidden_size": 16})
    made = Aligner(config)
    assert {name for name, _ in made.named_parameters()} == names
    assert made(torch.ones(3, width)).shape == (3, 16)


def test_an_unknown_aligner_is_refused() -> None:
    with pytest.raises(ModelError, match="unknown aligner 'mlp'"):
        Aligner(JamelConfig(aligner="mlp"))


def test_attention_kernels_agree_and_flash_attention_is_refused_where_it_cannot_run(joint_folder: Path) -> None:
    logits = []
    for attention in ("sdpa", "eager"):
        model, processor = load_joint_model(joint_folder, device="cpu", attention=attention)
        batch = left_padded([encode_prompt(processor, PROMPT, IMAGE, 2)], 0)
        with torch.no_grad():
            logits.append(model(**batch, memory_latents=latents(2)).logits)
    torch.testing.assert_close(*logits, atol=2e-4, rtol=1e-4)
    with pytest.raises(CapabilityError, match="needs a GPU"):
        load_joint_model(joint_folder, device="cpu", attention="flash_attention_2")

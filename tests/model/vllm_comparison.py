"""The same requests through both engines; prints one JSON object. Runs where vLLM is installed:

``.cache/vllm/bin/python -m tests.model.vllm_comparison JOINT_FOLDER BARRED_FOLDER PACKAGE``.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from PIL import Image

from jamel.policy.engine import Engine, GenerationReply, GenerationRequest, Sampling, barred_token_ids
from jamel.policy.inputs import encode_prompt
from jamel.policy.joint_policy import PolicySettings
from jamel.policy.transformers_engine import TransformersEngine
from jamel.policy.vllm_engine import VllmEngine
from jamel.serving.client import SharedModels
from jamel.serving.hosts import ModelHosts
from jamel.vision_input import processor_images

PROMPT = "Tree: [12] button 'Save'\nScreenshot:\n<image>\nReply with one action."
GREEDY = Sampling(temperature=0.0, top_p=1.0, max_new_tokens=12)
SAMPLED = Sampling(temperature=0.8, top_p=0.9, max_new_tokens=12)


def request(
    processor: Any, n_memory: int, seed: int, *, prompt: str = PROMPT, shades: tuple[int, ...] = (30,)
) -> GenerationRequest:
    pictures = [Image.new("RGB", (640, 360), (shade, 90, 255 - shade)) for shade in shades]
    *earlier, image = processor_images(processor, pictures)
    latents = np.random.default_rng(seed).normal(size=(n_memory, 96)).astype(np.float32) * 3
    inputs = encode_prompt(processor, prompt, image, n_memory, earlier)
    return GenerationRequest(inputs=inputs, images=(*earlier, image), latents_ND=latents, seed=seed)


def requests_of(processor: Any) -> dict[str, GenerationRequest]:
    two = "Before:\n<image>\n" + PROMPT
    return {
        "no memory": request(processor, 0, 1),
        "memory": request(processor, 5, 2),
        "the same prompt with another memory": request(processor, 5, 3),
        "a longer prompt with more memory": request(processor, 40, 4, prompt="Longer. " * 60 + PROMPT),
        "two pictures": request(processor, 7, 5, prompt=two, shades=(200, 30)),
    }


@torch.no_grad()
def logprobs_by_one_pass(model: Any, asked: GenerationRequest, said: tuple[int, ...]) -> list[float]:
    ids = torch.cat([asked.inputs.input_ids_T, torch.tensor(said)])[None]
    logits = model(
        input_ids=ids,
        pixel_values=asked.inputs.pixel_values,
        image_grid_thw=asked.inputs.image_grid_thw,
        memory_latents=torch.from_numpy(asked.latents_ND) if len(asked.latents_ND) else None,
        prompt_lengths=torch.tensor([asked.inputs.prompt_length]),
    ).logits[0, asked.inputs.prompt_length - 1 : -1]
    return logits.log_softmax(-1).gather(1, torch.tensor(said)[:, None])[:, 0].tolist()


def as_json(replies: list[GenerationReply]) -> list[dict[str, Any]]:
    return [{"ids": list(reply.token_ids), "logprobs": list(reply.logprobs)} for reply in replies]


def after_new_weights(
    ours: TransformersEngine, theirs: VllmEngine, batch: list[GenerationRequest]
) -> dict[str, list[dict[str, Any]]]:
    """All weights moved, aligner included, and handed to both engines as a trainer hands them over."""
    named = [(name, weight.detach().clone()) for name, weight in ours.model.named_parameters(remove_duplicate=False)]
    generator = torch.Generator().manual_seed(0)
    moved = {id(weight): torch.randn(weight.shape, generator=generator) for weight in ours.model.parameters()}
    own = dict(ours.model.named_parameters(remove_duplicate=False))
    named = [(name, weight * (1 + 0.3 * moved[id(own[name])])) for name, weight in named]
    for engine in (ours, theirs):
        engine.load_weights(named)
    return {
        "transformers, new weights": as_json(ours.generate(batch, GREEDY)),
        "vllm, new weights": as_json(theirs.generate(batch, GREEDY)),
    }


def compare(folder: Path) -> dict[str, Any]:
    ours, theirs = TransformersEngine.load(folder, device="cpu"), VllmEngine.load(folder, max_length=1500, max_images=2)
    asked = requests_of(ours.processor)
    batch = list(asked.values())
    sampled = theirs.generate(batch, SAMPLED)
    model: Any = ours.model
    return {
        "names": list(asked),
        "transformers": as_json(ours.generate(batch, GREEDY)),
        "vllm": as_json(theirs.generate(batch, GREEDY)),
        "vllm from the cache": as_json(theirs.generate(batch, GREEDY)),
        "sampled": as_json(sampled),
        "sampled, by one pass": [
            logprobs_by_one_pass(model, one, reply.token_ids) for one, reply in zip(batch, sampled, strict=True)
        ],
        "sampled one by one": as_json([theirs.generate([one], SAMPLED)[0] for one in reversed(batch)][::-1]),
        **after_new_weights(ours, theirs, batch),
    }


def barred_said(engine: Engine, folder: Path) -> list[int]:
    """Tokens said by a model whose barred tokens always have the highest logits."""
    rows = json.loads((folder / "config.json").read_text())["text_config"]["vocab_size"]
    replies = [engine.generate([request(engine.processor, 1, 0)], how)[0] for how in (GREEDY, SAMPLED)]
    barred = set(barred_token_ids(engine.processor.tokenizer, rows))
    return sorted(barred & {token for reply in replies for token in reply.token_ids})


def shared(folder: Path) -> list[dict[str, Any]]:
    """vLLM in the process that workers share, asked as a worker asks it."""
    settings = PolicySettings(engine="vllm", max_length=1500, max_images=2, max_new_tokens=GREEDY.max_new_tokens)
    with TemporaryDirectory() as logs, ModelHosts(0, Path(logs), print) as hosts:
        engine = SharedModels(hosts.sockets[0]).engine(folder, settings)
        return as_json(engine.generate(list(requests_of(engine.processor).values()), GREEDY))


def main() -> None:
    joint, barred, package = map(Path, sys.argv[1:])
    found = compare(joint)
    packaged = VllmEngine.load(package, max_length=1500, max_images=2)
    found["vllm from the package"] = as_json(packaged.generate(list(requests_of(packaged.processor).values()), GREEDY))
    found["barred tokens said"] = barred_said(VllmEngine.load(barred, max_length=1500), barred)
    found["vllm, shared"] = shared(joint)
    print("RESULT " + json.dumps(found))


if __name__ == "__main__":
    main()

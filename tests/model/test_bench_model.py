"""The model bench: true shapes counted, large ones refused without a GPU, and what its numbers must obey."""

import pytest
import torch

from jamel.bench.model import bench_model, count_parameters
from jamel.errors import CapabilityError, ConfigError
from jamel.testing.model_shapes import load_shapes

pytestmark = pytest.mark.model


def test_the_papers_shapes_have_the_published_numbers_of_parameters() -> None:
    assert count_parameters(load_shapes("paper")) == {
        "compressor": 2_127_532_032,  # Qwen3-VL-2B-Instruct
        "policy": 8_292_166_656,  # Qwen2.5-VL-7B-Instruct
        "policy_layers": 6_525_618_176,
        "aligner": 7_350_784,
    }


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine could run it")
def test_large_shapes_are_refused_without_a_gpu_in_one_line() -> None:
    with pytest.raises(CapabilityError, match="need a CUDA device") as refused:
        bench_model("paper", is_smoke=True)
    assert "\n" not in str(refused.value)


def test_unknown_shapes_are_refused() -> None:
    with pytest.raises(ConfigError, match="not found: huge"):
        bench_model("huge", is_smoke=True)


def test_a_latent_costs_one_token_and_a_step_of_text_a_page() -> None:
    found = bench_model("tiny", is_smoke=True).results
    empty = found["transformers_input_tokens_memory_0"]
    assert found["transformers_input_tokens_memory_50"] == empty + 50
    assert found["transformers_input_tokens_text_history_50"] > empty + 50 * 50
    assert found["transformers_memory_token_growth"] == (empty + 50) / empty
    assert {"compressor_latents_per_s_batch_2", "transformers_decisions_per_s_batch_2"} <= found.keys()
    assert all(value > 0 for value in found.values())

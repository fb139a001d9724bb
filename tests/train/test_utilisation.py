"""The count of operations that utilisation is computed from, against torch's own counter."""

import pytest

pytestmark = [pytest.mark.train, pytest.mark.model]


def test_operations_of_a_step_are_those_that_torch_counts():
    """torch counts attention whole, and the step needs its causal half; at 64 tokens that hardly shows."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    from jamel.policy.joint_model import JamelForConditionalGeneration
    from jamel.train.utilisation import Width, joint_config, step_flops, training_step

    width = Width(hidden=256, intermediate=512, heads=4, key_value_heads=2, vocabulary=1024, layers=3)
    model = JamelForConditionalGeneration(joint_config(width)).train()
    ids_BT = torch.randint(10, width.vocabulary, (1, 64))
    with FlopCounterMode(display=False) as counter:
        training_step(model, ids_BT)
    assert counter.get_total_flops() == pytest.approx(step_flops(width, 64), rel=0.05)

"""Three cures for verl 0.9.1 on the host CPU, one function each.

``tests/train/test_verl_cpu_patches.py`` shows each defect in stock verl: when verl mends one, its test fails and the
function can go. Each replaces a name before verl's own modules import it, so the package must be loaded with verl.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.distributed
import torch.distributed.fsdp
from tensordict import TensorDict


def apply_patches() -> None:
    let_gloo_be_named_twice()
    never_pin_offloaded_parameters()
    rebuild_equal_length_position_ids()


def let_gloo_be_named_twice() -> None:
    """verl always asks for ``cpu:gloo,<device>:<backend>``; with a CPU platform that is ``cpu:gloo,cpu:gloo``, which
    torch refuses as a duplicate device."""
    torch.distributed.init_process_group = _accepting_duplicates(torch.distributed.init_process_group)


def _accepting_duplicates(init_process_group: Callable[..., None]) -> Callable[..., None]:
    def init(backend: str | None = None, *args: Any, **kwargs: Any) -> None:
        return init_process_group(without_duplicates(backend), *args, **kwargs)

    return init


def without_duplicates(backend: str | None) -> str | None:
    """``cpu:gloo,cpu:gloo`` -> ``cpu:gloo``; anything else unchanged."""
    return backend and ",".join(dict.fromkeys(backend.split(",")))


def never_pin_offloaded_parameters() -> None:
    """verl hard-codes ``CPUOffloadPolicy(pin_memory=True)`` for forward-only models (the RL reference policy); torch
    cannot pin memory when there is no accelerator to pin it for."""
    torch.distributed.fsdp.CPUOffloadPolicy = UnpinnedOffloadPolicy


class UnpinnedOffloadPolicy(torch.distributed.fsdp.CPUOffloadPolicy):
    def __init__(self, pin_memory: bool = False) -> None:
        super().__init__(pin_memory=False)


def rebuild_equal_length_position_ids() -> None:
    """verl declares dimension 2 of nested (B, 4, T) position ids ragged. When all samples of a batch are equally long,
    torch has built them ragged in dimension 1, and the declaration alone leaves a tensor that cannot be split."""
    import verl.utils.tensordict_utils as tensordict_utils

    declare_ragged = tensordict_utils.maybe_fix_3d_position_ids

    def rebuild(data: TensorDict) -> None:
        positions = data["position_ids"] if "position_ids" in data.keys() else None  # noqa: SIM118  # no "in data"
        if positions is not None and positions.is_nested and positions.dim() == 3 and _ragged_dimension(positions) == 1:
            rows = list(positions.unbind(0))
            data["position_ids"] = tensordict_utils.nested_tensor_from_tensor_list(rows, ragged_idx=2)
        else:
            declare_ragged(data)

    tensordict_utils.maybe_fix_3d_position_ids = rebuild


def _ragged_dimension(nested: torch.Tensor) -> int:
    """torch keeps it in a private attribute of jagged tensors, which verl sets as well."""
    return getattr(nested, "_ragged_idx")  # noqa: B009

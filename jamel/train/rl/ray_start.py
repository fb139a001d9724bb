"""Ray starts on a busy machine too.

Its node process (Ray 2.60) dies when the two agents that it starts have not told it their ports after 15 s, which no
setting lengthens; on a machine with many times more work than cores they need longer just to be imported. With ports
given beforehand it has nothing to wait for. This file does not know verl.
"""

from __future__ import annotations

import socket
from contextlib import ExitStack
from functools import wraps
from typing import Any

from ray._private.parameter import RayParams

AGENT_PORTS = ("runtime_env_agent_port", "metrics_agent_port", "metrics_export_port")


def choose_agent_ports() -> None:
    """From now on, every Ray node that this process starts gets its agents' ports here."""
    original = RayParams.__init__

    @wraps(original)
    def with_ports(self: RayParams, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        for name, port in zip(AGENT_PORTS, free_ports(len(AGENT_PORTS)), strict=True):
            if getattr(self, name) is None:
                setattr(self, name, port)

    RayParams.__init__ = with_ports


def free_ports(count: int) -> list[int]:
    """All held until the last is found, so that they differ."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("", 0))
        return [one.getsockname()[1] for one in sockets]

"""Ray starts on a busy machine too.

Its node process (Ray 2.60) dies when the two agents that it starts have not told it their four ports after 15 s, which
no setting lengthens; on a machine with many times more work than cores they need longer just to be imported. With ports
given beforehand it has nothing to wait for. This file does not know verl.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from functools import wraps
from itertools import islice
from random import SystemRandom
from typing import Any

from ray._private import services
from ray._private.parameter import RayParams

AGENT_PORTS = ("runtime_env_agent_port", "metrics_agent_port", "metrics_export_port", "dashboard_agent_listen_port")
PORTS = range(20_000, 32_768)
"""Seconds pass until the agents listen, and nobody else may get their ports meanwhile: by default Linux gives none of
these to who asks for any, and Ray's own are others (10002 to 19999 for workers, 44217 and 44227 for exporters)."""
LISTEN_PORT = re.compile(r"--listen-port=(\d+)")


def choose_agent_ports() -> None:
    """From now on, every Ray node that this process starts gets its agents' ports here."""
    original, start_process = RayParams.__init__, services.start_ray_process

    @wraps(original)
    def with_ports(self: RayParams, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        for name, port in zip(AGENT_PORTS, free_ports(len(AGENT_PORTS)), strict=True):
            if name not in kwargs or kwargs[name] is None:
                setattr(self, name, port)

    @wraps(start_process)
    def start(command: Sequence[str], *args: Any, **kwargs: Any) -> Any:
        return start_process(told_listen_port(command), *args, **kwargs)

    RayParams.__init__ = with_ports
    services.start_ray_process = start


def told_listen_port(command: Sequence[str]) -> list[str]:
    """The node's command names three of the ports itself; the fourth stands only in the command of the agent, which is
    an argument of the node's. Other commands are left as they are."""
    agent = next((part for part in command if part.startswith("--dashboard_agent_command=")), "")
    found = LISTEN_PORT.search(agent)
    return [*command, f"--dashboard_agent_listen_port={found[1]}"] if found else [*command]


def free_ports(count: int) -> list[int]:
    """Of ``PORTS``, each another one, and none that anybody listens on now."""
    shuffled = SystemRandom().sample(PORTS, len(PORTS))
    return list(islice(filter(_is_free, shuffled), count))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("", port))
        except OSError:
            return False
        return True

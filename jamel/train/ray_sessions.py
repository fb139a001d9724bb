"""A session worker somewhere on a Ray cluster, spoken to as if it ran here: JSON lines in, JSON lines out.

The supervisor starts this relay in the worker's place. Ray chooses the node; there the ordinary worker process runs the
sessions, on apps that the node serves itself under the address that all share. Code, apps and output folder must lie at
the same paths on every node. When the relay ends, Ray ends its worker. This file does not know what a session is.
"""

from __future__ import annotations

import argparse
import json
import logging
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ray

from jamel.browser.site_server import SiteServer
from jamel.config import child_environment
from jamel.errors import CapabilityError

WORKER = ("-m", "jamel.collect.session_worker")
CONNECT_BUDGET_S = 10.0


class SessionHost:
    """Lives on the node that Ray chose; owns one worker process there."""

    def __init__(self, apps_root: str, cores: int) -> None:
        self._apps_root, self._cores = Path(apps_root), cores
        self._stack = ExitStack()
        self._child: subprocess.Popen[str] | None = None

    def ask(self, job_line: str) -> Iterator[str]:
        """The worker's answers to one job, as they come; the last one is of type ``done``."""
        self._serve_apps(json.loads(job_line)["base_url"])
        child = self._worker()
        if child.stdin is None or child.stdout is None:
            raise BrokenPipeError("the worker has no pipes")
        child.stdin.write(job_line + "\n")
        child.stdin.flush()
        for line in child.stdout:
            yield line
            if '"type": "done"' in line:
                return
        code = child.wait()
        yield json.dumps({"type": "done", "error": f"the worker on {ray.util.get_node_ip_address()} ended with {code}"})

    def _serve_apps(self, base_url: str) -> None:
        """Apps have the same address on every node: its own loopback. One server a node is enough."""
        try:
            self._stack.enter_context(SiteServer(self._apps_root, port=urlsplit(base_url).port or 0))
        except CapabilityError:
            return  # the port is taken: by the run itself on its own node, by an earlier job or another host here

    def _worker(self) -> subprocess.Popen[str]:
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, *WORKER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env=child_environment({"OMP_NUM_THREADS": str(self._cores), "OMP_WAIT_POLICY": "PASSIVE"}),
            )
        return self._child


def relay(address: str, apps_root: str, *, cores: int, gpus: int) -> None:
    """Until stdin ends. Raises ``CapabilityError`` when there is no cluster at ``address``."""
    protocol, sys.stdout = sys.stdout, sys.stderr
    require_cluster(address)
    ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    host: Any = ray.remote(SessionHost).options(num_cpus=cores, num_gpus=gpus).remote(apps_root, cores)
    for line in sys.stdin:
        for answer in host.ask.options(num_returns="streaming").remote(line.rstrip("\n")):
            text: Any = ray.get(answer)
            print(text.rstrip("\n"), file=protocol, flush=True)


def require_cluster(address: str) -> None:
    """Raises ``CapabilityError`` when nothing listens at ``HOST:PORT``: Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), CONNECT_BUDGET_S).close()
    except (OSError, ValueError) as error:
        raise CapabilityError(
            f"no Ray cluster answers at {address} ({error}). Give HOST:PORT of its head node, or leave ray_address out."
        ) from error


def main() -> int:
    parser = argparse.ArgumentParser(description="Run sessions on a Ray cluster; started by the supervisor.")
    parser.add_argument("--address", required=True)
    parser.add_argument("--apps-root", required=True)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--gpus", type=int, default=0)
    arguments = parser.parse_args()
    try:
        relay(arguments.address, arguments.apps_root, cores=arguments.cores, gpus=arguments.gpus)
    except CapabilityError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())

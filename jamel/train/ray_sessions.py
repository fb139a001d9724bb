"""A session worker somewhere on a Ray cluster, spoken to as if it ran here: JSON lines in, JSON lines out.

The supervisor starts this relay in the worker's place. Ray chooses the node; there the ordinary worker process runs the
sessions, on apps that the node serves itself under the address that all share. Code, apps and output folder must lie at
the same paths on every node. When the relay ends, Ray ends its worker. This file does not know what the lines mean, but
for the last one of a worker that is gone.
"""

from __future__ import annotations

import argparse
import json
import logging
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

import ray
from ray.exceptions import RayError

from jamel.browser.site_server import SiteServer
from jamel.config import child_environment
from jamel.errors import CapabilityError

CONNECT_BUDGET_S = 10.0


class SessionHost:
    """Lives on the node that Ray chose; owns one worker process there, in ``folder``, which dies with it."""

    def __init__(self, worker: str, folder: str, apps_root: str, base_url: str, cores: int) -> None:
        self._stack = ExitStack()
        self._serve_apps(Path(apps_root), base_url)
        log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115  # entered just below
        self._log = self._stack.enter_context(log)
        self._child = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", sys.executable, "-m", worker],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=folder,
            text=True,
            encoding="utf-8",
            env=child_environment({"OMP_NUM_THREADS": str(cores), "OMP_WAIT_POLICY": "PASSIVE"}),
        )

    def tell(self, line: str) -> None:
        """Raises ``BrokenPipeError`` when the worker is gone; ``lines`` says how it ended."""
        if self._child.stdin is not None:
            self._child.stdin.write(line)
            self._child.stdin.flush()

    def lines(self) -> Iterator[str]:
        """What the worker says, as it comes; and after its end, one line more that says how it ended."""
        # Ray sends into its generators, and `yield from` would send on into the file.
        for line in self._child.stdout or ():  # noqa: UP028
            yield line
        code = self._child.wait()
        self._log.seek(0)
        last = self._log.read().strip().rpartition("\n")[2] or "no output on stderr"
        yield _broken(f"the worker on {ray.util.get_node_ip_address()} ended with {code}: {last}")

    def _serve_apps(self, apps_root: Path, base_url: str) -> None:
        """Apps have the same address on every node: its own loopback. One server a node is enough."""
        try:
            self._stack.enter_context(SiteServer(apps_root, port=urlsplit(base_url).port or 0))
        except CapabilityError:
            return  # the port is taken: by the run itself on its own node, by an earlier worker or another host here


def relay(worker: str, address: str, apps_root: str, base_url: str, *, cores: int, gpus: int) -> None:
    """Until stdin ends. Raises ``CapabilityError`` when there is no cluster at ``address``."""
    protocol, sys.stdout = sys.stdout, sys.stderr
    require_cluster(address)
    ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    # Two calls at once: one that listens for as long as the worker lives, and one that tells it something.
    place = ray.remote(SessionHost).options(num_cpus=cores, num_gpus=gpus, max_concurrency=2)
    host: Any = place.remote(worker, str(Path.cwd()), apps_root, base_url, cores)
    listener = threading.Thread(target=_pass_on, args=(host, protocol), daemon=True)
    listener.start()
    try:
        for line in sys.stdin:
            ray.get(host.tell.remote(line))
    except RayError:  # the worker, or its node, is gone: the listener says how
        listener.join()


def _pass_on(host: Any, protocol: TextIO) -> None:
    try:
        for line in host.lines.options(num_returns="streaming").remote():
            text: Any = ray.get(line)
            print(text.rstrip("\n"), file=protocol, flush=True)
    except RayError as error:
        print(_broken(f"Ray lost the worker: {error}"), file=protocol, flush=True)


def _broken(error: str) -> str:
    return json.dumps({"type": "done", "error": error})


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
    parser.add_argument("--worker", required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument("--apps-root", required=True)
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--gpus", type=int, default=0)
    given = parser.parse_args()
    try:
        relay(given.worker, given.address, given.apps_root, given.base_url, cores=given.cores, gpus=given.gpus)
    except CapabilityError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())

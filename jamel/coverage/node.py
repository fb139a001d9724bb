"""Where Node and the coverage tools are."""

from __future__ import annotations

from pathlib import Path
from shutil import which

from jamel.errors import CapabilityError


def node_command(script: Path) -> list[str]:
    """The command that runs ``script``. Raises ``CapabilityError`` without Node or the script's packages."""
    node = which("node")
    if node is None or not (script.parent / "node_modules").is_dir():
        raise CapabilityError("Node or its coverage tools are missing. Run bash shell/setup_env.sh.")
    return [node, str(script)]

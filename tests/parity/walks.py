"""Which pages the parity test walks through: our fixture pages, every embedded app, and third-party apps.

``shell/setup_parity.sh`` puts the third-party apps into ignored folders. This file does not know how a walk is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUR_SITES = ROOT / "tests/browser/sites"
DEMO_APPS = ROOT / "env/browser_env/demo-env"
EMBEDDED = sorted(page.parent.name for page in DEMO_APPS.glob("*/index.html"))
NPM_APPS = ROOT / "third_party/parity/node_modules"
MINIWOB = ROOT / ".cache/parity/lib/python3.11/site-packages/miniwob/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """``steps`` actions from ``entry`` below ``folder``, drawn with ``seed``: steps + 1 pages are compared."""

    name: str
    folder: Path
    entry: str
    steps: int
    seed: int = 0


WALKS = (
    *(Walk(name=n, folder=OUR_SITES, entry=f"{n}/index.html", steps=12) for n in ("framed", "shadowed", "roles")),
    *(Walk(name=n, folder=DEMO_APPS, entry=f"{n}/index.html", steps=3) for n in EMBEDDED),
    Walk(name="framework7", folder=NPM_APPS, entry="framework7/dist/index.html", steps=10),
    Walk(name="weui", folder=NPM_APPS, entry="weui/dist/example/index.html", steps=10),
    Walk(name="todomvc-react", folder=NPM_APPS, entry="todomvc/examples/react/index.html", steps=10),
    Walk(name="todomvc-vanillajs", folder=NPM_APPS, entry="todomvc/examples/vanillajs/index.html", steps=10),
    Walk(name="jsoneditor", folder=NPM_APPS, entry="jsoneditor/examples/03_switch_mode.html", steps=10),
    Walk(name="book-flight", folder=MINIWOB, entry="miniwob/book-flight.html", steps=10),
)

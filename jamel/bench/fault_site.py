"""A page with a button for each thing a web app may do to its visitor, written into a folder of its own.

This file does not know what ought to happen then.
"""

from __future__ import annotations

from pathlib import Path

FAULT_APP_ID = "faults"
BIG_PAGE_NODES = 200_000

BUTTONS = {
    "count": "document.title = String(Number(document.title) + 1)",
    "endless loop": "for (;;);",
    "endless microtasks": "(function again() { Promise.resolve().then(again); })()",
    "endless alert": "for (;;) alert('again');",
    "memory bomb": "const held = []; for (;;) held.push(new Array(1 << 20).fill(held.length));",
    "big page": f"for (let i = 0; i < {BIG_PAGE_NODES}; i++) document.body.append(document.createElement('i'));",
    "leave": "location.href = 'http://127.0.0.1:9/elsewhere';",
    "download": "Object.assign(document.createElement('a'), "
    "{href: 'data:application/octet-stream,x', download: 'x'}).click();",
    "alert": "alert('x');",
    "confirm": "confirm('x');",
    "prompt": "prompt('x');",
    "print": "print();",
    "popup": "open('other.html');",
    "back past the start": "history.go(-50);",
    "close itself": "window.close();",
    "broken built-ins": "window.eval = null; Array.prototype.map = null; JSON.stringify = null; "
    "NodeList.prototype.forEach = null; window.Promise = null; Object.keys = null;",
    "page error": "throw new Error('x');",
}


def write_fault_site(root: Path) -> None:
    """``root/faults/index.html`` and what it needs."""
    folder = root / FAULT_APP_ID
    folder.mkdir(parents=True)
    names = list(BUTTONS)
    buttons = "".join(f'<button id="b{i}">{name}</button>' for i, name in enumerate(names))
    handlers = "\n".join(
        f"document.querySelector('#b{i}').onclick = () => {{ {BUTTONS[name]} }};" for i, name in enumerate(names)
    )
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>0</title>{buttons}'
    (folder / "index.html").write_text(page + '<script src="faults.js"></script></html>', encoding="utf-8")
    (folder / "faults.js").write_text(handlers + "\n", encoding="utf-8")
    (folder / "other.html").write_text("<!doctype html><title>other</title><button>other</button>", encoding="utf-8")

"""Whether this machine can show Chinese. Without such a font every screenshot of most apps is boxes."""

from __future__ import annotations

import subprocess

from jamel.errors import CapabilityError

ADVICE = "Install fonts-noto-cjk (bash shell/setup_env.sh does it where it may)."


def require_chinese_font() -> str:
    """The name of a Chinese-capable font. Raises ``CapabilityError`` when fontconfig knows none."""
    try:
        result = subprocess.run(
            ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, timeout=60, check=False
        )
    except FileNotFoundError:
        raise CapabilityError(f"fc-list is not installed, so no Chinese-capable font can be found. {ADVICE}") from None
    families = sorted(line.split(",")[0].strip() for line in result.stdout.splitlines() if line.strip())
    if not families:
        raise CapabilityError(f"no Chinese-capable font found (fc-list :lang=zh is empty). {ADVICE}")
    return families[0]

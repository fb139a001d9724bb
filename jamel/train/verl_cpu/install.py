"""Importing this module puts verl on the host CPU. verl does so in every process when ``VERL_USE_EXTERNAL_MODULES``
names it, before its own trainers and engines are imported."""

from __future__ import annotations

from jamel.train.verl_cpu.patches import apply_patches
from jamel.train.verl_cpu.platform_cpu import register_platform

register_platform()
apply_patches()

"""Screenshots as the Qwen-VL processors want them: resized by qwen-vl-utils within the processor's own pixel limits.

One place for compressor and policy. The processor's resize then finds nothing left to do. This file does not know
prompts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PIL import Image
from qwen_vl_utils import process_vision_info


def processor_images(processor: Any, images: Sequence[Image.Image]) -> list[Image.Image]:
    """RGB, both sides multiples of patch size times merge size, pixel count within the processor's limits."""
    limits = processor.image_processor.size
    pixels = {"min_pixels": limits["shortest_edge"], "max_pixels": limits["longest_edge"]}
    content = [{"type": "image", "image": image, **pixels} for image in images]
    found = process_vision_info(
        [{"role": "user", "content": content}], image_patch_size=processor.image_processor.patch_size
    )
    return found[0] or []

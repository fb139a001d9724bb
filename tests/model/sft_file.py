"""One row of fine-tuning data, for tests of what its file carries."""

import numpy as np

from jamel.train.memory.sft_rows import SftRow


def row() -> SftRow:
    return SftRow(
        session_id="s", episode_index=0, step_index=0, target_app="shop", start_url="u", prompt="<image>",
        response="<action>noop()</action>", reward=1.0, image_png=b"", memory_ND=np.ones((1, 96), np.float32),
    )  # fmt: skip

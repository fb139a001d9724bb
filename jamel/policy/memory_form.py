"""In which form a policy is shown its past: K latents a compressed step, the newest R steps raw.

Datasets, checkpoints and packages carry the form they were made with, as they carry the prompt's wording: a policy
reads another form badly, and nothing would say so. This file does not know latents.
"""

from __future__ import annotations

from dataclasses import dataclass

from jamel.errors import ConfigError, DataError

FORM_KEY = "memory_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryForm:
    """The defaults are the paper's: one latent a step (section 2), nothing raw."""

    latents_per_step: int = 1
    raw_steps: int = 0

    def __str__(self) -> str:
        return f"latents_per_step {self.latents_per_step} and raw_steps {self.raw_steps}"


PAPERS_FORM = MemoryForm()


def parse_memory_form(raw: object) -> MemoryForm | None:
    """From a configuration or a data file, where it stands as ``dataclasses.asdict`` writes it; None where it does not.

    Raises ``DataError`` for anything else.
    """
    match raw:
        case None:
            return None
        case {"latents_per_step": int(latents), "raw_steps": int(steps)} if latents >= 1 and steps >= 0:
            return MemoryForm(latents_per_step=latents, raw_steps=steps)
        case _:
            raise DataError(
                f"{FORM_KEY} is {str(raw)[:80]!r}; expected latents_per_step from 1 and raw_steps from 0. "
                "Write it again."
            )


def agreed_form(
    carried: MemoryForm | None, carrier: str, *, latents_per_step: int | None, raw_steps: int | None
) -> MemoryForm:
    """What ``carrier`` (a checkpoint, a data set) was made with; where it does not say, the settings, or the paper's.

    Raises ``ConfigError`` when both say and differ.
    """
    base = carried or PAPERS_FORM
    wanted = MemoryForm(
        latents_per_step=base.latents_per_step if latents_per_step is None else latents_per_step,
        raw_steps=base.raw_steps if raw_steps is None else raw_steps,
    )
    if carried is not None and wanted != carried:
        raise ConfigError(
            f"{carrier} was made with {carried}, but the settings say {wanted}. Leave both settings out, or take the "
            "model or data that was made with them."
        )
    return wanted

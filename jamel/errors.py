"""The error outline: one class per kind of failure a caller may want to tell apart.

Every message has three parts: what failed, what was found against what was expected, what to do.
This file does not know who raises what; ``jamel.cli`` turns any ``JamelError`` into one line and an exit code.
"""

from __future__ import annotations


class JamelError(Exception):
    """Base of every error a user can act on. ``exit_code`` is what the command line returns."""

    exit_code = 1


class ConfigError(JamelError):
    """A setting is unknown, missing, of the wrong type or out of range."""

    exit_code = 2


class AppError(JamelError):
    """An app id is not in the benchmark, or its files are missing or malformed."""

    exit_code = 2


class CapabilityError(JamelError):
    """This machine lacks something the command needs: a browser, a font, a GPU, Node."""

    exit_code = 3


class BrowserError(JamelError):
    """Chromium failed, hung, crashed or broke a promise. Ends a session as ``env_failed``."""


class ActionFailed(JamelError):  # noqa: N818  # an outcome for the agent, not an error of ours
    """An action could not be carried out. The text is for the agent; the environment turns it into ``action_error``."""


class CoverageError(JamelError):
    """Coverage data cannot be trusted, for example because block granularity was lost."""


class CounterDied(CoverageError):  # noqa: N818  # says what happened; one restart is tried before it becomes an error
    """Node's entity counter ended, or hung, before it answered."""


class ModelError(JamelError):
    """A model cannot be built or run as asked: wrong width, wrong tokens, wrong architecture."""


class SessionEnded(ModelError):  # noqa: N818  # not a failure: whoever runs the session marks it as ended on purpose
    """A policy wants no further step: the app is exhausted, or a budget is spent. ``stop_reason`` is the value of a
    ``types.StopReason``."""

    def __init__(self, stop_reason: str, text: str) -> None:
        super().__init__(text)
        self.stop_reason = stop_reason


class CheckpointError(JamelError):
    """A checkpoint is missing, incomplete, of an unsafe format or of the wrong layout."""


class DataError(JamelError):
    """A dataset or trajectory file is missing, corrupt or of another schema version."""


class StorageError(JamelError):
    """An output folder cannot be written, or belongs to another configuration."""


class NotYetError(JamelError):
    """A documented entry point whose full form a later release completes; says what works today."""

    exit_code = 4

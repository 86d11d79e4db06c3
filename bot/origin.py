"""Where an error came from, for the log, without what it says: its message may quote what a person typed."""

from __future__ import annotations

import traceback


def origin(error: BaseException) -> str:
    """The kinds of the error and of its causes, and the lines of code they passed through."""
    told = [type(error).__name__, *traceback.format_tb(error.__traceback__)]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        told.append(f"caused by {origin(cause)}")
    return "\n".join(part.rstrip() for part in told)

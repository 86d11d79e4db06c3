"""Identifiers as platforms want them: whole, not too long, and no two the same in one message. For renderers."""

from __future__ import annotations

import re

_SUFFIX = re.compile(r"#\d+$")


class Identifiers:
    """Hands out one message's identifiers: the ref, and `#2`, `#3` … for the same ref again.

    A ref that itself ends like that gets `#1`, so that taking one suffix off always gives the ref.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._times: dict[str, int] = {}

    def __call__(self, ref: str) -> str:
        """Raises ValueError when there is no room."""
        times = self._times[ref] = self._times.get(ref, 0) + 1
        suffix = f"#{times}" if times > 1 or reference(ref) != ref else ""
        return exact(f"{ref}{suffix}", self._most, "identifier")


def reference(identifier: str) -> str:
    """The ref that an identifier carries: the suffix that keeps identifiers apart is taken off."""
    return _SUFFIX.sub("", identifier)


def exact(text: str, most: int, what: str) -> str:
    """What must not be cut. Raises ValueError when it is empty or longer than `most` characters."""
    if not 1 <= len(text) <= most:
        raise ValueError(f"{what} has {len(text)} characters, 1 to {most} are allowed")
    return text

"""Named points in the course of a delivery, at which a test may end the process. In normal running they do nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

Point = Literal[
    "before the plan",
    "after the plan",
    "before the attempt is counted",
    "after the attempt is counted",
    "before the send",
    "after the send",
    "before it is settled",
    "after it is settled",
]
POINTS: tuple[Point, ...] = get_args(Point)

_on_reach: Callable[[Point], None] | None = None


def reach(point: Point) -> None:
    if _on_reach is not None:
        _on_reach(point)


def watch(on_reach: Callable[[Point], None] | None) -> None:
    """Have this called at every point, or nothing any more."""
    global _on_reach
    _on_reach = on_reach

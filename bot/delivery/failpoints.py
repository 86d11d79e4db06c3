"""Named points in the course of a delivery, at which a test may end the process. In normal running they do nothing.

By those on its way a delivery comes only where there is cause: it is in doubt, takes several messages, or begins a
thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

OfThePlan = Literal["before the plan", "after the plan"]
OfTheAttempt = Literal[
    "before the attempt is counted",
    "after the attempt is counted",
    "before the send",
    "after the send",
    "before it is settled",
    "after it is settled",
]
OfTheWay = Literal["after looking", "after the thread is opened", "between two parts"]
"""Between "before the send" and "after the send", on the platform's side."""
OfTheQueue = Literal["before the job ends"]
"""On PostgreSQL alone: PgQueuer does not know yet that the delivery is settled."""

Point = Literal[OfThePlan, OfTheAttempt, OfTheWay, OfTheQueue]
POINTS: tuple[Point, ...] = get_args(Point)

_on_reach: Callable[[Point, str], None] | None = None


def reach(point: Point, id: str = "") -> None:
    """`id` is the delivery's. Of the calendar's points there is none."""
    if _on_reach is not None:
        _on_reach(point, id)


def watch(on_reach: Callable[[Point, str], None] | None) -> None:
    """Have this called at every point, or nothing any more."""
    global _on_reach
    _on_reach = on_reach

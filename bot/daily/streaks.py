"""Streaks that are fair: nobody loses one to a day without a question, nor to one bad day in a week. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

BRIDGED = timedelta(days=7)
"""Misses with no answer between them are forgiven only within less than this. Else a group with one question a week,
where every miss is the only one of its week, would have streaks that nobody can lose."""


@dataclass(frozen=True, slots=True)
class Streak:
    """`days` were answered in a row, at best `longest`. The dates in `frozen`, oldest first, were missed and forgiven.

    `freeze_left`: a miss on `today` would be forgiven.
    """

    days: int
    frozen: tuple[date, ...]
    longest: int
    freeze_left: bool


def streak(answered: Collection[date], asked: Collection[date], today: date) -> Streak:
    """The streak of a member as of `today`.

    Both collections hold dates of the member's own calendar: those with an answer, and those on which the group had a
    question. Going back from today, an answer counts one, and a day that is in neither (a weekend, a holiday, an outage
    of the bot) is excused. The latest miss of each ISO week is forgiven, the one before it ends the streak; so does one
    that is `BRIDGED` or more before a later one, with no answer between them: with a question a week, one week may be
    missed, and not the next as well. Today is not over: without an answer it neither ends a streak nor uses up the
    week's freeze. What lies after it is ignored.
    """
    answers = {day for day in answered if day <= today}
    misses = {day for day in asked if day < today} - answers
    # One pass forwards. Of two misses in one week only the later is forgiven, so the second one throws away all that
    # was before the first; what is left is what one would find by going back from there.
    days = since_miss = longest = 0
    frozen: list[date] = []
    gap: date | None = None  # the first miss since the last answer
    for day in sorted(answers | misses):
        if day in answers:
            days += 1
            since_miss += 1
            longest = max(longest, days)
            gap = None
            continue
        if frozen and _week(frozen[-1]) == _week(day):
            days = since_miss
            frozen.clear()
        gap = gap or day
        if day - gap >= BRIDGED:
            days = 0
            frozen.clear()
        if days:  # there is something to keep
            frozen.append(day)
        since_miss = 0
    bridged = gap is None or not days or today - gap < BRIDGED
    freeze_left = bridged and (not frozen or _week(frozen[-1]) != _week(today))
    return Streak(days, tuple(frozen), longest, freeze_left)


def _week(day: date) -> tuple[int, int]:
    """The ISO year and week; 29 December can lie in week 1 of the next year."""
    year, week, _ = day.isocalendar()
    return year, week

"""When something is due that comes by the calendar: a wall time, in a zone, on some days of the week. Pure.

A plan speaks of local dates, and each date has its own moment, computed from the plan and that date alone and never
from the last post. So nothing drifts, and changing the hour or the zone moves only what is still to come.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

WEEK = frozenset(range(7))
"""The days of the week as `date.weekday` counts them: Monday is 0."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`zone` is an IANA key. `days` are some of `WEEK`, at least one: ValueError otherwise."""

    time: time
    zone: str
    days: frozenset[int]

    def __post_init__(self) -> None:
        if not self.days or not self.days <= WEEK:
            raise ValueError(f"a plan needs days out of 0..6, not {sorted(self.days)}")


def occurrence(plan: Plan, day: date) -> datetime | None:
    """The moment, in UTC, of the plan's wall time on this local date, whatever day of the week it is.

    Where clocks go forward over the wall time, it moves forward by the length of the gap: 02:30 becomes 03:30. Where
    clocks go back and the wall time comes twice, the first counts. A date that the zone left out altogether has no
    moment at all: there was no 30 December 2011 in Pacific/Apia.
    """
    return _moment(day, plan.time, plan.zone) if _exists(day, plan.zone) else None


def planned(plan: Plan, day: date) -> bool:
    return day.weekday() in plan.days and _exists(day, plan.zone)


def days_from(plan: Plan, first: date) -> Iterator[date]:
    """The planned days, `first` included if it is one, in order and without end."""
    days = (first + timedelta(days=ahead) for ahead in count())
    return (day for day in days if planned(plan, day))


def next_occurrence(plan: Plan, after: datetime, *, not_on: Container[date] = ()) -> tuple[date, datetime]:
    """The first planned day whose moment is strictly after `after`, and that moment. Days in `not_on` are passed over.

    A day that has had its post belongs into `not_on`: when the hour or the zone changes, its moment may be still to
    come under the new plan. OverflowError if `not_on` holds every day to come.
    """
    # A day's moment can lie on the next local date: in a gap across midnight, 23:45 moves forward to 00:45.
    first = local_date(after, plan.zone) - timedelta(days=1)
    moments = ((day, _moment(day, plan.time, plan.zone)) for day in days_from(plan, first))
    return next((day, moment) for day, moment in moments if moment > after and day not in not_on)


def reveal_at(plan: Plan, day: date, reveal: time) -> datetime | None:
    """The moment, in UTC, at which the question of this date is answered, always after its post. None without a post.

    That is the wall time `reveal` on the same local date if it is later than the post's wall time, else on the next
    date there is. Where clocks going forward move the post past it, the reveal keeps its distance: a question for
    02:30 that comes at 03:30 is not answered at 03:00 but at 04:00.
    """
    posted = occurrence(plan, day)
    if posted is None:
        return None
    # A date that is left out needs no care here: its gap of a day moves the reveal to the same wall time a date later.
    date_of_reveal = day if reveal > plan.time else day + timedelta(days=1)
    moment = _moment(date_of_reveal, reveal, plan.zone)
    if moment > posted:
        return moment
    return posted + (datetime.combine(date_of_reveal, reveal) - datetime.combine(day, plan.time))


def known(zone: str) -> bool:
    """Whether this is a zone whose clocks are known here. A platform may be ahead of this machine's list, or make one
    up."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # each for another kind of nonsense
        return False
    return True


def zone_or_utc(zone: str) -> ZoneInfo:
    """The zone, or UTC where it is not known: for what is only shown."""
    return ZoneInfo(zone if known(zone) else "UTC")


def quiet_until(moment: datetime, hours: tuple[time, time] | None, zone: str) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls into. In no zone, or an unknown one, nobody knows
    when it is quiet."""
    if hours is None or not known(zone):
        return moment
    start, end = hours
    wall = moment.astimezone(ZoneInfo(zone)).time()
    within = start <= wall < end if start < end else (wall >= start or wall < end)
    return next_occurrence(Plan(end, zone, frozenset(range(7))), moment)[1] if within else moment


def local_date(moment: datetime, zone: str) -> date:
    """The date on the calendar there at this aware moment."""
    return moment.astimezone(zone_or_utc(zone)).date()


def _moment(day: date, wall: time, zone: str) -> datetime:
    # fold=0 is the rule above: the first of two, and in a gap the offset from before it (PEP 495).
    return datetime.combine(day, wall.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def _exists(day: date, zone: str) -> bool:
    """Whether clocks ever showed this date. Where only its midnight is missing, that moves forward within the date."""
    return local_date(_moment(day, time.min, zone), zone) == day

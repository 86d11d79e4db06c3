"""Which of the questions that a member did not answer count as missed: those that they could have answered. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.calendar.plan import known, occurrence, planned
from bot.daily.model import Day, Running, Schedule, reason_against

LEFT_ALONE = timedelta(days=15)
"""Who has not answered in a schedule for longer takes no part in it any more, until they answer again. A day more than
two weeks, so that of a question a week the second one is still missed, whatever clocks do in between."""

FIRST_MISSES = 2
"""So many questions after each answer are missed however far apart they are: no holidays keep a streak for ever."""

SHARE = 3
"""Who could not answer for one part in so many of the time that a question is open has not missed it."""

ENOUGH = timedelta(hours=4)
"""How long a question has to be open for an answer where only a press brings the answers out."""

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Had:
    """A question that a schedule has posted. `answered` is when the member did, if they did; `excused`: nobody misses
    it."""

    schedule: str
    posted: datetime
    closes: datetime | None
    answered: datetime | None
    excused: bool = False


def expected(schedule: Schedule, day: Day, posted: datetime, closes: datetime | None, skips: Collection[date]) -> bool:
    """Whether members could reckon with this post and had the time for it: it is the question of a planned day, and
    came early enough. What comes beside the plan is answered for joy."""
    at = occurrence(schedule.plan, day.date) if known(schedule.plan.zone) else None
    if at is None or day.slot != day.date.isoformat():
        return False
    by_plan = schedule.running is Running.ON and planned(schedule.plan, day.date)
    if day.at != at and (not by_plan or reason_against(schedule, day.date, frozenset(skips))):
        return False
    return closes is None or (posted - at) * SHARE < closes - at


def cut_short(day: Day, now: datetime) -> bool:
    """Whether answers that come out now come before members could reckon with it."""
    if day.closes is not None:
        return now < day.closes
    return day.posted is not None and now - day.posted < ENOUGH


def missed(had: Iterable[Had], absences: Sequence[Span], now: datetime) -> list[datetime]:
    """When those questions were posted that the member has missed: of the schedules that they take part in, from their
    first answer there until they have left it alone for long. What can still be answered is not missed, nor what they
    could not answer because askq was not there. `absences` are in order and apart."""
    of_schedule: dict[str, list[Had]] = {}
    for each in sorted(had, key=lambda each: each.posted):
        of_schedule.setdefault(each.schedule, []).append(each)
    return [posted for questions in of_schedule.values() for posted in _missed(questions, absences, now)]


def _missed(had: Sequence[Had], absences: Sequence[Span], now: datetime) -> Iterable[datetime]:
    answers = sorted(each.answered for each in had if each.answered is not None)
    since_answer: dict[int, int] = {}
    for each in had:
        before = bisect_left(answers, each.posted)
        if not before or each.answered is not None or each.excused or not _could_be_answered(each, absences, now):
            continue
        nth = since_answer[before] = since_answer.get(before, 0) + 1
        if nth <= FIRST_MISSES or each.posted - answers[before - 1] <= LEFT_ALONE:
            yield each.posted


def _could_be_answered(question: Had, absences: Sequence[Span], now: datetime) -> bool:
    """And no longer can: askq was there when it closed, and for most of the time before."""
    begun, end = question.posted, question.closes
    if end is None or end > now:
        return False
    away = timedelta()
    for gone, back in absences:
        if gone < end <= back:
            return False
        away += max(min(back, end) - max(gone, begun), timedelta())
    return away * SHARE < end - begun

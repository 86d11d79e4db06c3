"""What is said of a schedule wherever it is shown: where, when, how it stands, and what one can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.calendar.plan import known, zone_or_utc
from bot.calendar.typed import days_key
from bot.chat.elements import Button, Controls, button
from bot.chat.markup import At, MentionChannel, Span, Spans, spans
from bot.chat.words import Words
from bot.daily.model import Coming, Problem, Running, Schedule, Why
from bot.daily.refs import Do
from bot.daily.value_screens import days

CLEAR = timedelta(days=300)
"""How far away a day may be that is named without its year."""


OFF = 3
"""So many days off are named before the next question; of more it is said how many they are."""


def title(_: Words, number: int) -> str:
    return _("Question of the day, number {number}", number=number)


def where(_: Words, schedule: Schedule) -> Span | str:
    return MentionChannel(schedule.channel, "") if schedule.channel else _("our direct messages")


def moment(_: Words, at: datetime, zone: str) -> str:
    local = at.astimezone(zone_or_utc(zone))
    return f"{_.day(local.date())}, {local:%H:%M}"


def for_reader(_: Words, at: datetime, zone: str, reader_zone: str) -> Spans:
    """The moment in the schedule's time, and in the reader's where that differs or only the platform knows it."""
    local = moment(_, at, zone)
    read_in = reader_zone if known(reader_zone) else ""
    if read_in and at.astimezone(zone_or_utc(read_in)).utcoffset() == at.astimezone(zone_or_utc(zone)).utcoffset():
        return spans(local)
    fallback = moment(_, at, read_in) if read_in else f"{at:%H:%M} UTC"
    return _.spans("{local} (for you {yours})", local=local, yours=At(at, fallback))


def on(_: Words, day: date, today: date) -> str:
    """A day that somebody named, with its year where that might be another than one thinks."""
    return _.day(day) if abs(day - today) < CLEAR else _.whole_date(day)


def when(_: Words, schedule: Schedule) -> str:
    plan = schedule.plan
    return f"{plan.time:%H:%M} {plan.zone}, {days(_, days_key(plan.days))}"


def next_rows(
    _: Words, schedule: Schedule, coming: Sequence[Coming], reader_zone: str
) -> tuple[tuple[str, Spans], ...]:
    """The next day that has a question, and those before it that have none; `coming` ends with it."""
    off = [f"{_.day(each.day)} ({why(_, each.why)})" for each in coming if each.why]
    if schedule.next_at is None:
        said = spans(state(_, schedule))
    elif coming and not coming[-1].why:
        said = for_reader(_, coming[-1].at, schedule.plan.zone, reader_zone)
    else:
        said = spans(_("no day with a question in the next year"))
    if len(off) > OFF:
        off[OFF:] = [_.many("one day more", "{count} days more", len(off) - OFF)]
    return ((_("Next"), said), *([(_("None on"), spans(_.listing(off)))] if off else []))


def state(_: Words, schedule: Schedule) -> str:
    match schedule.running:
        case Running.ON:
            return _("on")
        case Running.PAUSED if schedule.until:
            return _("paused until {day}", day=_.whole_date(schedule.until))
        case Running.PAUSED:
            return _("paused")
        case Running.STOPPED:
            return _("stopped: {problem}", problem=_problem(_, schedule))


def _problem(_: Words, schedule: Schedule) -> str:
    lost_zone = not known(schedule.plan.zone)
    return {
        Problem.FORBIDDEN: _("I may not post in the channel"),
        Problem.GONE: _("the channel is gone"),
        Problem.EMPTY: _("every question has been asked"),
        Problem.BROKEN: _("I do not know its time zone") if lost_zone else _("something went wrong on my side"),
        None: _("nobody knows why"),
    }[schedule.problem]


def why(_: Words, reason: str) -> str:
    """Why a day has, or had, no question."""
    kind, _colon, name = reason.partition(":")
    said: dict[str, str] = {
        Why.SKIP_DATE: _("a day off"),
        Why.AWAY: _("I was away until it was too late"),
        Why.TROUBLE: _("the channel did not take it"),
        Why.AGAIN: _("it was posted again"),
        Why.EMPTY: _("every question has been asked"),
        Why.PAUSED: _("it was paused"),
        Why.STOPPED: _("it had stopped"),
        Why.HOLIDAY: name,
        Why.EXCUSED: _("it counts against nobody"),
    }
    return said.get(kind, reason)


def buttons(_: Words, schedule: Schedule, what: Sequence[str]) -> Controls:
    labels = {
        "preview": _("Preview"),
        "skip": _("Skip the next"),
        "now": _("Post now"),
        "pause": _("Pause"),
        "resume": _("Resume"),
        "change": _("Change"),
        "remove": _("Remove"),
    }
    return Controls(tuple(_button(labels[each], schedule, each) for each in what))


def _button(label: str, schedule: Schedule, what: str) -> Button:
    return button(label, Do(schedule.id, what), "primary" if what == "resume" else "plain")

"""A schedule as `daily show` and `daily preview` show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice
from typing import Literal

from bot.bank.bank import Question
from bot.calendar.plan import known
from bot.chat.elements import Bullets, Controls, Element, Fields, Heading, View, button, note, text, view
from bot.chat.fitting import clip
from bot.chat.markup import At, Bold, Italic, Mention, Mono, Spans, spans
from bot.chat.refs import Ref
from bot.chat.words import Words
from bot.daily.model import LATELY, Coming, Day, Fate, Problem, Running, Schedule, Why
from bot.daily.refs import Do, RevealNow
from bot.daily.schedule_screens import buttons, for_reader, moment, state, title, when, where, why
from bot.members.audit import Change

HEADLINE = 150
"""The most characters of a question in a list."""


def shown(
    _: Words,
    schedule: Schedule,
    coming: Sequence[Coming],
    past: Sequence[Day],
    left: int,
    changes: Sequence[Change],
    reader_zone: str,
    *,
    organiser: bool,
    open_slots: Sequence[str],
    in_line: int = 0,
) -> View:
    rows: list[tuple[str, Spans]] = [(_("State"), spans(state(_, schedule)))]
    if schedule.problem:
        told = _remedy(_, schedule) if organiser else _.spans("an organiser has to do that")
        rows.append((_("To put it right"), told))
    rows += [
        (_("Where"), spans(where(_, schedule))),
        (_("When"), spans(when(_, schedule))),
        (_("Not asked yet"), spans(_.many("one question", "{count} questions", left))),
    ]
    if in_line and organiser:
        line = _.many("one question", "{count} questions", in_line)
        command = _.command("daily queue", str(schedule.number))
        rows.append((_("In line"), _.spans("{questions}, see {command}", questions=line, command=command)))
    return view(
        Heading(title(_, schedule.number)),
        Fields(tuple(rows)),
        text(Bold(_("The next ones"))) if coming else None,
        Bullets(tuple(_coming(_, schedule, each, reader_zone) for each in coming)) if coming else None,
        text(Bold(_("Lately"))) if past else None,
        Bullets(tuple(spans(_past(_, schedule, run)) for run in islice(_runs(past), LATELY))) if past else None,
        text(Bold(_("Last changes"))) if changes and organiser else None,
        Bullets(tuple(_change(_, change) for change in changes)) if changes and organiser else None,
        _actions(_, schedule, open_slots) if organiser else None,
    )


def _remedy(_: Words, schedule: Schedule) -> Spans:
    """What to do about what has stopped it."""
    if schedule.problem is Problem.EMPTY:
        return _.spans("press “Change”: choose more topics, or let it start again")
    if schedule.problem is Problem.BROKEN:
        if not known(schedule.plan.zone):
            return _.spans("press “Change” and choose another time zone")
        return _.spans("whoever runs me finds in the log what went wrong; then press “Resume”")
    if schedule.fix:
        return _.spans("{fix}, then press “Resume”", fix=Mono(schedule.fix))
    return _.spans("let me post there, then press “Resume”; or press “Change” for another channel")


def _coming(_: Words, schedule: Schedule, coming: Coming, reader_zone: str) -> Spans:
    at = for_reader(_, coming.at, schedule.plan.zone, reader_zone)
    if coming.why:
        return spans(*at, ": ", Italic(why(_, coming.why)))
    if coming.question:
        return spans(*at, ": ", coming.question.headline)
    return at


def _runs(past: Sequence[Day]) -> Iterator[list[Day]]:
    """The days, the newest first; those that follow each other in one pause, or one stop, together."""
    at_rest = {Why.PAUSED.value, Why.STOPPED.value}
    for _key, run in groupby(past, lambda day: day.why if day.why in at_rest else day.slot):
        yield list(run)


def _past(_: Words, schedule: Schedule, run: Sequence[Day]) -> str:
    day, first = run[0], run[-1]
    what = {
        Fate.DUE: _("on its way"),
        Fate.POSTED: _("posted"),
        Fate.SKIPPED: _("skipped: {why}", why=why(_, day.why)),
        Fate.MISSED: _("not posted: {why}", why=why(_, day.why)),
        Fate.UNKNOWN: _("perhaps posted: I could not find out"),
    }[day.fate]
    if len(run) > 1:
        return _("{first} to {last}: {what}", first=_.day(first.date), last=_.day(day.date), what=what)
    return f"{moment(_, day.posted or day.at, schedule.plan.zone)}: {what}"


def _change(_: Words, change: Change) -> Spans:
    what = f"{change.what} {change.about}".strip()
    what = what.removesuffix(":")
    at = At(change.at, f"{_.day(change.at.date())}, {change.at:%H:%M} UTC")
    return _.spans("{when}: {who}, {what}", when=at, who=Mention(change.person, ""), what=Mono(what))


def _actions(_: Words, schedule: Schedule, open_slots: Sequence[str]) -> Element:
    running = schedule.running is Running.ON
    what = ("preview", "skip", "now", "pause", "change") if running else ("resume", "now", "change", "remove")
    controls = buttons(_, schedule, what)
    if not open_slots:
        return controls
    out = RevealNow(schedule.id, open_slots[0]) if len(open_slots) == 1 else Do(schedule.id, "reveal")
    return Controls((*controls.items, button(_("Bring the answers out"), out)))


def which_answers(_: Words, schedule: Schedule, days: Sequence[tuple[Day, Question | None]]) -> View:
    """Several questions wait for their answers: one button each."""
    return view(
        text(_("Several questions wait for their answers. Which are to come out?")),
        Bullets(tuple(_asked(_, day, question) for day, question in days)),
        Controls(tuple(button(_slot(_, day), RevealNow(schedule.id, day.slot)) for day, _question in days)),
    )


def about_day(_: Words, day: Day, question: Question | None, said: View) -> View:
    """What was done, below the day that it was done for."""
    return view(text(*_asked(_, day, question)), *said.elements)


def _asked(_: Words, day: Day, question: Question | None) -> Spans:
    if question is None:
        return spans(_slot(_, day))
    return _.spans("{day}: {question}", day=_slot(_, day), question=Bold(clip(question.headline, HEADLINE)))


def _slot(_: Words, day: Day) -> str:
    """Its date, and which of that date it is, where there were several."""
    _date, _dot, number = day.slot.partition(".")
    return f"{_.day(day.date)} ({number})" if number else _.day(day.date)


def preview(_: Words, schedule: Schedule, at: datetime, post: View, reader_zone: str) -> View:
    """What the next post will look like, without its buttons."""
    shown = [element for element in post.elements if not isinstance(element, Controls)]
    return view(
        text(Italic(_("Only you see this. It comes:")), " ", *for_reader(_, at, schedule.plan.zone, reader_zone)),
        *shown,
        buttons(_, schedule, ("skip", "now")),
    )


def several(
    _: Words, schedules: Sequence[Schedule], what: Literal["show", "change"], prepared: Sequence[Ref] = ()
) -> View:
    """Which one? Each with a button that does `what`, or that opens what is `prepared` for it."""

    def label(number: int) -> str:
        return _("Change {number}", number=number) if what == "change" else _("Show {number}", number=number)

    rows = ((str(each.number), spans(where(_, each), f" · {when(_, each)} · {state(_, each)}")) for each in schedules)
    refs = prepared or [Do(each.id, what) for each in schedules]
    choices = (button(label(each.number), ref) for each, ref in zip(schedules, refs, strict=True))
    return view(
        text(_("There are several questions of the day. Which one?")),
        Fields(tuple(rows)),
        Controls(tuple(choices)),
        note(*_.spans("Another one: {command}", command=_.command("daily add", "18:00"))) if what == "change" else None,
    )


def was_removed(_: Words, number: int, changes: Sequence[Change]) -> View:
    """What organisers find under a number that is no more."""
    return view(
        Heading(title(_, number)),
        text(_("It was removed.")),
        text(Bold(_("Last changes"))),
        Bullets(tuple(_change(_, change) for change in changes)),
    )

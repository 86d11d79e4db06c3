"""What stands in line: what comes when, and what was done about it, as organisers read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.bank.bank import Question
from bot.chat.elements import Bullets, Button, Controls, Element, Heading, View, button, note, text, view
from bot.chat.fitting import clip, pages
from bot.chat.markup import Bold, Spans, spans
from bot.chat.words import Words
from bot.daily.model import Running, Schedule
from bot.daily.refs import ClearLine, LinePage, PutInLine, Swap, TakeOut, mark
from bot.daily.schedule_screens import on, state

PAGE = 10
"""Questions on a page of the line."""

HEADLINE = 150
"""The most characters of a question in a list."""


@dataclass(frozen=True, slots=True)
class InLine:
    """A question in line: the day that it is for, if any, and the day that it comes on, as far as that is known."""

    question: Question
    wanted: date | None
    comes: date | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A question that was put in line. `before`: how many others come earlier. `moved_from`: it stood there before;
    `already`: just where it stands now. `asked`: when it was asked last."""

    here: InLine
    before: int
    moved_from: date | None = None
    already: bool = False
    asked: date | None = None


def put(_: Words, schedule: Schedule, placed: Placed, today: date) -> View:
    here = placed.here
    return view(
        text(_coming(_, schedule, placed, today)),
        text(Bold(here.question.headline)),
        note(_("It was in line already.")) if placed.already else None,
        note(_("Moved from {day}.", day=on(_, placed.moved_from, today))) if placed.moved_from else None,
        note(_("It was asked on {day}.", day=on(_, placed.asked, today))) if placed.asked else None,
        Controls(
            (button(_("Take it out again"), TakeOut(schedule.id, mark(here.question.id), 1)), _whole(_, schedule))
        ),
    )


def _coming(_: Words, schedule: Schedule, placed: Placed, today: date) -> str:
    here = placed.here
    others = _.many("one other", "{count} others", placed.before)
    if schedule.next_on is None:
        if placed.before:
            return _("It comes once it goes on, after {others}:", others=others)
        return _("It comes first once it goes on:")
    if here.comes is None and here.wanted:  # further away than is looked
        return _("It comes on {day}:", day=on(_, here.wanted, today))
    if here.comes is None:
        return _("It is in line, after {others}:", others=others)
    day = on(_, here.comes, today)
    if here.wanted:
        return _("It comes on {day}:", day=day)
    if placed.before:
        return _("It comes on {day}, after {others}:", day=day, others=others)
    return _("It comes next, on {day}:", day=day)


def swapped(_: Words, schedule: Schedule, placed: Placed, other: InLine, today: date) -> View:
    """What was put in the place of another, and where the other one is now."""
    when = _("once it goes on")
    if other.comes:
        when = _("on {day}", day=on(_, other.comes, today))
    said = put(_, schedule, placed, today)
    now = _.spans("Instead of {question}, which comes {when}.", question=_short(other.question), when=when)
    return View((*said.elements[:2], note(*now), *said.elements[2:]))


def taken(_: Words, schedule: Schedule, wanted: Question, there: Question, day: date, today: date) -> View:
    """Another question was put in line for that day before."""
    named = on(_, day, today)
    return view(
        text(*_.spans("For {day} there is one in line already: {question}", day=named, question=Bold(_short(there)))),
        text(*_.spans("Have this one come on that day instead? {question}", question=Bold(_short(wanted)))),
        Controls((
            button(_("Swap them"), Swap(schedule.id, mark(wanted.id), day.toordinal()), "primary"),
            button(_("Have it come next"), PutInLine(schedule.id, mark(wanted.id), 0)),
        )),
        note(_("The other one then comes as soon as it can, or where this one stood.")),
    )  # fmt: skip


def did_you_mean(_: Words, schedule: Schedule, found: Sequence[Question], day: date | None) -> View:
    """The words that were typed are no question's own."""
    on_day = day.toordinal() if day else 0
    if len(found) == 1:
        (only,) = found
        queue = button(_("Queue it"), PutInLine(schedule.id, mark(only.id), on_day), "primary")
        return view(text(*_.spans("Did you mean: {question}", question=Bold(_short(only)))), Controls((queue,)))
    return view(
        text(_("Did you mean one of these?")),
        Bullets(tuple(spans(_short(each)) for each in found), ordered=True),
        Controls(tuple(
            button(_("Queue {number}", number=number), PutInLine(schedule.id, mark(each.id), on_day))
            for number, each in enumerate(found, 1)
        )),
    )  # fmt: skip


def listing(
    _: Words, schedule: Schedule, line: Sequence[InLine], page: int, today: date, *, out: InLine | None = None
) -> View:
    """One page of the line; `page` counts from 1 and is brought into range. `out`: what was taken out just now."""
    paged = pages(line, PAGE)
    page = min(max(page, 1), max(len(paged), 1))
    shown = paged[page - 1] if paged else ()
    start = (page - 1) * PAGE + 1
    resting = bool(line) and schedule.running is not Running.ON
    return view(
        Heading(_("In line for question of the day {number}", number=schedule.number)),
        *(_taken_out(_, schedule, out) if out else ()),
        text(_("It is {state}.", state=state(_, schedule))) if resting else None,
        Bullets(tuple(_row(_, each, today) for each in shown), ordered=True, start=start) if shown else _empty(_),
        Controls(tuple(
            button(_("Take out {number}", number=number), TakeOut(schedule.id, mark(each.question.id), page))
            for number, each in enumerate(shown, start)
        )) if shown else None,
        _turning(_, schedule, page, len(paged), all_of_it=len(line) > 1),
    )  # fmt: skip


def _taken_out(_: Words, schedule: Schedule, out: InLine) -> tuple[Element, ...]:
    back = PutInLine(schedule.id, mark(out.question.id), out.wanted.toordinal() if out.wanted else 0)
    said = _.spans("Out of the line: {question}", question=Bold(_short(out.question)))
    return text(*said), Controls((button(_("Put it back"), back),))


def _empty(_: Words) -> Element:
    return text(_("Nothing is in line: each day draws its question by lot."))


def _row(_: Words, each: InLine, today: date) -> Spans:
    day = each.comes or each.wanted
    if day is None:
        return spans(_short(each.question))
    return _.spans("{day}: {question}", day=on(_, day, today), question=_short(each.question))


def _turning(_: Words, schedule: Schedule, page: int, last: int, *, all_of_it: bool) -> Element | None:
    turns = tuple(
        button(label, LinePage(schedule.id, to))
        for label, to in ((_("Previous"), page - 1), (_("Next"), page + 1))
        if 1 <= to <= last
    )
    clear = (button(_("Take all out"), ClearLine(schedule.id, sure=False)),) if all_of_it else ()
    return Controls(turns + clear) if turns or clear else None


def really_clear(_: Words, schedule: Schedule, count: int) -> View:
    return view(
        text(_.many("Take the one question out of the line?", "Take all {count} questions out of the line?", count)),
        Controls((button(_("Take all out"), ClearLine(schedule.id, sure=True), "danger"), _whole(_, schedule))),
    )


def _whole(_: Words, schedule: Schedule) -> Button:
    return button(_("What is in line"), LinePage(schedule.id, 1))


def _short(question: Question) -> str:
    return clip(question.headline, HEADLINE)

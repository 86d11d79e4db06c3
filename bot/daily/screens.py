"""Setting up and looking after the question of the day, as organisers read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.chat.elements import Controls, Fields, Heading, View, button, note, text, view
from bot.chat.markup import Bold, Spans, spans
from bot.chat.words import Words
from bot.daily import schedule_screens
from bot.daily.choosing import days_left
from bot.daily.model import Coming, Day, Fate, Running, Schedule, Stock
from bot.daily.refs import Do, ReallyRemove, RevealNow
from bot.daily.schedule_screens import buttons, for_reader, next_rows, state, title, when, where
from bot.daily.value_screens import source

# Setting up


def settled(
    _: Words,
    schedule: Schedule,
    stock: Stock,
    coming: Sequence[Coming],
    reader_zone: str,
    *,
    here: bool,
    changed: bool,
    held: bool,
    moved: Sequence[Day] = (),
) -> View:
    """`coming` is what `next_rows` takes. `here`: it belongs to the place where that is read. `held`: what trouble held
    back is posted now. `moved`: open posts whose answers come out at another time now."""
    show = _.command("daily show")
    return view(
        Heading(title(_, schedule.number)),
        text(Bold(_("It is changed.") if changed else _("It is set up."))),
        text(_("The question that was held back is posted now.")) if held else None,
        *(text(*_moved(_, schedule, day, reader_zone)) for day in moved),
        Fields(
            (
                (_("Where"), spans(where(_, schedule))),
                (_("When"), spans(when(_, schedule))),
                *next_rows(_, schedule, coming, reader_zone),
                (_("Questions"), spans(_stock(_, schedule, stock))),
            )
        ),
        buttons(_, schedule, ("preview", "change", "skip", "now")),
        note(*_.spans("All about it: {command}" if here else "All about it, in our direct messages: {command}",
                      command=show)),
    )  # fmt: skip


def _moved(_: Words, schedule: Schedule, day: Day, reader_zone: str) -> Spans:
    if day.closes is None:
        said = "The answers to the question of {day} come out when an organiser says so."
        return _.spans(said, day=_.day(day.date))
    said = "The answers to the question of {day} come out:"
    return spans(*_.spans(said, day=_.day(day.date)), " ", *for_reader(_, day.closes, schedule.plan.zone, reader_zone))


def _stock(_: Words, schedule: Schedule, stock: Stock) -> str:
    said = _.many("one question", "{count} questions", stock.all)
    if schedule.source:
        said = f"{said} ({source(_, schedule.source)})"
    if not stock.left:
        return _("{questions}, all of them asked already", questions=said)
    if stock.left < stock.all:
        said = _("{questions}, {left} of them not asked yet", questions=said, left=_.number(stock.left))
    left = days_left(stock.left, len(schedule.plan.days))
    if left < 14:
        enough = _.many("enough for a day", "enough for {count} days", left)
        said = f"{said}, {enough}"
    return said


# What was done


def skipped(_: Words, schedule: Schedule, first: date, last: date, today: date, *, on: bool) -> View:
    """One day, or all from the first to the last."""
    begin, end = (schedule_screens.on(_, day, today) for day in (first, last))
    if on and first == last:
        return view(text(_("{day} is on again.", day=begin)))
    if on:
        return view(text(_("The days from {first} to {last} are on again.", first=begin, last=end)))
    one = _("No question on {day}.", day=begin)
    run = f"{first.isoformat()} to {last.isoformat()}" if first != last else first.isoformat()
    return view(
        text(one if first == last else _("No question from {first} to {last}.", first=begin, last=end)),
        Controls((button(_("Have it after all"), Do(schedule.id, f"unskip:{run}")),)),
    )


def paused(_: Words, schedule: Schedule, today: date) -> View:
    said = _("Paused.")
    if schedule.until:
        said = _("Paused until {day}.", day=schedule_screens.on(_, schedule.until, today))
    return view(text(said), buttons(_, schedule, ("resume",)))


def resumed(_: Words, schedule: Schedule, coming: Sequence[Coming], reader_zone: str, *, held: bool) -> View:
    return view(
        text(_("It goes on. The question that was held back is posted now.") if held else _("It goes on.")),
        Fields(next_rows(_, schedule, coming, reader_zone)),
    )


def posting(_: Words, schedule: Schedule) -> View:
    off = schedule.running is not Running.ON
    return view(
        text(_("It is posted now.")),
        note(_("Otherwise nothing has changed: it is {state}.", state=state(_, schedule))) if off else None,
    )


def out_already(_: Words, schedule: Schedule, fate: Fate) -> View:
    said = {
        Fate.POSTED: _("Today's question is out already."),
        Fate.DUE: _("Today's question is on its way already."),
    }.get(fate, _("Today's question may be out already: the connection broke while I posted it. Look first."))
    return view(text(said), Controls((button(_("Post another one"), Do(schedule.id, "extra")),)))


def noted(_: Words) -> View:
    return view(text(_("Noted: the question arrived.")))


def pinged(_: Words, schedule: Schedule) -> View:
    woken = _("From now on each question wakes them.")
    return view(text(woken if schedule.ping else _("From now on the question wakes nobody.")))


def really_remove(_: Words, schedule: Schedule, open_slots: Sequence[str]) -> View:
    """`open_slots`: its posts whose answers have not come out, the newest first."""
    unanswered = _("The answers to its last question will not come out then. To have them, bring them out first.")
    if len(open_slots) > 1:
        unanswered = _("The answers to its last questions will not come out then. To have them, bring them out first.")
    out = RevealNow(schedule.id, open_slots[0]) if len(open_slots) == 1 else Do(schedule.id, "reveal")
    bring_out = (button(_("Bring the answers out"), out),) if open_slots else ()
    return view(
        text(*_.spans("Remove question of the day number {number}, {when}, in {where}? What was posted stays.",
                      number=str(schedule.number), when=when(_, schedule), where=where(_, schedule))),
        text(unanswered) if open_slots else None,
        Controls((*bring_out, button(_("Remove it"), ReallyRemove(schedule.id), "danger"))),
    )  # fmt: skip


def removed(_: Words, schedule: Schedule, *, here: bool) -> View:
    """`here`: it belonged to the place where that is read, so that its number means something there."""
    show = _.command("daily show", str(schedule.number))
    return view(
        text(_("It is removed.")),
        note(*_.spans("Organisers still find who changed what: {command}", command=show)) if here else None,
    )


def which(_: Words, schedules: Sequence[Schedule], command: str, before: str = "", behind: str = "") -> str:
    """With the command as it would have to be typed; `before` and `behind` stand around the number."""
    numbers = _.listing(_numbers(schedules), "or")
    example = _.command(command, " ".join(f"{before} {schedules[0].number} {behind}".split())).text
    return _("There are several: {numbers}. Say which one: {example}", numbers=numbers, example=example)


def no_such_number(_: Words, schedules: Sequence[Schedule], number: int) -> str:
    known = _.listing(_numbers(schedules))
    return _("There is no number {number} here, but {known}.", number=number, known=known)


def _numbers(schedules: Sequence[Schedule]) -> list[str]:
    return [f"{each.number} ({each.plan.time:%H:%M})" for each in schedules]


def gone_meanwhile(_: Words, values: Mapping[str, str]) -> str:
    """With the line that sets it up as it was."""
    what, me = ("daily add", "") if values["channel"] else ("daily set", "me")
    typed = (me, values["time"], values["zone"], values["days"], source(_, values["source"]))
    example = _.command(what, " ".join(filter(None, typed))).text
    return _("It was removed meanwhile. Set it up again: {example}", example=example)


def gone(_: Words) -> str:
    show = _.command("daily show").text
    return _("That question of the day was removed, or belongs elsewhere. See what there is with {show}.", show=show)


def none_yet(_: Words) -> str:
    example = _.command("daily set", "09:00").text
    return _("There is no question of the day here yet. Set one up: {example}", example=example)

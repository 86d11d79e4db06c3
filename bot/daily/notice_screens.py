"""What an organiser reads unasked: what happened, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.calendar.plan import known
from bot.chat.elements import Bullets, Button, Controls, View, button, note, text, view
from bot.chat.fitting import clip
from bot.chat.markup import Bold, MentionChannel, Mono, Spans, spans
from bot.chat.words import Words
from bot.daily.model import NO_QUESTION, Problem, Schedule
from bot.daily.refs import BringOut, ItArrived, PostAgain, Resume, ShowNotice
from bot.daily.schedule_screens import where
from bot.delivery.model import INCIDENT, Trouble
from bot.errors import ThreadEnd

Said = tuple[Spans, tuple[Button, ...]]
"""What happened, and the buttons that help."""


def notice(_: Words, schedules: Sequence[Schedule], intent: Mapping[str, str], *, own: bool) -> View:
    """Of all these in one. `own`: the reader set it up."""
    listed: Bullets | None = None
    match intent["what"]:
        case "stopped":
            said, buttons = _stopped(_, schedules)
        case "missed":
            said, listed = _missed(_, schedules, intent)
            buttons = ()
        case what:
            (only,) = schedules
            tells = {
                "empty": _empty,
                "broken": _broken,
                "low": _low,
                "unknown": _unknown,
                "refused": _refused,
                "not out": _not_out,
            }
            said, buttons = tells[what](_, only, intent)
    fix = schedules[0].fix if intent["what"] == "stopped" else ""
    return view(
        text(Bold(_("Question of the day"))),
        text(*said),
        listed,
        text(*_.spans("To put it right: {fix}", fix=Mono(fix))) if fix else None,
        Controls(buttons) if buttons else None,
        note(_reason(_, own=own), " ", *_more(_, schedules)),
    )


def nudge(_: Words, mark: str) -> View:
    """For all to see, so it says nothing but that there is something to be shown."""
    return view(
        text(_("Something about the question of the day has to be put right by an organiser.")),
        Controls((button(_("Show me"), ShowNotice(mark), "primary"),)),
    )


def _stopped(_: Words, schedules: Sequence[Schedule]) -> Said:
    """All that stopped in one channel."""
    first, there = schedules[0], where(_, schedules[0])
    gone = first.problem is Problem.GONE
    if len(schedules) == 1:
        resume = (button(_("Resume"), Resume(first.group, first.id), "primary"),)
        if gone:
            return _.spans(
                "I cannot find {where} any more, so its question of the day has stopped. Invite me again and press"
                " “Resume”, or choose another channel with {change}.",
                where=there,
                change=_change(_, first),
            ), resume
        return _.spans(
            "I may no longer post in {where}, so its question of the day has stopped. Put that right, then press"
            " “Resume”.",
            where=there,
        ), resume
    numbers = _.listing([f"{each.number} ({each.plan.time:%H:%M})" for each in schedules])
    each_resume = tuple(
        button(_("Resume {number}", number=each.number), Resume(each.group, each.id), "primary") for each in schedules
    )
    if gone:
        return _.spans(
            "I cannot find {where} any more, so its questions of the day {numbers} have stopped. Invite me again and"
            " resume them, or choose another channel for each, the first with {change}.",
            where=there,
            numbers=numbers,
            change=_change(_, first),
        ), each_resume
    return _.spans(
        "I may no longer post in {where}, so its questions of the day {numbers} have stopped. Put that right, then"
        " resume them.",
        where=there,
        numbers=numbers,
    ), each_resume


def _empty(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Said:
    return _.spans(
        "Every question for {where} has been asked, so it has stopped. Choose more topics, or let it start again, with"
        " {change}.",
        where=where(_, schedule),
        change=_change(_, schedule),
    ), (button(_("Resume"), Resume(schedule.group, schedule.id), "primary"),)


def _broken(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Said:
    if not known(schedule.plan.zone):
        return _.spans(
            "I no longer know the time zone {zone}, so the question of the day in {where} has stopped. Choose another"
            " time zone with {change}.",
            zone=schedule.plan.zone,
            where=where(_, schedule),
            change=_change(_, schedule),
        ), ()
    return _.spans(
        "Something went wrong on my side when the question of the day was due in {where}, so it has stopped. Whoever"
        " runs me finds it in the log. Then press “Resume”.",
        where=where(_, schedule),
    ), (button(_("Resume"), Resume(schedule.group, schedule.id), "primary"),)


def _missed(_: Words, schedules: Sequence[Schedule], intent: Mapping[str, str]) -> tuple[Spans, Bullets | None]:
    """Of each, the first and the last day that was left out."""
    dates: dict[str, list[str]] = {}
    for item in intent["items"].split():
        id, first, last = item.split(":")
        dates.setdefault(id, []).extend((first, last))
    ends = {id: (date.fromisoformat(min(found)), date.fromisoformat(max(found))) for id, found in dates.items()}
    if len(schedules) == 1:
        return _missed_of_one(_, schedules[0], *ends[schedules[0].id]), None
    lines = tuple(_missed_line(_, schedule, *ends[schedule.id]) for schedule in schedules)
    return spans(_("I was away when these questions were due, so they were left out:")), Bullets(lines)


def _missed_of_one(_: Words, schedule: Schedule, first: date, last: date) -> Spans:
    if first == last:
        once = "I was away when the question of {day} was due in {where}, so it was left out."
        return _.spans(once, day=_.day(last), where=where(_, schedule))
    often = "I was away from {first} to {last}, so the questions that were due in {where} were left out."
    return _.spans(often, first=_.day(first), last=_.day(last), where=where(_, schedule))


def _missed_line(_: Words, schedule: Schedule, first: date, last: date) -> Spans:
    number, there = str(schedule.number), where(_, schedule)
    if first == last:
        return _.spans("{where}, number {number}: {day}", where=there, number=number, day=_.day(last))
    days = {"first": _.day(first), "last": _.day(last)}
    return _.spans("{where}, number {number}: {first} to {last}", where=there, number=number, **days)


def _low(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Said:
    left = int(intent["left"])
    many = _.many("one question is left that was not asked", "{count} questions are left that were not asked", left)
    then = {
        "again": _("After that I start again with the oldest."),
        "widen": _("After that I go on with the rest of the pack."),
        "stop": _("After that I stop."),
    }["again" if intent["bag"] == "widened" else schedule.when_empty]
    said = _.spans("For {where} {many}. {then}", where=where(_, schedule), many=many, then=then)
    more = _.spans("For more, add topics with {change}.", change=_change(_, schedule))
    return spans(*said, " ", *more), ()


def _unknown(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Said:
    said = _.spans(
        "The connection broke while I posted the question of {day} to {where}. Please look if it is there.",
        day=_day(_, intent),
        where=where(_, schedule),
    )
    fine = ItArrived(schedule.group, schedule.id, intent["slot"])
    return said, (button(_("It is there"), fine), _again(_, schedule, intent))


def _refused(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Said:
    said = _.spans(
        "I could not post the question of {day} to {where}: {reason}.",
        day=_day(_, intent),
        where=where(_, schedule),
        reason=_refusal(_, intent),
    )
    return said, (_again(_, schedule, intent),)


def _not_out(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Said:
    """About answers. The first message of them is page 0."""
    there = MentionChannel(intent["channel"], "") if intent["channel"] else _("our direct messages")
    out = BringOut(schedule.group, schedule.id, intent["slot"], int(intent["page"]))
    if intent["trouble"] == Trouble.UNKNOWN:
        said = _.spans(
            "The connection broke while I posted answers to the question of {day} to {where}. Please look if they are"
            " all there.",
            day=_day(_, intent),
            where=there,
        )
        return said, (button(_("Post them again"), out),)
    why = _not_out_because(_, intent)
    none = "The answers to the question of {day} have not come out in {where}: {why}."
    some = "Not all answers to the question of {day} have come out in {where}: {why}."
    said = _.spans(none if intent["page"] == "0" else some, day=_day(_, intent), where=there, why=why)
    if intent["reason"] == NO_QUESTION:
        return said, ()
    if intent.get("thread"):
        said = spans(*said, " ", _("Press “Bring the answers out”, and they come into the channel itself."))
    elif intent["trouble"] in (Trouble.GONE, Trouble.FORBIDDEN) and intent["channel"] != schedule.channel:
        elsewhere = _.spans("Press “Bring the answers out”, and they come out in {where}.", where=where(_, schedule))
        said = spans(*said, " ", *elsewhere)
    return said, (button(_("Bring the answers out"), out),)


def _not_out_because(_: Words, intent: Mapping[str, str]) -> str:
    if intent.get("thread"):
        deleted = intent.get("thread") == ThreadEnd.POST_DELETED
        return _("the post was deleted") if deleted else _("its thread takes nothing any more")
    if intent["reason"] == NO_QUESTION:
        return _("I have that question no more")
    match intent["trouble"]:
        case Trouble.GONE:
            return _("I cannot find that channel any more")
        case Trouble.FORBIDDEN:
            return _("I may no longer post there")
        case Trouble.LATE if intent.get("tried"):
            return _("they were not taken there until it was too late")
        case Trouble.LATE:
            return _("I was away until it was too late")
        case _other:
            return _refusal(_, intent)


def _refusal(_: Words, intent: Mapping[str, str]) -> str:
    if intent["reason"] == INCIDENT:
        return _("something went wrong on my side; whoever runs me finds it in the log")
    return _("the platform refused it ({reason})", reason=clip(intent["reason"], 80))


def _again(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Button:
    return button(_("Post it again"), PostAgain(schedule.group, schedule.id, intent["slot"]))


def _change(_: Words, schedule: Schedule) -> Mono:
    return _.command("daily change", str(schedule.number))


def _day(_: Words, intent: Mapping[str, str]) -> str:
    return _.day(date.fromisoformat(intent["slot"][:10]))


def _reason(_: Words, *, own: bool) -> str:
    if own:
        return _("You get this because you set it up.")
    return _("You get this because you look after it: whoever set it up could not be reached, or is no organiser.")


def _more(_: Words, schedules: Sequence[Schedule]) -> Spans:
    first = schedules[0]
    show = _.command("daily show", str(first.number) if len(schedules) == 1 else "")
    if not first.channel:
        return _.spans("All about it: {command}", command=show)
    return _.spans("All about it, from the channel: {command}", command=show)

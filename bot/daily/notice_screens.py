"""What an organiser reads unasked: what happened, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.chat.elements import Button, Controls, View, button, note, text, view
from bot.chat.fitting import clip
from bot.chat.markup import Bold, MentionChannel, Mono, Span, Spans, spans
from bot.chat.words import Words
from bot.daily.model import Problem, Schedule
from bot.daily.refs import ItArrived, PostAgain, Resume

Said = tuple[Spans, tuple[Button, ...]]
"""What happened, and the buttons that help."""


def notice(_: Words, schedule: Schedule, intent: Mapping[str, str], *, own: bool) -> View:
    """`own`: the reader set it up."""
    what = {"stopped": _stopped, "missed": _missed, "low": _low, "unknown": _unknown, "refused": _refused}
    said, buttons = what[intent["what"]](_, schedule, intent)
    fix = schedule.fix if intent["what"] == "stopped" else ""
    return view(
        text(Bold(_("Question of the day"))),
        text(*said),
        text(*_.spans("To put it right: {fix}", fix=Mono(fix))) if fix else None,
        Controls(buttons) if buttons else None,
        note(_reason(_, own=own), " ", *_more(_, schedule)),
    )


def _stopped(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Said:
    where, resume = _where(_, schedule), button(_("Resume"), Resume(schedule.group, schedule.id), "primary")
    match schedule.problem:
        case Problem.GONE:
            said = _.spans(
                "I cannot find {where} any more, so its question of the day has stopped. Invite me again and press"
                " “Resume”, or choose another channel with {change}.",
                where=where,
                change=_change(_, schedule),
            )
        case Problem.EMPTY:
            said = _.spans(
                "Every question for {where} has been asked, so it has stopped. Choose more topics, or let it start"
                " again, with {change}.",
                where=where,
                change=_change(_, schedule),
            )
        case _other:
            said = _.spans(
                "I may no longer post in {where}, so its question of the day has stopped. Put that right, then press"
                " “Resume”.",
                where=where,
            )
    return said, (resume,)


def _missed(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Said:
    first, last = (_.day(date.fromisoformat(intent[which])) for which in ("first", "last"))
    if first == last:
        once = "I was away when the question of {day} was due in {where}, so it was left out."
        return _.spans(once, day=last, where=_where(_, schedule)), ()
    often = "I was away from {first} to {last}, so the questions that were due in {where} were left out."
    return _.spans(often, first=first, last=last, where=_where(_, schedule)), ()


def _low(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Said:
    left = int(intent["left"])
    many = _.many("one question is left that was not asked", "{count} questions are left that were not asked", left)
    then = {
        "again": _("After that I start again with the oldest."),
        "widen": _("After that I go on with the rest of the pack."),
        "stop": _("After that I stop."),
    }[schedule.when_empty]
    said = _.spans("For {where} {many}. {then}", where=_where(_, schedule), many=many, then=then)
    more = _.spans("For more, add topics with {change}.", change=_change(_, schedule))
    return spans(*said, " ", *more), ()


def _unknown(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Said:
    said = _.spans(
        "The connection broke while I posted the question of {day} to {where}. Please look if it is there.",
        day=_day(_, intent),
        where=_where(_, schedule),
    )
    fine = ItArrived(schedule.group, schedule.id, intent["slot"])
    return said, (button(_("It is there"), fine), _again(_, schedule, intent))


def _refused(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Said:
    said = _.spans(
        "I could not post the question of {day} to {where}: the platform refused it ({reason}).",
        day=_day(_, intent),
        where=_where(_, schedule),
        reason=clip(intent["reason"], 80),
    )
    return said, (_again(_, schedule, intent),)


def _again(_: Words, schedule: Schedule, intent: Mapping[str, str]) -> Button:
    return button(_("Post it again"), PostAgain(schedule.group, schedule.id, intent["slot"]))


def _where(_: Words, schedule: Schedule) -> Span | str:
    return MentionChannel(schedule.channel, "") if schedule.channel else _("our direct messages")


def _change(_: Words, schedule: Schedule) -> Mono:
    return _.command("daily change", str(schedule.number))


def _day(_: Words, intent: Mapping[str, str]) -> str:
    return _.day(date.fromisoformat(intent["slot"][:10]))


def _reason(_: Words, *, own: bool) -> str:
    if own:
        return _("You get this because you set it up.")
    return _("You get this because you look after it, and whoever set it up could not be reached.")


def _more(_: Words, schedule: Schedule) -> Spans:
    show = _.command("daily show", str(schedule.number))
    if not schedule.channel:
        return _.spans("All about it: {command}", command=show)
    return _.spans("All about it, from the channel: {command}", command=show)

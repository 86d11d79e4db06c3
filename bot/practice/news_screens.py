"""What has just happened in a practice, in a sentence above its card; and the nudge of those who get no messages."""

from __future__ import annotations

from enum import StrEnum

from bot.bank.bank import Bank
from bot.chat.elements import Controls, View, button, note, text, view
from bot.chat.keys import Person
from bot.chat.markup import Bold, Spans, spans
from bot.chat.words import Words
from bot.practice import screens
from bot.practice.model import Practice
from bot.practice.parts import who
from bot.practice.refs import Do, Step
from bot.practice.screens import Seen


class News(StrEnum):
    OFFER = "offer"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    STARTED = "started"
    QUESTION = "question"
    HALF = "half"
    TIME = "time"
    SWAPPED = "swapped"
    CHANGED = "changed"
    FINISHED = "finished"
    SHOWN = "shown"
    PAIRED = "paired"
    CHECK = "check"
    """Whether those met whom the match brought together."""
    TWO = "two"
    """Of three, one has gone: the others stay together."""


def news(_: Words, practice: Practice, what: News, reader: Person) -> Spans:
    """Nothing, where the card says it all."""
    others = screens.names(_, practice.others(reader))
    match what:
        case News.ACCEPTED:
            return _.spans("{who} will practise with you.", who=who(practice.others(reader)[0]))
        case News.STARTED:
            return spans(_("It has begun."))
        case News.QUESTION:
            return spans(_("You have been asked. Here it is to read again."))
        case News.HALF:
            left = practice.minutes - practice.minutes // 2
            return spans(
                _.many(
                    "Half of the time is over: one minute is left.",
                    "Half of the time is over: {count} minutes are left.",
                    left,
                )
            )
        case News.TIME:
            return spans(_("The time is over. Come to an end, then swap roles, or finish."))
        case News.SWAPPED:
            return spans(_("The roles are swapped."))
        case News.CHANGED:
            return spans(_("The other way round now."))
        case News.PAIRED:
            met = _("This time you practise with:")
            return spans(f"{met} ", *others)
        case News.CHECK:
            asked = _("Did you meet?")
            were = _("You were to practise with:")
            return spans(Bold(asked), f" {were} ", *others)
        case News.CANCELLED if practice.matched:
            return spans(_("You are paired anew as soon as somebody else is free."))
        case News.TWO:
            return spans(_("One of the three of you cannot this time. It is the two of you now."))
        case _other:
            return ()


def shown(_: Words, bank: Bank, seen: Seen, what: News, happened: Spans) -> View:
    """The message that brings the news."""
    if what in (News.HALF, News.TIME):
        return screens.reminder(_, seen, happened)
    if what is News.CHECK:
        return screens.whether_met(_, seen, happened)
    return screens.card(_, bank, seen, happened)


def nudge(_: Words, practice: Practice, person: Person) -> View:
    """In the channel: who, and nothing of what."""
    return view(
        text(*_.spans("{who}: I have something for you and cannot write to you.", who=who(practice.member(person)))),
        Controls((button(_("Show me"), Do(practice.group, practice.id, Step.SHOW), "primary"),)),
        note(_("Only you will see it.")),
    )

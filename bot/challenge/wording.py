"""How a challenge says names, moments and lengths of time, and how far somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.challenge.model import Challenge, Given, Side
from bot.challenge.refs import Do, What
from bot.chat.elements import Button, button
from bot.chat.markup import At, Mention
from bot.chat.words import Words


def mention(side: Side) -> Mention:
    return Mention(side.person, side.name)


def at(when: datetime) -> At:
    return At(when, f"{when:%Y-%m-%d %H:%M} UTC")


def length(_: Words, time: timedelta) -> str:
    """`36 hours`, `2 days`."""
    hours = round(time.total_seconds() / 3600)
    if hours % 24 == 0 and hours > 24:
        return _.many("one day", "{count} days", hours // 24)
    return _.many("one hour", "{count} hours", hours)


def do(label: str, challenge: Challenge, what: What, *, primary: bool = False) -> Button:
    meaning = Do(challenge.group, challenge.id, what)
    return button(label, meaning, "primary" if primary else "plain")


def progress(_: Words, challenge: Challenge, own: Mapping[int, Given]) -> str:
    count = len(challenge.questions)
    if not own:
        said = _.many("One question is waiting for you.", "{count} questions are waiting for you.", count)
        return said + " " + _("An answer is final; right answers come with the result.")
    return _(
        "Answered: {given} of {count}. Right so far: {right}.",
        given=len(own),
        count=count,
        right=sum(each.right for each in own.values()),
    )

"""The match: joining it, when it makes pairs, and who practises with whom."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.elements import Bullets, Button, Controls, Heading, View, button, note, text, view
from bot.chat.markup import At, Bold, Mention, MentionChannel, Mono, Spans, spans
from bot.chat.words import Words
from bot.practice.match import Joined, Weekly
from bot.practice.model import Practice
from bot.practice.refs import Pool
from bot.practice.screens import moment, names


def announcement(_: Words, group: str, made: Sequence[Practice], waiting: Sequence[Joined]) -> View:
    """In the channel: who practises with whom, and who waits."""
    together = tuple(names(_, practice.members) for practice in made)
    return view(
        Heading(_("Practice match")),
        text(_("These practise together this time:")) if together else text(_("Nobody could be paired this time.")),
        Bullets(together) if together else None,
        text(*_waits(_, waiting)) if waiting else None,
        Controls((button(_("Show me mine"), Pool(group, "mine")), _join(_, group), _leave(_, group))),
        note(_("You find a time among yourselves; I give you a question and keep the clock.")),
    )


def _waits(_: Words, waiting: Sequence[Joined]) -> Spans:
    who = Mention(waiting[0].person, waiting[0].name)
    if len(waiting) == 1:
        return _.spans("{who} waits for somebody: whoever joins now is paired at once.", who=who)
    count = _.many("one more waits", "{count} more wait", len(waiting) - 1)
    return _.spans("{who} and {count}: they are paired as soon as it is possible.", who=who, count=count)


def joined(_: Words, group: str, settled: Weekly | None, zone: str, *, already: bool) -> View:
    return view(
        text(_("You are in already.")) if already else text(_("You are in.")),
        text(*_when(_, settled, zone)),
        note(_("Whom you practise with is said in the channel. What you practise and how it went is between you.")),
        Controls((_leave(_, group),)),
    )


def somebody_waited(_: Words) -> str:
    return _("You are in, and somebody was waiting already:")


def left(_: Words, group: str, *, was_in: bool) -> View:
    return view(
        text(_("You are out. What you have agreed to stays.")) if was_in else text(_("You are not in the match.")),
        Controls((_join(_, group),)),
    )


def you_wait(_: Words, group: str) -> View:
    return view(
        text(_("In the practice match there is nobody free for you just now, so you wait.")),
        text(_("As soon as somebody is, the two of you are paired.")),
        Controls((_leave(_, group),)),
    )


def standing(
    _: Words, group: str, settled: Weekly | None, people: Sequence[Joined], me: Joined | None, zone: str
) -> View:
    """How the match stands, and where the reader stands in it."""
    mentioned = [spans(Mention(each.person, each.name)) for each in people]
    waiting = me is not None and me.waiting is not None
    return view(
        Heading(_("Practice match")),
        text(_("It pairs those who are willing, and keeps whom you met last for last.")),
        text(*_when(_, settled, zone)),
        text(Bold(_.many("One is in", "{count} are in", len(people)))) if people else text(_("Nobody is in yet.")),
        Bullets(tuple(mentioned)) if mentioned else None,
        text(_("You have nobody just now, and are paired as soon as somebody is free.")) if waiting else None,
        Controls((_leave(_, group),)) if me else Controls((_join(_, group),)),
    )


def settled(_: Words, chosen: Weekly, count: int) -> View:
    assert chosen.next_at is not None
    at = moment(_, chosen.next_at, chosen.plan.zone)
    return view(
        text(_("It is settled.")),
        text(
            *_.spans(
                "Each week, {day} at {time} {zone}, I pair those who are in and say so here. The first time: {at}.",
                day=_.weekday(min(chosen.plan.days)),
                time=f"{chosen.plan.time:%H:%M}",
                zone=chosen.plan.zone,
                at=at,
            )
        ),
        text(_.many("One is in so far.", "{count} are in so far.", count)) if count else text(_("Nobody is in yet.")),
        note(*_.spans("People join with {join}, or here:", join=_.command("practice match join"))),
        Controls((_join(_, chosen.group),)),
    )


def unsettled(_: Words) -> View:
    again = _.command("practice match weekly", "mon 10:00")
    return view(
        text(_("No more pairs are made by themselves. Those who are in stay in.")),
        note(*_.spans("To begin again: {command}", command=again)),
    )


def made_now(_: Words, made: int, waiting: int) -> View:
    if not made and not waiting:
        return view(text(_("Everybody who is in has somebody already.")))
    said = _.many("One group is made and told.", "{count} groups are made and told.", made) if made else ""
    waits = _("There was nobody for the one who is left: they wait.") if waiting else ""
    return view(text(" ".join(each for each in (said, waits) if each)))


def not_paired(_: Words, group: str, *, in_pool: bool) -> View:
    if in_pool:
        return view(text(_("You have nobody just now. Next time you do.")), Controls((_leave(_, group),)))
    return view(text(_("You are not in the match.")), Controls((_join(_, group),)))


def called_off(_: Words, *, matched: bool, alone: bool) -> View:
    """`alone`: the two others stay together."""
    if alone:
        return view(text(_("You are out of it for this time. The two others know, and stay together.")))
    if matched:
        return view(text(_("It is called off, and the others know. Next time you are paired again.")))
    return view(text(_("It is called off, and the other one knows.")))


def waited_in_vain(_: Words, group: str, *, in_pool: bool) -> View:
    return view(
        text(_("I am sorry that you waited in vain. Nobody but the two of you hears of it.")),
        text(_("You are paired anew as soon as somebody is free."))
        if in_pool
        else text(_("Would you like to be paired anew? Then join the match again.")),
        Controls((_leave(_, group) if in_pool else _join(_, group),)),
    )


def missed_you(_: Words, group: str, teller: Mention | None) -> View:
    """To somebody of whom another said that they did not come: one other, or the two others of three, who go on."""
    if teller is None:
        said = _.spans("The two others have gone on without you this time. That happens to everybody.")
    else:
        missed = "{who} thinks that the two of you missed each other. That happens to everybody, and stays between you."
        said = _.spans(missed, who=teller)
    return view(
        text(*said),
        text(_("Would you like to be paired anew, or to sit out for a while?")),
        Controls((button(_("Pair me anew"), Pool(group, "anew"), "primary"), _leave(_, group))),
    )


def trouble(_: Words, channel: str, fix: str) -> View:
    where = MentionChannel(channel, "")
    said = _.spans(
        "I made the pairs of the practice match and told everybody, but could not post to {where}.", where=where
    )
    return view(
        text(*said),
        text(*_.spans("To put it right: {fix}", fix=Mono(fix))) if fix else None,
        note(_("You get this because you settled when pairs are made.")),
    )


def _when(_: Words, settled: Weekly | None, zone: str) -> Spans:
    if settled is None or settled.next_at is None:
        weekly = _.command("practice match weekly", "mon 10:00")
        return _.spans("No hour is settled for the pairs. An organiser settles it with {command}.", command=weekly)
    at: At = moment(_, settled.next_at, zone or settled.plan.zone)
    return _.spans("The next pairs are made: {at}.", at=at)


def _join(_: Words, group: str) -> Button:
    return button(_("Join"), Pool(group, "join"), "primary")


def _leave(_: Words, group: str) -> Button:
    return button(_("Leave the match"), Pool(group, "leave"))

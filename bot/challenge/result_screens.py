"""How a challenge has ended: both scores, and for each what they missed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.ask.parts import letters
from bot.bank.bank import Question
from bot.bank.kinds import ChoiceQuestion
from bot.challenge.model import Answers, Challenge, Given, Score, scores, winner
from bot.challenge.refs import Missed, What
from bot.challenge.wording import do, mention
from bot.chat.elements import Bullets, Controls, Divider, Heading, Text, View, button, text, view
from bot.chat.fitting import clip
from bot.chat.markup import Italic, Span, spans
from bot.chat.words import Words
from bot.kit.model import Save
from bot.rounds.screens import explained, shown, title


def result(_: Words, challenge: Challenge, answers: Answers) -> View:
    """Both scores, and question by question who had it."""
    counted = scores(challenge, answers)
    again = (
        button(_("What I missed"), Missed(challenge.group, challenge.id, 1)),
        do(_("Rematch"), challenge, What.REMATCH),
    )
    played = any(score.given for score in counted)
    return view(
        Heading(_("The result of a challenge")),
        Text(_verdict(_, challenge, counted)),
        *(_unfinished(_, challenge, counted) if played else ()),
        Bullets(
            tuple(
                spans(f"{clip(title(asked), 110)} – ", Italic(_who(_, challenge, number, answers)))
                for number, asked in enumerate(challenge.questions, 1)
            ),
            ordered=True,
        )
        if played
        else None,
        Controls(again if played else again[1:]),
    )


def _verdict(_: Words, challenge: Challenge, counted: tuple[Score, Score]) -> tuple[Span, ...]:
    one, other = counted
    if not one.given and not other.given:
        return _.spans(
            "Neither {by} nor {to} has played. The questions stay secret.",
            by=mention(challenge.by),
            to=mention(challenge.to),
        )
    best = winner(counted)
    if best is None:
        return _.spans(
            "A draw: {by} and {to} both have {right} of {count} right.",
            by=mention(challenge.by),
            to=mention(challenge.to),
            right=_.number(one.right),
            count=_.number(len(challenge.questions)),
        )
    ahead, behind = (one, other) if one.side == best else (other, one)
    return _.spans(
        "{winner} wins against {loser}, {more} to {fewer}.",
        winner=mention(ahead.side),
        loser=mention(behind.side),
        more=_.number(ahead.right),
        fewer=_.number(behind.right),
    )


def _unfinished(_: Words, challenge: Challenge, counted: tuple[Score, Score]) -> list[Text]:
    count = len(challenge.questions)
    return [
        Text(
            _.spans(
                "The time was up when {person} had answered {given} of {count}.",
                person=mention(score.side),
                given=_.number(score.given),
                count=_.number(count),
            )
        )
        for score in counted
        if score.given < count
    ]


def _who(_: Words, challenge: Challenge, number: int, answers: Answers) -> str:
    by, to = (
        (given := answers.get(side.person.key, {}).get(number)) is not None and given.right for side in challenge.sides
    )
    if by and to:
        return _("both")
    if not by and not to:
        return _("neither")
    side = challenge.by if by else challenge.to
    return _("only {name}", name=side.name or _("the one who was challenged"))


def missed_one(_: Words, challenge: Challenge, missed: Sequence[int], page: int, own: Mapping[int, Given]) -> View:
    """One question that they did not have right, with the answer; pages count from 1."""
    number = missed[page - 1]
    asked, given = challenge.questions[number - 1], own.get(number)
    turns = [
        button(label, Missed(challenge.group, challenge.id, to, turned=True))
        for label, to in ((_("Previous"), page - 1), (_("Next"), page + 1))
        if 1 <= to <= len(missed)
    ]
    return view(
        *shown(_, asked, number, len(challenge.questions)),
        Divider(),
        text(_given(_, asked, given)),
        *explained(_, asked, _picked(asked, given)),
        Controls((button(_("Save"), Save(asked.id)), *turns)),
    )


def _given(_: Words, asked: Question, given: Given | None) -> str:
    if given is None:
        return _("You did not get to this one.")
    if isinstance(asked.text, ChoiceQuestion):
        return _("You chose {chosen}.", chosen=letters(_, _picked(asked, given)))
    return _("You wrote “{typed}”.", typed=given.text)


def _picked(asked: Question, given: Given | None) -> Collection[int]:
    if given is None or not isinstance(asked.text, ChoiceQuestion):
        return ()
    return {int(each) for each in given.text}


def none_missed(_: Words) -> View:
    return view(text(_("You missed nothing: all of it was right.")))

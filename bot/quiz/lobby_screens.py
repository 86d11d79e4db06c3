"""The lobby as everyone sees it, and what joining, leaving and starting answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.bank.bank import Bank
from bot.chat.elements import Controls, Element, Fields, Heading, View, button, note, text, view
from bot.chat.markup import Bold, spans
from bot.chat.words import Words
from bot.quiz.model import FEWEST, HOST_FIRST, LOBBY, MOST, QUICKEST, SLOWEST, Phase, Player, Quiz
from bot.quiz.refs import Do, What
from bot.quiz.wording import length, moment, people, team
from bot.rounds.source import named


def lobby(_: Words, bank: Bank, quiz: Quiz, players: Sequence[Player], now: datetime) -> View:
    """`now` is when it opens where it has not opened yet."""
    here = [player for player in players if player.playing]
    return view(
        Heading(_("A quiz")),
        text(_about(_, bank, quiz, players)),
        text(_rules(_, quiz)),
        text(_teams(_)) if quiz.teams else None,
        Fields(((_("Playing"), spans(people(_, here) if here else _("nobody yet"))),)),
        _begins(_, quiz, players, now),
        _buttons(_, quiz),
    )


def _about(_: Words, bank: Bank, quiz: Quiz, players: Sequence[Player]) -> str:
    count, source = _.many("one question", "{count} questions", quiz.count), named(_, bank, quiz.source)
    host = name_of(_, players, quiz)
    if source:
        return _("{host} invites you to {count} about {source}.", host=host, count=count, source=source)
    return _("{host} invites you to {count}, a mix of everything.", host=host, count=count)


def _rules(_: Words, quiz: Quiz) -> str:
    time = length(_, quiz.pace)
    if quiz.race:
        return _(
            "It is a race: at most {time} for each, your first answer counts, and the first three who are right get"
            " more points. Nobody sees what you answer before the round is over.",
            time=time,
        )
    return _(
        "No rush: everyone has the whole {time} for each, more where you write, and can change their answer until then."
        " Nobody sees what you answer before the time is up.",
        time=time,
    )


def _teams(_: Words) -> str:
    return _("You play in teams, drawn by lot when it begins. A team has the mean of its members, so sizes may differ.")


def _begins(_: Words, quiz: Quiz, players: Sequence[Player], now: datetime) -> Element:
    if quiz.over:
        return note(_("It is over."))
    if quiz.phase is not Phase.LOBBY:
        return note(*_.spans("It has begun. You can still join, with {join}.", join=_.command("quiz join")))
    host = name_of(_, players, quiz)
    if quiz.paused is not None:
        return note(_("The quiz is paused."))
    by_itself = quiz.next_at if quiz.message and quiz.next_at else now + LOBBY
    said = "It begins when {host} presses “Start”, or by itself: {when}"
    return note(*_.spans(said, host=host, when=moment(by_itself)))


def _buttons(_: Words, quiz: Quiz) -> Controls | None:
    if quiz.phase is not Phase.LOBBY:
        return None
    join, leave = button(_("Join"), Do(quiz.id, What.JOIN), "primary"), button(_("Leave"), Do(quiz.id, What.LEAVE))
    return Controls(
        (join, leave, button(_("Start"), Do(quiz.id, What.START)), button(_("More"), Do(quiz.id, What.MORE)))
    )


def name_of(_: Words, players: Sequence[Player], quiz: Quiz) -> str:
    """Who looks after it."""
    return next((player.name for player in players if player.person == quiz.host), _("the host"))


# What is said privately


def opening(_: Words, quiz: Quiz, asked_for: int) -> View:
    """Said to whoever has begun it; `asked_for` is how many questions they wanted."""
    few = _.many(
        "There is only one question like that, so that is all there is.",
        "There are only {count} questions like that, so that is how many there are.",
        quiz.count,
    )
    return view(
        text(Bold(_("Your quiz is open: people can join it in the channel."))),
        text(few) if quiz.count < asked_for else None,
        text(_("You are in already, and you look after it. Start it when everybody is there.")),
        Controls(
            (button(_("Start"), Do(quiz.id, What.START), "primary"), button(_("Call it off"), Do(quiz.id, What.STOP)))
        ),
    )


def joined(_: Words, quiz: Quiz, player: Player, *, new: bool) -> View:
    said = _("You are in.") if new else _("You are in already.")
    if quiz.phase is Phase.LOBBY:
        more = _("It begins when everybody is there.")
    elif quiz.phase is Phase.ASKING and player.joined <= quiz.number:
        more = _("You play from this question on: answer it above.")
    elif player.joined > quiz.count:
        more = _("All questions have been asked, though.")
    else:
        more = _("You play from question {number} on.", number=_.number(player.joined))
    with_them = _("You are with the {team}.", team=team(_, player.team)) if player.team else ""
    return view(
        text(Bold(said), " ", " ".join(part for part in (more, with_them) if part)),
        Controls((button(_("Leave"), Do(quiz.id, What.LEAVE)),)),
    )


def left(_: Words, quiz: Quiz) -> View:
    said = _("You have left. What you had stays yours.") if quiz.number else _("You have left.")
    again = Controls((button(_("Join again"), Do(quiz.id, What.JOIN)),))
    return view(text(said), None if quiz.over else again)


def starting(_: Words) -> View:
    return view(text(_("Here it goes: the first question comes now.")))


def there_is_one(_: Words, quiz: Quiz, host: str) -> View:
    """One at a time in a channel."""
    if quiz.phase is Phase.LOBBY:
        where = _("There is a quiz in this channel that begins soon; {host} looks after it.", host=host)
    else:
        where = _(
            "There is a quiz in this channel, at question {number} of {of}; {host} looks after it.",
            number=_.number(quiz.number),
            of=_.number(quiz.count),
            host=host,
        )
    stuck = _("It is paused.") if quiz.paused is not None else ""
    return view(
        text(" ".join(part for part in (where, stuck, _("Join that one, or begin yours when it is over.")) if part)),
        Controls((button(_("Join"), Do(quiz.id, What.JOIN), "primary"), button(_("More"), Do(quiz.id, What.MORE)))),
    )


def not_alone(_: Words) -> str:
    return _(
        "A quiz is for a channel: start it there, and others can join. Alone you can have a question at once: {askq}",
        askq=_.command().text,
    )


def too_early(_: Words, host: str, wait: timedelta) -> str:
    return _(
        "{host} starts it. If {host} does not, anyone who has joined can, in {wait}.", host=host, wait=length(_, wait)
    )


def join_first(_: Words, host: str) -> str:
    first = _("Join first. {host} starts it;", host=host)
    return f"{first} {_('after {wait} anyone who has joined can.', wait=length(_, HOST_FIRST))}"


def how_many(_: Words) -> str:
    return _("A quiz has {fewest} to {most} questions.", fewest=FEWEST, most=MOST)


def how_fast(_: Words) -> str:
    return _(
        "The time for a question is between {quickest} and {slowest}. Write it like 30s or 2m.",
        quickest=length(_, QUICKEST),
        slowest=length(_, SLOWEST),
    )


def nothing_to_ask(_: Words, found: int) -> str:
    topics = _.command("topics").text
    return _.many(
        "There is only one question like that, too few for a quiz. Choose more topics: {topics}",
        "There are only {count} questions like that, too few for a quiz. Choose more topics: {topics}",
        found,
        topics=topics,
    )

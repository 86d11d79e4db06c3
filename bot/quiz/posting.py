"""What a quiz posts. Each message is written from the rows when it is sent, and its arrival starts the clock."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.bank.bank import Bank
from bot.chat.elements import View
from bot.chat.keys import Person
from bot.chat.words import Words
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import Delivery, Failure, Trouble
from bot.delivery.sender import Post
from bot.members import store as members
from bot.preferences.courtesy import free_at
from bot.quiz import answers, lobby_screens, marking_screens, more_screens, outgoing, over_screens, store, told_screens
from bot.quiz import round_screens as asking
from bot.quiz.course import arrived, in_trouble
from bot.quiz.model import Phase, Player, Quiz
from bot.quiz.scoring import missed_most, points_of, standing, team_standing

MOST_TOLD = 3
"""The most people who hear of trouble."""


def _quiz(occasion: Occasion, delivery: Delivery) -> Quiz | None:
    return store.load(occasion.db, delivery.group, delivery.intent["quiz"])


def _awaited(occasion: Occasion, delivery: Delivery) -> Quiz | None:
    """The quiz, if this is the message that it waits for."""
    quiz = _quiz(occasion, delivery)
    return quiz if quiz is not None and quiz.post == delivery.key else None


def _compose(occasion: Occasion, delivery: Delivery) -> Post | None:
    quiz = _awaited(occasion, delivery)
    if quiz is None:
        return None
    view = _begins(occasion, quiz, delivery)
    return Post(delivery.id, delivery.to, view) if view is not None else None


def _begins(occasion: Occasion, quiz: Quiz, delivery: Delivery) -> View | None:
    """The message that begins the phase that the quiz is in."""
    match quiz.phase:
        case Phase.TOLD:
            return _told(occasion, quiz, delivery)
        case Phase.OVER:
            return _over(occasion, quiz, delivery)
        case phase:
            return shown(occasion.db, occasion.words, occasion.bank, quiz, phase, quiz.number, occasion.now)


def shown(
    db: sa.Connection, words: Words, bank: Bank, quiz: Quiz, phase: Phase, number: int, now: datetime
) -> View | None:
    """The lobby, a question or a call to mark as it reads now, whatever the quiz has come to since."""
    if phase is Phase.LOBBY:
        return lobby_screens.lobby(words, bank, quiz, store.players_of(db, quiz), now)
    round = store.round_of(db, quiz, number)
    if round is None:
        return None
    if phase is Phase.ASKING:
        given = answers.count(db, quiz, number)
        return asking.question(words, quiz, round, store.players_of(db, quiz), given, now)
    marks = answers.marks_of(db, quiz, number)
    markers = {mark.marker for mark in marks}
    done = sum(all(mark.done for mark in marks if mark.marker == marker) for marker in markers)
    given = answers.count(db, quiz, number)
    return marking_screens.call(words, quiz, round, given, done, len(markers), now)


def _told(occasion: Occasion, quiz: Quiz, delivery: Delivery) -> View | None:
    db = occasion.db
    played, players = answers.played(db, quiz), store.players_of(db, quiz)
    mine = next((each for each in played if each.round.number == quiz.number), None)
    if mine is None:
        return None
    return told_screens.told(
        occasion.words,
        quiz,
        mine,
        points_of(mine, race=quiz.race),
        players,
        standing(players, played, race=quiz.race),
        team_standing(players, played, race=quiz.race) if quiz.teams else (),
        _named(players, delivery.intent.get("host")),
        _named(players, delivery.intent.get("was")),
    )


def _over(occasion: Occasion, quiz: Quiz, delivery: Delivery) -> View:
    db = occasion.db
    played, players = answers.played(db, quiz), store.players_of(db, quiz)
    return over_screens.over(
        occasion.words,
        quiz,
        standing(players, played, race=quiz.race),
        team_standing(players, played, race=quiz.race) if quiz.teams else (),
        played,
        missed_most(players, played),
        _named(players, delivery.intent.get("by")),
    )


def _named(players: list[Player], key: str | None) -> Player | None:
    return next((player for player in players if player.person.key == key), None)


def _sent(occasion: Occasion, delivery: Delivery, message: str) -> None:
    quiz = _awaited(occasion, delivery)
    if quiz is not None:
        arrived(occasion, quiz, message)


def _failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    quiz = _awaited(occasion, delivery)
    if quiz is None or quiz.phase is Phase.OVER:
        return
    problem = {Trouble.GONE: "gone", Trouble.FORBIDDEN: "forbidden"}.get(failure.trouble, "other")
    stopped = in_trouble(occasion, quiz, problem, failure.fix)
    told = 0
    for key in dict.fromkeys([quiz.host.key, *members.organisers_of(occasion.db, quiz.group)]):
        person = Person.of_key(key)
        free = free_at(occasion.db, quiz.group, person, occasion.now)
        # Whoever plays is awake; an organiser may be asleep.
        if free is not None and (person == quiz.host or free == occasion.now) and told < MOST_TOLD:
            outgoing.notice(occasion, stopped, person)
            told += 1


def _compose_shown(occasion: Occasion, delivery: Delivery) -> Post | None:
    quiz = _quiz(occasion, delivery)
    if quiz is None:
        return None
    phase, number = Phase(delivery.intent["phase"]), int(delivery.intent["number"])
    round = store.round_of(occasion.db, quiz, number)
    messages = {
        Phase.LOBBY: quiz.message,
        Phase.ASKING: round.message if round else "",
        Phase.MARKING: round.marking if round else "",
    }
    if not messages.get(phase):
        return None
    view = shown(occasion.db, occasion.words, occasion.bank, quiz, phase, number, occasion.now)
    return Post(delivery.id, delivery.to, view, edits=messages[phase]) if view is not None else None


def _compose_news(occasion: Occasion, delivery: Delivery) -> Post | None:
    quiz = _quiz(occasion, delivery)
    if quiz is None or quiz.over:
        return None
    players, intent = store.players_of(occasion.db, quiz), delivery.intent
    names = {name: _named(players, intent.get(name)) for name in ("host", "was", "who")}
    someone = occasion.words("An organiser")
    host, was, who = (each.name if each else someone for each in names.values())
    view = more_screens.news(occasion.words, quiz, intent["what"], host, was, who)
    return Post(delivery.id, delivery.to, view) if view is not None else None


def _compose_notice(occasion: Occasion, delivery: Delivery) -> Post | None:
    quiz = _quiz(occasion, delivery)
    if quiz is None or quiz.over or not quiz.problem:
        return None  # somebody was quicker
    return Post(delivery.id, delivery.to, more_screens.trouble(occasion.words, quiz))


KINDS = (
    *(Kind(name, _compose, _sent, _failed, rather_twice=True) for name in outgoing.KINDS.values()),
    Kind(outgoing.SHOWN, _compose_shown),
    Kind(outgoing.NEWS, _compose_news),
    Kind(outgoing.NOTICE, _compose_notice, rather_twice=True),
)
"""A question that stands there twice has buttons that mean the same; one that does not come stops everybody."""

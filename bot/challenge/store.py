"""Challenges, and what the two have answered."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.challenge.model import NAME_LENGTH, OPEN, Answers, Challenge, Given, Side, State
from bot.chat.keys import Person
from bot.rounds.keeping import dumped, loaded
from bot.storage.agenda import Agenda
from bot.storage.engine import announce, inserted, put
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

KEPT = timedelta(days=400)
"""How long one can look at what one missed."""

challenges = sa.Table(
    "challenges",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("home", sa.String(64), nullable=False),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("privately", sa.Boolean, nullable=False),
    sa.Column("person", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("name", sa.String(80), nullable=False, info=PERSONAL),
    sa.Column("locale", sa.String(16), nullable=False),
    sa.Column("other", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("other_name", sa.String(80), nullable=False, info=PERSONAL),
    sa.Column("other_locale", sa.String(16), nullable=False),
    sa.Column("source", sa.String(400), nullable=False),
    sa.Column("window", sa.Integer, nullable=False),
    sa.Column("questions", sa.JSON, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("until", UtcDateTime, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("reminded", sa.Boolean, nullable=False),
    sa.Column("next_at", UtcDateTime),
    sa.Index("ix_challenges_home_next_at", "home", "next_at"),
)

answers = sa.Table(
    "challenge_answers",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("challenge", sa.String(16), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False, info=PERSONAL),
    sa.Column("right", sa.Boolean, nullable=False, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False),
)

_c = challenges.c
_OPEN = [state.value for state in OPEN]

agenda = Agenda(challenges)


def save(db: sa.Connection, challenge: Challenge) -> None:
    """Keep it as it is now, and wake whoever plans."""
    put(
        db,
        challenges,
        group=challenge.group,
        id=challenge.id,
        home=challenge.home,
        channel=challenge.channel,
        privately=challenge.privately,
        person=challenge.by.person.key,
        name=challenge.by.name[:NAME_LENGTH],
        locale=challenge.by.locale,
        other=challenge.to.person.key,
        other_name=challenge.to.name[:NAME_LENGTH],
        other_locale=challenge.to.locale,
        source=challenge.source,
        window=int(challenge.window.total_seconds()),
        questions=[dumped(question) for question in challenge.questions],
        at=challenge.at,
        until=challenge.until,
        state=challenge.state.value,
        reminded=challenge.reminded,
        next_at=challenge.next_at,
    )
    announce(db)


def load(db: sa.Connection, group: str, id: str) -> Challenge | None:
    row = db.execute(sa.select(challenges).where(_c.group == group, _c.id == id)).one_or_none()
    return None if row is None else _challenge(row)


def of_person(db: sa.Connection, group: str, person: Person, most: int) -> list[Challenge]:
    """Theirs, open ones first, then the newest."""
    query = (
        sa.select(challenges)
        .where(_c.group == group, sa.or_(_c.person == person.key, _c.other == person.key))
        .order_by(_c.state.not_in(_OPEN), _c.at.desc(), _c.id)
    )
    return [_challenge(row) for row in db.execute(query.limit(most))]


def open_between(db: sa.Connection, group: str, one: Person, other: Person) -> Challenge | None:
    """The one that is open between the two, whoever challenged whom."""
    either = sa.or_(
        sa.and_(_c.person == one.key, _c.other == other.key), sa.and_(_c.person == other.key, _c.other == one.key)
    )
    query = sa.select(challenges).where(_c.group == group, _c.state.in_(_OPEN), either).order_by(_c.at).limit(1)
    row = db.execute(query).one_or_none()
    return None if row is None else _challenge(row)


def count_open(db: sa.Connection, group: str, by: Person) -> int:
    """How many they have issued that are open."""
    query = sa.select(sa.func.count()).where(_c.group == group, _c.person == by.key, _c.state.in_(_OPEN))
    return db.scalar(query) or 0


def answer(db: sa.Connection, challenge: Challenge, person: Person, given: Given) -> bool:
    """Keep the answer, which is final. False if there is one already."""
    return inserted(
        db,
        answers,
        group=challenge.group,
        challenge=challenge.id,
        person=person.key,
        number=given.number,
        text=given.text,
        right=given.right,
        at=given.at,
    )


def answers_of(db: sa.Connection, challenge: Challenge) -> Answers:
    rows = db.execute(sa.select(answers).where(answers.c.group == challenge.group, answers.c.challenge == challenge.id))
    found: dict[str, dict[int, Given]] = defaultdict(dict)
    for row in rows:
        found[row.person][row.number] = Given(row.number, row.text, row.right, row.at)
    return found


def forget_old(db: sa.Connection, now: datetime) -> int:
    """Delete what was over long ago, answers too; how many there were."""
    old = sa.and_(_c.state.not_in(_OPEN), _c.at < now - KEPT)
    gone = sa.select(_c.id).where(old, _c.group == answers.c.group, _c.id == answers.c.challenge)
    db.execute(answers.delete().where(gone.exists()))
    return db.execute(challenges.delete().where(old)).rowcount


def _challenge(row: Any) -> Challenge:
    return Challenge(
        row.group,
        row.id,
        row.home,
        row.channel,
        row.privately,
        Side(Person.of_key(row.person), row.name, row.locale),
        Side(Person.of_key(row.other), row.other_name, row.other_locale),
        row.source,
        timedelta(seconds=row.window),
        tuple(loaded(question) for question in row.questions),
        row.at,
        row.until,
        State(row.state),
        row.reminded,
    )

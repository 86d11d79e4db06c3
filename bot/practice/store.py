"""Practices, with their members and turns, and what people saw in each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.chat.keys import Person
from bot.practice.model import NEVER_BEGUN, OPEN, Feedback, Member, Met, Practice, State, Turn, Way
from bot.storage.agenda import Agenda
from bot.storage.engine import announce, put
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

KEPT = timedelta(days=400)
"""How long it counts that two people were brought together."""

FEEDBACK_KEPT = timedelta(days=90)

practices = sa.Table(
    "practices",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("home", sa.String(64), nullable=False),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("locale", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("way", sa.String(16), nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("source", sa.String(400), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("next_at", UtcDateTime),
    sa.Column("run", sa.String(16), nullable=False),
    sa.Column("checks", sa.Integer, nullable=False),
    sa.Index("ix_practices_home_next_at", "home", "next_at"),
)

members = sa.Table(
    "practice_members",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("practice", sa.String(16), primary_key=True),
    sa.Column("seat", sa.Integer, primary_key=True),
    sa.Column("person", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("name", sa.String(80), nullable=False, info=PERSONAL),
    sa.Column("zone", sa.String(64), nullable=False, info=PERSONAL),
    sa.Column("met", sa.String(16), nullable=False, info=PERSONAL),
    sa.Index("ix_practice_members_group_person", "group", "person"),
)

turns = sa.Table(
    "practice_turns",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("practice", sa.String(16), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("candidate", sa.Integer, nullable=False),
    sa.Column("questions", sa.String(400), nullable=False),
    sa.Column("role", sa.String(64), nullable=False),
    sa.Column("shown", sa.Boolean, nullable=False),
    sa.Column("started", UtcDateTime),
    sa.Column("ends", UtcDateTime),
)

given = sa.Table(
    "practice_feedback",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("practice", sa.String(16), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("other", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("ticks", sa.String(32), nullable=False, info=PERSONAL),
    sa.Column("line", sa.Text, nullable=False, info=PERSONAL),
    sa.Column("given", sa.Boolean, nullable=False),
)

_p, _m = practices.c, members.c
agenda = Agenda(practices)


def save(db: sa.Connection, practice: Practice) -> None:
    """Keep it as it is now, and wake whoever looks after what is due."""
    put(
        db,
        practices,
        group=practice.group,
        id=practice.id,
        home=practice.home,
        channel=practice.channel,
        locale=practice.locale,
        state=practice.state.value,
        way=practice.way.value,
        minutes=practice.minutes,
        source=practice.source,
        at=practice.at,
        next_at=practice.next_at,
        run=practice.run,
        checks=practice.checks,
    )
    for table in (members, turns):
        db.execute(table.delete().where(*_of(table, practice.group, practice.id)))
    whose: dict[str, Any] = {"group": practice.group, "practice": practice.id}
    db.execute(
        members.insert(),
        [
            whose
            | {"seat": seat, "person": each.person.key, "name": each.name, "zone": each.zone, "met": each.met.value}
            for seat, each in enumerate(practice.members)
        ],
    )
    if practice.turns:
        db.execute(turns.insert(), [whose | _turn_values(turn) for turn in practice.turns])
    announce(db)


def load(db: sa.Connection, group: str, id: str) -> Practice | None:
    row = db.execute(sa.select(practices).where(_p.group == group, _p.id == id)).one_or_none()
    return None if row is None else _practice(db, row)


def open_of(db: sa.Connection, group: str, person: Person) -> list[Practice]:
    """Those with something to come in which the person takes part, the newest first."""
    theirs = sa.select(_m.practice).where(_m.group == group, _m.person == person.key)
    states = [state.value for state in OPEN]
    query = sa.select(practices).where(_p.group == group, _p.id.in_(theirs), _p.state.in_(states))
    return [_practice(db, row) for row in db.execute(query.order_by(_p.at.desc(), _p.id)).all()]


def of_run(db: sa.Connection, group: str, run: str) -> list[Practice]:
    """What one pairing of the match made."""
    query = sa.select(practices).where(_p.group == group, _p.run == run).order_by(_p.id)
    return [_practice(db, row) for row in db.execute(query).all()]


def brought_together(
    db: sa.Connection, group: str, people: Collection[str], since: datetime
) -> Mapping[frozenset[str], datetime]:
    """When any two of these people last had a practice together, agreed or arranged."""
    one, other = members.alias("one"), members.alias("other")
    together = (one.c.group == other.c.group, one.c.practice == other.c.practice, one.c.person < other.c.person)
    never = [state.value for state in NEVER_BEGUN]
    query = (
        sa.select(one.c.person, other.c.person, sa.func.max(_p.at))
        .join(other, sa.and_(*together))
        .join(practices, sa.and_(_p.group == one.c.group, _p.id == one.c.practice))
        .where(one.c.group == group, _p.state.not_in(never), _p.at >= since)
        .where(one.c.person.in_(people), other.c.person.in_(people))
        .group_by(one.c.person, other.c.person)
    )
    return {frozenset((first, second)): at for first, second, at in db.execute(query)}


def keep_feedback(db: sa.Connection, practice: Practice, feedback: Feedback) -> None:
    put(
        db,
        given,
        group=practice.group,
        practice=practice.id,
        person=feedback.giver.key,
        other=feedback.about.key,
        ticks="".join(map(str, sorted(feedback.ticks))),
        line=feedback.line,
        given=feedback.given,
    )


def feedback_of(db: sa.Connection, practice: Practice) -> tuple[Feedback, ...]:
    """What was given, and what somebody is about to give."""
    query = sa.select(given).where(*_of(given, practice.group, practice.id)).order_by(given.c.person, given.c.other)
    return tuple(
        Feedback(
            Person.of_key(row.person), Person.of_key(row.other), frozenset(map(int, row.ticks)), row.line, row.given
        )
        for row in db.execute(query)
    )


def forget_old(db: sa.Connection, now: datetime) -> int:
    """Delete what is of no use any more: feedback soon, practices when nobody counts them; how many of these."""
    old = sa.select(_p.group, _p.id).where(_p.at < now - FEEDBACK_KEPT, _p.next_at.is_(None))
    db.execute(given.delete().where(sa.tuple_(given.c.group, given.c.practice).in_(old)))
    gone = sa.select(_p.group, _p.id).where(_p.at < now - KEPT, _p.next_at.is_(None))
    for table in (members, turns):
        db.execute(table.delete().where(sa.tuple_(table.c.group, table.c.practice).in_(gone)))
    return db.execute(practices.delete().where(_p.at < now - KEPT, _p.next_at.is_(None))).rowcount


def _of(table: sa.Table, group: str, practice: str) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.group == group, table.c.practice == practice


def _practice(db: sa.Connection, row: Any) -> Practice:
    seated = db.execute(sa.select(members).where(*_of(members, row.group, row.id)).order_by(_m.seat))
    played = db.execute(sa.select(turns).where(*_of(turns, row.group, row.id)).order_by(turns.c.number))
    return Practice(
        group=row.group,
        id=row.id,
        home=row.home,
        channel=row.channel,
        locale=row.locale,
        members=tuple(Member(Person.of_key(each.person), each.name, each.zone, Met(each.met)) for each in seated),
        state=State(row.state),
        way=Way(row.way),
        minutes=row.minutes,
        source=row.source,
        at=row.at,
        next_at=row.next_at,
        run=row.run,
        checks=row.checks,
        turns=tuple(_turn(each) for each in played),
    )


def _turn_values(turn: Turn) -> dict[str, Any]:
    return {
        "number": turn.number,
        "candidate": turn.candidate,
        "questions": " ".join(turn.questions),
        "role": turn.role,
        "shown": turn.shown,
        "started": turn.started,
        "ends": turn.ends,
    }


def _turn(row: Any) -> Turn:
    questions = tuple(row.questions.split())
    return Turn(row.number, row.candidate, questions, row.role, row.shown, row.started, row.ends)

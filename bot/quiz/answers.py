"""What players answered, how peers marked it, and what was reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.chat.keys import Person
from bot.quiz import store
from bot.quiz.model import Given, Mark, Quiz, Report
from bot.quiz.scoring import Played
from bot.storage.engine import put
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

answers = sa.Table(
    "quiz_answers",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("quiz", sa.String(16), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("text", sa.Text, nullable=False, info=PERSONAL),
    sa.Column("right", sa.Boolean, info=PERSONAL),
    sa.Column("nth", sa.Integer, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

marks = sa.Table(
    "quiz_marks",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("quiz", sa.String(16), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("nth", sa.Integer, primary_key=True),
    sa.Column("author", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("points", sa.String(16), nullable=False, info=PERSONAL),
    sa.Column("done", sa.Boolean, nullable=False, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False),
)

reports = sa.Table(
    "quiz_reports",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("question", sa.String(80), nullable=False),
    sa.Column("person", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("text", sa.Text, nullable=False, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False),
)

_a, _m, _t = answers.c, marks.c, reports.c
_GROUP: sa.BindParameter[str] = sa.bindparam("in_group")
_QUIZ: sa.BindParameter[str] = sa.bindparam("of")
_TH: sa.BindParameter[int] = sa.bindparam("th")
_OF_ROUND = (_a.group == _GROUP, _a.quiz == _QUIZ, _a.number == _TH)
_ONE = sa.select(answers).where(*_OF_ROUND, _a.person == sa.bindparam("who"))
_COUNT = sa.select(sa.func.count()).select_from(answers).where(*_OF_ROUND)
_EVERY = sa.select(answers).where(_a.group == _GROUP, _a.quiz == _QUIZ).order_by(_a.number, _a.nth, _a.person)
_MARKS = sa.select(marks).where(_m.group == _GROUP, _m.quiz == _QUIZ).order_by(_m.number, _m.person, _m.nth)


def _of(quiz: Quiz, number: int) -> dict[str, object]:
    return {"in_group": quiz.group, "of": quiz.id, "th": number}


def keep(db: sa.Connection, quiz: Quiz, number: int, given: Given) -> None:
    put(
        db,
        answers,
        group=quiz.group,
        quiz=quiz.id,
        number=number,
        person=given.person.key,
        text=given.text,
        right=given.right,
        nth=given.nth,
        at=given.at,
    )


def forget(db: sa.Connection, quiz: Quiz, number: int, person: Person) -> None:
    mine = (_a.group == quiz.group, _a.quiz == quiz.id, _a.number == number, _a.person == person.key)
    db.execute(answers.delete().where(*mine))


def of_person(db: sa.Connection, quiz: Quiz, number: int, person: Person) -> Given | None:
    row = db.execute(_ONE, _of(quiz, number) | {"who": person.key}).one_or_none()
    return None if row is None else _given(row)


def count(db: sa.Connection, quiz: Quiz, number: int) -> int:
    return db.scalar(_COUNT, _of(quiz, number)) or 0


def of_round(db: sa.Connection, quiz: Quiz, number: int) -> list[Given]:
    """In the order in which they came."""
    return [_given(row) for row in db.execute(_EVERY.where(_a.number == _TH), _of(quiz, number))]


def marks_of(db: sa.Connection, quiz: Quiz, number: int) -> list[Mark]:
    return [_mark(row) for row in db.execute(_MARKS.where(_m.number == _TH), _of(quiz, number))]


def share_out(
    db: sa.Connection, quiz: Quiz, number: int, pairs: Iterable[tuple[Person, Person]], now: datetime
) -> None:
    """Have these markers read these authors' answers."""
    read: dict[Person, int] = {}
    for marker, author in pairs:
        nth = read[marker] = read.get(marker, -1) + 1
        keep_mark(db, quiz, number, Mark(marker, author, nth, frozenset(), False), now)


def keep_mark(db: sa.Connection, quiz: Quiz, number: int, mark: Mark, now: datetime) -> None:
    put(
        db,
        marks,
        group=quiz.group,
        quiz=quiz.id,
        number=number,
        person=mark.marker.key,
        nth=mark.nth,
        author=mark.author.key,
        points=",".join(map(str, sorted(mark.points))),
        done=mark.done,
        at=now,
    )


def played(db: sa.Connection, quiz: Quiz) -> list[Played]:
    """The rounds that are closed, with all that came of them."""
    given: dict[int, list[Given]] = {}
    for row in db.execute(_EVERY, {"in_group": quiz.group, "of": quiz.id}):
        given.setdefault(row.number, []).append(_given(row))
    marked: dict[int, list[Mark]] = {}
    for row in db.execute(_MARKS, {"in_group": quiz.group, "of": quiz.id}):
        marked.setdefault(row.number, []).append(_mark(row))
    closed = store.closed_rounds(db, quiz)
    return [Played(each, given.get(each.number, []), marked.get(each.number, [])) for each in closed]


# Reports


def report(db: sa.Connection, group: str, made: Report) -> None:
    put(
        db,
        reports,
        group=group,
        id=made.id,
        question=made.question,
        person=made.person.key,
        text=made.text,
        at=made.at,
    )


def reported(db: sa.Connection, group: str, most: int) -> Sequence[Report]:
    """What organisers have not settled, the oldest first."""
    query = sa.select(reports).where(_t.group == group).order_by(_t.at, _t.id).limit(most)
    return [Report(row.id, row.question, Person.of_key(row.person), row.text, row.at) for row in db.execute(query)]


def settle(db: sa.Connection, group: str, id: str) -> bool:
    """Forget it; False if it was settled before."""
    return db.execute(reports.delete().where(_t.group == group, _t.id == id)).rowcount == 1


def forget_old(db: sa.Connection, now: datetime) -> None:
    """Delete what nobody looks at any more, of all groups."""
    for table in (store.quizzes, store.rounds, store.players, answers, marks, reports):
        db.execute(table.delete().where(table.c.at < now - store.KEPT))


def _given(row: Any) -> Given:
    return Given(Person.of_key(row.person), row.text, row.right, row.nth, row.at)


def _mark(row: Any) -> Mark:
    points = frozenset(int(point) for point in row.points.split(",") if point)
    return Mark(Person.of_key(row.person), Person.of_key(row.author), row.nth, points, row.done)

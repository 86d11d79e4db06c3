"""What was asked already, and what was shared just now.

A `Memory` says who has seen what: a person, or the people of a place; and as what, a question or one of four.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from bot.chat.keys import Person, Place
from bot.storage.engine import put
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

asked = sa.Table(
    "asked",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("holder", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("shown_as", sa.String(8), primary_key=True),
    sa.Column("question", sa.String(80), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
)

shared = sa.Table(
    "shared",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("place", sa.String(128), primary_key=True),
    sa.Column("question", sa.String(80), primary_key=True),
    sa.Column("person", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Memory:
    group: str
    holder: str
    shown_as: Literal["one", "four"] = "one"


def memory_of(group: str, owner: Person | Place, shown_as: Literal["one", "four"] = "one") -> Memory:
    return Memory(group, owner.key, shown_as)


_OURS = (
    asked.c.group == sa.bindparam("in_group"),
    asked.c.holder == sa.bindparam("of"),
    asked.c.shown_as == sa.bindparam("as_what"),
)
_SEEN = sa.select(asked.c.question, asked.c.at).where(*_OURS)
_FORGET = asked.delete().where(*_OURS, asked.c.question.in_(sa.bindparam("questions", expanding=True)))


def seen(db: sa.Connection, memory: Memory) -> dict[str, datetime]:
    """The questions of the current round, and when each was shown."""
    return dict(db.execute(_SEEN, _given(memory)).all())


def note_seen(db: sa.Connection, memory: Memory, question: str, now: datetime) -> None:
    put(db, asked, group=memory.group, holder=memory.holder, shown_as=memory.shown_as, question=question, at=now)


def forget(db: sa.Connection, memory: Memory, questions: Iterable[str]) -> None:
    """Start these questions over."""
    db.execute(_FORGET, {**_given(memory), "questions": list(questions)})


def _given(memory: Memory) -> dict[str, str]:
    return {"in_group": memory.group, "of": memory.holder, "as_what": memory.shown_as}


def last_shared(db: sa.Connection, place: Place, question: str) -> datetime | None:
    """When the question was last posted there for everyone."""
    here = shared.c.group == place.group, shared.c.place == place.key
    return db.scalar(sa.select(shared.c.at).where(*here, shared.c.question == question))


def shared_by(db: sa.Connection, group: str, person: Person) -> dict[str, datetime]:
    """What the person posted for everyone, anywhere in the group, and when."""
    theirs = shared.c.group == group, shared.c.person == person.key
    return dict(db.execute(sa.select(shared.c.question, shared.c.at).where(*theirs).order_by(shared.c.at)).all())


def note_shared(db: sa.Connection, place: Place, question: str, person: Person, now: datetime) -> None:
    put(db, shared, group=place.group, place=place.key, question=question, person=person.key, at=now)

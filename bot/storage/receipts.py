"""One row for every event that was handled, so that the same event, delivered again, changes nothing.

The row is written in the event's own transaction, together with the answer, and kept for a day:
longer than any platform goes on delivering (Slack retries an event for about five minutes).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError

from bot.chat.messages import Answer
from bot.storage.engine import inserted
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

KEPT = timedelta(hours=24)

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("id", sa.String(128), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("answer", sa.LargeBinary, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False, index=True),
)

_ONE = (
    receipts.c.group == sa.bindparam("in_group"),
    receipts.c.id == sa.bindparam("with_id"),
    receipts.c.person == sa.bindparam("of"),
)
_KEEP = receipts.update().where(*_ONE).values(answer=sa.bindparam("kept"))
_KEPT = sa.select(receipts.c.answer).where(*_ONE)

_answers: TypeAdapter[Answer | None] = TypeAdapter(Answer | None)


def first_time(connection: sa.Connection, group: str, id: str, person: str, now: datetime) -> bool:
    """Note the event. False if it was noted before; a second transaction with the same event waits for the first."""
    return inserted(connection, receipts, group=group, id=id, person=person, at=now)


def keep_answer(connection: sa.Connection, group: str, id: str, person: str, answer: Answer | None) -> None:
    kept = {"in_group": group, "with_id": id, "of": person, "kept": _answers.dump_json(answer)}
    connection.execute(_KEEP, kept)


def kept_answer(connection: sa.Connection, group: str, id: str, person: str) -> Answer | None:
    """What was answered the first time. None, too, for what an older version kept in another shape."""
    kept = connection.scalar(_KEPT, {"in_group": group, "with_id": id, "of": person})
    try:
        return None if kept is None else _answers.validate_json(kept)
    except ValidationError:
        return None


def forget_old(connection: sa.Connection, now: datetime) -> int:
    """Delete receipts older than a day; how many there were."""
    return connection.execute(receipts.delete().where(receipts.c.at < now - KEPT)).rowcount

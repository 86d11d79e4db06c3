"""Where askq has said hello."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.chat.keys import Place
from bot.storage.engine import inserted
from bot.storage.metadata import UtcDateTime, metadata

greeted = sa.Table(
    "greeted",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("channel", sa.String(128), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
)


def first_hello(db: sa.Connection, place: Place, now: datetime) -> bool:
    """Note that askq greets here. False if it did before."""
    return inserted(db, greeted, group=place.group, channel=place.channel, at=now)

"""What a member has told askq about the interview ahead."""

from __future__ import annotations

import sqlalchemy as sa

from bot.bank.model import Level
from bot.chat.keys import Person
from bot.preferences.model import UNKNOWN
from bot.storage.engine import put
from bot.storage.metadata import PERSONAL, metadata

preferences = sa.Table(
    "preferences",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("level", sa.String(16), nullable=False, info=PERSONAL),
    sa.Column("stage", sa.String(16), nullable=False, info=PERSONAL),
    sa.Column("company", sa.String(80), nullable=False, info=PERSONAL),
    sa.Column("zone", sa.String(64), nullable=False, info=PERSONAL),
    sa.Column("quiet", sa.String(16), nullable=False, info=PERSONAL),
    sa.Column("direct", sa.String(8), nullable=False, info=PERSONAL),
    sa.Column("streaks", sa.String(8), nullable=False, info=PERSONAL),
)

NOTHING_SET = {
    "level": Level.ANY.value,
    "stage": UNKNOWN,
    "company": "",
    "zone": "",
    "quiet": "",
    "direct": "on",
    "streaks": "on",
}


def load(db: sa.Connection, group: str, person: str) -> dict[str, str]:
    """The member's values by field."""
    ours = preferences.c.group == group, preferences.c.person == person
    row = db.execute(sa.select(*(preferences.c[name] for name in NOTHING_SET)).where(*ours)).mappings().one_or_none()
    return NOTHING_SET | dict(row or {})


def likes(db: sa.Connection, group: str, person: Person) -> dict[str, str]:
    """What holds for a member in the group: as they have settled it there, or else in their direct messages. What they
    do not want in either they do not want."""
    here, alone = load(db, group, person.key), load(db, person.alone, person.key)
    merged = {name: here[name] or alone[name] for name in ("zone", "quiet")}
    merged |= {name: "off" if "off" in (here[name], alone[name]) else "on" for name in ("direct", "streaks")}
    return here | merged


def save(db: sa.Connection, group: str, person: str, values: dict[str, str]) -> None:
    put(db, preferences, group=group, person=person, **(NOTHING_SET | values))

"""Groups and their organisers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.members.model import GroupRules, Sharing
from bot.storage.engine import inserted, put
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

groups = sa.Table(
    "groups",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("sharing", sa.String(16), nullable=False),
)

organisers = sa.Table(
    "organisers",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("named_by", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False),
)

former = sa.Table(
    "former_organisers",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("removed_by", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False),
)


_SHARING = sa.select(groups.c.sharing).where(groups.c.group == sa.bindparam("in_group"))


def rules(db: sa.Connection, group: str) -> GroupRules:
    sharing = db.scalar(_SHARING, {"in_group": group})
    return GroupRules() if sharing is None else GroupRules(Sharing(sharing))


def set_rules(db: sa.Connection, group: str, new: GroupRules) -> None:
    put(db, groups, group=group, sharing=new.sharing.value)


def organisers_of(db: sa.Connection, group: str) -> list[str]:
    """Keys of the people who were named organisers, in the order they were named."""
    query = sa.select(organisers.c.person).where(organisers.c.group == group)
    return list(db.scalars(query.order_by(organisers.c.at, organisers.c.person)))


def former_organisers_of(db: sa.Connection, group: str) -> dict[str, str]:
    """Who was named once and is no organiser any more, as far as askq knows, and who removed them."""
    query = sa.select(former.c.person, former.c.removed_by).where(former.c.group == group)
    return dict(db.execute(query.order_by(former.c.at, former.c.person)).all())


def add_organiser(db: sa.Connection, group: str, person: str, by: str, now: datetime) -> bool:
    """False if they were one already."""
    not_former(db, group, person)
    return inserted(db, organisers, group=group, person=person, named_by=by, at=now)


def not_former(db: sa.Connection, group: str, person: str) -> None:
    """They are an organiser again, or all the same, as an admin of the platform."""
    db.execute(former.delete().where(former.c.group == group, former.c.person == person))


def remove_organiser(db: sa.Connection, group: str, person: str, by: str, now: datetime) -> bool:
    """False if they were none."""
    gone = organisers.delete().where(organisers.c.group == group, organisers.c.person == person)
    if not db.execute(gone).rowcount:
        return False
    put(db, former, group=group, person=person, removed_by=by, at=now)
    return True

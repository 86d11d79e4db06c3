"""The ledger: one row for everything askq sends unasked, written in the transaction of what causes it.

A row's key is lasting and unique in its group, so writing it twice is writing it once. The statements that
work the ledger off go over all groups, by the row's own id; what a feature asks is asked for one group.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.chat.keys import Person, Place
from bot.delivery import jobs
from bot.delivery.model import (
    APART,
    DOUBT,
    EDIT_EVERY,
    LATE,
    LEFT,
    LONGEST_PAUSE,
    OPEN,
    Delivery,
    Room,
    Settlement,
    State,
    Ticket,
    lane,
)
from bot.storage.engine import announce, inserted
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

GIVEN_UP = timedelta(days=7)
"""So long after its time nothing waits any more for a home that is never connected. One that is back before then is
told what was left out."""

KEPT = timedelta(days=90)
"""How long what is over stays, so that its key is not used again."""

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("key", sa.String(128), primary_key=True),
    sa.Column("id", sa.String(16), nullable=False),
    sa.Column("home", sa.String(64), nullable=False),
    sa.Column("lane", sa.String(200), nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("thread", sa.String(64)),
    sa.Column("person", sa.String(128), info=PERSONAL),
    sa.Column("intent", sa.JSON, nullable=False),
    sa.Column("locale", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("due", UtcDateTime, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("expires", UtcDateTime),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("tried", UtcDateTime),
    sa.Column("doubt", UtcDateTime),
    sa.Column("message", sa.String(64), nullable=False),
    sa.Column("reason", sa.String(200), nullable=False),
    sa.Column("again", sa.Boolean, nullable=False),
    sa.Column("settled", UtcDateTime),
    sa.UniqueConstraint("id"),
    sa.Index("ix_deliveries_state_due_turn", "state", "due", "turn"),
    sa.Index("ix_deliveries_home_state_due_turn_id", "home", "state", "due", "turn", "id"),
)


_OPEN = [state.value for state in OPEN]
_OVER = [state.value for state in State if state not in OPEN]
_c = deliveries.c
_BY_ID = _c.id == sa.bindparam("with_id")
_ONE = sa.select(deliveries).where(_BY_ID, _c.state.in_(_OPEN)).with_for_update(skip_locked=True)
_AS = (
    sa.select(_c.id).where(_BY_ID, _c.state == sa.bindparam("at"), _c.attempts == sa.bindparam("th")).with_for_update()
)
_CHANGE = deliveries.update().where(_BY_ID)
"""Of the columns that values are given for when it runs."""
_AGAIN = sa.select(_c.again).where(_BY_ID)
_FOUND = sa.select(deliveries).where(_c.group == sa.bindparam("in_group"), _c.key == sa.bindparam("with_key"))

_NOW = sa.bindparam("now", type_=UtcDateTime)
_READY = (
    sa.select(_c.due, _c.turn, _c.id, _c.home, _c.lane)
    .where(
        _c.home == sa.bindparam("to"),
        _c.state == State.WAITING.value,
        _c.due <= _NOW,
        _c.lane.not_in(sa.bindparam("blocked", expanding=True)),
    )
    .order_by(_c.due, _c.turn, _c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_LEFT = (
    sa.select(_c.due, _c.turn, _c.id, _c.home, _c.lane)
    .where(
        _c.home.in_(sa.bindparam("homes", expanding=True)),
        _c.state.in_((State.DOUBTFUL.value, State.SENDING.value)),
        sa.or_(
            sa.and_(_c.state == State.DOUBTFUL.value, _c.due <= _NOW),
            sa.and_(_c.state == State.SENDING.value, _c.tried <= sa.bindparam("before")),
            sa.and_(_c.state == State.SENDING.value, _c.tried > sa.bindparam("ahead")),
        ),
        _c.lane.not_in(sa.bindparam("blocked", expanding=True)),
    )
    .order_by(_c.due, _c.turn, _c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


def _first(column: sa.Column[datetime], state: State) -> sa.Select[datetime]:
    # Not found by its home: all of them together are in order where no index knows of homes.
    home = _c.home.concat("").in_(sa.bindparam("homes", expanding=True))
    not_ids = _c.id.not_in(sa.bindparam("not_ids", expanding=True))
    return sa.select(column).where(_c.state == state.value, home, not_ids).order_by(column).limit(1)


_FIRST_WAITING = _first(_c.due, State.WAITING)
_FIRST_DOUBTFUL = _first(_c.due, State.DOUBTFUL)
_FIRST_BEGUN = _first(_c.tried, State.SENDING)


def write(
    db: sa.Connection,
    *,
    id: str,
    group: str,
    key: str,
    kind: str,
    home: str,
    to: Place | Person,
    due: datetime,
    now: datetime,
    intent: Mapping[str, str] | None = None,
    locale: str = "en",
    expires: datetime | None = None,
    turn: int = 0,
) -> bool:
    """Have this sent once `due`. False if the group has one with that key already."""
    values = _row(to) | {
        "id": id,
        "group": group,
        "key": key,
        "kind": kind,
        "home": home,
        "intent": dict(intent or {}),
        "locale": locale,
        "state": State.WAITING.value,
        "due": due,
        "turn": turn,
        "expires": expires,
        "attempts": 0,
        "message": "",
        "reason": "",
        "again": False,
    }
    if not inserted(db, deliveries, **values):
        return False
    jobs.enqueue(db, Ticket(id, home, values["lane"]), due - now, turn, first=True)
    announce(db)
    return True


def write_again(db: sa.Connection, *, group: str, key: str, now: datetime, **written: Any) -> None:
    """As `write`, for a message that changes with what people do: where the key was sent already it is sent anew,
    at the earliest `EDIT_EVERY` after the last time; where it is still to be sent nothing is added. What is held
    is tried again only after a longer while."""
    if write(db, group=group, key=key, due=now, now=now, **written):
        return
    row = db.execute(_of(group, key)).one()
    if row.state in (State.SENDING, State.DOUBTFUL):
        db.execute(deliveries.update().where(_c.id == row.id).values(again=True))
    elif row.state != State.WAITING:
        pause = LONGEST_PAUSE if row.state == State.HELD else EDIT_EVERY
        _requeue(db, row, max(now, min(row.settled, now) + pause), now)


def hasten(db: sa.Connection, group: str, key: str, now: datetime) -> bool:
    """Have what is held or waits for its time sent at once. False if there is nothing of that key to send."""
    row = db.execute(_of(group, key)).one_or_none()
    if row is None or row.state not in (State.WAITING, State.HELD):
        return False
    _requeue(db, row, min(row.due, now), now)
    return True


def withdraw(db: sa.Connection, group: str, key: str, reason: str, now: datetime) -> bool:
    """Not send it after all. False if it is too late for that."""
    waiting = _c.state.in_((State.WAITING.value, State.HELD.value))
    gone = deliveries.update().where(_c.group == group, _c.key == key, waiting)
    return db.execute(gone.values(state=State.DROPPED.value, reason=reason[:200], settled=now)).rowcount == 1


def amend(db: sa.Connection, group: str, key: str, changes: Mapping[str, str]) -> bool:
    """Give what waits to be sent another meaning in these points. False if it is too late for that."""
    row = db.execute(_of(group, key)).one_or_none()
    if row is None or row.state != State.WAITING:
        return False
    db.execute(deliveries.update().where(_c.id == row.id).values(intent={**row.intent, **changes}))
    return True


def find(db: sa.Connection, group: str, key: str) -> Delivery | None:
    row = db.execute(_FOUND, {"in_group": group, "with_key": key}).one_or_none()
    return None if row is None else delivery_of(row)


def due(db: sa.Connection, now: datetime, rooms: Sequence[Room], most: int) -> list[Ticket]:
    """What may be sent now, as much as there is room for: what was begun first, then the longest due, all groups in
    turn. What waits is looked for home by home, so that one with much to send is not gone through for the others."""
    homes, blocked = [room.home for room in rooms], [lane for room in rooms for lane in room.blocked]
    given = {"homes": homes, "now": now, "before": now - DOUBT, "ahead": now + APART, "blocked": blocked, "most": most}
    left = db.execute(_LEFT, given).all()
    waiting = [row for room in rooms for row in _ready(db, now, room, most)]
    return [Ticket(*row[2:]) for row in [*left, *sorted(waiting)][:most]]


def next_due(
    db: sa.Connection, homes: Collection[str], not_ids: Collection[str], *, begun_too: bool
) -> datetime | None:
    """When something of these homes is to be sent or looked after next. `begun_too`: nobody else is at what was begun,
    except for `not_ids`."""
    given = {"homes": list(homes), "not_ids": list(not_ids)}
    begun = db.scalar(_FIRST_BEGUN, given) if begun_too else None
    moments = [db.scalar(_FIRST_WAITING, given), db.scalar(_FIRST_DOUBTFUL, given), begun + DOUBT if begun else None]
    return min((moment for moment in moments if moment), default=None)


def lacking(db: sa.Connection, now: datetime, room: Room, most: int) -> int:
    """How many more there might be for this home, until there are as many as it can take on, or `most`."""
    return min(room.most, most) - len(_ready(db, now, room, most))


def _ready(db: sa.Connection, now: datetime, room: Room, most: int) -> Sequence[Any]:
    given = {"to": room.home, "now": now, "blocked": list(room.blocked), "most": min(room.most, most)}
    return db.execute(_READY, given).all()


def locked(db: sa.Connection, id: str) -> Delivery | None:
    """The row if there is something left to do about it; on PostgreSQL nobody else has it until the end, and it is
    None, too, where somebody else has."""
    row = db.execute(_ONE, {"with_id": id}).one_or_none()
    return None if row is None else delivery_of(row)


def is_open(db: sa.Connection, id: str) -> bool:
    """Whether there is something left to do about it, whoever has it just now."""
    return db.scalar(sa.select(_c.id).where(_BY_ID, _c.state.in_(_OPEN)), {"with_id": id}) is not None


def is_as(db: sa.Connection, delivery: Delivery) -> bool:
    """Whether the row is still at this attempt, and nobody else took it over meanwhile."""
    return db.scalar(_AS, {"with_id": delivery.id, "at": delivery.state.value, "th": delivery.attempts}) is not None


def count_attempt(db: sa.Connection, delivery: Delivery) -> None:
    """Write down the attempt that is about to be made."""
    begun = {"state": delivery.state.value, "attempts": delivery.attempts, "tried": delivery.tried}
    values = {**begun, "doubt": delivery.doubt, "again": False}  # it has just been composed of what there is
    db.execute(_CHANGE, values | {"with_id": delivery.id})


def refresh(db: sa.Connection, delivery: Delivery, now: datetime) -> bool:
    """Write down that the attempt leaves only now; since when it may have arrived stays. False if it is not ours any
    more."""
    if not is_as(db, delivery):
        return False
    db.execute(_CHANGE, {"tried": now, "doubt": delivery.doubt or delivery.tried, "with_id": delivery.id})
    return True


def put_off(db: sa.Connection, delivery: Delivery, doubt: datetime | None, due: datetime) -> None:
    """Have it looked at again only then; nothing of it was sent now."""
    state = State.DOUBTFUL if doubt else State.WAITING
    db.execute(_CHANGE, {"state": state.value, "doubt": doubt, "due": due, "with_id": delivery.id})


def settle_sent(db: sa.Connection, delivery: Delivery, message: str, now: datetime) -> datetime | None:
    """It arrived, as `message`. When it is to be sent anew, if it is."""
    next_time = now + EDIT_EVERY if db.scalar(_AGAIN, {"with_id": delivery.id}) else None
    changed: dict[str, Any] = {"state": State.SENT.value, "message": message, "reason": "", "doubt": None}
    changed |= {"settled": now, "again": False}
    if next_time is not None:
        changed |= {"state": State.WAITING.value, "due": next_time, "attempts": 0}
    db.execute(_CHANGE, changed | {"with_id": delivery.id})
    return next_time


def settle(db: sa.Connection, delivery: Delivery, settlement: Settlement, now: datetime) -> None:
    changed: dict[str, Any] = {
        "state": settlement.state.value,
        "due": settlement.due,
        "reason": settlement.reason[:200],
        "doubt": settlement.doubt,
        "settled": now if settlement.state in _OVER else None,
    }
    db.execute(_CHANGE, changed | {"with_id": delivery.id})


def put_right(db: sa.Connection, now: datetime) -> None:
    """What was put off by a clock that had run ahead is due now."""
    ahead = (_c.state.in_((State.WAITING.value, State.DOUBTFUL.value)), _c.tried > now + APART, _c.due > now)
    for row in db.execute(sa.select(deliveries).where(*ahead).with_for_update()).all():
        _requeue(db, row, now, now)


def late_ahead(db: sa.Connection, kind: str, now: datetime) -> list[Delivery]:
    """What a clock that had run ahead took to be too late, although it is not, over all groups."""
    ahead = (_c.state == State.DEAD.value, _c.reason == LATE, _c.settled > now, _c.expires > now, _c.kind == kind)
    return [delivery_of(row) for row in db.execute(sa.select(deliveries).where(*ahead))]


def after_all(db: sa.Connection, delivery: Delivery, due: datetime, now: datetime) -> None:
    """Have it sent then, although it was given up."""
    _requeue(db, db.execute(_of(delivery.group, delivery.key)).one(), due, now)


def give_up(db: sa.Connection, now: datetime) -> int:
    """Settle what nobody has sent for long after its time: nothing is connected any more that could, and nobody could
    be told. How much that was."""
    over = sa.func.coalesce(_c.expires, _c.due) < now - GIVEN_UP
    untouched = sa.or_(_c.tried.is_(None), _c.tried < now - GIVEN_UP)
    in_vain = deliveries.update().where(_c.state.in_(_OPEN), over, untouched)
    dead = {"state": State.DEAD.value, "settled": now, "again": False, "doubt": None}
    arrived = sa.case((sa.or_(_c.doubt.is_not(None), _c.state == State.SENDING.value), LEFT), else_=LATE)
    return db.execute(in_vain.values(**dead, reason=arrived)).rowcount


def forget_old(db: sa.Connection, now: datetime) -> int:
    """Delete what has been over for long; how much there was."""
    return db.execute(deliveries.delete().where(_c.state.in_(_OVER), _c.settled < now - KEPT)).rowcount


def delivery_of(row: Any) -> Delivery:
    to = Person.of_key(row.person) if row.person else Place(row.group, row.channel, row.thread)
    return Delivery(
        row.id,
        row.group,
        row.home,
        row.kind,
        row.key,
        to,
        row.intent,
        row.locale,
        State(row.state),
        row.due,
        row.expires,
        row.attempts,
        row.tried,
        row.doubt,
        row.message,
        row.reason,
    )


def _row(to: Place | Person) -> dict[str, Any]:
    if isinstance(to, Person):
        return {"lane": lane(to), "channel": "", "thread": None, "person": to.key}
    return {"lane": lane(to), "channel": to.channel, "thread": to.thread, "person": None}


def _of(group: str, key: str) -> sa.Select[Any]:
    """The row, which nobody else changes until the end: what it says of being sent is so."""
    return sa.select(deliveries).where(_c.group == group, _c.key == key).with_for_update()


def _requeue(db: sa.Connection, row: Any, due: datetime, now: datetime) -> None:
    state = State.DOUBTFUL if row.doubt else State.WAITING  # what may have arrived is looked for before anything else
    fresh = {"state": state.value, "due": due, "attempts": 0, "reason": "", "settled": None}
    db.execute(deliveries.update().where(_c.id == row.id).values(fresh))
    jobs.enqueue(db, Ticket(row.id, row.home, row.lane), due - now, row.turn)
    announce(db)

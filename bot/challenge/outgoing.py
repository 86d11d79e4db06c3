"""What a challenge has to say unasked, written into the ledger: to one of the two, or where it was issued."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bot.challenge.model import Challenge, Side
from bot.chat.keys import Person, Place
from bot.delivery import store as ledger
from bot.moment import Moment
from bot.preferences.courtesy import calm_at, free_at

WORD, NUDGE, RESULT = "challenge-word", "challenge-nudge", "challenge-result"
"""In direct messages; in the channel, that there is something to be read; and the result there."""

WORTH = timedelta(days=7)
"""How late news still makes sense."""


class News(StrEnum):
    """What one of the two is told."""

    OFFER = "offer"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    UNREACHED = "unreached"
    REMINDER = "reminder"
    RESULT = "result"


NEEDED = (News.OFFER, News.ACCEPTED, News.RESULT)
"""Without these the other would not know what to do, so the channel says that there is something to be read."""


def reachable(moment: Moment, challenge: Challenge, side: Side) -> bool:
    """Whether there is any way to bring them something: in direct messages, or where it was issued."""
    return challenge.channel != "" or free_at(moment.db, challenge.group, side.person, moment.now) is not None


def tell(moment: Moment, challenge: Challenge, side: Side, what: News, before: datetime | None = None) -> None:
    """Have them told, outside of their quiet hours; not at all where that would not be `before` it is too late."""
    due = free_at(moment.db, challenge.group, side.person, moment.now)
    if due is None:
        if what in NEEDED:
            nudge(moment, challenge, side, what)
        return
    if before is None or due < before:
        _write(moment, challenge, WORD, side, what, side.person, due)


def nudge(moment: Moment, challenge: Challenge, side: Side, what: News) -> None:
    """Say where it was issued that there is something for them to read; nothing where that was no channel."""
    place = challenge.place
    if place is not None:
        due = calm_at(moment.db, challenge.group, side.person, moment.now)
        _write(moment, challenge, NUDGE, side, what, place, due)


def result(moment: Moment, challenge: Challenge) -> None:
    """Have the result told: in the channel where it was issued, or to the two alone."""
    if challenge.place is None or challenge.privately:
        result_alone(moment, challenge)
    else:
        _write(moment, challenge, RESULT, challenge.by, News.RESULT, challenge.place, moment.now)


def result_alone(moment: Moment, challenge: Challenge) -> None:
    for side in challenge.sides:
        tell(moment, challenge, side, News.RESULT)


def key_of(challenge: Challenge, kind: str, side: Side, what: News) -> str:
    """The lasting key of this piece of news in the ledger."""
    return f"{kind}:{challenge.id}:{what.value}:{'by' if side == challenge.by else 'to'}"


def _write(
    moment: Moment, challenge: Challenge, kind: str, side: Side, what: News, to: Person | Place, due: datetime
) -> None:
    ledger.write(
        moment.db,
        id=moment.new_id(),
        group=challenge.group,
        key=key_of(challenge, kind, side, what),
        kind=kind,
        home=challenge.home,
        to=to,
        due=due,
        now=moment.now,
        intent={"challenge": challenge.id, "what": what.value, "side": "by" if side == challenge.by else "to"},
        locale=side.locale,
        expires=due + WORTH,
    )

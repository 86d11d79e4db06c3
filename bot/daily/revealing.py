"""The answers' coming out: one message after the other, and what is done where one of them does not arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import sqlalchemy as sa

from bot.bank.bank import Question
from bot.chat.elements import View
from bot.chat.keys import Person, Place
from bot.daily import answers, notices, reveal_screens, store
from bot.daily.about import about, behind, channel_lost, where
from bot.daily.counting import count_answers, rewrite
from bot.daily.fairness import cut_short
from bot.daily.model import NO_QUESTION, Day, Schedule, Why, next_reveal
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import LATE, LEFT, OPEN, Delivery, Failure, State, Trouble, lane
from bot.delivery.sender import Post

REVEAL = "daily-reveal"

REVEAL_GRACE = timedelta(days=2)
"""Answers that come out late are still welcome, up to this."""


MOST_OPEN = 10
"""So many posts that wait for their answers are looked after at once."""


def reveal(db: sa.Connection, schedule: Schedule, slot: str, due: datetime, now: datetime, id: str) -> bool:
    """Have the answers of this slot come out then. False if that was settled before."""
    return _write(db, schedule, slot, 0, 0, due, now, id, to=where(db, schedule, slot))


def reveal_now(db: sa.Connection, schedule: Schedule, day: Day, now: datetime, id: str) -> bool:
    """Have them come out at once, whatever was settled before: an earlier try may have failed for good. False where
    nothing is left to come out."""
    if reveal(db, schedule, day.slot, now, now, id) or try_again(db, schedule, day, 0, now, id):
        return True
    *_, latest = _tries(db, schedule, day.slot, 0)
    return ledger.hasten(db, schedule.group, latest.key, now) or latest.state in OPEN


def try_again(db: sa.Connection, schedule: Schedule, day: Day, page: int, now: datetime, id: str) -> bool:
    """Have them come out from this message on, where the last try came to nothing. False where it did not."""
    tries = list(_tries(db, schedule, day.slot, page))
    if not tries or tries[-1].state not in (State.HELD, State.DEAD, State.DROPPED):
        return False
    return _next_try(db, schedule, day, tries, page, now, now, id)


def send_held(db: sa.Connection, schedule: Schedule, day: Day, now: datetime, id: str) -> None:
    """The first message of the answers that did not go out; those after it follow. Where the schedule has moved away
    from what held them, they do as well."""
    for page in count():
        tries = list(_tries(db, schedule, day.slot, page))
        if not tries:
            return
        if tries[-1].state is State.HELD and lane(tries[-1].to) != lane(schedule.to):
            _next_try(db, schedule, day, tries, page, now, now, id)
            return
        if ledger.hasten(db, day.group, tries[-1].key, now):
            return


def unrevealed(db: sa.Connection, schedule: Schedule, most: int = MOST_OPEN) -> list[Day]:
    """The posts whose answers have not come out, the newest first."""
    return store.open_days(db, schedule.group, schedule.id, most)


def coming_out(db: sa.Connection, schedule: Schedule, now: datetime) -> bool:
    """Whether answers are on their way just now."""
    latest = [list(_tries(db, schedule, day.slot, 0))[-1:] for day in unrevealed(db, schedule)]
    at_it = (State.SENDING, State.DOUBTFUL)
    return any(
        each.state in at_it or (each.state is State.WAITING and each.due <= now) for tries in latest for each in tries
    )


def retime(db: sa.Connection, schedule: Schedule, now: datetime, new_id: Callable[[], str]) -> list[Day]:
    """The hour of the reveal was changed: have the answers to what is open come out by it, and the posts say so. The
    days for which that made a difference, the newest first.

    Left alone is what nobody can answer any more, and what has long waited for an organiser's word.
    """
    open_, moved, closes = unrevealed(db, schedule), [], next_reveal(schedule, now)
    for day in open_:
        settled = day is not open_[0] if day.closes is None else day.closes <= now
        if settled or closes == day.closes:
            continue
        tries = list(_tries(db, schedule, day.slot, 0))
        if tries and tries[-1].state in OPEN and not ledger.withdraw(db, day.group, tries[-1].key, "moved", now):
            continue
        early = closes is not None and cut_short(day, closes)
        day = replace(day, closes=closes, why=Why.EXCUSED if early else day.why)
        store.update_day(db, day)
        if closes is not None:
            to = where(db, schedule, day.slot)
            _write(db, schedule, day.slot, 0, len(tries), closes, now, new_id(), to=to)
        rewrite(db, schedule, day, now, new_id())
        moved.append(day)
    return moved


def put_right(db: sa.Connection, now: datetime) -> None:
    """What was too late only by a clock that had run ahead comes out when it should."""
    for delivery in ledger.late_ahead(db, REVEAL, now):
        day = store.day_of(db, delivery.group, delivery.intent["schedule"], delivery.intent["slot"])
        if day is not None and day.revealed is None and day.closes is not None:
            ledger.after_all(db, delivery, max(day.closes, now), now)


def _tries(db: sa.Connection, schedule: Schedule, slot: str, page: int) -> Iterator[Delivery]:
    """Of this message, the oldest first."""
    for again in count():
        found = ledger.find(db, schedule.group, _key(schedule.id, slot, page, again))
        if found is None:
            return
        yield found


def _next_try(
    db: sa.Connection,
    schedule: Schedule,
    day: Day,
    tries: list[Delivery],
    page: int,
    due: datetime,
    now: datetime,
    id: str,
) -> bool:
    """After one that came to nothing. What was refused may have been so because of the thread, so it goes into the
    channel itself; what its channel holds back goes where the schedule posts by now."""
    last = tries[-1]
    to, apart = last.to, _apart(last)
    if last.state is State.HELD:
        ledger.withdraw(db, day.group, last.key, "tried again", now)
        if lane(to) != lane(schedule.to):
            to, apart = schedule.to, True
    elif last.state is State.DEAD and last.reason not in (LATE, LEFT):
        apart = True
    return _write(db, schedule, day.slot, page, len(tries), due, now, id, to=to, apart=apart)


def _key(schedule: str, slot: str, page: int, again: int) -> str:
    """`again`: which try it is, after those that came to nothing."""
    key = f"{REVEAL}:{schedule}:{slot}:{page}"
    return f"{key}:{again}" if again else key


def _write(
    db: sa.Connection,
    schedule: Schedule,
    slot: str,
    page: int,
    again: int,
    due: datetime,
    now: datetime,
    id: str,
    *,
    to: Place | Person,
    apart: bool = False,
) -> bool:
    """`apart`: not below the post, whatever the schedule says."""
    intent = {"schedule": schedule.id, "slot": slot, "page": str(page), "again": str(again)}
    return ledger.write(
        db,
        id=id,
        group=schedule.group,
        key=_key(schedule.id, slot, page, again),
        kind=REVEAL,
        home=schedule.home,
        to=to,
        due=due,
        now=now,
        intent=intent | ({"apart": "yes"} if apart else {}),
        locale=schedule.locale,
        expires=max(due, now) + REVEAL_GRACE,
        turn=schedule.number - 1,
    )


def _apart(delivery: Delivery) -> bool:
    return "apart" in delivery.intent


def _in_thread(schedule: Schedule, day: Day, delivery: Delivery) -> bool:
    """Below the post, where it is known which message that is."""
    return bool(schedule.channel and schedule.threaded and day.message) and not _apart(delivery)


def _messages(
    occasion: Occasion, schedule: Schedule, day: Day, question: Question, *, in_thread: bool = False
) -> list[View]:
    given, in_bank = answers.of_day(occasion.db, day), occasion.bank.find(question.id) is not None
    return reveal_screens.reveal(occasion.words, schedule, day, question, given, in_thread=in_thread, in_bank=in_bank)


def _compose(occasion: Occasion, delivery: Delivery) -> Post | None:
    found = about(occasion, delivery)
    if found is None:
        return None
    schedule, day, question = found
    in_thread, page = _in_thread(schedule, day, delivery), int(delivery.intent["page"])
    messages = _messages(occasion, schedule, day, question, in_thread=in_thread)
    if page >= len(messages):
        return None
    view, to = messages[page], delivery.to
    if isinstance(to, Place) and in_thread:
        to = replace(to, thread=day.message)
    elif page and delivery.intent["again"] != "0":  # what came before it stands elsewhere
        view = reveal_screens.named(view, question)
    return Post(delivery.id, to, view, title=reveal_screens.thread_title(occasion.words, day))


def _sent(occasion: Occasion, delivery: Delivery, _: str) -> None:
    found = about(occasion, delivery)
    if found is None:
        return
    schedule, day, question = found
    db, now, page = occasion.db, occasion.now, int(delivery.intent["page"])
    if day.revealed is None:
        day = replace(day, revealed=now, in_thread=_in_thread(schedule, day, delivery))
        store.update_day(db, day)
        count_answers(db, schedule, day, now, occasion.new_id())
    if page + 1 < len(_messages(occasion, schedule, day, question)):
        id, apart = occasion.new_id(), _apart(delivery)
        _write(db, schedule, day.slot, page + 1, 0, now, now, id, to=delivery.to, apart=apart)


def _failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    found = behind(occasion, delivery)
    if found is None:
        return
    schedule, day = found
    if failure.trouble is Trouble.UNKNOWN:  # it may well be there: what follows comes, and it is not said twice
        _sent(occasion, delivery, "")
    lost, in_thread = failure.trouble in (Trouble.GONE, Trouble.FORBIDDEN), _in_thread(schedule, day, delivery)
    if not lost or not channel_lost(occasion, schedule, delivery, failure, in_thread=in_thread):
        notices.not_out(occasion, schedule, delivery, failure)


def _dropped(occasion: Occasion, delivery: Delivery) -> None:
    """Answers that people wait for do not stay away without a word."""
    found = behind(occasion, delivery)
    if found is not None and found[1].revealed is None and about(occasion, delivery) is None:
        notices.not_out(occasion, found[0], delivery, Failure(Trouble.REFUSED, NO_QUESTION))


KIND = Kind(REVEAL, _compose, _sent, _failed, _dropped)

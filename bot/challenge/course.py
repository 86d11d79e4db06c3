"""How a challenge goes on: every step one transaction that also writes what is to be said about it.

A step is taken only from the state that it belongs to, so presses and timers that come late, twice or out of order do
nothing.
"""

from __future__ import annotations

from dataclasses import replace

from bot.challenge import outgoing, store
from bot.challenge.model import Challenge, Given, Side, State, accepted, arrived, due_to_end, finished
from bot.challenge.outgoing import News
from bot.delivery import store as ledger
from bot.moment import Moment


def offer(moment: Moment, challenge: Challenge) -> None:
    """Issue it, and have the other asked."""
    store.save(moment.db, challenge)
    outgoing.tell(moment, challenge, challenge.to, News.OFFER)


def offer_arrived(moment: Moment, challenge: Challenge) -> None:
    store.save(moment.db, arrived(challenge, moment.now))


def accept(moment: Moment, challenge: Challenge, name: str, locale: str) -> Challenge:
    changed = accepted(challenge, name, locale, moment.now)
    store.save(moment.db, changed)
    _withdraw_offer(moment, challenge)
    outgoing.tell(moment, changed, changed.by, News.ACCEPTED, before=changed.until)
    return changed


def decline(moment: Moment, challenge: Challenge) -> Challenge:
    changed = _ended(moment, challenge, State.DECLINED)
    outgoing.tell(moment, changed, changed.by, News.DECLINED)
    return changed


def withdraw(moment: Moment, challenge: Challenge) -> Challenge:
    return _ended(moment, challenge, State.WITHDRAWN)


def unreached(moment: Moment, challenge: Challenge) -> Challenge:
    changed = _ended(moment, challenge, State.UNREACHED)
    outgoing.tell(moment, changed, changed.by, News.UNREACHED)
    return changed


def answer(moment: Moment, challenge: Challenge, side: Side, given: Given) -> Challenge:
    """Keep an answer; the game ends with the last one of both. An answer given before stays."""
    store.answer(moment.db, challenge, side.person, given)
    return _end_if_due(moment, challenge)


def go_on(moment: Moment, challenge: Challenge) -> Challenge:
    """Do what is due by the time of day: remind, or end."""
    if challenge.state is State.OFFERED and moment.now >= challenge.until:
        changed = _ended(moment, challenge, State.EXPIRED)
        outgoing.tell(moment, changed, changed.by, News.EXPIRED)
        return changed
    challenge = _end_if_due(moment, challenge)
    if challenge.state is State.PLAYING and not challenge.reminded and moment.now >= challenge.remind_at:
        challenge = replace(challenge, reminded=True)
        store.save(moment.db, challenge)
        answers = store.answers_of(moment.db, challenge)
        for side in challenge.sides:
            if not finished(challenge, answers.get(side.person.key, {})):
                outgoing.tell(moment, challenge, side, News.REMINDER, before=challenge.until)
    return challenge


def _end_if_due(moment: Moment, challenge: Challenge) -> Challenge:
    if not due_to_end(challenge, store.answers_of(moment.db, challenge), moment.now):
        return challenge
    done = replace(challenge, state=State.DONE)
    store.save(moment.db, done)
    outgoing.result(moment, done)
    return done


def _ended(moment: Moment, challenge: Challenge, state: State) -> Challenge:
    changed = replace(challenge, state=state)
    store.save(moment.db, changed)
    _withdraw_offer(moment, challenge)
    return changed


def _withdraw_offer(moment: Moment, challenge: Challenge) -> None:
    """Nobody is asked any more what is settled."""
    for kind in (outgoing.WORD, outgoing.NUDGE):
        key = outgoing.key_of(challenge, kind, challenge.to, News.OFFER)
        ledger.withdraw(moment.db, challenge.group, key, "settled", moment.now)

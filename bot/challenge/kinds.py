"""The messages of a challenge: how they read when they are sent, and what follows when they arrive or do not."""

from __future__ import annotations

from bot.challenge import course, outgoing, screens, store
from bot.challenge.model import Challenge, Side, State, finished
from bot.challenge.outgoing import NEEDED, NUDGE, RESULT, WORD, News
from bot.challenge.result_screens import result
from bot.chat.elements import View
from bot.chat.keys import Place
from bot.delivery.kinds import Kind, Occasion, Planner
from bot.delivery.model import Delivery, Failure, Trouble
from bot.delivery.sender import Post
from bot.storage.engine import in_turn

_WORTH_WHILE = {
    News.OFFER: (State.OFFERED,),
    News.ACCEPTED: (State.PLAYING,),
    News.DECLINED: (State.DECLINED,),
    News.EXPIRED: (State.EXPIRED,),
    News.UNREACHED: (State.UNREACHED,),
    News.REMINDER: (State.PLAYING,),
    News.RESULT: (State.DONE,),
}
"""The states in which each is still news."""


def _about(occasion: Occasion, delivery: Delivery) -> tuple[Challenge, Side, News] | None:
    challenge = store.load(occasion.db, delivery.group, delivery.intent["challenge"])
    if challenge is None:
        return None
    side = challenge.by if delivery.intent["side"] == "by" else challenge.to
    return challenge, side, News(delivery.intent["what"])


def _compose_word(occasion: Occasion, delivery: Delivery) -> Post | None:
    found = _about(occasion, delivery)
    if found is None or found[0].state not in _WORTH_WHILE[found[2]]:
        return None
    challenge, side, what = found
    answers = store.answers_of(occasion.db, challenge)
    if what is News.REMINDER and finished(challenge, answers.get(side.person.key, {})):
        return None
    return Post(delivery.id, delivery.to, _view(occasion, challenge, side, what))


def _view(occasion: Occasion, challenge: Challenge, side: Side, what: News) -> View:
    _ = occasion.words
    match what:
        case News.OFFER:
            return screens.offer(_, occasion.bank, challenge)
        case News.RESULT:
            return result(_, challenge, store.answers_of(occasion.db, challenge))
        case News.ACCEPTED:
            return screens.was_accepted(_, challenge)
        case News.REMINDER:
            return screens.reminder(_, challenge, side, store.answers_of(occasion.db, challenge))
        case News.DECLINED | News.EXPIRED | News.UNREACHED:
            return screens.ended(_, challenge, side)


def _compose_nudge(occasion: Occasion, delivery: Delivery) -> Post | None:
    found = _about(occasion, delivery)
    if found is None or found[0].state not in _WORTH_WHILE[found[2]]:
        return None
    return Post(delivery.id, delivery.to, screens.nudge(occasion.words, found[0], found[1]))


def _compose_result(occasion: Occasion, delivery: Delivery) -> Post | None:
    found = _about(occasion, delivery)
    if found is None:
        return None
    answers = store.answers_of(occasion.db, found[0])
    return Post(delivery.id, delivery.to, result(occasion.words, found[0], answers))


def _sent(occasion: Occasion, delivery: Delivery, _message: str) -> None:
    found = _about(occasion, delivery)
    if found is not None and found[2] is News.OFFER:
        course.offer_arrived(occasion, found[0])


def _word_failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    """Whoever does not take direct messages is told in the channel that there is something to read."""
    found = _about(occasion, delivery)
    if found is None or failure.trouble in (Trouble.LATE, Trouble.UNKNOWN):
        return
    challenge, side, what = found
    if what in NEEDED and challenge.place is not None:
        outgoing.nudge(occasion, challenge, side, what)
    elif what is News.OFFER and challenge.state is State.OFFERED:
        course.unreached(occasion, challenge)


def _nudge_failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    found = _about(occasion, delivery)
    if found is None or failure.trouble in (Trouble.LATE, Trouble.UNKNOWN):
        return
    if found[2] is News.OFFER and found[0].state is State.OFFERED:
        course.unreached(occasion, found[0])


def _result_failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    found = _about(occasion, delivery)
    if found is not None and failure.trouble is not Trouble.UNKNOWN:
        outgoing.result_alone(occasion, found[0])


def _plan(occasion: Occasion, home: str, most: int) -> int:
    """Go on with up to so many challenges of this home that have something due."""
    due = store.agenda.due(occasion.db, home, occasion.now, most)
    # Direct messages first, as whoever presses there has their turn before that of the group it is about: two that
    # wait for each other's turn would never go on.
    for group, id in sorted(due, key=lambda each: (not Place(each[0], "").direct, each[0])):
        in_turn(occasion.db, group)
        challenge = store.load(occasion.db, group, id)
        if challenge is not None:
            course.go_on(occasion, challenge)
    return len(due)


KINDS = (
    Kind(WORD, _compose_word, _sent, _word_failed, rather_twice=True),
    Kind(NUDGE, _compose_nudge, _sent, _nudge_failed, rather_twice=True),
    Kind(RESULT, _compose_result, failed=_result_failed),
)
PLANNERS = (Planner(_plan, store.agenda.next_due),)

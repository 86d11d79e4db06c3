"""What the people of a practice hear unasked: in direct messages, when they may be written to.

Whoever takes none is nudged in the channel where it was agreed, with a button and never with what it is about. What
belongs to a running clock comes at its moment or not at all: they have the card before them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat.keys import Person, Place
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import Delivery, Failure, Trouble
from bot.delivery.sender import Post
from bot.practice import looking, news_screens, store
from bot.practice.model import Practice, State, Turn
from bot.practice.news_screens import News
from bot.preferences import courtesy

NEWS = "practice"
NUDGE = "practice-nudge"

HALF_KEEPS = timedelta(minutes=2)
TIME_KEEPS = timedelta(minutes=30)
NEWS_KEEPS = timedelta(days=2)

ON_THE_CLOCK = frozenset({News.STARTED, News.QUESTION, News.HALF, News.TIME, News.SWAPPED, News.CHANGED, News.FINISHED})
"""Whoever is in the middle of it is not disturbed by it, whatever the hour."""

WORTH_A_NUDGE = frozenset(
    {News.OFFER, News.ACCEPTED, News.PAIRED, News.CHECK, News.FINISHED, News.SHOWN, News.CANCELLED, News.TWO}
)

FITS = {
    News.OFFER: (State.OFFERED,),
    News.ACCEPTED: (State.READY, State.RUNNING),
    News.DECLINED: (State.DECLINED,),
    News.WITHDRAWN: (State.WITHDRAWN,),
    News.EXPIRED: (State.EXPIRED,),
    News.CANCELLED: (State.CANCELLED,),
    News.STARTED: (State.RUNNING,),
    News.QUESTION: (State.RUNNING,),
    News.HALF: (State.RUNNING,),
    News.TIME: (State.RUNNING,),
    News.SWAPPED: (State.READY, State.RUNNING),
    News.CHANGED: (State.READY,),
    News.FINISHED: (State.FEEDBACK,),
    News.SHOWN: (State.OVER,),
    News.PAIRED: (State.READY, State.RUNNING),
    News.CHECK: (State.READY,),
    News.TWO: (State.READY, State.RUNNING),
}
"""The states in which a piece of news is still one."""

OF_ONE_TURN = frozenset({News.STARTED, News.QUESTION, News.HALF, News.TIME, News.SWAPPED, News.CHANGED})


def tell(occasion: Occasion, practice: Practice, person: Person, what: News, *, due: datetime | None = None) -> None:
    """Let one of them know, at once or when it is `due`, or as soon after that as they may be written to."""
    at = due or occasion.now
    free = courtesy.free_at(occasion.db, practice.group, person, at, practice.member(person).zone)
    if free is None:
        if what in WORTH_A_NUDGE:
            _nudge(occasion, practice, person, what)
        return
    ledger.write(
        occasion.db,
        id=occasion.new_id(),
        group=practice.group,
        key=_key(NEWS, practice, person, what),
        kind=NEWS,
        home=practice.home,
        to=person,
        due=at if what in ON_THE_CLOCK else free,
        now=occasion.now,
        intent={"practice": practice.id, "what": what.value, "turn": str(_number(practice))},
        locale=practice.locale,
        expires=at + {News.HALF: HALF_KEEPS, News.TIME: TIME_KEEPS}.get(what, NEWS_KEEPS),
    )


def tell_others(occasion: Occasion, practice: Practice, person: Person, what: News) -> None:
    for other in practice.others(person):
        tell(occasion, practice, other.person, what)


def tell_all(occasion: Occasion, practice: Practice, what: News) -> None:
    for member in practice.members:
        tell(occasion, practice, member.person, what)


def keep_time(occasion: Occasion, practice: Practice, turn: Turn) -> None:
    """A word at half time and at the end, to each of them."""
    assert turn.started is not None
    assert turn.ends is not None
    for member in practice.members:
        tell(occasion, practice, member.person, News.HALF, due=turn.started + (turn.ends - turn.started) / 2)
        tell(occasion, practice, member.person, News.TIME, due=turn.ends)


def take_back(occasion: Occasion, practice: Practice, person: Person, what: News) -> bool:
    """Not tell them after all. False if it is too late for that."""
    return ledger.withdraw(occasion.db, practice.group, _key(NEWS, practice, person, what), "taken back", occasion.now)


def _nudge(occasion: Occasion, practice: Practice, person: Person, what: News) -> None:
    ledger.write(
        occasion.db,
        id=occasion.new_id(),
        group=practice.group,
        key=_key(NUDGE, practice, person, what),
        kind=NUDGE,
        home=practice.home,
        to=Place(practice.group, practice.channel),
        due=courtesy.calm_at(occasion.db, practice.group, person, occasion.now, practice.member(person).zone),
        now=occasion.now,
        intent={"practice": practice.id, "person": person.key, "what": what.value},
        locale=practice.locale,
        expires=occasion.now + NEWS_KEEPS,
    )


def _key(kind: str, practice: Practice, person: Person, what: News) -> str:
    return f"{kind}:{practice.id}:{what}:{_number(practice)}.{practice.checks}:{person.key}"[:128]


def _number(practice: Practice) -> int:
    return practice.turn.number if practice.turns else 0


def _compose(occasion: Occasion, delivery: Delivery) -> Post | None:
    practice = store.load(occasion.db, delivery.group, delivery.intent["practice"])
    what, to = News(delivery.intent["what"]), delivery.to
    if practice is None or not isinstance(to, Person) or practice.index(to) is None:
        return None
    if practice.state not in FITS[what]:
        return None
    if what in OF_ONE_TURN and str(_number(practice)) != delivery.intent["turn"]:
        return None
    _, bank = occasion.words, occasion.bank
    news = news_screens.news(_, practice, what, to)
    seen = looking.seen(occasion.db, practice, to, occasion.now)
    return Post(delivery.id, to, news_screens.shown(_, bank, seen, what, news))


def _failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    """A person who cannot be written to is nudged where they asked, or were asked, for it."""
    practice = store.load(occasion.db, delivery.group, delivery.intent["practice"])
    what, to = News(delivery.intent["what"]), delivery.to
    if practice is None or not isinstance(to, Person) or practice.index(to) is None:
        return
    if failure.trouble is not Trouble.LATE and what in WORTH_A_NUDGE:
        _nudge(occasion, practice, to, what)


def _compose_nudge(occasion: Occasion, delivery: Delivery) -> Post | None:
    practice = store.load(occasion.db, delivery.group, delivery.intent["practice"])
    person = Person.of_key(delivery.intent["person"])
    if practice is None or practice.index(person) is None:
        return None
    if practice.state not in FITS[News(delivery.intent["what"])]:
        return None
    return Post(delivery.id, delivery.to, news_screens.nudge(occasion.words, practice, person))


KINDS = (Kind(NEWS, _compose, failed=_failed, rather_twice=True), Kind(NUDGE, _compose_nudge, rather_twice=True))
"""Somebody who reads it twice is better off than one who waits for the other in vain."""

"""What the match says unasked: the pairs in the channel, and to one person alone that they wait or were missed."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.keys import Person, Place
from bot.chat.markup import Mention
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import Delivery, Failure, Trouble
from bot.delivery.sender import Post
from bot.practice import match_screens, pool, store
from bot.practice.match import Joined, Weekly
from bot.practice.model import Practice
from bot.preferences import courtesy

PAIRS = "practice-match"
WAITS = "practice-waits"
TROUBLE = "practice-trouble"
MISSED = "practice-missed"

KEEPS = timedelta(days=2)


def tell_absent(occasion: Occasion, practice: Practice, absent: Person, teller: Person | None) -> None:
    """Let somebody know, kindly, that another waited; without a `teller` the two others went on without them."""
    member = practice.member(absent)
    free = courtesy.free_at(occasion.db, practice.group, absent, occasion.now, member.zone)
    if free is not None:
        ledger.write(
            occasion.db,
            id=occasion.new_id(),
            group=practice.group,
            key=f"{MISSED}:{practice.id}:{absent.key}"[:128],
            kind=MISSED,
            home=practice.home,
            to=absent,
            due=free,
            now=occasion.now,
            intent={"teller": teller.key, "name": practice.member(teller).name} if teller else {},
            locale=practice.locale,
            expires=occasion.now + KEEPS,
        )


def _compose_missed(occasion: Occasion, delivery: Delivery) -> Post:
    key = delivery.intent.get("teller", "")
    teller = Mention(Person.of_key(key), delivery.intent["name"]) if key else None
    return Post(delivery.id, delivery.to, match_screens.missed_you(occasion.words, delivery.group, teller))


def announce(occasion: Occasion, settled: Weekly, run: str) -> None:
    ledger.write(
        occasion.db,
        id=occasion.new_id(),
        group=settled.group,
        key=f"{PAIRS}:{run}",
        kind=PAIRS,
        home=settled.home,
        to=Place(settled.group, settled.channel),
        due=occasion.now,
        now=occasion.now,
        intent={"run": run, "owner": settled.owner.key},
        locale=settled.locale,
        expires=occasion.now + KEEPS,
    )


def _compose_pairs(occasion: Occasion, delivery: Delivery) -> Post | None:
    made = store.of_run(occasion.db, delivery.group, delivery.intent["run"])
    waiting = [joined for joined in pool.everyone(occasion.db, delivery.group) if joined.waiting is not None]
    if not made and not waiting:
        return None
    return Post(delivery.id, delivery.to, match_screens.announcement(occasion.words, delivery.group, made, waiting))


def _pairs_failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    """Everybody has heard of their own; whoever settled the hour hears that the channel has not."""
    if failure.trouble not in (Trouble.FORBIDDEN, Trouble.GONE):
        return
    owner = Person.of_key(delivery.intent["owner"])
    free = courtesy.free_at(occasion.db, delivery.group, owner, occasion.now)
    if free is not None:
        ledger.write(
            occasion.db,
            id=occasion.new_id(),
            group=delivery.group,
            key=f"{TROUBLE}:{delivery.intent['run']}",
            kind=TROUBLE,
            home=delivery.home,
            to=owner,
            due=free,
            now=occasion.now,
            intent={"channel": delivery.to.channel if isinstance(delivery.to, Place) else "", "fix": failure.fix},
            locale=delivery.locale,
            expires=occasion.now + KEEPS,
        )


def _compose_trouble(occasion: Occasion, delivery: Delivery) -> Post:
    intent = delivery.intent
    return Post(delivery.id, delivery.to, match_screens.trouble(occasion.words, intent["channel"], intent["fix"]))


def tell_waiting(occasion: Occasion, joined: Joined, run: str) -> None:
    free = courtesy.free_at(occasion.db, joined.group, joined.person, occasion.now, joined.zone)
    if free is None:
        return
    ledger.write(
        occasion.db,
        id=occasion.new_id(),
        group=joined.group,
        key=f"{WAITS}:{run}:{joined.person.key}"[:128],
        kind=WAITS,
        home=joined.home,
        to=joined.person,
        due=free,
        now=occasion.now,
        locale=joined.locale,
        expires=occasion.now + KEEPS,
    )


def _compose_waits(occasion: Occasion, delivery: Delivery) -> Post | None:
    joined = pool.find(occasion.db, delivery.group, delivery.to) if isinstance(delivery.to, Person) else None
    if joined is None or joined.waiting is None:
        return None
    return Post(delivery.id, delivery.to, match_screens.you_wait(occasion.words, delivery.group))


KINDS = (
    Kind(PAIRS, _compose_pairs, failed=_pairs_failed),
    Kind(WAITS, _compose_waits),
    Kind(TROUBLE, _compose_trouble),
    Kind(MISSED, _compose_missed),
)

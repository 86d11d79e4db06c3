"""The match at work: it brings those together who are willing, in turns that a group settles or as soon as two wait."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.calendar.plan import next_occurrence
from bot.calendar.typed import hours
from bot.chat.keys import Person
from bot.delivery.kinds import Occasion
from bot.practice import looking, match_notices, notices, pool, store
from bot.practice.dealing import deal
from bot.practice.match import Joined, Weekly
from bot.practice.model import CHECK_AFTER, MINUTES, Member, Practice, State, Turn, Way
from bot.practice.news_screens import News
from bot.practice.pairing import Willing, groups, of_those_waiting
from bot.preferences import store as preferences
from bot.storage.engine import in_turn

REMEMBERED = timedelta(days=365)
"""So long ago two people may have met that it still counts."""

GRACE = timedelta(hours=12)
"""How late pairs may still be made after a downtime."""

TOO_FAR = timedelta(days=8)
"""Pairs are made in every week: a later moment was planned by a clock that went wrong."""

NOT_AGAIN_WITHIN = timedelta(days=5)
"""Two who wait are not brought together if they were so just now: they know why they wait."""


def plan(occasion: Occasion, home: str, most: int) -> int:
    """Make the pairs of up to so many groups of this home whose hour has come."""
    due = pool.agenda.due(occasion.db, home, occasion.now, most)
    for (group,) in sorted(due):  # in order, so that nobody waits in a circle
        in_turn(occasion.db, group)
        settled = pool.settled(occasion.db, group)
        if settled is None or settled.next_at is None or settled.next_at > occasion.now:
            continue
        _day, following = next_occurrence(settled.plan, occasion.now)
        pool.settle(occasion.db, replace(settled, next_at=following))
        if occasion.now <= settled.next_at + GRACE:
            _lapse(occasion, settled.group)
            make_pairs(occasion, settled)
    return len(due)


def put_right(db: sa.Connection, now: datetime) -> None:
    """Plan anew what a clock that had run ahead put into the far future."""
    for settled in pool.far_ahead(db, now + TOO_FAR):
        pool.settle(db, replace(settled, next_at=next_occurrence(settled.plan, now)[1]))


def _lapse(occasion: Occasion, group: str) -> None:
    """What the last time brought about and nobody began is over with the next."""
    for joined in pool.everyone(occasion.db, group):
        for practice in store.open_of(occasion.db, group, joined.person):
            if practice.matched and practice.state is State.READY and not practice.began:
                store.save(occasion.db, replace(practice, state=State.LAPSED, next_at=None))


def make_pairs(occasion: Occasion, settled: Weekly) -> list[Practice]:
    """Of all who have nobody yet; and say in the channel who practises with whom."""
    people = [joined for joined in pool.everyone(occasion.db, settled.group) if not _has_somebody(occasion, joined)]
    run = occasion.new_id()
    made = [
        _bring_together(occasion, group, run, settled.channel) for group in _groups(occasion, settled.group, people)
    ]
    together = {member.person for practice in made for member in practice.members}
    pool.wait(occasion.db, settled.group, list(together), None)
    alone = [joined for joined in people if joined.person not in together]
    pool.wait(occasion.db, settled.group, [joined.person for joined in alone], occasion.now)
    for joined in alone:
        match_notices.tell_waiting(occasion, joined, run)
    if people:
        match_notices.announce(occasion, settled, run)
    return made


def wait(occasion: Occasion, group: str, people: Collection[Person], aware: Person | None = None) -> list[Practice]:
    """These have nobody, if they are in the match: they are brought together with others who wait, if there are any.
    What came of it is returned; who is `aware` of it need not be told."""
    pool.wait(occasion.db, group, people, occasion.now)
    by_key = {each.person.key: each for each in pool.everyone(occasion.db, group) if each.waiting is not None}
    waiting = sorted(by_key, key=lambda key: (by_key[key].waiting or occasion.now, key))
    met = store.brought_together(occasion.db, group, waiting, occasion.now - REMEMBERED)
    made = []
    for pair in of_those_waiting(waiting, met, occasion.now - NOT_AGAIN_WITHIN):
        found = [by_key[key] for key in pair]
        made.append(_bring_together(occasion, found, occasion.new_id(), found[0].channel, aware))
        pool.wait(occasion.db, group, [joined.person for joined in found], None)
    return made


def _has_somebody(occasion: Occasion, joined: Joined) -> bool:
    mine = store.open_of(occasion.db, joined.group, joined.person)
    return any(each.matched and each.state in (State.READY, State.RUNNING) for each in mine)


def _groups(occasion: Occasion, group: str, people: Sequence[Joined]) -> list[list[Joined]]:
    by_key = {joined.person.key: joined for joined in people}
    met = store.brought_together(occasion.db, group, list(by_key), occasion.now - REMEMBERED)
    willing = []
    for joined in people:
        likes = preferences.likes(occasion.db, group, joined.person)
        willing.append(Willing(joined.person.key, likes["zone"] or joined.zone, hours(likes["quiet"])))
    return [[by_key[key] for key in found] for found in groups(willing, met, occasion.now, occasion.rng)]


def _bring_together(
    occasion: Occasion, people: Sequence[Joined], run: str, channel: str, aware: Person | None = None
) -> Practice:
    first = people[0]
    practice = Practice(
        group=first.group,
        id=occasion.new_id(),
        home=first.home,
        channel=channel,
        locale=first.locale,
        members=tuple(Member(joined.person, joined.name, joined.zone) for joined in people),
        state=State.READY,
        way=Way.INTERVIEW,
        minutes=MINUTES,
        source="",
        at=occasion.now,
        next_at=occasion.now + CHECK_AFTER,
        run=run,
    )
    asker = looking.asker(occasion.db, first.group, first.person)
    dealt = deal(practice, occasion.bank, practice.way, asker, occasion.rng)
    practice = replace(practice, turns=(Turn(1, 0, dealt.questions, dealt.role),))
    store.save(occasion.db, practice)
    for member in practice.members:
        if member.person != aware:
            notices.tell(occasion, practice, member.person, News.PAIRED)
    return practice

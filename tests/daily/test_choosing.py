"""A shuffle bag for each schedule: every question once before any comes again, and what happens then is a setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.bank import Bank, Pack, Question
from bot.bank.model import PackFile
from bot.bank.sources import candidates
from bot.calendar.plan import Plan
from bot.chat.keys import Person
from bot.chat.plain import plain
from bot.daily.choosing import Chosen, choose, days_left, line_for, placed, unasked, wider
from bot.daily.model import Schedule, WhenEmpty
from bot.daily.planning import runs_low
from bot.storage.engine import Database
from tests.daily.mornings import EVERY_DAY, change, organiser, public
from tests.support.rooms import START, Room, asks, bank, choice_of, open_of

SCHEDULE = Schedule(
    "play:one", "s1", 1, "general", Person("play", "", "ana"), "en", Plan(START.time(), "UTC", frozenset(range(7)))
)
IDS = [f"{topic}.q{number}" for topic in ("culture", "team", "pay") for number in range(8)]

banks = st.lists(st.sampled_from(IDS), min_size=1, max_size=24, unique=True).map(lambda ids: bank(*ids))
sources = st.sampled_from(("", "culture", "culture team", "pack:small"))
slots = st.dates().map(lambda day: day.isoformat())
emptied = st.sampled_from(WhenEmpty)


def days(
    of: Bank, schedule: Schedule, number: int, drawn: dict[str, datetime] | None = None, begin: int = 0
) -> list[Chosen | None]:
    """What so many days draw, one after the other; `drawn` remembers."""
    drawn = {} if drawn is None else drawn
    found = []
    for ahead in range(begin, begin + number):
        at = START + timedelta(days=ahead)
        chosen = choose(of, schedule, at.date().isoformat(), drawn, [])
        if chosen is not None:
            drawn[chosen.question.id] = at
        found.append(chosen)
    return found


def ids(chosen: Sequence[Chosen | None]) -> list[str]:
    return [each.question.id for each in chosen if each is not None]


# The bag


@given(banks, sources, emptied)
def test_no_question_comes_again_before_all_have_come(of: Bank, source: str, when_empty: WhenEmpty) -> None:
    schedule = replace(SCHEDULE, source=source, when_empty=when_empty)
    own = candidates(of, source, None)
    drawn = days(of, schedule, len(own))
    assert sorted(ids(drawn)) == sorted(question.id for question in own)
    assert [each.left for each in drawn if each] == list(range(len(own)))[::-1]
    assert not any(each.again or each.widened for each in drawn if each)


@given(banks, sources, emptied, slots, st.data())
def test_the_same_slot_gives_the_same_question_whoever_asks(
    of: Bank, source: str, when_empty: WhenEmpty, slot: str, data: st.DataObject
) -> None:
    schedule = replace(SCHEDULE, source=source, when_empty=when_empty)
    known = data.draw(st.sets(st.sampled_from(list(of.questions)))) if of.questions else set()
    drawn = {id: START + timedelta(days=number) for number, id in enumerate(sorted(known))}
    first = choose(of, schedule, slot, drawn, [])
    elsewhere = dict(reversed(drawn.items()))
    assert all(choose(of, schedule, slot, elsewhere, []) == first for _ in range(3))


def test_schedules_draw_in_orders_of_their_own() -> None:
    of = bank(*IDS)
    orders = {tuple(ids(days(of, replace(SCHEDULE, id=f"s{number}"), 24))) for number in range(20)}
    assert len(orders) == 20


def test_every_question_has_its_chance() -> None:
    of = bank(*IDS)
    first = {choose(of, replace(SCHEDULE, id=f"s{number}"), "2031-03-05", {}, []) for number in range(400)}
    assert len(first) == len(IDS)


@given(banks, st.integers(0, 30), st.lists(st.sampled_from(IDS), max_size=6, unique=True))
def test_new_questions_enter_the_bag(of: Bank, already: int, more: list[str]) -> None:
    drawn: dict[str, datetime] = {}
    days(of, SCHEDULE, already, drawn)
    new = [id for id in more if f"small:{id}" not in of.questions]
    grown = bank(*(question.text for question in of.questions.values()), *new)
    unseen = {id for id in grown.questions if id not in drawn}
    assert {f"small:{id}" for id in new} <= unseen
    assert set(ids(days(grown, SCHEDULE, len(unseen), drawn, begin=already))) == unseen


@given(banks, st.integers(1, 10), st.data())
def test_retired_questions_do_not_come(of: Bank, already: int, data: st.DataObject) -> None:
    drawn: dict[str, datetime] = {}
    days(of, SCHEDULE, already, drawn)
    gone = data.draw(st.sets(st.sampled_from([question.text.id for question in of.questions.values()])))
    left = [question.text for question in of.questions.values() if question.text.id not in gone]
    shrunk = bank(*left, retired=sorted(gone)) if left else Bank([])
    came = ids(days(shrunk, SCHEDULE, 30, drawn, begin=already))
    assert set(came) <= set(shrunk.questions)
    assert bool(came) == bool(left)


# When it is empty


@given(banks, st.integers(1, 50))
def test_again_begins_with_the_oldest(of: Bank, more: int) -> None:
    drawn: dict[str, datetime] = {}
    first = ids(days(of, SCHEDULE, len(of.questions), drawn))
    again = days(of, SCHEDULE, more, drawn, begin=len(first))
    assert ids(again) == [first[number % len(first)] for number in range(more)]
    assert all(each.again for each in again if each)


@given(banks, emptied, st.integers(1, 10))
def test_stop_gives_nothing_more(of: Bank, when_empty: WhenEmpty, more: int) -> None:
    schedule = replace(SCHEDULE, when_empty=WhenEmpty.STOP)
    drawn: dict[str, datetime] = {}
    days(of, schedule, len(of.questions), drawn)
    assert days(of, schedule, more, drawn, begin=len(of.questions)) == [None] * more


@given(banks)
def test_widen_goes_on_with_the_rest_of_the_pack_and_then_again(of: Bank) -> None:
    schedule = replace(SCHEDULE, source="culture", when_empty=WhenEmpty.WIDEN)
    own, drawn = [question.id for question in candidates(of, "culture", None)], dict[str, datetime]()
    everything = days(of, schedule, len(of.questions), drawn)
    if not own:
        assert everything == [None] * len(of.questions)
        return
    assert set(ids(everything[: len(own)])) == set(own)
    assert not any(each.widened for each in everything[: len(own)] if each)
    assert sorted(ids(everything)) == sorted(of.questions)
    assert all(each.widened for each in everything[len(own) :] if each)
    after = days(of, schedule, 3, drawn, begin=len(of.questions))
    assert all(each.again for each in after if each)
    assert ids(after) == (ids(everything) * 3)[:3], "the oldest first"


def test_widen_keeps_to_the_kind_and_to_the_pack() -> None:
    other = PackFile.model_validate(
        {
            "id": "other", "title": "Other", "language": "en", "licence": "MIT", "authors": ("The askq authors",),
            "about": "For tests.", "topics": ({"id": "else", "title": "Else", "about": "Else."},),
        }
    )  # fmt: skip
    beside = Question("other:else.one", "other", "else", choice_of("else.one"))
    small = bank(choice_of("culture.one"), asks("culture.two"), choice_of("team.three"), open_of("team.four"))
    both = Bank([*small._packs.values(), Pack(other, (beside,), None)])
    assert [question.id for question in wider(both, "culture", "choice")] == ["small:culture.one", "small:team.three"]
    assert wider(both, "gone", None) == []


@given(banks, emptied)
def test_a_topic_that_is_gone_has_no_question(of: Bank, when_empty: WhenEmpty) -> None:
    schedule = replace(SCHEDULE, source="gone pack:gone", when_empty=when_empty)
    assert choose(of, schedule, "2031-03-05", {}, []) is None


# What was put in line


@given(banks, st.lists(st.sampled_from(IDS), min_size=1, max_size=5, unique=True), st.data())
def test_what_was_put_in_line_comes_first(of: Bank, queued: list[str], data: st.DataObject) -> None:
    line = [f"small:{id}" for id in queued]
    known = data.draw(st.sets(st.sampled_from(list(of.questions))))
    drawn = dict.fromkeys(known, START)
    chosen = choose(of, replace(SCHEDULE, source="culture"), "2031-03-05", drawn, line)
    there = [id for id in line if id in of.questions]
    if there:
        assert chosen is not None
        assert chosen.question.id == there[0]
        assert not chosen.again
        fresh = {question.id for question in candidates(of, "culture", None)} - known
        assert chosen.left == len(fresh - {there[0]})
    else:
        assert chosen == choose(of, replace(SCHEDULE, source="culture"), "2031-03-05", drawn, [])


@given(
    st.lists(st.tuples(st.sampled_from(IDS), st.none() | st.integers(-3, 12)), max_size=8, unique_by=lambda it: it[0]),
    st.sets(st.integers(0, 12)),
)
def test_each_in_line_is_placed_on_the_day_that_takes_it(queued: list[tuple[str, int | None]], on: set[int]) -> None:
    """As the days take from the line, one after the other."""
    line = [(id, None if ahead is None else (START + timedelta(days=ahead)).date()) for id, ahead in queued]
    to_come = [(START + timedelta(days=ahead)).date() for ahead in sorted(on)]
    left, taken = list(line), {}
    for day in to_come:
        for id in line_for(left, day)[:1]:
            taken[id] = day
            left = [place for place in left if place[0] != id]
    assert placed(line, to_come) == taken
    assert all(day is None or taken[id] >= day for id, day in line if id in taken)


@given(banks, st.integers(0, 30), emptied)
def test_as_many_are_not_asked_yet_as_come_before_any_comes_again(of: Bank, had: int, when_empty: WhenEmpty) -> None:
    schedule = replace(SCHEDULE, source="culture", when_empty=when_empty)
    drawn: dict[str, datetime] = {}
    days(of, schedule, had, drawn)
    own = [question.id for question in candidates(of, "culture", None) if question.id not in drawn]
    left = unasked(of, schedule, drawn)
    if own:
        assert left == len(own)
        return
    fresh = days(of, schedule, left + 1, drawn, begin=had)
    assert not any(each.again for each in fresh[:left] if each)
    assert fresh[left] is None or fresh[left].again  # type: ignore[union-attr]


def test_days_left_are_as_many_as_questions_on_days_with_one() -> None:
    assert days_left(10, 5) == 14
    assert days_left(2, 1) == 14
    assert days_left(14, 7) == 14
    assert days_left(0, 3) == 0


@pytest.mark.parametrize(
    ("left", "widened", "again", "told"),
    [
        (15, False, False, False),
        (14, False, False, True),
        (0, False, False, True),
        (15, True, False, False),
        (14, True, False, True),
        (0, False, True, False),  # the end of the round was told, and this is the next one
    ],
)
def test_the_end_of_a_bag_is_news_two_weeks_before(left: int, widened: bool, again: bool, told: bool) -> None:
    (question,) = bank("culture.one").questions.values()
    assert runs_low(SCHEDULE, Chosen(question, left, widened=widened, again=again)) == told


# In a room


def headlines(room: Room) -> list[str]:
    posts = [plain(each.view).split("\n\n")[1] for each in public(room) if each.place.thread is None]
    return [line for line in posts if line.startswith("Could you tell me")]


def notices(room: Room, words: str) -> list[str]:
    return [plain(each.view) for each in room.messages if each.place.direct and words in plain(each.view)]


def with_bank(database: Database, *ids: str, when_empty: str = "", line: str = EVERY_DAY) -> Room:
    room = Room(database, bank=bank(*ids))
    organiser(room).types(line)
    if when_empty:
        change(room, when_empty=when_empty)
    return room


def test_the_bag_is_remembered_by_the_database_and_not_by_the_process(database: Database) -> None:
    room = with_bank(database, *(f"culture.q{number}" for number in range(4)))
    for seed in range(2, 6):
        room = room.restarted(seed=seed)
        room.forward(days=1)
    assert len(headlines(room)) == len(set(headlines(room))) == 4
    room.forward(days=4)
    assert headlines(room)[4:] == headlines(room)[:4], "again, the oldest first"


def test_a_preview_shows_what_will_come(database: Database) -> None:
    room = with_bank(database, *IDS)
    for _ in range(3):
        shown = organiser(room).types("daily preview").text
        assert organiser(room).types("daily preview").text == shown
        room.forward(days=1)
        assert headlines(room)[-1] in shown


def test_what_is_put_in_line_comes_next_and_once(database: Database) -> None:
    room = with_bank(database, *IDS[:8], "pay.rise")
    assert "It comes next, on Wed, Mar 5:" in organiser(room).types("daily queue pay.rise").text
    assert "about rise?" in organiser(room).types("daily preview").text
    room.forward(days=1)
    assert "about rise?" in headlines(room)[0]
    room.forward(days=8)
    assert len(set(headlines(room))) == 9


def test_when_it_stops_it_says_so_and_goes_on_with_new_questions(sqlite_database: Database) -> None:
    room = with_bank(sqlite_database, "culture.one", "culture.two", when_empty="Stop")
    room.forward(days=5)
    assert len(headlines(room)) == 2
    assert len(notices(room, "has been asked, so it has stopped")) == 1
    again = room.restarted(bank=bank("culture.one", "culture.two", "culture.three"))
    organiser(again).types("daily resume")
    again.forward(days=1)
    assert headlines(again)[2:] == ["Could you tell me about three?"]


def test_when_it_widens_the_rest_of_the_pack_comes(sqlite_database: Database) -> None:
    line = f"{EVERY_DAY} culture"
    room = with_bank(sqlite_database, "culture.one", "team.two", "pay.three", when_empty="Go on", line=line)
    room.forward(days=3)
    assert headlines(room)[0] == "Could you tell me about one?"
    assert sorted(headlines(room)[1:]) == ["Could you tell me about three?", "Could you tell me about two?"]


@pytest.mark.parametrize(
    ("when_empty", "then"),
    [
        ("Start again", "After that I start again with the oldest."),
        ("Go on", "After that I go on with the rest of the pack."),
        ("Stop", "After that I stop."),
    ],
)
def test_the_organiser_hears_two_weeks_before_and_once(sqlite_database: Database, when_empty: str, then: str) -> None:
    room = with_bank(sqlite_database, *(f"culture.q{n}" for n in range(18)), when_empty=when_empty)
    room.forward(days=3)
    assert notices(room, "left") == []
    room.forward(days=1)
    (said,) = notices(room, "left")
    assert "14 questions are left" in said
    assert then in said
    room.forward(days=13)
    assert len(notices(room, "left")) == 1


def test_the_organiser_hears_again_before_the_end_of_a_bag_that_has_grown(sqlite_database: Database) -> None:
    room = with_bank(sqlite_database, *(f"culture.q{n}" for n in range(15)))
    room.forward(days=2)
    assert len(notices(room, "left")) == 1
    again = room.restarted(bank=bank(*(f"culture.q{n}" for n in range(20))))
    again.forward(days=1)
    assert len(notices(again, "left")) == 1
    again.forward(days=5)
    assert len(notices(again, "left")) == 2


def test_the_organiser_hears_once_though_others_were_put_in_line(sqlite_database: Database) -> None:
    """Questions from other topics do not make the bag larger or smaller."""
    line = f"{EVERY_DAY} culture"
    room = with_bank(sqlite_database, *(f"culture.q{n}" for n in range(16)), "pay.one", "pay.two", line=line)
    room.forward(days=3)
    assert len(notices(room, "left")) == 1
    for question in ("pay.one", "pay.two"):
        organiser(room).types(f"daily queue {question}")
        room.forward(days=1)
    room.forward(days=5)
    assert len(notices(room, "left")) == 1


def test_with_fewer_days_a_week_the_organiser_hears_with_fewer_questions_left(sqlite_database: Database) -> None:
    room = with_bank(sqlite_database, *(f"culture.q{n}" for n in range(5)), line="daily set 09:00 UTC mon")
    room.forward(days=15)
    assert notices(room, "left") == []
    room.forward(days=7)
    assert "2 questions are left" in notices(room, "left")[0]


def test_two_schedules_have_a_bag_each(sqlite_database: Database) -> None:
    room = with_bank(sqlite_database, "culture.one", "culture.two")
    organiser(room).types("daily add 09:10 UTC every day")
    room.forward(days=2)
    assert sorted(headlines(room)) == sorted(["Could you tell me about one?", "Could you tell me about two?"] * 2)


def test_the_organiser_hears_of_the_end_of_the_rest_of_the_pack_as_well(sqlite_database: Database) -> None:
    ids = (*(f"culture.q{n}" for n in range(15)), *(f"pay.q{n}" for n in range(16)))
    room = with_bank(sqlite_database, *ids, when_empty="Go on", line=f"{EVERY_DAY} culture")
    room.forward(days=15)
    assert ["14 questions are left" in said for said in notices(room, "left")] == [True]
    assert "After that I go on with the rest of the pack." in notices(room, "left")[0]
    assert "Not asked yet: 16 questions" in organiser(room).types("daily show").text
    room.forward(days=1)
    assert len(notices(room, "left")) == 1
    room.forward(days=1)
    assert "14 questions are left" in notices(room, "left")[1]
    assert "After that I start again with the oldest." in notices(room, "left")[1]
    assert "Not asked yet: 14 questions" in organiser(room).types("daily show").text
    room.forward(days=30)
    assert len(notices(room, "left")) == 2, "not again for what comes again"

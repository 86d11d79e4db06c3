"""A question that is retired after it was drawn and before it was posted: another stands in for it, or none can."""

from __future__ import annotations

from bot.errors import Undeliverable
from bot.storage.engine import Database
from tests.daily.mornings import EVERY_DAY, organiser
from tests.daily.sent import dates, notices, questions
from tests.daily.test_organising import asked
from tests.support.rooms import Room, bank

BUSY = Undeliverable("busy", retry_after=60)


def drawn(database: Database, *ids: str, queued: tuple[str, ...] = (), line: str = EVERY_DAY) -> Room:
    """The first question is drawn, and cannot be sent yet."""
    room = Room(database, bank=bank(*ids))
    ana = organiser(room)
    ana.types(line)
    for id in queued:
        ana.types(f"daily queue {id}")
        room.clock.forward(seconds=1)  # in that order
    room.sender.refuses["general"] = BUSY
    room.forward(hours=23, minutes=30)
    return room


def test_what_stands_in_for_it_is_asked_once(database: Database) -> None:
    ids = ("a.one", "a.two", "a.three", "a.four")
    room = drawn(database, *ids, queued=("a.two", "a.three"))
    again = room.restarted(bank=bank("a.one", "a.three", "a.four", retired=["a.two"]))
    again.sender.refuses.clear()
    again.forward(days=2)
    assert asked(again)[0] == "three"
    assert sorted(asked(again)) == ["four", "one", "three"]


def test_it_is_not_asked_again_by_chance_either(sqlite_database: Database) -> None:
    room = drawn(sqlite_database, "a.one", "a.two", "a.three", queued=("a.two",))
    again = room.restarted(bank=bank("a.one", "a.three", retired=["a.two"]))
    again.sender.refuses.clear()
    again.forward(days=1)
    assert sorted(asked(again)) == ["one", "three"]


def test_where_none_can_stand_in_for_it_it_has_run_dry(database: Database) -> None:
    room = drawn(database, "a.one", "b.two", line="daily set 09:00 UTC every day a")
    again = room.restarted(bank=bank("b.two", retired=["a.one"]))
    again.sender.refuses.clear()
    again.forward(minutes=5)
    assert questions(again) == []
    assert "Every question for #general has been asked, so it has stopped." in notices(again)[-1]
    shown = organiser(again).types("daily show").text
    assert "Wed, Mar 5, 09:00: skipped: every question has been asked" in shown
    assert "State: stopped: every question has been asked" in shown
    organiser(again).types("daily set b")
    again.forward(days=1)
    assert dates(again) == ["Thu, Mar 6"]


def test_what_was_posted_already_is_not_settled_anew(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank("a.one", "b.two"))
    organiser(room).types("daily set 09:00 UTC every day a")
    room.forward(days=1)
    again = room.restarted(bank=bank("b.two", retired=["a.one"]))
    again.forward(hours=1)
    assert "Wed, Mar 5, 09:00: posted" in organiser(again).types("daily show").text


def test_trouble_with_what_nobody_has_any_more_is_told_all_the_same(sqlite_database: Database) -> None:
    room = drawn(sqlite_database, "a.one", "b.two", line="daily set 09:00 UTC every day a")
    again = room.restarted(bank=bank("b.two", retired=["a.one"]))
    again.clock.forward(hours=4)
    again.forward(minutes=3)
    assert "I was away when the question of Wed, Mar 5 was due" in notices(again)[-1]
    assert "not posted: I was away" in organiser(again).types("daily show").text

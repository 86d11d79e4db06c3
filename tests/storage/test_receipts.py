"""The same event, delivered again, changes nothing and is answered alike."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.elements import text, view
from bot.chat.messages import Answer, Ask, Replace, Reply, Said, Suggest
from bot.kit.store import saved
from bot.storage import receipts
from bot.storage.engine import Database
from tests.support.rooms import START, Room
from tests.support.views import forms, options, views

QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]

ANSWERS = st.one_of(
    st.none(),
    st.builds(Reply, views, st.booleans()),
    st.builds(Replace, views),
    st.builds(Ask, forms),
    st.builds(Suggest, st.lists(options, max_size=25).map(tuple)),
)


def test_an_event_is_new_once(database: Database) -> None:
    with database.write() as db:
        assert receipts.first_time(db, "play:one", "e1", "play:ana", START)
    with database.write() as db:
        assert not receipts.first_time(db, "play:one", "e1", "play:ana", START)


def test_another_group_may_have_an_event_of_the_same_name(database: Database) -> None:
    with database.write() as db:
        assert receipts.first_time(db, "play:one", "e1", "play:ana", START)
        assert receipts.first_time(db, "play:two", "e1", "play:ana", START)


@settings(max_examples=60, suppress_health_check=QUIET)
@given(answer=ANSWERS)
def test_every_answer_is_kept_as_it_was(database: Database, answer: Answer | None) -> None:
    with database.write() as db:
        db.execute(receipts.receipts.delete())
        receipts.first_time(db, "play:one", "e1", "play:ana", START)
        receipts.keep_answer(db, "play:one", "e1", "play:ana", answer)
        assert receipts.kept_answer(db, "play:one", "e1", "play:ana") == answer


def test_receipts_older_than_a_day_are_forgotten(database: Database) -> None:
    with database.write() as db:
        receipts.first_time(db, "play:one", "old", "play:ana", START - timedelta(hours=24, seconds=1))
        receipts.first_time(db, "play:one", "day", "play:ana", START - timedelta(hours=24))
        receipts.first_time(db, "play:one", "new", "play:ana", START)
        assert receipts.forget_old(db, START) == 1
        assert not receipts.first_time(db, "play:one", "day", "play:ana", START)


def test_tidying_up_forgets_by_the_clock(database: Database) -> None:
    room = Room(database)
    ana = room.person("ana")
    ana.types("culture")
    room.clock.forward(hours=25)
    ana.types("culture")
    room.app.tidy()
    with database.read() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(receipts.receipts)) == 1


def test_two_deliveries_at_once_are_one_event(database: Database) -> None:
    room = Room(database)
    ana = room.person("ana")
    ana.types("culture")
    event = Said(**ana._event(), line="")
    together = threading.Barrier(4)

    def deliver(_: int) -> Answer | None:
        together.wait(10)
        return room.app.handle(event)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(deliver, range(4)))
    assert len({repr(answer) for answer in answers}) == 1
    with database.read() as db:
        assert len(db.execute(sa.text("SELECT question FROM asked")).all()) == 2, "the one before, and one for all four"


def test_a_public_message_is_said_by_one_of_two_deliveries(database: Database) -> None:
    room = Room(database)
    event = Said(**room.person("ana")._event(), line="here culture")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(room.app.handle, [event, event]))
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "Reply"]
    assert any(isinstance(answer, Reply) and answer.public for answer in answers)


def test_pressing_save_in_two_processes_saves_once(database: Database, database_url: str) -> None:
    other = Database(database_url)
    try:
        rooms = Room(database), Room(other)
        for room in rooms:
            room.person("ana").types("culture.one")
        with ThreadPoolExecutor(2) as pool:
            seen = list(pool.map(lambda room: room.person("ana").presses("Save").text, rooms))
        assert len(set(seen)) == 1, "the same receipt, so the same answer"
        with database.read() as db:
            assert db.scalar(sa.select(sa.func.count()).select_from(saved)) == 1
    finally:
        other.close()


def test_somebody_elses_event_with_the_same_id_is_another_event(database: Database) -> None:
    with database.write() as db:
        assert receipts.first_time(db, "play:one", "e1", "play:ana", START)
        assert receipts.first_time(db, "play:one", "e1", "play:ben", START)
        receipts.keep_answer(db, "play:one", "e1", "play:ana", Reply(view(text("For Ana"))))
        assert receipts.kept_answer(db, "play:one", "e1", "play:ben") is None


def test_an_answer_that_an_older_version_kept_in_another_shape_is_none(database: Database) -> None:
    with database.write() as db:
        receipts.first_time(db, "play:one", "e1", "play:ana", START)
        db.execute(receipts.receipts.update().values(answer=b'{"kind": "fax"}'))
        assert receipts.kept_answer(db, "play:one", "e1", "play:ana") is None

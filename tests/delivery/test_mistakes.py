"""A mistake in one message, or in what follows from it, is nothing to the others."""

from __future__ import annotations

import pytest

from bot.delivery import store
from bot.delivery.kinds import Occasion
from bot.delivery.model import Delivery, State, Trouble
from bot.delivery.sender import Post
from tests.support.office import GROUP, HOME, Office, told


async def test_a_message_nobody_wants_any_more_is_dropped_and_who_wrote_it_hears(office: Office) -> None:
    office.composes["a"] = lambda *_: None
    office.write("a")
    async with office.open():
        await office.settled()
    assert (office.state("a"), office.platform.tries, office.told.failed) == (State.DROPPED, [], [])
    assert office.told.dropped == ["a"]


async def test_a_message_that_cannot_be_written_does_not_hold_up_the_others(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    def mistaken(_: Occasion, __: Delivery) -> Post:
        raise KeyError("what somebody typed")

    office.composes["bad"] = mistaken
    for key in ("a", "bad", "b"):
        office.write(key, key)
    async with office.open():
        await office.settled()
    assert sorted(office.platform.texts) == ["a", "b"]
    assert office.state("bad") is State.DEAD
    assert told(office)["bad"].trouble is Trouble.REFUSED
    assert "KeyError" in caplog.text
    assert "what somebody typed" not in caplog.text.replace('KeyError("what somebody typed")', "")


@pytest.mark.parametrize("when", ["composes", "on_sent"])
async def test_a_statement_that_fails_does_not_hold_up_the_others(
    office: Office, when: str, caplog: pytest.LogCaptureFixture
) -> None:
    def writes_twice(occasion: Occasion, _: Delivery) -> None:
        for _ in range(2):
            occasion.db.execute(store.deliveries.insert().values(_a_row(occasion, "x")))

    getattr(office, when)["bad"] = writes_twice
    for key in ("a", "bad", "b"):
        office.write(key, key)
    async with office.open():
        await office.settled()
    assert {office.state(key) for key in ("a", "b")} == {State.SENT}
    assert "IntegrityError" in caplog.text
    assert office.state("bad") is (State.DEAD if when == "composes" else State.SENT)
    with office.database.read() as db:
        assert store.find(db, GROUP, "x") is None, "what it had begun is taken back"


async def test_a_mistake_after_the_message_arrived_changes_nothing_about_that(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    def mistaken(_: Occasion, __: Delivery) -> None:
        raise ZeroDivisionError

    office.on_sent["a"] = mistaken
    office.write("a")
    async with office.open():
        await office.settled()
        await office.forward(hours=1)
    assert (office.state("a"), len(office.platform.tries)) == (State.SENT, 1)
    assert "ZeroDivisionError" in caplog.text


async def test_what_follows_from_a_message_is_written_with_its_end_and_sent(office: Office) -> None:
    def reveal(occasion: Occasion, delivery: Delivery) -> None:
        office.write_in(occasion.db, "reveal")

    office.on_sent["question"] = reveal
    office.write("question")
    async with office.open():
        await office.settled()
        await office.settled()
    assert office.platform.texts == ["question", "reveal"]


async def test_a_mistake_in_a_sender_ends_that_message_only(office: Office) -> None:
    office.platform.will["general"] = [KeyError("x")]
    office.write("a")
    office.write("b", "other")
    async with office.open():
        await office.settled()
    assert (office.platform.texts, office.state("a")) == (["b"], State.DEAD)


def _a_row(occasion: Occasion, key: str) -> dict[str, object]:
    none = dict.fromkeys(("lane", "channel", "message", "reason"), "")
    given = {"group": GROUP, "key": key, "id": key, "home": HOME, "kind": "note", "intent": {}, "locale": "en"}
    return {**none, **given, "state": "waiting", "due": occasion.now, "turn": 0, "attempts": 0, "again": False}

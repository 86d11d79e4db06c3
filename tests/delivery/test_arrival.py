"""What holds for everything sent unasked, on SQLite and on PostgreSQL: it arrives, once, when it should."""

from __future__ import annotations

import pytest

from bot.chat.keys import Person, Place
from bot.delivery import service
from bot.delivery.model import State, Trouble
from bot.errors import Undeliverable
from tests.support.office import GROUP, Office, broken, told


async def test_what_is_written_is_sent_once(office: Office) -> None:
    office.write("a")
    async with office.open():
        await office.settled()
        await office.forward(hours=1)
    assert office.platform.texts == ["a"]
    assert len(office.platform.tries) == 1
    assert office.told.sent == [("a", "m1")]
    assert (office.state("a"), office.find("a").message) == (State.SENT, "m1")


async def test_the_same_key_in_a_group_is_the_same_delivery(office: Office) -> None:
    assert [office.write("a"), office.write("a"), office.write("a", group="play:two")] == [True, False, True]
    async with office.open():
        await office.settled()
        assert office.write("a") is False, "even when it was sent"
        await office.settled()
    places = [post.to for post in office.platform.arrived]
    assert sorted(place.group for place in places if isinstance(place, Place)) == [GROUP, "play:two"]


async def test_nothing_is_sent_before_it_is_due(office: Office) -> None:
    async with office.open():
        office.write("a", wait=60)
        await office.forward(seconds=59)
        assert office.platform.tries == []
        await office.forward(seconds=2)
    assert office.platform.texts == ["a"]


async def test_it_reaches_a_channel_a_thread_a_group_and_a_person(office: Office) -> None:
    tos = [Place(GROUP, "general"), Place(GROUP, "general", "m9"), Place(GROUP, ""), Person("play", "", "ana")]
    for number, to in enumerate(tos):
        office.write(f"{number}", to=to)
    async with office.open():
        await office.settled()
    assert {post.to for post in office.platform.arrived} == set(tos)


async def test_what_is_committed_is_sent_at_once_and_what_is_rolled_back_never(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LONGEST_PAUSE", 3600.0)
    async with office.open():
        await office.settled()
        with pytest.raises(ZeroDivisionError), office.database.write() as db:
            office.write_in(db, "rolled back")
            raise ZeroDivisionError
        with office.database.write() as db:
            office.write_in(db, "committed")
            assert office.platform.tries == []
        await office.platform.until(lambda: bool(office.platform.arrived))
        await office.settled()
    assert office.platform.texts == ["committed"]


async def test_a_platform_that_says_when_to_come_again_is_obeyed(office: Office) -> None:
    office.platform.will["general"] = [broken(30.0)]
    office.write("a")
    office.write("b", "other")
    async with office.open():
        await office.settled()
        assert office.platform.texts == ["b"], "another channel does not wait"
        await office.forward(seconds=29)
        assert len(office.platform.tries_in("general")) == 1
        await office.forward(seconds=2)
    assert office.platform.texts == ["b", "a"]


async def test_pauses_grow_with_every_failure_of_the_same_message(office: Office) -> None:
    office.platform.always["general"] = broken(0.0)
    office.write("a")
    pauses = []
    async with office.open():
        for _ in range(8):
            await office.settled()
            waiting = office.find("a")
            pauses.append((waiting.due - office.clock()).total_seconds())
            await office.forward(seconds=pauses[-1])
        office.write("b", "other")
        await office.settled()
        assert office.find("b").attempts == 1
    longest = [5, 10, 20, 40, 80, 160, 300, 300]
    assert all(most / 2 <= pause <= most for pause, most in zip(pauses, longest, strict=True)), pauses


@pytest.mark.parametrize(
    ("problem", "trouble"),
    [
        (Undeliverable("channel_not_found", gone=True), Trouble.GONE),
        (Undeliverable("not_in_channel", forbidden=True, fix="/invite @askq"), Trouble.FORBIDDEN),
    ],
)
async def test_what_a_person_has_to_put_right_is_held_told_once_and_sent_when_hastened(
    office: Office, problem: Undeliverable, trouble: Trouble
) -> None:
    office.platform.will["general"] = [problem]
    office.write("a")
    async with office.open():
        await office.settled()
        await office.forward(hours=2)
        assert office.state("a") is State.HELD
        assert len(office.platform.tries) == 1
        failure = told(office)["a"]
        assert (failure.trouble, failure.reason, failure.fix) == (trouble, problem.reason, problem.fix)
        assert office.hasten("a") is True
        await office.settled()
    assert office.platform.texts == ["a"]
    assert office.hasten("a") is False


async def test_what_the_platform_refuses_is_not_sent_again(office: Office) -> None:
    office.platform.will["general"] = [Undeliverable("invalid_blocks")]
    office.write("a")
    async with office.open():
        await office.settled()
        await office.forward(hours=2)
    assert (office.state("a"), office.reason("a"), len(office.platform.tries)) == (State.DEAD, "invalid_blocks", 1)
    assert told(office)["a"].trouble is Trouble.REFUSED


async def test_what_comes_too_late_is_not_sent_and_that_is_told(office: Office) -> None:
    office.write("a", lasts=60)
    office.write("b", lasts=120)
    office.clock.forward(seconds=61)
    async with office.open():
        await office.settled()
    assert office.platform.texts == ["b"]
    assert (office.state("a"), office.reason("a")) == (State.DEAD, "late")
    assert told(office)["a"].trouble is Trouble.LATE


async def test_what_is_withdrawn_is_not_sent(office: Office) -> None:
    office.write("a", wait=60)
    assert office.withdraw("a") is True
    async with office.open():
        await office.forward(hours=1)
        office.write("b")
        await office.settled()
        assert office.withdraw("b") is False
    assert (office.platform.texts, office.state("a"), office.told.failed) == (["b"], State.DROPPED, [])


async def test_hastening_brings_forward_what_is_due_later(office: Office) -> None:
    async with office.open():
        office.write("a", wait=3600)
        assert office.hasten("a") is True
        await office.settled()
        assert office.platform.texts == ["a"]
        await office.forward(hours=2)
    assert len(office.platform.tries) == 1
    assert office.hasten("nothing of that key") is False

"""A message that changes with what people do: it shows the last of it, and is not edited all the time."""

from __future__ import annotations

import asyncio

from bot.delivery.sender import Post
from tests.support.office import Office, broken


async def test_many_changes_become_one_edit_in_five_seconds(office: Office) -> None:
    async with office.open():
        for _ in range(5):
            office.write_again("a")
        await office.settled()
        assert len(office.platform.tries) == 1
        for _ in range(5):
            office.write_again("a")
        await office.forward(seconds=4)
        assert len(office.platform.tries) == 1
        await office.forward(seconds=1.5)
        assert len(office.platform.tries) == 2
        await office.forward(hours=1)
    assert len(office.platform.tries) == 2


async def test_a_change_during_the_send_is_sent_after_it(office: Office) -> None:
    go = office.platform.holds("general")
    async with office.open():
        office.write_again("a")
        await office.platform.until(lambda: office.platform.under_way == 1)
        office.write_again("a")
        go.set()
        await office.settled()
        assert len(office.platform.tries) == 1
        await office.forward(seconds=6)
        await office.forward(hours=1)
    assert len(office.platform.tries) == 2


async def test_a_change_during_a_send_that_fails_is_part_of_the_next(office: Office) -> None:
    go = asyncio.Event()

    async def fails(_: Post) -> None:
        await go.wait()
        raise broken(1.0)

    office.platform.will["general"] = [fails]
    async with office.open():
        office.write_again("a")
        await office.platform.until(lambda: office.platform.under_way == 1)
        office.write_again("a")
        go.set()
        await office.settled()
        await office.forward(seconds=10)
        await office.forward(hours=1)
    assert len(office.platform.arrived) == 1


async def test_a_change_while_it_waits_is_part_of_what_is_sent(office: Office) -> None:
    office.platform.will["general"] = [broken(30.0)]
    async with office.open():
        office.write_again("a")
        await office.settled()
        office.write_again("a")
        await office.forward(seconds=31)
        await office.forward(hours=1)
    assert len(office.platform.arrived) == 1

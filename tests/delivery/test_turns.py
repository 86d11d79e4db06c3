"""Who is sent to when: each home, each channel and each group in its turn."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from bot.delivery import service
from bot.delivery.model import State
from bot.delivery.sender import Pace, Post
from tests.delivery.conftest import MakeOffice
from tests.support.office import HOME, Office, Platform, broken, broken_line


async def test_a_front_that_goes_away_and_comes_back_finds_its_messages_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LONGEST_PAUSE", 3600.0)
    async with office.running():
        office.write("a")
        await office.settled()
        assert (office.platform.tries, office.state("a")) == ([], State.WAITING)
        with office.serving(HOME):
            await office.platform.until(lambda: office.platform.texts == ["a"])
            await office.settled()
        office.write("b")
        await office.settled()
        assert office.platform.texts == ["a"]
        with office.serving(HOME, again := Platform()):
            await office.settled()
    assert again.texts == ["b"]


async def test_an_hour_without_one_home_is_nothing_to_another(office: Office) -> None:
    channels = [f"down {number}" for number in range(4)]
    office.platform.always.update((channel, broken_line()) for channel in channels)
    async with office.open("slack:T1", "discord"):
        for number, channel in enumerate(channels):
            office.write(channel, channel, home="slack:T1")
            office.write(f"up {number}", f"up {number}", home="discord")
            await office.settled()
            assert len(office.platform.arrived) == number + 1, "the other home does not wait"
            await office.forward(minutes=15)
        office.platform.always.clear()
        for _ in range(3):
            await office.forward(minutes=5)
    assert sorted(office.platform.texts) == sorted([*channels, "up 0", "up 1", "up 2", "up 3"])


async def test_a_platform_that_is_down_is_asked_ever_more_rarely(office: Office) -> None:
    names = [f"{number}" for number in range(20)]
    office.platform.always.update((name, broken_line()) for name in names)
    for name in names[:5]:
        office.write(name, name)
    async with office.open():
        await office.settled()
        for name in names[5:]:
            office.write(name, name)
        before = len(office.platform.tries)
        for _ in range(10):
            await office.forward(seconds=1)
        assert len(office.platform.tries) - before <= 10, "not each of the twenty"
        office.platform.always.clear()
        for _ in range(4):
            await office.forward(minutes=10)
    assert len(office.platform.arrived) == 20


async def test_messages_to_one_channel_go_one_after_the_other_at_its_pace(office_of: MakeOffice) -> None:
    office = office_of(pace=Pace(each=0.1, all=1e6))
    most = 0

    async def counted(_: Post) -> None:
        nonlocal most
        most = max(most, office.platform.under_way)
        await asyncio.sleep(0)

    office.platform.will["general"] = [counted] * 5
    for number in range(5):
        office.write(f"{number}")
    async with office.open():
        await office.settled()
    times = [each.at for each in office.platform.tries]
    assert (len(times), most) == (5, 1)
    assert all(later - earlier >= 0.1 for earlier, later in itertools.pairwise(times))


async def test_a_slow_channel_does_not_hold_up_the_others(office_of: MakeOffice) -> None:
    office = office_of(pace=Pace(each=0.0, all=1000.0))
    go = office.platform.holds("slow")
    for number in range(200):
        office.write(f"slow {number}", "slow")
    office.write("quick", "other")
    async with office.open():
        await office.platform.until(lambda: "quick" in office.platform.texts)
        assert len(office.platform.tries_in("slow")) == 1
        assert len(office.platform.arrived) == 1
        go.set()
        await office.platform.until(lambda: len(office.platform.arrived) >= 3)


async def test_more_than_the_platform_allows_is_spread_over_time(office_of: MakeOffice) -> None:
    office = office_of(pace=Pace(each=0.0, all=40.0))
    for number in range(60):
        office.write(f"{number}", f"{number}")
    async with office.open():
        await office.settled()
    times = [each.at for each in office.platform.tries]
    assert len(times) == 60
    assert times[-1] - times[0] >= 59 / 40 * 0.99


async def test_every_group_has_its_turn(office_of: MakeOffice) -> None:
    office = office_of(pace=Pace(each=0.0, all=50.0))
    for turn in range(20):
        office.write(f"busy {turn}", f"{turn}", group="play:busy", turn=turn)
    for number in range(5):
        office.write(f"quiet {number}", group=f"play:quiet{number}")
    async with office.open():
        await office.settled()
    last = max(office.platform.texts.index(f"quiet {number}") for number in range(5))
    assert last <= 10, office.platform.texts


async def test_where_everything_has_to_wait_nothing_is_tried(office: Office) -> None:
    office.platform.will["general"] = [broken(60.0, everywhere=True)]
    office.write("a")
    async with office.open("play", "discord"):
        await office.settled()
        for number in range(30):
            office.write(f"{number}", f"{number}")
        office.write("elsewhere", home="discord", group="discord:1")
        await office.settled()
        assert office.platform.texts == ["elsewhere"], "another connection does not wait"
        await office.forward(seconds=59)
        assert len(office.platform.tries) == 2
        await office.forward(seconds=2)
        await office.forward(seconds=10)
    assert len(office.platform.arrived) == 32

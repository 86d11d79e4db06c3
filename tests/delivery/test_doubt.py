"""What may have arrived: it is looked for, and neither sent twice nor lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import cast, get_args

import pytest

from bot.delivery import failpoints, service
from bot.delivery.kinds import Kind
from bot.delivery.model import LATE, Failure, State, Trouble
from bot.delivery.sender import Post
from bot.errors import Undeliverable
from tests.delivery.conftest import MakeOffice
from tests.support.office import HOME, Office, Platform, broken, broken_line, told, unknowable


async def test_a_broken_send_is_looked_for_after_a_while_with_the_time_of_the_first_try(office: Office) -> None:
    office.platform.will["general"] = [broken_line(), broken_line()]
    office.write("a")
    begun = office.clock()
    async with office.open():
        await office.settled()
        assert office.state("a") is State.DOUBTFUL
        await office.forward(seconds=9)
        assert len(office.platform.tries) == 1
        await office.forward(seconds=2)
        await office.forward(seconds=20)
    assert [each.doubtful_since for each in office.platform.tries] == [None, begun, begun]
    assert (office.platform.texts, office.find("a").doubt) == (["a"], None)


async def test_what_had_arrived_before_the_line_broke_is_not_sent_twice(office: Office) -> None:
    office.platform.will["general"] = [office.platform.takes_and_breaks]
    office.write("a")
    async with office.open():
        await office.settled()
        await office.forward(seconds=11)
    assert office.platform.texts == ["a"]
    assert office.told.sent == [("a", "m1")]


async def test_a_limit_met_while_looking_leaves_it_in_doubt(office: Office) -> None:
    office.platform.will["general"] = [broken_line(), broken(30.0)]
    office.write("a")
    begun = office.clock()
    async with office.open():
        await office.settled()
        await office.forward(seconds=11)
        assert (office.state("a"), office.find("a").doubt) == (State.DOUBTFUL, begun)
        await office.forward(seconds=31)
    assert office.platform.tries[-1].doubtful_since == begun


async def test_what_is_held_in_doubt_is_still_looked_for_when_it_is_hastened(office: Office) -> None:
    office.platform.will["general"] = [broken_line(), Undeliverable("missing_access", forbidden=True)]
    office.write("a")
    begun = office.clock()
    async with office.open():
        await office.settled()
        await office.forward(seconds=11)
        assert office.state("a") is State.HELD
        office.hasten("a")
        await office.settled()
    assert office.platform.tries[-1].doubtful_since == begun


async def test_where_nobody_can_look_it_is_left_and_told(office: Office) -> None:
    office.platform.will["general"] = [broken_line(), unknowable()]
    office.write("a")
    async with office.open():
        await office.settled()
        await office.forward(seconds=11)
        await office.forward(hours=2)
    assert (office.state("a"), len(office.platform.tries)) == (State.DEAD, 2)
    assert told(office)["a"].trouble is Trouble.UNKNOWN


async def test_where_nobody_can_look_it_is_sent_again_if_the_operator_says_so(office_of: MakeOffice) -> None:
    office = office_of(again_in_doubt=True)
    office.platform.will["general"] = [broken_line(), unknowable()]
    office.write("a")
    async with office.open():
        await office.settled()
        await office.forward(seconds=11)
    assert (office.platform.texts, office.told.failed) == (["a"], [])
    assert office.platform.tries[-1].doubtful_since is None


async def test_what_had_better_come_twice_than_never_is_sent_again_where_nobody_can_look(office: Office) -> None:
    kinds = cast("dict[str, Kind]", office.app.kinds)
    kinds["note"] = replace(kinds["note"], rather_twice=True)
    office.platform.will["general"] = [broken_line(), unknowable()]
    office.write("a")
    async with office.open():
        await office.settled()
        await office.forward(seconds=11)
    assert (office.platform.texts, office.told.failed) == (["a"], [])


async def test_nobody_looks_for_ever(office: Office) -> None:
    office.platform.always["general"] = broken_line()
    office.write("a")
    async with office.open():
        await office.settled()
        await office.forward(hours=25)
        await office.forward(hours=1)
    assert office.state("a") is State.DEAD
    assert told(office)["a"].trouble is Trouble.UNKNOWN


async def test_what_is_in_doubt_when_its_time_is_over_is_looked_for_and_not_sent(office: Office) -> None:
    office.platform.will["general"] = [broken_line()]
    office.platform.will["random"] = [office.platform.takes_and_breaks]
    office.write("a", lasts=3 * 3600)
    office.write("b", "random", lasts=3 * 3600)
    async with office.open():
        await office.settled()
        for channel in ("general", "random"):
            office.platform.always[channel] = broken(30.0)
        for _ in range(20):
            await office.forward(hours=1)
        office.platform.always.clear()
        await office.forward(hours=1)
    assert office.platform.texts == ["b"], "which had arrived at once"
    assert (office.state("a"), office.state("b")) == (State.DEAD, State.SENT)
    assert told(office) == {"a": Failure(Trouble.LATE, LATE)}


@pytest.mark.parametrize("lasts", [3 * 3600, None])
async def test_one_day_of_doubt_is_enough_whatever_keeps_it_so(office: Office, lasts: float | None) -> None:
    office.platform.will["general"] = [broken_line()]
    office.write("a", lasts=lasts)
    async with office.open():
        await office.settled()
        office.platform.always["general"] = broken(30.0)
        for _ in range(26):
            await office.forward(hours=1)
        del office.platform.always["general"]
        await office.forward(hours=1)
    assert (office.state("a"), office.platform.texts) == (State.DEAD, [])
    assert told(office)["a"].trouble is Trouble.UNKNOWN


@pytest.mark.parametrize("lasts", [3 * 3600, None])
async def test_what_was_cut_short_days_ago_is_left_and_told(
    office: Office, office_of: MakeOffice, monkeypatch: pytest.MonkeyPatch, lasts: float | None
) -> None:
    monkeypatch.setattr(service, "GRACE_SECONDS", 0.0)
    office.platform.holds("general")
    office.write("a", lasts=lasts)
    async with office.open():
        await office.platform.until(lambda: office.platform.under_way == 1)
    office.clock.forward(days=7)
    next_one = office_of(clock=office.clock, seed="next")
    with next_one.serving(HOME):
        await next_one.deliveries.work_off()
    assert (next_one.state("a"), next_one.platform.tries) == (State.DEAD, [])
    assert told(next_one)["a"].trouble is Trouble.UNKNOWN


async def test_a_send_that_leaves_late_gives_the_platform_its_time_from_then_on(
    office: Office, office_of: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "GRACE_SECONDS", 0.0)
    begun = office.clock()
    names = office.platform.holds("general")
    on_its_way = asyncio.Event()

    async def never(_: Post) -> None:
        on_its_way.set()
        await asyncio.Event().wait()

    office.platform.leaves = never
    office.write("a")
    async with office.open():
        await office.platform.until(lambda: office.platform.under_way == 1)
        office.clock.forward(seconds=12)  # looking names up, say
        names.set()
        await asyncio.wait_for(on_its_way.wait(), 30)
    next_one = office_of(clock=office.clock, seed="next")
    async with next_one.open():
        await next_one.settled()
        assert next_one.platform.tries == [], "the platform may still be at it"
        await next_one.forward(seconds=11)
        await next_one.platform.until(lambda: bool(next_one.platform.arrived))
    assert [each.doubtful_since for each in next_one.platform.tries] == [begun], "a part of it may have left before"


async def test_a_send_that_leaves_late_and_was_taken_over_does_not_leave(office: Office, office_of: MakeOffice) -> None:
    names = office.platform.holds("general")
    office.write("a")
    async with office.open():
        await office.platform.until(lambda: office.platform.under_way == 1)
        office.clock.forward(seconds=12)
        next_one = office_of(clock=office.clock, platform=Platform(), seed="next")
        with next_one.serving(HOME):
            await next_one.deliveries.work_off()
        names.set()
        await office.platform.until(lambda: office.platform.under_way == 0)
    assert (office.platform.texts, next_one.platform.texts) == ([], ["a"])
    assert office.told.failed == []


async def test_a_send_cut_short_is_in_doubt_for_whoever_comes_next(
    office: Office, office_of: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "GRACE_SECONDS", 0.0)
    begun = office.clock()
    office.platform.holds("general")
    office.write("a")
    async with office.open():
        await office.platform.until(lambda: office.platform.under_way == 1)
    assert office.state("a") is State.SENDING
    next_one = office_of(clock=office.clock, seed="next")
    async with next_one.open():
        await next_one.settled()
        assert next_one.platform.tries == [], "the platform may still be at it"
        await next_one.forward(seconds=11)
        await next_one.platform.until(lambda: bool(next_one.platform.arrived))
        await next_one.settled()
    assert [each.doubtful_since for each in next_one.platform.tries] == [begun]
    assert next_one.state("a") is State.SENT


@pytest.mark.parametrize("point", get_args(failpoints.OfTheAttempt))
async def test_wherever_it_is_cut_short_it_arrives_once(
    office: Office, office_of: MakeOffice, monkeypatch: pytest.MonkeyPatch, point: failpoints.Point
) -> None:
    monkeypatch.setattr(service, "GRACE_SECONDS", 0.0)
    reached = asyncio.Event()
    office.write("a")
    async with office.serving_while_running() as run:

        def stop(at: failpoints.Point, _: str) -> None:
            if at == point:
                run.cancel()
                reached.set()

        failpoints.watch(stop)
        try:
            await asyncio.wait_for(reached.wait(), 30)
            await asyncio.gather(run, return_exceptions=True)
        finally:
            failpoints.watch(None)
    next_one = office_of(clock=office.clock, platform=office.platform, seed="next")
    async with next_one.open():
        for _ in range(3):
            await next_one.settled()
            await next_one.forward(seconds=11)
        await next_one.platform.until(lambda: bool(next_one.platform.arrived))
        await next_one.settled()
    assert next_one.platform.texts == ["a"]
    assert next_one.state("a") is State.SENT
    assert len(office.told.sent + next_one.told.sent) == 1


async def test_what_is_under_way_when_askq_stops_may_come_to_its_end(office: Office) -> None:
    go = office.platform.holds("general")
    office.write("a")
    async with office.open():
        await office.platform.until(lambda: office.platform.under_way == 1)
        asyncio.get_running_loop().call_later(0.05, go.set)
    assert (office.state("a"), office.told.sent) == (State.SENT, [("a", "m1")])

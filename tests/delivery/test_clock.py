"""The clock runs ahead for a while and is put right: nothing waits until it is so late again, nothing comes twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.delivery import census, service, store
from bot.delivery.model import LATE, State
from tests.delivery.conftest import MakeOffice
from tests.support.office import HOME, Office, broken, broken_line


async def test_what_was_cut_short_by_a_clock_that_ran_ahead_is_looked_for_at_once(
    office: Office, office_of: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "GRACE_SECONDS", 0.0)
    right = office.clock.now
    office.clock.forward(days=2)
    office.platform.holds("general")
    office.write("a")
    async with office.open():
        await office.platform.until(lambda: office.platform.under_way == 1)
    office.clock.now = right
    next_one = office_of(clock=office.clock, seed="next")
    with next_one.serving(HOME):
        await next_one.deliveries.work_off()
    (tried,) = next_one.platform.tries
    assert tried.doubtful_since is not None
    assert right - timedelta(days=1) < tried.doubtful_since < right, "long enough ago to find it"
    assert next_one.state("a") is State.SENT


async def test_clocks_that_are_a_little_apart_take_nothing_from_each_other(
    office: Office, office_of: MakeOffice
) -> None:
    go = office.platform.holds("general")
    office.write("a")
    async with office.open():
        await office.platform.until(lambda: office.platform.under_way == 1)
        office.clock.forward(seconds=-40)
        next_one = office_of(clock=office.clock, seed="next")
        with next_one.serving(HOME):
            await next_one.deliveries.work_off()
        assert next_one.platform.tries == []
        go.set()
        await office.platform.until(lambda: office.platform.under_way == 0)
        await office.settled()
    assert office.platform.texts == ["a"]


@pytest.mark.parametrize("failure", [broken(3600.0), broken_line()], ids=["refused", "in doubt"])
async def test_what_was_put_off_by_a_clock_that_ran_ahead_is_due_when_it_is_put_right(
    office: Office, office_of: MakeOffice, failure: Exception
) -> None:
    right = office.clock.now
    office.clock.forward(days=2)
    office.platform.will["general"] = [failure]
    office.write("a")
    with office.serving(HOME):
        await office.deliveries.work_off()
    office.clock.now = right
    with office.database.write() as db:
        store.put_right(db, right)
    next_one = office_of(clock=office.clock, seed="next")
    with next_one.serving(HOME):
        await next_one.deliveries.work_off()
    assert (next_one.state("a"), next_one.platform.texts) == (State.SENT, ["a"])


async def test_what_was_changed_by_a_clock_that_ran_ahead_changes_again_soon(office: Office) -> None:
    right = office.clock.now
    office.clock.forward(days=2)
    office.write("a")
    with office.serving(HOME):
        await office.deliveries.work_off()
    office.clock.now = right
    office.write_again("a")
    assert office.find("a").due == right + timedelta(seconds=5)


def test_what_is_for_a_home_that_never_comes_back_is_given_up_in_the_end(office: Office) -> None:
    now = office.clock()
    office.write("a", home="slack:T_OLD", lasts=3600)
    office.write("b", home="slack:T_OLD")
    office.write("c", home="slack:T_OLD", wait=3 * 86400.0)
    office.clock.forward(days=8)
    with office.database.write() as db:
        assert census.overdue(db, office.clock()) == {"slack:T_OLD": 3}
        assert store.give_up(db, now + timedelta(days=6)) == 0
        assert store.give_up(db, office.clock()) == 2
        assert census.overdue(db, office.clock()) == {"slack:T_OLD": 1}
    assert [office.state(key) for key in "abc"] == [State.DEAD, State.DEAD, State.WAITING]
    assert office.reason("a") == LATE


async def test_a_kind_that_is_not_known_here_is_left_to_a_newer_askq(
    office: Office, office_of: MakeOffice, caplog: pytest.LogCaptureFixture
) -> None:
    office.write("a")
    office.write("b", "random")
    older = office_of(clock=office.clock, seed="older")
    older.app.kinds.pop("note")  # type: ignore[attr-defined]
    with older.serving(HOME):
        await older.deliveries.work_off()
    assert (office.state("a"), office.state("b"), older.told.failed) == (State.WAITING, State.WAITING, [])
    assert caplog.text.count("wait for a newer askq") == 1
    with office.serving(HOME):
        office.clock.forward(seconds=31)
        await office.deliveries.work_off()
    assert sorted(office.platform.texts) == ["a", "b"]


async def test_a_kind_that_is_not_known_here_stays_in_doubt_if_it_was(office: Office, office_of: MakeOffice) -> None:
    office.platform.will["general"] = [office.platform.takes_and_breaks]
    office.write("a")
    with office.serving(HOME):
        await office.deliveries.work_off()
    office.clock.forward(seconds=11)
    older = office_of(clock=office.clock, seed="older")
    older.app.kinds.pop("note")  # type: ignore[attr-defined]
    with older.serving(HOME):
        await older.deliveries.work_off()
    assert office.state("a") is State.DOUBTFUL
    with office.serving(HOME):
        office.clock.forward(seconds=31)
        await office.deliveries.work_off()
    assert (office.state("a"), office.platform.texts) == (State.SENT, ["a"])

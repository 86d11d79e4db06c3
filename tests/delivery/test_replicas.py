"""Several processes on one PostgreSQL: they share the work, and what one of them loses another one finishes."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pgqueuer.domain.settings import db_settings

from bot.chat.elements import text, view
from bot.chat.keys import Place
from bot.delivery import failpoints, jobs, replicas, store
from bot.delivery.kinds import Occasion, Planner
from bot.delivery.model import Delivery, State, Ticket, lane
from bot.delivery.sender import Pace, Post
from bot.storage.engine import Database, in_turn
from tests.support.office import GROUP, HOME, Office, Platform, Today
from tests.support.postgres import Postgres
from tests.support.replica import arrived

ROOT = Path(__file__).parents[2]


@pytest.fixture
def backend() -> str:
    return "postgresql"


@pytest.fixture
def writer(database: Database) -> Office:
    """Writes what the processes send, by the clock that they share."""
    return Office(database, clock=Today(), seed="w")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """What has arrived where people can see it."""
    (tmp_path / "world").touch()
    return tmp_path / "world"


class Replica:
    """A process that works deliveries off."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.said: list[str] = []

    async def says(self, what: str, times: int = 1) -> None:
        """Wait until it has said so much that begins like this."""
        assert self.process.stdout is not None
        while sum(line.startswith(what) for line in self.said) < times:
            line = await asyncio.wait_for(self.process.stdout.readline(), 60)
            assert line, f"it ended after saying {self.said}"
            self.said.append(line.decode().strip())

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


@asynccontextmanager
async def replica(url: str, name: str, file: Path, *happens: str) -> AsyncIterator[Replica]:
    command = (sys.executable, "-m", "tests.support.replica", url, name, str(file), *happens)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
    try:
        made = Replica(process)
        await made.says("ready")
        yield made
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def until(condition: Callable[[], bool]) -> float:
    """Wait for what other processes do; how many seconds that took."""
    begun = time.monotonic()
    async with asyncio.timeout(90):
        while not await asyncio.to_thread(condition):
            await asyncio.sleep(0.02)
    return time.monotonic() - begun


def states(office: Office) -> Counter[str]:
    with office.database.read() as db:
        return Counter(db.scalars(sa.text("SELECT state FROM deliveries")))


async def test_two_processes_share_the_work_and_send_everything_once(
    writer: Office, database_url: str, file: Path
) -> None:
    async with replica(database_url, "one", file), replica(database_url, "two", file):
        for number in range(150):
            writer.write(f"{number}", f"{number % 50}")
        await until(lambda: states(writer) == {State.SENT: 150})
    assert len(arrived(file)) == len(set(arrived(file))) == 150
    assert {line.split()[1] for line in file.read_text().splitlines()} == {"one", "two"}


async def test_what_a_killed_process_had_under_way_another_one_finishes(
    writer: Office, database_url: str, file: Path
) -> None:
    async with replica(database_url, "dies", file, "hangs") as dies:
        for number in range(5):
            writer.write(f"seen {number}", f"seen {number}")
            writer.write(f"unseen {number}", f"unseen {number}")
        await dies.says("tries", 10)
        async with replica(database_url, "lives", file):
            assert states(writer) == {State.SENDING: 10}
            dies.signal(signal.SIGKILL)
            took = await until(lambda: states(writer) == {State.SENT: 10})
    print(f"the work of a killed process was finished {took:.1f} s later")
    assert len(arrived(file)) == len(set(arrived(file))) == 10, "what had arrived is not sent again"


async def test_a_process_that_stalled_and_lost_its_claim_does_not_send(
    writer: Office, database_url: str, file: Path
) -> None:
    async with replica(database_url, "stalls", file, "stalls") as stalls:
        writer.write("a")
        await stalls.says("stalls")
        async with replica(database_url, "lives", file):
            await until(lambda: states(writer) == {State.SENT: 1})
            stalls.signal(signal.SIGCONT)
            back = asyncio.create_task(stalls.says("tries"))
            others = 0
            while not back.done():  # it sends something else: it had the time to make its mistake
                writer.write(f"{others}", f"{others}")
                others += 1
                await asyncio.wait({back}, timeout=0.05)
            await back
            await until(lambda: states(writer) == {State.SENT: 1 + others})
    assert "tries a" not in stalls.said
    assert len(arrived(file)) == len(set(arrived(file))) == 1 + others


async def test_a_process_that_is_given_what_another_may_just_be_sending_waits_for_the_end_of_doubt(
    database_url: str, database: Database
) -> None:
    platform = Platform()
    sends = Office(database, platform=platform, seed="sends")
    go = platform.holds("general")
    sends.write("a")
    ticket = Ticket(sends.find("a").id, HOME, lane(Place(GROUP, "general")))
    async with sends.open():
        await platform.until(lambda: platform.under_way == 1)
        with database.write() as db:
            jobs.enqueue(db, ticket, timedelta(), 0)
        elsewhere = Database(database_url)
        given = Office(elsewhere, platform=platform, seed="given")
        async with given.open():
            await until(lambda: _put_off(database) == 1 or len(platform.tries) > 1)
            assert len(platform.tries) == 1
            go.set()
            await sends.settled()
        elsewhere.close()
    assert (platform.texts, sends.state("a")) == (["a"], State.SENT)


async def test_what_two_processes_plan_at_once_is_sent_once(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(2)]
    platform = Platform()
    left: dict[int, list[str]] = {}
    offices: list[Office] = []

    def planner(number: int) -> Planner:
        left[number] = [f"{each}" for each in range(40)]

        def plan(occasion: Occasion, _: str, most: int) -> int:
            due, left[number] = left[number][:most], left[number][most:]
            for key in due:
                offices[number].write_in(occasion.db, key, key)
            return len(due)

        def next_due(_: sa.Connection, homes: Collection[str]) -> dict[str, datetime]:
            return dict.fromkeys(homes if left[number] else (), offices[number].clock())

        return Planner(plan, next_due)

    offices += [
        Office(each, platform=platform, planners=(planner(number),), seed=f"{number}")
        for number, each in enumerate(databases)
    ]
    async with offices[0].open(), offices[1].open():
        await platform.until(lambda: len(platform.arrived) == 40)
        for office in offices:
            await office.settled()
    for each in databases:
        each.close()
    assert len(platform.tries) == 40


@pytest.mark.parametrize("how", ["cut off", "restarted"])
async def test_when_the_database_is_back_sending_goes_on_by_itself(
    postgres: Postgres, database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    office = Office(database)
    async with office.open():
        office.write("before")
        await office.settled()
        go = office.platform.holds("general")
        office.write("meanwhile")
        await office.platform.until(lambda: office.platform.under_way == 1)
        if how == "restarted":
            await asyncio.to_thread(postgres.restart)
        else:
            assert postgres.cut_off(database_url) >= 2
        go.set()
        await until(lambda: _works(database))
        office.write("after", "other")
        await office.platform.until(lambda: "after" in office.platform.texts)
        await office.settled()
    assert sorted(office.platform.texts) == ["after", "before", "meanwhile"]
    assert states(office) == {State.SENT: 3}


async def test_ten_thousand_messages_for_later_are_nothing_to_those_that_are_due(database: Database) -> None:
    office = Office(database)
    took = []
    for future in (0, 10_000):
        with database.write() as db:
            db.execute(_MANY, {"number": future, "due": office.clock() + timedelta(days=1)})
            db.execute(_THEIR_JOBS, {"entrypoint": jobs.entrypoint(HOME)})
        async with office.open():
            await office.settled()
            begun = time.monotonic()
            for number in range(60):
                office.write(f"due {future} {number}", f"{number}")
            await office.settled()
            took.append(time.monotonic() - begun)
    print(f"60 messages took {took[0]:.2f} s, and {took[1]:.2f} s before 10,000 others")
    assert len(office.platform.arrived) == 120


async def test_a_handler_that_has_the_group_and_a_delivery_that_ends_do_not_block_each_other(
    database: Database,
) -> None:
    office = Office(database)
    go = office.platform.holds("general")
    office.write_again("a")
    async with office.open():
        await office.platform.until(lambda: office.platform.under_way == 1)
        with database.write() as db:
            in_turn(db, GROUP)
            go.set()
            await until(lambda: _waits_for_the_turn(database))
            now, to = office.clock(), Place(GROUP, "general")
            store.write_again(db, id="x", group=GROUP, key="a", kind="note", home=HOME, to=to, now=now)
        await office.settled()
        assert office.told.sent == [("a", "m1")]
        await office.forward(seconds=6)
    assert len(office.platform.tries) == 2, "what the handler changed is sent as well"


async def test_what_somebody_is_just_changing_is_sent_as_they_leave_it(database: Database) -> None:
    office = Office(database)
    left: list[str] = []
    found: list[list[str]] = []

    def compose(_: Occasion, delivery: Delivery) -> Post:
        found.append(list(left))
        return Post(delivery.id, delivery.to, view(text("a")))

    office.composes["a"] = compose
    office.write_again("a")
    begun = asyncio.Event()
    failpoints.watch(lambda point, _: begun.set() if point == "before the attempt is counted" else None)
    try:
        with database.write() as db:
            now, to = office.clock(), Place(GROUP, "general")
            store.write_again(db, id="x", group=GROUP, key="a", kind="note", home=HOME, to=to, now=now)
            async with office.open():
                await asyncio.wait_for(begun.wait(), 30)
                await until(lambda: office.deliveries._courier._pacing(HOME).blocked(0.0) == frozenset())  # type: ignore[union-attr]
                left.append("the change")
                db.commit()
                await office.platform.until(lambda: bool(office.platform.arrived))
    finally:
        failpoints.watch(None)
    assert found == [["the change"]]


async def test_a_delivery_that_the_queue_has_lost_is_found_again(database: Database) -> None:
    office = Office(database)
    office.write("a")
    office.write("b", "other", wait=3600)
    with database.write() as db:
        db.execute(sa.text("DELETE FROM pgqueuer"))
    office.clock.forward(minutes=2)
    async with office.open():
        await office.platform.until(lambda: office.platform.texts == ["a"])
        await office.settled()
    with database.read() as db:
        assert db.scalar(sa.text("SELECT count(*) FROM pgqueuer")) == 0


async def test_processes_share_what_a_platform_allows(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas, "SHARED_EVERY", 0.02)
    databases = [Database(database_url) for _ in range(2)]
    offices = [Office(each, pace=Pace(each=0.0, all=60.0), seed=f"{number}") for number, each in enumerate(databases)]

    async with offices[0].open():
        await until(lambda: shared_by(offices[0]) == 1)
        async with offices[1].open():
            await until(lambda: [shared_by(each) for each in offices] == [2, 2])
            for number in range(90):
                offices[number % 2].write(f"{number}", f"{number}")
            await offices[0].platform.until(lambda: len(offices[0].platform.arrived) > 30)
            await until(lambda: states(offices[0]) == {State.SENT: 90})
            for office in offices:
                times = [each.at for each in office.platform.tries]
                assert times[-1] - times[0] >= (len(times) - 1) / 30 * 0.99
        await until(lambda: shared_by(offices[0]) == 1)
    for each in databases:
        each.close()


def test_a_front_that_connects_later_takes_its_part_from_the_start(writer: Office) -> None:
    writer.deliveries._courier.share({HOME: 3})
    with writer.serving(HOME):
        assert shared_by(writer) == 3


async def test_words_in_the_environment_do_not_name_the_queue(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CHANNEL", "PGQUEUER_CHANNEL", "QUEUE_TABLE", "PGQUEUER_PREFIX"):
        monkeypatch.setenv(name, "other")
    db_settings.cache_clear()
    office = Office(database)
    async with office.open():
        office.write("a")
        await office.platform.until(lambda: office.platform.texts == ["a"])
    db_settings.cache_clear()


def test_the_log_of_the_queue_is_emptied_after_a_day(database: Database) -> None:
    office = Office(database, clock=Today())
    office.write("a")
    with database.write() as db:
        db.execute(sa.text("UPDATE pgqueuer_log SET created = created - INTERVAL '25 hours'"))
    office.write("b")
    with database.write() as db:
        jobs.forget_old(db, office.clock())
        assert db.scalar(sa.text("SELECT count(*) FROM pgqueuer_log")) == 1


def shared_by(office: Office) -> int:
    """How many processes post there, as far as this one knows."""
    pacing = office.deliveries._courier._pacing(HOME)
    return pacing.shared_by if pacing else 0


def _waits_for_the_turn(database: Database) -> bool:
    with database.read() as db:
        return bool(db.scalar(sa.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")))


def _put_off(database: Database) -> int:
    """Jobs that are to come up in about ten seconds."""
    query = "SELECT count(*) FROM pgqueuer WHERE status = 'queued' AND execute_after > now() + INTERVAL '5 seconds'"
    with database.read() as db:
        return db.scalar(sa.text(query)) or 0


def _works(database: Database) -> bool:
    try:
        with database.write() as db:
            return bool(db.scalar(sa.text("SELECT 1")))
    except sa.exc.DBAPIError:
        return False


_MANY = sa.text(
    """
    INSERT INTO deliveries ("group", key, id, home, lane, kind, channel, intent, locale, state, due, turn, attempts,
        message, reason, again)
    SELECT 'play:one', 'future ' || n, 'f' || n, 'play', 'play:one#' || n, 'note', n, '{}', 'en', 'waiting', :due, 0,
        0, '', '', false
    FROM generate_series(1, :number) n
    """
)

_THEIR_JOBS = sa.text(
    """
    INSERT INTO pgqueuer (priority, entrypoint, status, payload, execute_after, dedupe_key)
    SELECT 0, :entrypoint, 'queued', convert_to(json_build_object('id', id, 'home', home, 'lane', lane)::text, 'UTF8'),
        now() + INTERVAL '1 day', id
    FROM deliveries WHERE key LIKE 'future%'
    """
)

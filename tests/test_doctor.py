"""The doctor finds what is not well, and says what to do."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from bot import doctor
from bot.chat.command import Catalogue
from bot.daily import store
from bot.errors import Doubtful, Undeliverable
from bot.fronts import Finding
from bot.settings import Settings
from bot.storage.engine import Database
from tests.support.office import Office, Today
from tests.support.rooms import Room
from tests.test_run import HandMadeFront


@dataclass
class Patient(HandMadeFront):
    """A front with these findings, or one whose platform cannot be asked."""

    findings: list[Finding] = field(default_factory=lambda: [Finding("the token works", True)])
    error: Exception | None = None

    async def checkup(self, catalogue: Catalogue, settings: Settings) -> list[Finding]:
        if self.error:
            raise self.error
        return self.findings


def examined(capsys: pytest.CaptureFixture[str], *known: Patient, **settings: object) -> tuple[int, str]:
    code = doctor.examine(Settings(**{"discord_token": "x", **settings}), known)  # type: ignore[arg-type]
    return code, capsys.readouterr().out


@pytest.fixture
def url(sqlite_database: Database) -> str:
    return str(sqlite_database.engine.url)


def test_when_all_is_well_it_says_so(capsys: pytest.CaptureFixture[str], url: str) -> None:
    code, said = examined(capsys, Patient(), database_url=url)
    assert code == 0
    assert "NOT WELL" not in said
    for line in (
        " questions in 4 packs\n",
        "well  database: it answers, its tables are up to date",
        "well  paper: the token works",
    ):
        assert line in said


def test_messages_that_wait_for_their_time_are_counted_and_well(
    capsys: pytest.CaptureFixture[str], sqlite_database: Database, url: str
) -> None:
    office = Office(sqlite_database, clock=Today())
    office.write("a", wait=3600)
    office.write("b")
    code, said = examined(capsys, Patient(), database_url=url)
    assert code == 0
    assert "well  messages: 2 messages waiting to be sent\n" in said


def test_messages_that_should_long_be_sent_are_not_well(
    capsys: pytest.CaptureFixture[str], sqlite_database: Database, url: str
) -> None:
    office = Office(sqlite_database, clock=Today())
    office.write("a", wait=-3600)
    office.write("b")
    code, said = examined(capsys, Patient(), database_url=url)
    assert code == 1
    assert "NOT WELL  messages: 2 messages waiting to be sent, 1 of them for longer than they should\n" in said
    assert "See that askq run is running" in said
    assert "Messages wait for play (1)." in said


async def test_what_is_looked_for_in_vain_is_not_well(
    capsys: pytest.CaptureFixture[str], sqlite_database: Database, url: str
) -> None:
    office = Office(sqlite_database)
    office.platform.always["general"] = Doubtful("cut off")
    office.write("a")
    async with office.open():
        await office.settled()
    settings = Settings(discord_token="x", database_url=url)  # type: ignore[arg-type]
    for minutes, code in ((10, 0), (20, 1)):
        later = office.clock() + timedelta(minutes=minutes)
        examined = await asyncio.to_thread(doctor.examine, settings, (Patient(),), clock=lambda at=later: at)
        assert examined == code
    assert "1 of them for longer than they should" in capsys.readouterr().out


async def test_what_is_held_back_is_told_for_as_long_as_it_is(
    capsys: pytest.CaptureFixture[str], sqlite_database: Database, url: str
) -> None:
    office = Office(sqlite_database)
    office.platform.will["general"] = [Undeliverable("not_in_channel", forbidden=True)]
    office.write("a")
    async with office.open():
        await office.settled()
    later = office.clock() + timedelta(days=20)
    settings = Settings(discord_token="x", database_url=url)  # type: ignore[arg-type]
    assert await asyncio.to_thread(doctor.examine, settings, (Patient(),), clock=lambda: later) == 0
    assert "1 message held back for longer than a day: not_in_channel (1)" in capsys.readouterr().out


def test_a_database_that_cannot_be_written_is_not_well(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    made = doctor.Database

    def readonly(url: str) -> Database:
        database = made(url)
        event.listen(database.engine, "connect", lambda db, _: db.execute("PRAGMA query_only=ON"))
        return database

    monkeypatch.setattr(doctor, "Database", readonly)
    code, said = examined(capsys, Patient(), database_url=url)
    assert code == 1
    assert "NOT WELL  database: it cannot be written (OperationalError: attempt to write a readonly database)" in said
    assert "messages: 0 messages waiting" in said, "it can still be read"


def test_a_question_that_is_due_for_a_platform_that_is_away_is_not_well(
    capsys: pytest.CaptureFixture[str], sqlite_database: Database, url: str
) -> None:
    room = Room(sqlite_database, clock=Today())
    room.person("ana", admin=True).types("daily set 09:00 UTC every day")
    with sqlite_database.write() as db:
        (schedule,) = store.of_group(db, "play:one")
        store.save(db, replace(schedule, next_at=room.clock() - timedelta(hours=1)))
    code, said = examined(capsys, Patient(), database_url=url)
    assert code == 1
    assert "NOT WELL  messages: 1 message waiting to be sent, 1 of them for longer than they should\n" in said


async def test_what_did_not_arrive_is_told_with_the_reasons_and_what_to_do(
    capsys: pytest.CaptureFixture[str], sqlite_database: Database, url: str
) -> None:
    office = Office(sqlite_database, clock=Today())
    for channel, problem in {
        "closed": Undeliverable("not_in_channel", forbidden=True),
        "odd": Undeliverable("invalid_blocks"),
        "vague": Doubtful("cut off"),
    }.items():
        office.platform.will[channel] = [problem]
        office.write(channel, channel)
    office.write("closed too", "closed", lasts=-1)
    async with office.open():
        await office.settled()
    code, said = await asyncio.to_thread(examined, capsys, Patient(), database_url=url)
    assert code == 1
    assert "waiting to be sent, 1 being looked for because it is not known whether they arrived\n" in said
    assert "NOT WELL  messages: 3 messages not delivered in the last day: " in said
    for reason in ("not_in_channel (1)", "invalid_blocks (1)", "late (1)"):
        assert reason in said
    assert "their organisers were told what to do" in said
    assert "are in the log of askq run" in said


async def test_what_only_came_too_late_is_told_and_well(
    capsys: pytest.CaptureFixture[str], sqlite_database: Database, url: str
) -> None:
    office = Office(sqlite_database, clock=Today())
    office.write("a", lasts=-1)
    async with office.open():
        await office.settled()
    code, said = await asyncio.to_thread(examined, capsys, Patient(), database_url=url)
    assert code == 0
    assert "well  messages: 1 message not delivered in the last day: late (1)\n" in said


async def test_troubles_of_the_day_before_yesterday_are_forgotten(
    capsys: pytest.CaptureFixture[str], sqlite_database: Database, url: str
) -> None:
    office = Office(sqlite_database)  # whose clock is years ahead of ours
    office.platform.will["general"] = [Undeliverable("invalid_blocks")]
    office.write("a")
    async with office.open():
        await office.settled()
    later = office.clock() + timedelta(days=2)
    settings = Settings(discord_token="x", database_url=url)  # type: ignore[arg-type]
    assert await asyncio.to_thread(doctor.examine, settings, (Patient(),), clock=lambda: later) == 0
    assert "not delivered" not in capsys.readouterr().out


def test_questions_of_the_day_that_have_stopped_are_told_however_long_ago(
    capsys: pytest.CaptureFixture[str], sqlite_database: Database, url: str
) -> None:
    room = Room(sqlite_database)
    for channel, problem in (
        ("closed", Undeliverable("not_in_channel", forbidden=True)),
        ("shut", Undeliverable("not_in_channel", forbidden=True)),
        ("gone", Undeliverable("channel_not_found", gone=True)),
        ("well", None),
    ):
        room.person("ana", channel=channel, admin=True).types("daily set 09:00 UTC every day")
        if problem:
            room.sender.refuses[channel] = problem
    room.forward(days=9)
    code = doctor.examine(Settings(discord_token="x", database_url=url), [Patient()], clock=room.clock)
    said = capsys.readouterr().out
    assert (
        "well  questions of the day that have stopped: 2 may not be posted in their channel,"
        " 1 have no channel any more\n" in said
    )
    assert (
        "Whoever looks after them was told what to do, and resumes them; the log of askq run says where nobody" in said
    )
    assert code == 0


def test_a_finding_that_is_not_well_comes_with_advice_and_a_code(capsys: pytest.CaptureFixture[str], url: str) -> None:
    code, said = examined(
        capsys, Patient(findings=[Finding("a scope is missing", False, "Install again.")]), database_url=url
    )
    assert code == 1
    assert "NOT WELL  paper: a scope is missing\n          Install again." in said


def test_a_platform_that_cannot_be_asked_does_not_stop_the_others(capsys: pytest.CaptureFixture[str], url: str) -> None:
    code, said = examined(capsys, Patient("rock", error=OSError("xoxb-secret")), Patient(), database_url=url)
    assert code == 1
    assert "NOT WELL  rock: the platform could not be asked (OSError)" in said
    assert "well  paper: the token works" in said
    assert "xoxb-secret" not in said


def test_without_a_token_it_says_where_to_read_on(capsys: pytest.CaptureFixture[str], url: str) -> None:
    code, said = examined(capsys, Patient(), database_url=url, discord_token=None)
    assert code == 1
    assert "NOT WELL  fronts: no token is set" in said
    assert "askq play" in said


def test_a_database_that_is_not_there_yet_is_well_and_not_made_by_looking(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "new.db"
    code, said = examined(capsys, Patient(), database_url=f"sqlite:///{file}")
    assert code == 0
    assert f"well  database: there is no database yet at {file}; askq run makes it" in said
    assert not file.exists()


def test_a_database_of_a_newer_askq_is_not_well(
    capsys: pytest.CaptureFixture[str], sqlite_database: Database, url: str
) -> None:
    with sqlite_database.write() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    code, said = examined(capsys, Patient(), database_url=url)
    assert code == 1
    assert "NOT WELL  database: its tables are at version 9999, unknown to this askq\n" in said
    assert "made by a newer askq" in said


def test_a_database_without_tables_is_no_trouble_yet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "new.db").touch()
    code, said = examined(capsys, Patient(), database_url=f"sqlite:///{tmp_path / 'new.db'}")
    assert code == 0
    assert "well  database: its tables are at version none" in said


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/askq.db", "postgresql://ana:s3cret@127.0.0.1:1/askq"])
def test_a_database_that_cannot_be_used_is_not_well(capsys: pytest.CaptureFixture[str], url: str) -> None:
    code, said = examined(capsys, Patient(), database_url=url)
    assert code == 1
    assert "NOT WELL  database: " in said
    assert "cannot be used" in said
    assert "s3cret" not in said


def test_a_bank_with_problems_is_not_well(capsys: pytest.CaptureFixture[str], tmp_path: Path, url: str) -> None:
    (tmp_path / "pack.yaml").write_text("id: [\n")
    code, said = examined(capsys, Patient(), database_url=url, content=tmp_path)
    assert code == 1
    assert "NOT WELL  bank: 1 problem, the first:" in said
    assert f"Run: askq content check {tmp_path}" in said

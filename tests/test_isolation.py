"""What happens in one group has no influence on what another sees, not even for the same people in both."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.chat.messages import Answer
from bot.kit.model import Save
from bot.storage.engine import Database
from bot.storage.metadata import metadata
from tests.support.rooms import Room, bank, open_of

OF_ASKQ = {"presence"}
"""Tables about askq itself, which hold no group's data."""

Step = tuple[str, str, bool, str]
"""Who (their channel, whether an admin) does what."""

DOINGS = st.sampled_from(
    [
        *("says " + line for line in ("", "culture", "team", "pay", "here", "here pay", "culture.one", "why", "four")),
        *("says " + line for line in ("saved", "settings me", "settings group", "settings organisers <@ben>")),
        *("says " + line for line in ("settings organisers", "topics", "truth of five")),
        *("presses " + label for label in ("Save", "Another", "Share", "Why ask it", "Company", "Later", "My list")),
        *("picks " + where for where in ("Level|A senior", "Who may share|Organisers", "Take one out …|1.")),
        *("saves small:" + id for id in ("culture.one", "pay.six")),
        "fills",
        "joins",
        "repeats",
    ]
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["ana", "ben"]), st.sampled_from(["general", "random"]), st.booleans(), DOINGS),
    min_size=12,
    max_size=40,
)


def play(room: Room, group: str, steps: Sequence[Step]) -> Iterator[Answer | None]:
    """Do the steps one by one; what cannot be done, because nobody sees such a button, is left out."""
    people = {}
    for who, channel, admin, doing in steps:
        someone = people.setdefault((who, channel), room.person(who, group=group, channel=channel))
        someone.admin = admin
        action, _, what = doing.partition(" ")
        try:
            match action:
                case "says":
                    yield someone.types(what).answer
                case "presses":
                    yield someone.presses(what).answer
                case "saves":
                    yield someone.presses_ref(Save(what)).answer
                case "picks":
                    yield someone.picks(*what.split("|")).answer
                case "fills":
                    yield someone.fills(company=f"{who} & Co", wording=f"{who} asks").answer
                case "joins":
                    yield someone.adds_askq().answer
                case "repeats":
                    yield someone.again().answer
        except AssertionError:
            yield None


@contextmanager
def fresh(template: Path) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{shutil.copy(template, folder)}")
        try:
            yield database
        finally:
            database.close()


@settings(
    max_examples=60,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shortening a story of two groups takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ours=STEPS, theirs=STEPS, order=st.randoms(use_true_random=False))
def test_a_group_sees_the_same_whether_or_not_there_is_another(migrated_file: Path, ours, theirs, order) -> None:
    """Both use the same names, channels and receipts, on one database; chance is seeded alike in each."""
    with fresh(migrated_file) as database:
        alone = list(play(Room(database), "play:one", ours))
    with fresh(migrated_file) as database:
        first, second = play(Room(database), "play:one", ours), play(Room(database), "play:two", theirs)
        turns = [first] * len(ours) + [second] * len(theirs)
        order.shuffle(turns)
        together = [answer for turn in turns for answer in [next(turn)] if turn is first]
    assert together == alone


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Everything that is sent to the database."""
    sent: list[str] = []

    def note(connection, cursor, statement: str, parameters, context, executemany) -> None:
        sent.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(database.engine, "before_cursor_execute", note)


def test_every_statement_names_the_group(database: Database, statements: list[str]) -> None:
    talk = (open_of(f"talk.{name}") for name in ("one", "two", "three"))
    asks = ("culture.one", "culture.two", "culture.three", "team.four", "team.five", "pay.six")
    room = Room(database, bank=bank(*asks, *talk))
    boss = room.person("boss", admin=True)
    boss.adds_askq()
    for line in ("", "pay", "pay", "here pay", "culture.one", "why", "four", "settings organisers <@ana>"):
        boss.types(line)
    boss.types("settings organisers <@ana>")
    for label in ("Save", "Make it yours"):
        boss.types("culture.one")
        boss.presses("Save")
        if label == "Make it yours":
            boss.presses(label)
            boss.fills(wording="Mine")
    boss.types("saved")
    boss.picks("Take one out …", "1.")
    boss.types("settings group")
    boss.picks("Who may share", "Organisers only")
    boss.presses("Save")
    boss.types("settings me")
    boss.presses("Save")
    boss.again()
    for line in ("daily set 09:00 UTC", "daily queue pay.six", "daily skip", "daily now"):
        boss.types(line)
    handled = len(statements)
    room.delivers()  # the ledger is worked off for all groups, by the rows' own ids
    del statements[handled:]
    boss.presses("Answer")
    boss.fills(answer="The truth", show="no")
    boss.types("daily show")
    boss.types("quiz start 3 talk")
    for label in ("Start", "More", "Scores", "Answer"):
        _delivered(room, statements)
        boss.presses(label)
    boss.fills(answer="My answer")
    _delivered(room, statements, minutes=2, seconds=31)
    for label in ("Read and mark", "1", "Done"):
        boss.presses(label)
    _delivered(room, statements)
    boss.presses("What I missed")
    boss.presses("Report")
    boss.fills(text="It is wrong")
    for line in ("quiz reports", "quiz pause", "quiz resume", "quiz leave", "quiz scores"):
        boss.types(line)
        _delivered(room, statements)

    boss.types("practice <@ana> reverse")
    _delivered(room, statements)
    partner = room.person("ana", group="play:dm:ana", channel="")
    for label in ("Accept", "Start", "Finish", "1", "Give it"):
        partner.presses(label)
    for line in ("practice match weekly mon 10:00 UTC", "practice match join", "practice match now", "practice show"):
        boss.types(line)
    room.person("cleo").types("practice match join")
    boss.types("practice match off")
    _delivered(room, statements)

    boss.types("challenge <@ana>")
    _delivered(room, statements)
    for label in ("Accept", "Play", "A", "A"):
        partner.presses(label)
    boss.types("challenge")
    boss.presses("Play")
    _delivered(room, statements, days=3)
    for label in ("What I missed", "Rematch", "Take it back"):
        boss.presses(label)

    reached = set()
    for statement in statements:
        named = [table for table in metadata.tables.keys() - OF_ASKQ if re.search(rf"\b{table}\b", statement)]
        reached |= {(statement.split()[0], table) for table in named}
        if statement.startswith("INSERT"):
            assert '("group", ' in statement, statement
        elif named:
            assert re.search(r'"group" = ', statement.partition("WHERE")[2]), statement
    for table in metadata.tables.keys() - OF_ASKQ:
        assert ("INSERT", table) in reached, f"the test never wrote to {table}"


def _delivered(room: Room, statements: list[str], **delta: float) -> None:
    """What is due is worked off for all groups; only what handlers say is looked at."""
    handled = len(statements)
    room.forward(**delta)
    del statements[handled:]


def test_housekeeping_is_the_one_thing_that_goes_across_groups(database: Database, statements: list[str]) -> None:
    Room(database).app.tidy()
    deleted = [statement for statement in statements if statement.startswith("DELETE")]
    tables = {statement.split()[2] for statement in deleted} - {"pgqueuer_log"}
    assert tables == {"receipts", "drafts", "deliveries", "audit", "daily_days", "daily_answers", "presence"} | {
        *("quizzes", "quiz_rounds", "quiz_players", "quiz_answers", "quiz_marks", "quiz_reports"),
        *("practices", "practice_members", "practice_turns", "practice_feedback"),
        *("challenges", "challenge_answers"),
    }
    for statement in deleted:
        assert re.search(r"\b(at|settled|created|until) < ", statement), f"not only what is old: {statement}"

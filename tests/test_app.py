"""The one door: every kind of event gets a sensible answer, and every failure becomes a screen."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import replace
from itertools import count
from typing import Annotated

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import App
from bot.chat.command import Arg, Feature
from bot.chat.elements import text, view
from bot.chat.messages import Answer, Replace, Reply, Said, Spelling, Suggest
from bot.chat.refs import known_refs
from bot.context import Context
from bot.errors import Refusal
from bot.kit import store as kit
from bot.kit.model import MakeItYours, Save
from bot.storage.engine import Database
from tests.support.rooms import SMALL, Room, Seen

SECRET = "my boss is called Rumpelstiltskin"


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


def breaking(room: Room, error: Exception) -> None:
    """Let the command `guide` save something for the person and then fail."""
    feature = Feature("broken")

    @feature.command("guide", tree="bank guide", summary="Fails")
    def guide(ctx: Context, rest: Annotated[str, Arg("Anything")] = "") -> Answer:
        kit.add(ctx.db, ctx.group, ctx.person.key, "small:culture.one", ctx.now)
        raise error

    room.app.catalogue.commands["guide"] = feature.commands[0]


def saved(room: Room) -> int:
    with room.app.database.read() as db:
        return db.scalar(sa.select(sa.func.count()).select_from(kit.saved)) or 0


def test_a_line_that_names_a_command_runs_it(room: Room) -> None:
    assert room.person("ana").types("topics").text.startswith("Topics")


def test_a_pasted_call_is_the_command(room: Room) -> None:
    assert room.person("ana").types("/askq topics").text.startswith("Topics")


def test_named_arguments_reach_the_command(room: Room) -> None:
    assert "Four for the team" in room.person("ana", spelling=Spelling.TREE).calls("four", stage="team").text


def test_a_named_argument_that_does_not_fit_is_refused(room: Room) -> None:
    seen = room.person("ana").calls("four", stage="nobody")
    assert "stage is one of" in seen.text


def test_a_command_this_version_does_not_have_is_from_an_older_one(room: Room) -> None:
    assert "older version" in room.person("ana").calls("fax").text


def test_a_button_of_another_version_is_from_an_older_one(room: Room) -> None:
    for ref in ("", "nonsense", "0|look|small:culture.one|why", "1|gone|x", "1|look|small:culture.one|nonsense"):
        assert "older version" in room.person("ana").presses_ref(ref).text


def test_pressing_what_can_only_be_submitted_or_the_reverse_is_from_an_older_version(room: Room) -> None:
    assert "older version" in room.person("ana").submits(Save("small:culture.one")).text


def test_completion_suggests_at_most_twenty_five(room: Room) -> None:
    seen = room.person("ana").completes("why", "question", "")
    assert seen.values == list(SMALL.questions)
    assert len(room.person("ana").completes("", "topic", "c").values) <= 25


@pytest.mark.parametrize(("command", "argument"), [("fax", "x"), ("why", "x"), ("four", "stage")])
def test_completion_of_what_has_none_suggests_nothing(room: Room, command: str, argument: str) -> None:
    assert room.person("ana").completes(command, argument, "a").answer == Suggest(())


def test_completion_leaves_no_trace(room: Room) -> None:
    room.person("ana").completes("why", "question", "culture")
    with room.app.database.read() as db:
        assert db.scalar(sa.text("SELECT count(*) FROM receipts")) == 0


def test_being_added_is_greeted_for_all_and_being_addressed_is_answered_in_private(room: Room) -> None:
    ana = room.person("ana")
    assert ana.adds_askq().answer is None
    room.delivers()
    assert "Hello, I am askq" in room.person("ben").screen()[0]
    addressed = ana.mentions_askq()
    assert addressed.text.startswith("I answer to commands")
    assert not addressed.public


def test_a_repeated_event_gets_the_same_answer(room: Room) -> None:
    ana = room.person("ana")
    first = ana.types("culture")
    assert [ana.again() for _ in range(3)] == [first] * 3


def test_a_repeated_event_changes_nothing(room: Room) -> None:
    ana = room.person("ana")
    ana.types("culture")
    ana.presses("Save")
    remembered = ana.last
    assert remembered is not None
    ana.types("saved")
    ana.picks("Take one out …", "1.")
    assert room.app.handle(remembered) is not None
    assert saved(room) == 0


def test_a_public_answer_is_not_said_again(room: Room) -> None:
    ana = room.person("ana")
    assert ana.types("here culture").public
    assert ana.again().answer is None


def test_a_refusal_stays_one_when_the_event_is_repeated(room: Room) -> None:
    """Else a late repeat would do what the person has long given up."""
    ana = room.person("ana")
    ana.types("here culture.one")
    refused = ana.types("here culture.one")
    room.clock.forward(hours=1)
    assert ana.again() == refused
    assert "a moment ago" in refused.text


def test_nothing_is_said_twice_after_a_restart(room: Room) -> None:
    ana = room.person("ana")
    ana.types("here culture")
    assert ana.via(room.restarted()).again().answer is None


def test_what_everyone_sees_does_not_change_because_one_person_pressed(room: Room) -> None:
    ana, ben = room.person("ana"), room.person("ben")
    ana.types("here culture.one")
    seen = ben.presses("Why ask it")
    assert isinstance(seen.answer, Reply)
    assert not seen.public
    assert "What asking does for you" not in "".join(ana.screen())


def test_a_handler_that_replaces_a_public_message_answers_in_private_instead(room: Room) -> None:
    ana = room.person("ana")
    on_private = ana.presses_ref("1|four|", private=True)
    on_public = ana.presses_ref("1|four|", private=False)
    assert isinstance(on_private.answer, Replace)
    assert isinstance(on_public.answer, Reply)
    assert not on_public.public


def test_a_refusal_is_shown_and_undoes_what_was_begun(room: Room) -> None:
    breaking(room, Refusal("Not on a Sunday."))
    assert room.person("ana").types("guide").text == "Not on a Sunday."
    assert saved(room) == 0


def test_a_crash_is_an_incident_with_a_name_and_changes_nothing(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    breaking(room, ZeroDivisionError(SECRET))
    seen = room.person("ana").types(f"guide {SECRET}")
    assert "incident 1id1" in seen.text
    assert "nothing was changed" in seen.text
    assert saved(room) == 0
    (record,) = [record for record in caplog.records if record.name == "bot.app"]
    assert "incident 1id1: ZeroDivisionError" in record.getMessage()
    assert "raise error" in record.getMessage(), "where it happened is told"


def test_after_a_crash_the_repeated_event_is_tried_again(room: Room) -> None:
    working = room.app.catalogue.commands["guide"]
    breaking(room, ZeroDivisionError())
    ana = room.person("ana")
    ana.types("guide")
    room.app.catalogue.commands["guide"] = working
    assert ana.again().text.startswith("How to ask")


def database_error(error: Exception) -> sa.exc.OperationalError:
    return sa.exc.OperationalError("INSERT INTO saved VALUES (?)", (SECRET,), error, hide_parameters=True)


@pytest.mark.parametrize(
    "error", [database_error(sqlite3.OperationalError("database is locked")), sa.exc.TimeoutError("no connection")]
)
def test_a_database_that_does_not_answer_is_busy(
    room: Room, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    breaking(room, error)
    assert "busy just now" in room.person("ana").types("guide").text
    assert saved(room) == 0
    assert "the database did not answer" in caplog.text


def test_a_server_that_is_away_is_busy_whatever_is_asked() -> None:
    room = Room(Database("postgresql://nobody@127.0.0.1:1/askq"))
    ana = room.person("ana")
    assert "busy just now" in ana.types("culture").text
    assert "busy just now" in ana.presses_ref("1|one|").text
    assert ana.mentions_askq().answer is not None


@pytest.mark.parametrize("error", [ValueError(SECRET), database_error(sqlite3.OperationalError("locked"))])
def test_no_word_that_a_person_typed_is_logged(room: Room, error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ana = room.person("ana")
    ana.types(SECRET)
    ana.presses_ref(MakeItYours("small:culture.one"))
    ana.fills(wording=SECRET)
    breaking(room, error)
    ana.types(f"guide {SECRET}")
    assert SECRET not in caplog.text
    assert "Rumpelstiltskin" not in caplog.text


def test_a_failure_to_store_logs_no_word_either(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    with room.app.database.write() as db:
        db.execute(sa.text("DROP TABLE saved"))
    ana = room.person("ana")
    ana.submits(MakeItYours("small:culture.one"), wording=SECRET)
    assert "no such table" in caplog.text
    assert "Rumpelstiltskin" not in caplog.text


def test_whether_the_answer_is_public_is_known_as_far_as_it_is_declared(room: Room) -> None:
    feature = Feature("loud")

    @feature.command("daily", tree="daily now", summary="For all", public=True)
    def daily(ctx: Context) -> Answer:
        return Reply(view(text("Hear!")), public=True)

    room.app.catalogue.commands["daily"] = feature.commands[0]
    ana = room.person("ana")
    loud, quiet = ana.types("daily"), ana.types("topics")
    assert (loud.public, quiet.public) == (True, False)
    for line, public in (
        ("daily", True),
        ("daily nonsense", False),
        ("here culture", True),
        ("culture", False),
        ("", False),
    ):
        assert room.app.public(Said(**ana._event(), line=line)) is public
    ana.calls("daily")
    assert ana.last is not None
    assert room.app.public(ana.last)
    ana.calls("fax")
    assert not room.app.public(ana.last)
    ana.presses_ref("1|topics")
    assert not room.app.public(ana.last)


def no_incident(seen: Seen) -> None:
    assert seen.answer is not None
    assert "incident" not in seen.text


WORDS = "here why four saved help settings me group organisers <@ben> culture team 9".split()
ARGUMENTS = ["", *"small:culture.one me group level sharing company why y 1 -5 nonsense 99999999999999999999".split()]
RECEIPTS = count(1)
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=100, suppress_health_check=QUIET)
@given(line=st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map(" ".join)))
def test_no_line_is_an_incident(room: Room, line: str) -> None:
    no_incident(room.person("ana", admin=True).types(line))


@settings(max_examples=150, suppress_health_check=QUIET)
@given(data=st.data(), values=st.lists(st.text(max_size=10), max_size=2), private=st.booleans())
def test_no_forged_press_or_form_is_an_incident(
    database: Database, data: st.DataObject, values: list[str], private: bool
) -> None:
    """Identifiers can be read, and by some clients written: whatever arrives gets an answer."""
    room = Room(database)
    room._receipts = RECEIPTS
    meaning = data.draw(st.sampled_from(known_refs()))
    arguments = data.draw(st.lists(st.sampled_from(ARGUMENTS), max_size=2))
    ref = "|".join(["1", meaning.tag, *arguments])
    ana = room.person("ana", admin=True)
    ana.types(data.draw(st.sampled_from(["settings me", "settings group", "culture", "saved"])))
    no_incident(ana.presses_ref(ref, *values, private=private))
    no_incident(ana.submits(ref, wording="".join(values), company="".join(values), sharing="".join(values)))


@settings(max_examples=100, suppress_health_check=QUIET)
@given(locale=st.one_of(st.text(max_size=12), st.sampled_from(["en-GB", "de", "pt-BR", "zh-Hant-TW", "x-klingon", ""])))
def test_whatever_language_a_platform_names_there_is_an_answer(room: Room, locale: str) -> None:
    no_incident(room.person("ana", locale=locale).types("saved"))


def test_an_answer_does_not_depend_on_what_the_process_remembers(room: Room) -> None:
    ana = room.person("ana")
    ana.types("culture.one")
    assert "What asking does for you" in ana.via(room.restarted()).presses("Why ask it").text


def test_the_bot_that_is_built_from_settings_answers(sqlite_database: Database) -> None:
    from bot import bootstrap
    from bot.settings import Settings

    app: App = bootstrap.build(Settings(database_url=str(sqlite_database.engine.url)))
    try:
        event = Said(**Room(sqlite_database).person("ana")._event(), line="culture")
        assert isinstance(app.handle(event), Reply)
        assert isinstance(app.handle(replace(event, receipt="another")), Reply)
        assert bootstrap.new_id() != bootstrap.new_id()
        assert bootstrap.utc_now().tzinfo is not None
    finally:
        app.database.close()

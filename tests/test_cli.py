"""The `askq` command: every subcommand, what it prints, and its exit code."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from bot.cli import main
from bot.storage.upgrade import newest_revision

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Away from any `.env`, with a database of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def in_a_process(*argv: str, **more) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    return subprocess.Popen([sys.executable, "-m", "bot", *argv], env=environment, **more)


def test_ask_prints_a_question_with_all_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "ask")
    assert code == 0
    for title in ("Why ask it", "Good signs", "Warning signs", "What to do with the answer"):
        assert title in out


def test_ask_takes_a_topic_an_id_or_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Culture and values · " in said(capsys, "ask", "culture")[1]
    assert said(capsys, "ask", "culture.describe-it")[1].startswith("How would you describe the culture here")
    assert "Culture and values · " in said(capsys, "ask", "describe", "the", "culture", "to", "a", "friend")[1]


def test_ask_alone_gives_a_question_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    assert all("Why ask it" in said(capsys, "ask")[1] for _ in range(4))


@pytest.mark.parametrize(
    ("id", "asked", "told"),
    [
        ("past-work.mistake", "Tell me about a mistake", ["Why they ask it", "A good answer", "A model answer"]),
        ("python-words.finally", "Which keyword begins", ["The answer: finally", "Why it matters"]),
        ("python-objects.two-names", "A list is assigned", ["B  [1, 2, 3]", "The right answer: B", "Why it matters"]),
        ("python-objects.keys", "Which of these can be a key", ["The right answers: A, C, and E"]),
    ],
)
def test_ask_prints_every_kind_with_the_answers_below(
    id: str, asked: str, told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = said(capsys, "ask", id)[1]
    assert out.startswith(asked)
    places = [out.index(each) for each in told]
    assert places == sorted(places)


def test_ask_says_when_it_had_to_search(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "ask", "why", "do", "people", "leave")[2] == "closest to “why do people leave”\n"
    for named in ((), ("culture",), ("culture.describe-it",)):
        assert said(capsys, "ask", *named)[2] == ""


@pytest.mark.parametrize("command", ["saved", "help", "settings me", "Topics"])
def test_ask_says_where_the_commands_of_the_chat_work(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "ask", *command.split())
    assert (code, out) == (1, "")
    assert err.startswith(f"“{command}” works in the chat and in askq play, not here. Topics: your-story, ")


def test_ask_says_what_there_is_when_nothing_fits(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "ask", "zeppelins")
    assert (code, out) == (1, "")
    assert err.startswith("I have no topic and no question for “zeppelins”. Topics: your-story, ")


def test_ask_says_which_topics_a_beginning_may_mean(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "ask", "p")
    assert code == 1
    assert "could mean more than one topic: " in err


def test_ask_needs_no_database(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "ask")
    assert list(elsewhere.iterdir()) == []


def test_a_database_that_is_not_there_yet_is_not_made_by_looking(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = said(capsys, "db", "status")
    assert (code, out) == (0, "There is no database yet at askq.db; askq run makes it.\n")
    assert list(elsewhere.iterdir()) == []


def test_a_database_of_a_newer_askq_is_named_as_such(
    elsewhere: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said(capsys, "db", "upgrade")
    with closing(sqlite3.connect(elsewhere / "askq.db")) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    newer = "The database was made by a newer askq: upgrade this one, or restore a backup.\n"
    code, out, _ = said(capsys, "db", "status")
    assert (code, out.partition("\n")[2]) == (1, newer)
    assert said(capsys, "db", "upgrade") == (1, "", newer)
    monkeypatch.setenv("ASKQ_DISCORD_TOKEN", "x")
    assert said(capsys, "run") == (1, "", newer)


def test_the_database_is_upgraded_and_says_its_version(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newest = newest_revision()
    (elsewhere / "askq.db").touch()
    assert said(capsys, "db", "status")[:2] == (1, f"The database is at version none; this askq needs {newest}.\n")
    assert said(capsys, "db", "upgrade")[:2] == (0, f"The database is at version {newest}.\n")
    assert said(capsys, "db", "status")[:2] == (0, f"The database is at version {newest}; this askq needs {newest}.\n")


@pytest.mark.parametrize("argv", [("db", "status"), ("db", "upgrade")])
def test_a_database_that_cannot_be_used_is_a_sentence(
    argv: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASKQ_DATABASE_URL", "sqlite:////no/such/folder/askq.db")
    assert said(capsys, *argv) == (1, "", "The database cannot be used: unable to open database file\n")


def test_the_bank_that_comes_with_askq_has_no_problems(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "content", "check")
    assert code == 0
    assert out.startswith("All well: ")


def test_problems_of_a_pack_are_printed_a_line_each(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (elsewhere / "pack.yaml").write_text("id: Small\ntitle: Small\n")
    code, out, _ = said(capsys, "content", "check", str(elsewhere))
    assert code == 1
    assert all(line.startswith("pack.yaml:") for line in out.splitlines())
    assert len(out.splitlines()) > 3


def test_asking_from_a_bank_with_problems_prints_them(
    elsewhere: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "pack.yaml").write_text("id: Small\n")
    monkeypatch.setenv("ASKQ_CONTENT", str(elsewhere))
    code, out, err = said(capsys, "ask")
    assert (code, out) == (1, "")
    assert "pack.yaml:1:" in err


def test_the_reference_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "reference")
    assert code == 0
    assert "## `/askq four [recruiter|hiring-manager|team|executive|offer]`" in out


def test_run_without_tokens_says_what_to_set_and_how_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "run")
    assert code == 2
    assert "ASKQ_DISCORD_TOKEN" in err
    assert "askq play" in err


def test_doctor_without_tokens_finds_that(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "doctor")
    assert code == 1
    assert "NOT WELL  fronts: no token is set" in out


@pytest.mark.parametrize("front", ["slack", "discord"])
def test_a_manifest_is_printed_for_each_platform(front: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "manifest", front)
    assert code == 0
    assert "askq" in out


def test_a_manifest_of_no_platform_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "manifest", "fax") == (
        2,
        "",
        "There is no front called 'fax'. There are: discord, slack.\n",
    )


def test_play_opens_a_room_and_leaves_no_file(elsewhere: Path) -> None:
    process = in_a_process("play", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate(b"culture\n", timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert b"Why ask it" in out
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("command", ["run", "ask", "doctor", "db status"])
def test_mistakes_in_the_settings_are_printed_without_a_traceback(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASKQ_HTTP_PORT", "http")
    monkeypatch.setenv("ASKQ_LOG_LEVEL", "LOUD")
    code, out, err = said(capsys, *command.split())
    assert (code, out) == (2, "")
    assert err.startswith("askq cannot start with these settings:\n  ASKQ_")
    assert len(err.splitlines()) == 3


@pytest.mark.parametrize("argv", [("fax",), ("manifest",), ("db", "fax")])
def test_a_command_line_that_cannot_be_read_says_how(argv: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(argv)
    assert left.value.code == 2
    assert "usage: askq" in capsys.readouterr().err


@pytest.mark.parametrize(("argv", "follows"), [((), "doctor"), (("db",), "upgrade"), (("content",), "check")])
def test_a_command_line_that_ends_too_early_is_told_what_can_follow(
    argv: tuple[str, ...], follows: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, *argv)
    assert (code, out) == (2, "")
    assert err.startswith("usage: askq")
    assert f"\n    {follows} " in err


def test_help_lists_the_subcommands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    for name in ("play", "ask", "run", "doctor", "manifest", "content", "db", "reference"):
        assert f"\n    {name}" in out


def test_a_reader_that_goes_away_is_left_in_peace() -> None:
    """As in `python -m bot ask culture | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    process = in_a_process("ask", "culture", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


def test_python_m_bot_is_askq() -> None:
    process = in_a_process("ask", "culture", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert "Culture and values" in out.decode()
    (script,) = entry_points(group="console_scripts", name="askq")
    assert script.load() is main


def test_an_interrupted_command_ends_quietly(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.once.question", interrupted)
    assert said(capsys, "ask") == (130, "", "")

"""The room as a whole: read from a file, and at a keyboard."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.terminal.app import converse, front, wants_colour
from adapters.terminal.desk import Desk
from adapters.terminal.filling import Filling
from adapters.terminal.input import Keyboard, Meanwhile
from bot import bootstrap
from bot.app import App
from bot.bootstrap import catalogue
from bot.chat.elements import Form, Line
from bot.errors import ConfigError
from bot.settings import load
from tests.adapters.terminal.conftest import Build
from tests.adapters.terminal.notes import send
from tests.support.rooms import START
from tests.support.views import TRICKY

TRANSCRIPT = Path(__file__).parent / "transcript.txt"

SCRIPT = """\
culture
1
#1.1
4
1
We met last year. \\
What has changed?
four
ben> 1
/as ben
four team
6
6.1

/tick 48h
/lock
/tick 24h
/unlock
/dm hello
/who
99
/foo
/quit
never read
"""


def played(build: Build, script: str) -> str:
    out = io.StringIO()
    code = front.play(
        build,
        stdin=io.StringIO(script),
        stdout=out,
        environ={"TZ": "Europe/Berlin"},
        base=lambda: START,
        session="test",
        people=("ana", "ben"),
    )
    assert code == 0
    return out.getvalue()


def test_a_file_of_lines_becomes_this_transcript(build: Build) -> None:
    """After a wanted change: WRITE_TRANSCRIPT=1 pytest …, and read what changed."""

    def with_news(clock: Callable[[], datetime]) -> App:
        app = build(clock)
        for day in (1, 2, 3):
            send(app, f"News of day {day}.", START + timedelta(days=day, minutes=-30), ping="here" if day == 2 else "")
        return app

    transcript = played(with_news, SCRIPT)
    if os.environ.get("WRITE_TRANSCRIPT"):
        TRANSCRIPT.write_text(transcript, encoding="utf-8")
    assert transcript == TRANSCRIPT.read_text(encoding="utf-8")


def test_the_end_of_the_file_leaves_the_room(build: Build) -> None:
    assert played(build, "culture").endswith("· You leave the room.\n")


def test_a_room_that_is_kept_says_so_and_greets_only_once(build: Build, tmp_path: Path) -> None:
    out = io.StringIO()
    for session in ("one", "two"):
        front.play(build, tmp_path / "history", stdin=io.StringIO(""), stdout=out, environ={}, session=session)
    assert out.getvalue().count("The room is kept.") == 2
    assert out.getvalue().count("Hello, I am askq") == 1


@given(st.lists(st.text(max_size=40) | st.sampled_from((*TRICKY, "culture", "1", "4")), max_size=8))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nonsense_from_a_file_never_ends_in_an_error(build: Build, lines: list[str]) -> None:
    transcript = played(build, "\n".join(lines))
    assert transcript.endswith("· You leave the room.\n")
    assert "Something went wrong" not in transcript


def test_bytes_that_are_no_text_do_not_end_the_room(build: Build) -> None:
    source = io.TextIOWrapper(io.BytesIO(b"\xff\xfe\x00 culture\n/who\n"), encoding="utf-8")
    sink = io.BytesIO()
    out = io.TextIOWrapper(sink, encoding="ascii")
    assert front.play(build, stdin=source, stdout=out, environ={}) == 0
    assert b"Here are ana (organiser) and ben. You are ana." in sink.getvalue()


def test_the_command_plays_a_room_from_a_pipe(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "play"],
        input="culture\n1\n/quit\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "What asking does for you" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("tty", "environ", "colours"),
    [
        (True, {"TERM": "xterm-256color"}, True),
        (True, {}, True),
        (True, {"NO_COLOR": ""}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {"TERM": "xterm-256color"}, False),
    ],
)
def test_colours_are_for_terminals_where_nobody_said_no(tty: bool, environ: Mapping[str, str], colours: bool) -> None:
    class Out(io.StringIO):
        def isatty(self) -> bool:
            return tty

    assert wants_colour(Out(), environ) is colours


def test_a_dumb_terminal_is_prompted_and_not_echoed(build: Build) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    front.play(build, stdin=Terminal("/who\n"), stdout=out, environ={"TERM": "dumb"}, session="test")
    assert "ana> · Here are ana (organiser) and ben." in out.getvalue()
    assert "\x1b" not in out.getvalue()


@pytest.fixture
def keyboard(desk: Desk) -> Iterator[Any]:
    """Type keys into the room; what was printed comes back."""
    with create_pipe_input() as keys:

        def typed(text: str, history: Path | None = None) -> str:
            out = io.StringIO()
            keys.send_text(text)
            converse(desk, Keyboard(lambda _: (), history, input=keys, output=DummyOutput()), out)
            return out.getvalue()

        yield typed


def test_lines_typed_at_the_keyboard_are_done(keyboard: Any) -> None:
    shown = keyboard("culture\r1\r/quit\r")
    assert "(changed)" in shown
    assert shown.endswith("· You leave the room.\n")


def test_control_c_clears_the_line_and_control_d_leaves(keyboard: Any) -> None:
    shown = keyboard("half a line\x03/who\r\x04")
    assert "half a line" not in shown
    assert "Here are ana (organiser) and ben." in shown
    assert shown.endswith("· You leave the room.\n")


def test_control_c_leaves_a_form_and_keeps_nothing_of_it(keyboard: Any, desk: Desk) -> None:
    shown = keyboard("culture\r4\r1\rhalf a line\x03\x04")
    assert "· You leave the form. Nothing was changed." in shown
    assert not desk.room.forms
    assert len(desk.room.messages) == 3  # hello, the question, and what Save made of it


def test_control_c_throws_away_the_fields_already_filled_in(keyboard: Any, desk: Desk) -> None:
    desk.room.forms[desk.room.present.person] = Filling(
        Form("T", "r", (Line("a", "A"), Line("b", "B")), "Keep"), 1, True
    )
    shown = keyboard("kept?\r\x03\x04")
    assert "You leave the form" in shown
    assert not desk.room.forms
    assert len(desk.room.messages) == 1


def test_the_arrow_brings_back_the_last_line_but_nothing_written_into_a_form(keyboard: Any) -> None:
    shown = keyboard("culture\r4\r1\rMy secret wording\r/who\r\x1b[A\x1b[A\r\x04")
    assert shown.count("My secret wording") == 1
    assert "Press" not in shown


def test_history_is_kept_in_its_file(keyboard: Any, tmp_path: Path) -> None:
    file = tmp_path / "room.history"
    keyboard("culture\r\x04", file)
    assert "culture" in file.read_text(encoding="utf-8")


def test_what_falls_due_while_somebody_types_appears_above_their_line(desk: Desk) -> None:
    send(desk.app, "Good morning", START + timedelta(hours=1))
    out = io.StringIO()
    with create_pipe_input() as keys:

        def look() -> bool:
            desk.postman.clock.advance_to(START + timedelta(hours=1))
            return desk.look()

        def show() -> None:
            out.write("\n".join(desk.news(dated=True)))
            keys.send_text("ture\r\x04")

        keys.send_text("cul")
        converse(desk, Keyboard(lambda _: (), None, Meanwhile(look, show, 0), input=keys, output=DummyOutput()), out)
    shown = out.getvalue()
    assert "· Tue 4 Mar, 10:30\n\n#2 askq\n   Good morning\n" in shown
    assert "#3 askq (only ana sees)" in shown.partition("Good morning")[2]


async def test_the_front_asks_for_no_token_and_is_nothing_to_run(build: Build) -> None:
    settings = load(_env_file=None)
    assert not front.configured(settings)
    assert "askq play" in front.manifest(bootstrap.catalogue(), settings)
    assert all(finding.well for finding in await front.checkup(catalogue(), settings))
    with pytest.raises(ConfigError, match="askq play"):
        await front.run(build(lambda: START), settings, lambda _: None)

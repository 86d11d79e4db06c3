"""Code out of a question runs by itself, for a while, and tells what it printed."""

from __future__ import annotations

import pytest

from bot.bank import running
from bot.bank.running import TOO_LONG, mistake, outcomes


@pytest.mark.parametrize(
    ("program", "shown"),
    [
        ("print(1)\nprint('a  b')", "1 a b"),
        ("print('before')\n[][0]", "before IndexError"),
        ("print('ü文')", "ü文"),
        ("import os\nprint(dict(os.environ).get('ASKQ_SLACK_BOT_TOKEN'))", "None"),
        ("try:\n    import pydantic\nexcept ImportError:\n    print('alone')", "alone"),
        ("def f(x=[]):\n    x.append(1)\n    return x\nf()\nprint(f())", "[1, 1]"),
        ("print(__name__)", "__main__"),
    ],
)
def test_a_program_tells_what_it_printed_and_what_ended_it(
    program: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASKQ_SLACK_BOT_TOKEN", "secret")
    assert list(outcomes([program])) == [shown]


def test_programs_do_not_meet_each_other() -> None:
    assert list(outcomes(["x = 1\nprint(x)", "print('x' in globals())"])) == ["1", "False"]


def test_a_program_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 1)
    assert list(outcomes(["while True: pass"])) == [TOO_LONG]


def test_endless_output_fills_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 2)
    (shown,) = outcomes(["while True: print('x' * 1000)"])
    assert len(shown) <= running.MOST_PRINTED


@pytest.mark.parametrize("program", ["print('a'", "return 1", "x = = 2", "\x00", "(" * 5000])
def test_what_python_cannot_read_is_said(program: str) -> None:
    assert mistake(program)


@pytest.mark.parametrize("program", ["await x()", "'a' is 'a'", "raise SystemExit", ""])
def test_what_python_can_read_is_not_run_to_find_that_out(program: str) -> None:
    assert mistake(program) == ""

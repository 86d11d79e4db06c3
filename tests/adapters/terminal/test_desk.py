"""What happens in the room when people type."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wcwidth import width as columns

from adapters.terminal.desk import Desk
from adapters.terminal.inbound import ROOM_COMMANDS
from tests.support.views import TRICKY


def take(desk: Desk, *lines: str) -> str:
    """What came of the last of these lines."""
    printed: list[str] = []
    for line in lines:
        printed = desk.take(line)
    return "\n".join(printed)


@pytest.mark.parametrize("line", ["culture", "askq culture", "/askq culture", "ana> culture"])
def test_a_command_may_be_typed_with_or_without_askq(desk: Desk, line: str) -> None:
    shown = take(desk, line)
    assert "#2 askq (only ana sees)" in shown
    assert "[1] Why ask it" in shown


def test_an_empty_line_does_nothing(desk: Desk) -> None:
    assert desk.take("") == []
    assert desk.take("ben>") == []


def test_a_number_presses_the_button_of_the_message_shown_last(desk: Desk) -> None:
    shown = take(desk, "culture", "1")
    assert "#2 askq (only ana sees) (changed)" in shown
    assert "What asking does for you" in shown


def test_a_press_on_an_older_message_names_it_and_brings_it_to_the_front(desk: Desk) -> None:
    take(desk, "culture", "team")
    assert "#2 askq (only ana sees) (changed)" in take(desk, "#2.1")
    assert "#2 askq (only ana sees) (changed)" in take(desk, "1")


def test_a_list_is_opened_by_its_number_and_an_option_picked_by_both(desk: Desk) -> None:
    opened = take(desk, "topics", "1")
    assert "[1.2] Team" in opened
    assert "Could you tell me about" in take(desk, "1.2")
    assert "[#2.1.2] Team" in take(desk, "#2.1")
    assert "Could you tell me about" in take(desk, "#2.1.2")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("9", "Message #2 has [1] to [6]."),
        ("0", "Message #2 has [1] to [6]."),
        ("1.1", "[1] is no list"),
        ("#99", "You see no message #99."),
        ("#99.1", "You see no message #99."),
        ("cora> 1", "Nobody called cora is here."),
        ("/culture", "There is no /culture in this room"),
        ("/as", "As whom?"),
        ("/as askq", "“askq” is no name"),
        ("/as two words", "“two words” is no name"),
        ("/tick", "How far?"),
        ("/tick 99999d", "How far?"),
    ],
)
def test_what_cannot_be_done_gets_a_sentence(desk: Desk, line: str, sentence: str) -> None:
    take(desk, "culture")
    shown = take(desk, line)
    assert shown.startswith("· ")
    assert sentence in shown


def test_ben_neither_sees_nor_presses_what_only_ana_sees(desk: Desk) -> None:
    take(desk, "culture")
    assert "culture" not in take(desk, "ben> /screen").lower().replace("/askq culture", "")
    assert "You see no message #2." in take(desk, "ben> #2")
    assert "You see no message #2." in take(desk, "ben> #2.1")
    assert "#3 askq (only ben sees)" in take(desk, "ben> 1")


def test_what_ana_shares_everyone_sees_and_presses_for_themselves(desk: Desk) -> None:
    shared = take(desk, "culture", "6")
    assert "#3 askq\n" in shared
    assert "@ana shares a question" in shared
    assert "@ana shares a question" in take(desk, "ben> /screen")
    assert "#4 askq (only ben sees)" in take(desk, "ben> 1")


def test_people_come_in_and_take_turns(desk: Desk) -> None:
    assert desk.prompt == "ana> "
    assert take(desk, "/as Cora") == "· Cora comes in."
    assert desk.prompt == "Cora> "
    assert take(desk, "/as BEN") == ""
    assert desk.prompt == "ben> "
    assert take(desk, "/who") == "· Here are ana (organiser), ben, and Cora. You are ben."


def test_doing_one_thing_as_ben_leaves_ana_at_the_keyboard(desk: Desk) -> None:
    assert "(only ben sees)" in take(desk, "ben> culture")
    assert desk.prompt == "ana> "


def test_a_message_is_shown_again_by_its_number(desk: Desk) -> None:
    first = take(desk, "culture")
    assert take(desk, "team", "#2") == first
    assert "Why ask it" not in take(desk, "1").split("———")[0].partition("[")[2]


def test_the_screen_has_everything_once_and_in_order(desk: Desk) -> None:
    take(desk, "culture", "team", "#2.1")
    screen = take(desk, "/screen")
    assert [line for line in screen.splitlines() if line.startswith("#")] == [
        "#1 askq",
        "#2 askq (only ana sees)",
        "#3 askq (only ana sees)",
    ]
    assert "\n\n\n" not in screen


def test_a_form_asks_and_keeps_what_is_written(desk: Desk) -> None:
    asked = take(desk, "culture", "4", "1")
    assert "Make it yours" in asked
    assert "[I read {fact}." in asked
    assert desk.prompt == "ana | How you will ask it> "
    kept = take(desk, "We met last year. \\", "What changed?")
    assert "#4 askq (only ana sees)" in kept
    assert "We met last year. What changed?" in kept
    assert desk.prompt == "ana> "


def test_numbers_and_slashes_in_a_form_are_its_answer(desk: Desk) -> None:
    take(desk, "culture", "4", "1")
    assert "/askq 2" in take(desk, "/askq 2")


def test_cancel_leaves_a_form_and_changes_nothing(desk: Desk) -> None:
    assert take(desk, "culture", "4", "1", "cancel") == "· You leave the form. Nothing was changed."
    assert desk.prompt == "ana> "
    assert "one question" in take(desk, "saved")


def test_too_long_an_answer_leaves_the_form_open(desk: Desk) -> None:
    assert "at most 300 characters, and that is 301" in take(desk, "culture", "4", "1", "x" * 301)
    assert desk.filling is not None


def test_others_go_on_while_one_person_has_a_form_open(desk: Desk) -> None:
    take(desk, "culture", "4", "1")
    assert "(only ben sees)" in take(desk, "ben> team")
    assert take(desk, "/as ben") == ""
    assert desk.prompt == "ben> "
    assert "How you will ask it" in take(desk, "/as ana")
    assert "My own words" in take(desk, "My own words")


def test_a_mention_is_answered_in_the_room_and_a_direct_message_in_private(desk: Desk) -> None:
    assert "I answer to commands" in take(desk, "@askq hello")
    assert "(only ana sees, direct message)" in take(desk, "/dm hello")
    assert "(only ana sees, direct message)" in take(desk, "/dm /askq here culture")
    assert "direct message" not in take(desk, "ben> /screen")


def test_a_button_in_a_direct_message_acts_there(desk: Desk) -> None:
    shown = take(desk, "/dm /askq culture", "1")
    assert "(only ana sees, direct message) (changed)" in shown
    assert "Share" not in shown


def test_askq_says_hello_once_however_often_it_is_added(desk: Desk) -> None:
    assert take(desk, "/join") == "· askq has nothing new to say to that."
    assert len(desk.room.messages) == 1


def test_a_tick_moves_the_time_that_askq_lives_in(desk: Desk) -> None:
    take(desk, "culture", "6")
    assert "a moment ago" in take(desk, "#2.6")
    assert take(desk, "/tick 24h") == "· It is now Wednesday 5 March 2031, 09:30 UTC."
    assert "shares a question" in take(desk, "#2.6")


def test_quit_ends_the_room(desk: Desk) -> None:
    assert not desk.over
    take(desk, "/quit")
    assert desk.over


def test_names_and_words_cannot_paint_the_terminal(desk: Desk) -> None:
    shown = take(desk, "\x1b[2J\x1b[31mred")
    assert "\x1b" not in shown
    assert "␛[2J␛[31mred" in shown
    assert "\x1b" not in take(desk, "/as \x1b[31mben")


PARTS = st.sampled_from(
    [*TRICKY, *(f"/{word} " for word in ROOM_COMMANDS), "ben> ", "#1", ".1", "7", "@askq ", "/askq "]
)
LINES = st.lists(PARTS | st.text(max_size=30), max_size=5).map("".join)


@given(st.lists(LINES | st.sampled_from(("culture", "1", "2", "4", "1.1", "saved", "settings me")), max_size=12))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_line_whatever_breaks_the_room(desk: Desk, lines: list[str]) -> None:
    for line in lines:
        for printed in [*desk.take(line), desk.prompt]:
            assert columns(printed) <= 80
            assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in printed)
            assert "Something went wrong" not in printed


@pytest.fixture
def in_form(desk: Desk) -> Desk:
    """ana has a form open with one field, about her own wording."""
    take(desk, "culture")
    for line in ("4", "1"):
        desk.take(line)
    assert desk.filling is not None
    return desk


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Acme> hello", "Acme> hello"),
        ("\\/quit", "/quit"),
        ("\\cancel", "cancel"),
        ("\\ben> hello", "ben> hello"),
        ("\\\\ twice", "\\ twice"),
        ("ana> \\/who", "/who"),
    ],
)
def test_a_form_keeps_what_was_typed(in_form: Desk, typed: str, kept: str) -> None:
    shown = take(in_form, typed)
    assert in_form.filling is None
    assert not in_form.over
    assert kept in shown


def test_somebody_known_speaks_and_the_room_answers_while_a_form_is_open(in_form: Desk) -> None:
    assert "askq (only ben sees)" in take(in_form, "ben> culture")
    assert "You are ana." in take(in_form, "/who")
    assert in_form.filling is not None


def test_words_before_an_angle_are_searched_for_where_nobody_is_called_so(desk: Desk) -> None:
    shown = take(desk, "Acme> zeppelins")
    assert "no question for “Acme> zeppelins”" in shown


def test_an_interrupt_outside_a_form_does_nothing(desk: Desk) -> None:
    assert desk.interrupt() == []

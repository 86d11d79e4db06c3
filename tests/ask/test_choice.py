"""Questions to choose from: pressed letters are answered with right or wrong, and why."""

from __future__ import annotations

import pytest

from bot.ask.model import Check, Choose, Look, Mark, Part
from bot.storage.engine import Database
from tests.support.rooms import Room, asks, bank, choice_of, recall_of

BANK = bank(
    choice_of("eggs.one", "The egg", "The hen", "The cock", right="B"),
    choice_of("eggs.all", "Brown", "White", "Square", "Blue", right="ABD"),
    asks("talk.three"),
    recall_of("names.four"),
)


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database, bank=BANK)


def test_it_shows_its_options_as_lines_and_the_letters_as_buttons(room: Room) -> None:
    seen = room.person("ana").types("eggs.one")
    assert "Which one is one?\n\nA  The egg\nB  The hen\nC  The cock\n\nEggs · one answer is right" in seen.text
    assert seen.labels == ["A", "B", "C", "Save", "Another", "Share"]
    assert not seen.public


def test_the_right_letter_is_told_so_with_the_reason(room: Room) -> None:
    ana = room.person("ana")
    ana.types("eggs.one")
    seen = ana.presses("B")
    assert seen.replaced
    assert "That is right: B\n\nB  Because of B in eggs.one.\n\nWhy it matters\nWhy eggs.one matters." in seen.text
    assert "A  The egg" in seen.text, "the question stays in sight"
    assert "Because of A" not in seen.text
    assert seen.labels == ["Save", "Another", "Share"]


def test_a_wrong_letter_is_told_the_right_one_and_both_reasons(room: Room) -> None:
    ana = room.person("ana")
    ana.types("eggs.one")
    seen = ana.presses("C")
    assert "Not quite: you chose C, the right answer is B" in seen.text
    assert "B  Because of B in eggs.one.\n\nC  Because of C in eggs.one.\n\nWhy it matters" in seen.text


def test_an_option_without_a_reason_is_just_wrong(sqlite_database: Database) -> None:
    options = ({"text": "One"}, {"text": "Two", "right": True, "because": "It is."})
    ana = Room(sqlite_database, bank=bank(choice_of("eggs.one", options=options))).person("ana")
    ana.types("eggs.one")
    assert "you chose A, the right answer is B\n\nB  It is." in ana.presses("A").text


def test_nothing_on_a_button_says_which_is_right(room: Room) -> None:
    ana = room.person("ana")
    refs = []
    for id in ("eggs.one", "eggs.all"):
        view = ana.types(id).view
        refs.append([item.ref for element in view.elements for item in getattr(element, "items", ())])
    assert refs[0][:3] == [f"1|choose|small:eggs.one|{n}" for n in range(3)]
    assert refs[1][:4] == [f"1|mark|small:eggs.all|{n}" for n in range(4)]


def test_where_several_are_right_letters_are_marked_and_then_checked(room: Room) -> None:
    ana = room.person("ana")
    assert "mark every right answer, then check" in ana.types("eggs.all").text
    seen = ana.presses("A")
    assert seen.replaced
    assert "A  Brown  (marked)\nB  White\n" in seen.text
    assert seen.labels[:5] == ["A", "B", "C", "D", "Check"]
    ana.presses("D")
    ana.presses("B")
    assert "That is right: A, B, and D" in ana.presses("Check").text


def test_a_mark_is_taken_away_by_pressing_again(room: Room) -> None:
    ana = room.person("ana")
    before = ana.types("eggs.all")
    ana.presses("C")
    seen = ana.presses("C")
    assert seen.text == before.text
    assert "Check" not in seen.labels, "there is nothing to check"


def test_a_wrong_set_is_told_the_right_one_and_every_reason_that_counts(room: Room) -> None:
    ana = room.person("ana")
    ana.types("eggs.all")
    ana.presses("A")
    ana.presses("C")
    seen = ana.presses("Check")
    assert "Not quite: you chose A and C, the right answers are A, B, and D" in seen.text
    assert [line[0] for line in seen.text.splitlines() if "Because of" in line] == ["A", "B", "C", "D"]


def test_of_several_only_one_may_be_right(sqlite_database: Database) -> None:
    ana = Room(sqlite_database, bank=bank(choice_of("eggs.one", select="all"))).person("ana")
    ana.types("eggs.one")
    ana.presses("B")
    assert "you chose B, the right answer is A" in ana.presses("Check").text


def test_a_shared_one_answers_each_who_presses_alone(room: Room) -> None:
    room.person("ana").types("here eggs.one")
    ben, eva = room.person("ben"), room.person("eva")
    assert "@ana shares a question for you: what you answer, only you see" in ben.screen()[-1]
    for who, letter, said in ((ben, "A", "Not quite"), (eva, "B", "That is right")):
        seen = who.presses(letter)
        assert said in seen.text
        assert not seen.public
        assert not seen.replaced
    assert "That is right" not in "".join(ben.screen())
    assert "Not quite" not in "".join(eva.screen())
    assert "Because" not in room.person("zoe").screen()[0]


def test_a_shared_one_of_several_goes_on_alone(room: Room) -> None:
    ana, ben = room.person("ana"), room.person("ben")
    ana.types("eggs.all")
    ana.presses("Share")
    shared = ana.screen()[-1]
    assert not ben.presses("D").replaced
    assert ben.presses("A").replaced, "what ben marks now is his own"
    assert "you chose A and D" in ben.presses("Check").text
    assert ana.screen()[-1] == shared


def test_one_that_was_answered_can_be_saved_shared_and_followed_by_another(room: Room) -> None:
    ana = room.person("ana")
    ana.types("eggs.one")
    ana.presses("A")
    assert ana.presses("Share").public
    assert "Saved: Which one is one?" in ana.presses("Save").text
    assert "Which one is all?" in ana.presses("Another").text


def test_why_shows_the_answer(room: Room) -> None:
    ana = room.person("ana")
    ana.types("eggs.one")
    seen = ana.types("why")
    assert "The right answer: B\n\nA  Because of A" in seen.text
    assert "Why eggs.one matters." in seen.text
    assert seen.labels == ["Save", "Another", "Share"], "what is known is not asked any more"
    assert "The right answers: A, B, and D" in ana.types("why eggs.all").text


def test_code_in_a_question_stays_code(sqlite_database: Database) -> None:
    text = choice_of("eggs.one", "`1`", "`2`", prompt="What is printed?\n\n```python\nprint(1)\n```")
    ana = Room(sqlite_database, bank=bank(text)).person("ana")
    seen = ana.types("eggs.one")
    assert [element.kind for element in seen.view.elements][:3] == ["text", "code", "text"]
    assert "What is printed?\n\nprint(1)\n\nA  1\nB  2" in seen.text


@pytest.mark.parametrize(
    "ref",
    [
        Choose("small:eggs.one", 3),
        Choose("small:eggs.one", -1),
        Choose("small:eggs.all", 0),
        Choose("small:talk.three", 0),
        Choose("small:names.four", 0),
        Mark("small:eggs.one", "0"),
        Mark("small:eggs.all", "4"),
        Mark("small:eggs.all", "10"),
        Mark("small:eggs.all", "00"),
        Mark("small:eggs.all", "x"),
        Mark("small:names.four", "0"),
        Check("small:eggs.all", ""),
        Check("small:eggs.all", "5"),
        Check("small:eggs.one", "1"),
        Look("small:eggs.one", Part.WHY),
        Look("small:eggs.one", Part.MODEL),
    ],
    ids=str,
)
def test_a_press_that_no_button_makes_is_refused(room: Room, ref: Choose | Mark | Check | Look) -> None:
    assert "no longer works" in room.person("ana").presses_ref(ref).text


def test_a_letter_of_a_question_that_left_the_bank_says_so(room: Room) -> None:
    ana = room.person("ana")
    ana.types("eggs.one")
    later = ana.via(room.restarted(bank=bank("talk.three", retired=("eggs.one",))))
    assert "taken out of the bank" in later.presses("B").text

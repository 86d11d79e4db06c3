"""Everyone's own list of questions: saved once, worded for oneself, taken out again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ask.model import Open
from bot.kit import store
from bot.kit.model import MOST, MakeItYours, Save, ShowSaved
from bot.storage.engine import Database
from tests.support.rooms import START, Room, bank, choice_of, recall_of

MANY = bank(*(f"topic.n{number}" for number in range(MOST + 1)))


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


@pytest.fixture
def full(sqlite_database: Database) -> Room:
    """A room where ana's list is full."""
    with sqlite_database.write() as db:
        for number in range(MOST):
            at = START - timedelta(days=1) + timedelta(seconds=number)
            store.add(db, "play:one", "play:ana", f"small:topic.n{number}", at)
    return Room(sqlite_database, bank=MANY)


def test_an_empty_list_says_how_to_fill_it(room: Room) -> None:
    seen = room.person("ana").types("saved")
    assert seen.text == "Your list is empty. Press “Save” below a question to keep it here."
    assert seen.labels == ["Ask me one"]


def test_a_saved_question_stands_in_the_list(room: Room) -> None:
    ana = room.person("ana")
    ana.types("culture.one")
    assert ana.presses("Save").text.startswith("Saved: Could you tell me about one?")
    assert "1. Could you tell me about one?" in ana.presses("My list").text


def test_saving_twice_keeps_one_and_says_so(room: Room) -> None:
    ana = room.person("ana")
    ana.types("culture.one")
    ana.presses("Save")
    again = ana.presses("Save").text
    assert again.startswith("You saved that one before")
    assert again.endswith("one question.")


def test_the_list_is_in_the_order_of_saving(room: Room) -> None:
    ana = room.person("ana")
    for id in ("team.five", "culture.two", "pay.six"):
        room.clock.forward(minutes=1)
        ana.presses_ref(Save(f"small:{id}"))
    text = ana.types("saved").text
    assert "Your list: 3 questions" in text
    assert text.index("about five") < text.index("about two") < text.index("about six")


def test_nobody_else_sees_the_list(room: Room) -> None:
    room.person("ana").presses_ref(Save("small:culture.one"))
    assert "empty" in room.person("ben").types("saved").text
    assert "empty" in room.person("ana", group="play:two").types("saved").text
    assert "one question" in room.person("ana", channel="random").types("saved").text, "it is theirs in all channels"


def test_a_question_can_be_opened_from_the_list(room: Room) -> None:
    ana = room.person("ana")
    ana.presses_ref(Save("small:culture.one"))
    ana.types("saved")
    assert "Culture · " in ana.picks("Open one …", "1.").text


def test_a_question_can_be_taken_out(room: Room) -> None:
    ana = room.person("ana")
    ana.presses_ref(Save("small:culture.one"))
    ana.types("saved")
    assert "Your list is empty" in ana.picks("Take one out …", "1.").text


@pytest.mark.parametrize("value", ["small:not.mine", "", "\x00"])
def test_taking_out_what_is_not_there_changes_nothing(room: Room, value: str) -> None:
    ana = room.person("ana")
    ana.presses_ref(Save("small:culture.one"))
    assert "one question" in ana.presses_ref("1|unsave|1", value).text


def test_one_cannot_take_out_what_someone_else_saved(room: Room) -> None:
    room.person("ana").presses_ref(Save("small:culture.one"))
    room.person("ben").presses_ref("1|unsave", "small:culture.one")
    assert "one question" in room.person("ana").types("saved").text


def test_a_question_that_left_the_bank_stays_in_the_list_as_such(room: Room) -> None:
    ana = room.person("ana")
    ana.presses_ref(Save("small:culture.one"))
    room.clock.forward(minutes=1)
    ana.presses_ref(Save("small:team.four"))
    later = ana.via(room.restarted(bank=bank("team.four", retired=("culture.one",))))
    seen = later.types("saved")
    assert "1. taken out of the bank since you saved it" in seen.text
    assert "2. Could you tell me about four?" in seen.text
    assert "taken out of the bank" in later.picks("Open one …", "1.").text
    assert "Your list: one question" in later.picks("Take one out …", "1.").text


def test_a_long_list_has_pages(full: Room) -> None:
    ana = full.person("ana")
    first = ana.types("saved")
    assert "1. Could you tell me about n0?" in first.text
    assert ("Next" in first.labels, "Previous" in first.labels) == (True, False)
    second = ana.presses("Next")
    assert second.replaced
    assert "11. Could you tell me about n10?" in second.text
    assert "1. Could you tell me about n0?" in ana.presses("Previous").text


@pytest.mark.parametrize(("page", "first"), [(-5, 1), (0, 1), (20, 191), (10**9, 191)])
def test_a_page_that_is_not_there_is_the_nearest(full: Room, page: int, first: int) -> None:
    assert f"{first}. Could" in full.person("ana").presses_ref(ShowSaved(page)).text


def test_a_full_list_takes_no_more(full: Room) -> None:
    ana = full.person("ana")
    assert (
        "Your list is full (200). Take one out with /askq saved first."
        in ana.presses_ref(Save(f"small:topic.n{MOST}")).text
    )
    assert "Your list: 200 questions" in ana.types("saved").text


def test_a_full_list_takes_no_more_by_way_of_a_wording_either(full: Room) -> None:
    ana = full.person("ana")
    assert "full" in ana.submits(MakeItYours(f"small:topic.n{MOST}"), wording="Mine").text
    assert "Your list: 200 questions" in ana.types("saved").text


def test_what_a_full_list_holds_can_still_be_worded_and_saved_again(full: Room) -> None:
    ana = full.person("ana")
    assert "You saved that one before" in ana.presses_ref(Save("small:topic.n3")).text
    assert "Kept." in ana.submits(MakeItYours("small:topic.n3"), wording="Mine").text


def test_a_wording_begins_with_the_authors_proposal_and_stands_in_the_list(room: Room) -> None:
    ana = room.person("ana")
    ana.types("culture.one")
    ana.presses("Save")
    form = ana.presses("Make it yours").form
    assert form.fields[0].value == "I read {fact}. So, culture.one?"
    assert "You wrote that. What now?" in ana.fills(wording="You  wrote\nthat. What now?").text
    assert "— You wrote that. What now?" in ana.types("saved").text


def test_the_form_shows_the_wording_kept_before(room: Room) -> None:
    ana = room.person("ana")
    ana.submits(MakeItYours("small:culture.one"), wording="Mine")
    assert ana.presses_ref(MakeItYours("small:culture.one")).form.fields[0].value == "Mine"


def test_wording_a_question_saves_it(room: Room) -> None:
    ana = room.person("ana")
    ana.submits(MakeItYours("small:culture.one"), wording="Mine")
    assert "Your list: one question" in ana.types("saved").text


def test_saving_again_keeps_the_wording(room: Room) -> None:
    ana = room.person("ana")
    ana.submits(MakeItYours("small:culture.one"), wording="Mine")
    ana.presses_ref(Save("small:culture.one"))
    assert "— Mine" in ana.types("saved").text


@pytest.mark.parametrize("nothing", ["", "  \n ", "\x00"])
def test_an_empty_wording_is_refused_and_nothing_is_kept(room: Room, nothing: str) -> None:
    ana = room.person("ana")
    assert "Nothing was written" in ana.submits(MakeItYours("small:culture.one"), wording=nothing).text
    assert "Your list is empty" in ana.types("saved").text


def test_a_wording_longer_than_the_form_takes_is_clipped(room: Room) -> None:
    ana = room.person("ana")
    ana.submits(MakeItYours("small:culture.one"), wording="x" * 5000)
    assert "x" * 299 + "…" in ana.types("saved").text


def test_what_one_writes_is_never_markup(room: Room) -> None:
    ana = room.person("ana")
    assert (
        "*bold* <!channel> @everyone"
        in ana.submits(MakeItYours("small:culture.one"), wording="*bold* <!channel> @everyone").text
    )


def test_the_form_of_a_question_that_left_the_bank_is_refused(room: Room) -> None:
    ana = room.person("ana")
    for seen in (ana.presses_ref(MakeItYours("small:a.b")), ana.submits(MakeItYours("small:a.b"), wording="Mine")):
        assert "I do not know that question" in seen.text
    assert "Your list is empty" in ana.types("saved").text


def test_saving_from_what_everyone_sees_is_answered_in_private(room: Room) -> None:
    room.person("ana").types("here culture.one")
    ben = room.person("ben")
    assert not ben.presses("Save").public
    assert "Your list: one question" in ben.types("saved").text
    assert not ben.presses_ref(Open("small:culture.one"), private=False).public


def test_the_company_told_in_the_settings_stands_above_the_list(room: Room) -> None:
    ana = room.person("ana")
    ana.presses_ref(Save("small:culture.one"))
    ana.types("settings me")
    ana.presses("Company")
    ana.fills(company="Acme")
    ana.presses("Save")
    assert "For Acme" in ana.types("saved").text


def test_one_of_the_list_can_be_worded_from_there(sqlite_database: Database) -> None:
    ana = Room(sqlite_database).person("ana")
    ana.types("culture.one")
    ana.presses("Save")
    ana.types("saved")
    assert ana.picks("Word one for yourself …", "1.").form is not None


def test_taking_one_out_stays_on_the_page(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(*(f"a.q{n}" for n in range(25))))
    ana = room.person("ana")
    for n in range(25):
        ana.presses_ref(Save(f"small:a.q{n}"))
    ana.types("saved")
    assert "Page 2 of 3" in ana.presses("Next").text
    assert "Page 2 of 3" in ana.picks("Take one out …", "11.").text


MIXED = bank("talk.one", choice_of("eggs.two", prompt=f"Which {'very ' * 50}one?"), recall_of("names.three"))


@pytest.mark.parametrize(("id", "said"), [("eggs.two", "Saved: Which very "), ("names.three", "Saved: What is three")])
def test_questions_of_every_kind_can_be_saved(sqlite_database: Database, id: str, said: str) -> None:
    ana = Room(sqlite_database, bank=MIXED).person("ana")
    ana.types(id)
    seen = ana.presses("Save")
    assert seen.text.startswith(said)
    assert seen.labels == ["My list"], "there is nothing to word for oneself"
    assert ana.presses("My list").labels == ["Open one …", "Take one out …"]


def test_the_list_shows_long_questions_in_part_and_opens_each(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=MIXED)
    ana = room.person("ana")
    for id in ("talk.one", "eggs.two", "names.three"):
        ana.types(id)
        ana.presses("Save")
        room.clock.forward(minutes=1)
    seen = ana.types("saved")
    assert all(len(line) < 200 for line in seen.text.splitlines())
    assert "3. What is three called?" in seen.text
    assert ana.picks("Open one …", "2. Which very very").labels[0] == "A"


def test_only_questions_to_ask_are_worded_for_oneself(sqlite_database: Database) -> None:
    ana = Room(sqlite_database, bank=MIXED).person("ana")
    for id in ("names.three", "talk.one"):
        ana.types(id)
        ana.presses("Save")
    ana.types("saved")
    assert ana.picks("Word one for yourself …", "2. The truth of talk.one").form is not None
    with pytest.raises(AssertionError, match="no option"):
        ana.picks("Word one for yourself …", "1.")
    for seen in (
        ana.presses_ref(MakeItYours("small:names.three")),
        ana.submits(MakeItYours("small:names.three"), wording="Mine"),
    ):
        assert "no longer works" in seen.text

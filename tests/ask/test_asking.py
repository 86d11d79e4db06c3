"""A question at a time: at random, by topic, by id, by words; privately, or shared with everyone."""

from __future__ import annotations

import pytest

from bot.ask.model import AskOne, Look, Open, Part, Share
from bot.chat.messages import Spelling
from bot.storage.engine import Database
from tests.support.rooms import SMALL, Room, asks, bank, shipped


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


def question(seen_text: str) -> str:
    """What was asked, which stands first on its card."""
    return seen_text.partition("\n")[0]


def test_a_bare_command_asks_a_question_and_says_what_else_there_is(room: Room) -> None:
    seen = room.person("ana").types("")
    assert question(seen.text).startswith("Could you tell me about")
    assert "/askq topics" in seen.text
    assert seen.labels == ["Why ask it", "Listen for", "Use the answer", "Save", "Another", "Share"]
    assert not seen.public


def test_commands_are_spelt_as_the_reader_types_them(room: Room) -> None:
    seen = room.person("ana", spelling=Spelling.TREE).calls("")
    assert "/bank topics" in seen.text
    assert "/askq topic:culture" in seen.text


def test_a_topic_gives_one_of_its_questions(room: Room) -> None:
    assert "Culture · " in room.person("ana").types("culture").text


def test_the_beginning_of_a_topic_is_enough(room: Room) -> None:
    assert "Culture · " in room.person("ana").types("cul").text


def test_a_beginning_that_fits_several_topics_asks_which(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank("pay.one", "pay-rises.two"))
    ana = room.person("ana")
    seen = ana.types("p")
    assert "could mean more than one topic" in seen.text
    assert seen.labels == ["Pay", "Pay-Rises"]
    assert "Pay-Rises · " in ana.presses("Pay-Rises").text


def test_an_id_gives_that_question(room: Room) -> None:
    ana = room.person("ana")
    assert question(ana.types("culture.two").text) == "Could you tell me about two?"
    assert ana.types("small:culture.two").text == ana.types("culture.two").text


def test_words_find_questions_best_first(room: Room) -> None:
    ana = room.person("ana")
    seen = ana.types("the truth about five")
    assert seen.text.startswith("Closest to “the truth about five”:\n\n1. Could you tell me about five?")
    assert question(ana.presses("1").text) == "Could you tell me about five?"


def test_words_that_find_nothing_offer_a_way_on(room: Room) -> None:
    seen = room.person("ana").types("zeppelins")
    assert seen.text.startswith("I have no topic and no question for “zeppelins”.")
    assert seen.labels == ["See the topics", "Just ask me one"]


def test_a_misspelt_command_is_guessed(room: Room) -> None:
    assert "Did you mean: /askq topics" in room.person("ana").types("topisc").text


def test_a_line_that_begins_like_a_command_is_a_search_that_offers_the_command(room: Room) -> None:
    seen = room.person("ana").types("four nonsense")
    assert "If you meant the command /askq four: stage is one of" in seen.text


def test_a_long_line_is_quoted_in_part(room: Room) -> None:
    assert len(room.person("ana").types("zeppelin " * 400).text) < 300


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Why ask it", "What asking does for you\nWhat culture.one does for you."),
        ("Listen for", "Good signs\n\n• A good sign"),
        ("Use the answer", "Follow-up questions\n\n• What then?"),
    ],
)
def test_each_button_opens_its_part_in_the_card(room: Room, label: str, said: str) -> None:
    ana = room.person("ana")
    ana.types("culture.one")
    seen = ana.presses(label)
    assert seen.replaced
    assert said in seen.text
    assert label not in seen.labels, "what is open needs no button"


def test_another_gives_one_of_the_same_topic(room: Room) -> None:
    ana = room.person("ana")
    first = ana.types("team")
    second = ana.presses("Another")
    assert "Team · " in second.text
    assert question(second.text) != question(first.text)


def test_topics_lists_them_with_their_numbers_and_asks_about_the_one_picked(room: Room) -> None:
    ana = room.person("ana")
    seen = ana.types("topics")
    assert "Culture: About culture. (3)" in seen.text
    assert "Pay · " in ana.picks("Ask me one about …", "Pay").text


def test_why_explains_the_question_seen_last(room: Room) -> None:
    ana = room.person("ana")
    ana.types("culture.one")
    room.clock.forward(minutes=1)
    ana.types("team.five")
    assert "Why team.five is asked." in ana.types("why").text


def test_why_before_any_question_says_what_to_do(room: Room) -> None:
    assert room.person("ana").types("why").text == "You have not asked for a question yet. Type /askq first."


def test_why_takes_a_question_or_words_from_it(room: Room) -> None:
    ana = room.person("ana")
    assert "Why culture.one is asked." in ana.types("why culture.one").text
    assert "Why team.five is asked." in ana.types("why five").text
    assert "fits several questions" in ana.types("why culture").text


def test_why_of_something_unknown_is_refused_where_arguments_have_names(room: Room) -> None:
    assert "no question like “zeppelins”" in room.person("ana").calls("why", question="zeppelins").text


def test_a_question_taken_out_of_the_bank_is_refused_on_its_old_buttons(room: Room) -> None:
    ana = room.person("ana")
    ana.types("here culture.one")
    ana.types("culture.one")
    later = ana.via(room.restarted(bank=bank("culture.two", retired=("culture.one",))))
    for label in ("Why ask it", "Save", "Share"):
        assert later.presses(label).text == "That question was taken out of the bank. Type /askq for another one."
    for ref in (Look("small:culture.one", Part.USE), Open("small:culture.one")):
        assert "taken out of the bank" in later.presses_ref(ref).text
    assert "I do not know that question" in later.presses_ref(Share("other:a.b")).text


def test_why_after_the_last_question_left_the_bank_asks_for_another(room: Room) -> None:
    ana = room.person("ana")
    ana.types("culture.one")
    assert "You have not asked" in ana.via(room.restarted(bank=bank("team.x"))).types("why").text


def test_another_of_a_topic_that_is_gone_asks_any(room: Room) -> None:
    assert question(room.person("ana").presses_ref(AskOne("gone")).text).startswith("Could you")


@pytest.mark.parametrize("ref", ["1|pick-q", "1|pick-t", "1|pick-s"])
def test_a_select_with_nothing_or_something_forged_picked_is_no_incident(room: Room, ref: str) -> None:
    ana = room.person("ana")
    for values in ((), ("nonsense",), ("small:culture.one", "team")):
        assert "incident" not in ana.presses_ref(ref, *values).text


def test_questions_to_ask_that_come_with_askq_can_be_shown(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=shipped())
    ana = room.person("ana")
    for each in room.app.bank.of_kind("ask")[::7]:
        assert question(ana.types(each.id).text) == each.prompt
        for label in ("Why ask it", "Listen for", "Use the answer"):
            assert ana.presses(label).replaced


def test_a_bank_without_questions_says_so(sqlite_database: Database) -> None:
    from bot.bank.bank import Bank

    assert "the bank is empty" in Room(sqlite_database, bank=Bank([])).person("ana").types("").text


def test_an_ask_of_the_level_told_narrows_what_comes_at_random(sqlite_database: Database) -> None:
    levels = bank(asks("a.any"), asks("a.first", level="first-job"), asks("a.boss", level="manager"))
    room = Room(sqlite_database, bank=levels)
    ana = room.person("ana")
    ana.types("settings me")
    ana.picks("Level", "Managing people")
    ana.presses("Save")
    asked = {question(ana.types("").text) for _ in range(4)}
    assert asked == {"Could you tell me about any?", "Could you tell me about boss?"}
    assert {question(ana.types("a").text) for _ in range(9)} >= {"Could you tell me about first?"}, "a topic is a wish"


def test_a_level_no_question_is_for_narrows_nothing(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(asks("a.boss", level="manager")))
    assert question(room.person("ana").types("").text) == "Could you tell me about boss?"


def test_completion_offers_topics_before_questions(room: Room) -> None:
    ana = room.person("ana")
    assert ana.completes("", "topic", "").values == ["culture", "team", "pay"]
    assert ana.completes("", "topic", "cult").values[0] == "culture"
    assert set(ana.completes("why", "question", "five").values) == {"small:team.five"}
    assert len(SMALL.questions) == len(ana.completes("why", "question", "").values)


def test_why_alone_explains_what_one_shared_last(room: Room) -> None:
    ana = room.person("ana")
    ana.types("team.four")
    room.clock.forward(minutes=1)
    ana.types("here culture.one")
    assert "Why culture.one is asked." in ana.types("why").text
    room.clock.forward(minutes=1)
    ana.types("why pay.six")
    assert "Why pay.six is asked." in ana.types("why").text


def test_why_alone_passes_over_what_left_the_bank(room: Room) -> None:
    ana = room.person("ana")
    ana.types("team.four")
    room.clock.forward(minutes=1)
    ana.types("culture.one")
    later = ana.via(room.restarted(bank=bank("team.four", retired=("culture.one",))))
    assert "Why team.four is asked." in later.types("why").text


def test_an_opened_part_is_closed_by_the_button_in_its_place(room: Room) -> None:
    ana = room.person("ana")
    before = ana.types("culture.one")
    opened = ana.presses("Listen for")
    assert opened.labels == ["Why ask it", "Hide", "Use the answer", "Save", "Another", "Share"]
    assert ana.presses("Hide").text == before.text


def test_the_beginning_of_a_command_says_how_to_go_on(room: Room) -> None:
    ana = room.person("ana")
    for line in ("settings", "help settings"):
        assert "/askq settings me" in ana.types(line).text
        assert "/askq settings group" in ana.types(line).text


def test_halves_of_characters_are_no_incident(room: Room) -> None:
    assert "no question for" in room.person("ana").types("zeppelin \ud800").text


def test_another_topic_in_between_does_not_make_the_last_question_come_back(sqlite_database: Database) -> None:
    for seed in range(8):
        room = Room(sqlite_database, bank=bank("a.one", "a.two", "b.three"), seed=seed)
        ana = room.person(f"ana{seed}")
        ana.types("a")
        room.clock.forward(minutes=1)
        last = question(ana.types("a").text)
        room.clock.forward(minutes=1)
        ana.types("b")
        assert question(ana.types("a").text) != last

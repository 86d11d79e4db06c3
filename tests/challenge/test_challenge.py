"""A challenge between two, from the offer to the rematch."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bank.kinds import ChoiceQuestion
from bot.challenge.model import MOST_OPEN, State
from bot.challenge.refs import Choose, Do, Mark, Missed, What, Write
from bot.storage.engine import Database
from tests.challenge.duel import Duel, answer, begun, duel, plays
from tests.support.rooms import bank, choice_of, shipped


@pytest.fixture
def two(sqlite_database: Database) -> Duel:
    return duel(sqlite_database)


# Asking


def test_the_other_is_asked_privately_and_told_what_it_means(two: Duel) -> None:
    seen = two.ana.types("challenge <@ben> culture")
    assert "is being asked" in seen.text and not seen.public
    two.room.delivers()
    offer = two.ben.screen()[-1]
    assert "challenges you" in offer and "5 questions" in offer
    assert "Culture" in offer and "within 2 days of saying yes" in offer
    assert "The result is posted in" in offer
    assert two.in_channel() == []


@pytest.mark.parametrize(("typed", "hours"), [("", 48), ("24h", 24), ("1h", 1), ("3 days", 72), ("14d", 336)])
def test_the_window_is_as_long_as_was_typed(two: Duel, typed: str, hours: int) -> None:
    two.ana.types(f"challenge <@ben> {typed}")
    assert two.challenge().window == timedelta(hours=hours)


@pytest.mark.parametrize("typed", ["0h", "15d", "500h"])
def test_a_window_out_of_bounds_is_refused(two: Duel, typed: str) -> None:
    assert "from one hour to 14 days" in two.ana.types(f"challenge <@ben> {typed}").text
    assert two.challenges() == []


def test_nobody_challenges_themselves(two: Duel) -> None:
    assert "Nobody loses against themselves" in two.ana.types("challenge <@ana>").text
    assert two.challenges() == []


def test_nobody_challenges_askq(two: Duel) -> None:
    two.ana.types("challenge <@ben>")
    named = replace(two.ana.last, receipt="another", line="challenge <@askq>", own="askq")  # type: ignore[type-var]
    assert "would not be fair" in two.ana.sends(named).text
    assert len(two.challenges()) == 1


def test_a_second_one_between_the_two_shows_the_first(two: Duel) -> None:
    two.ana.types("challenge <@ben> culture")
    two.room.delivers()
    assert "There is a challenge between you and @ben already" in two.ana.types("challenge <@ben>").text
    seen = two.ben_there.types("challenge <@ana>")
    assert "challenges you" in seen.text and "Accept" in seen.labels
    assert len(two.challenges()) == 1


def test_several_people_may_be_challenged_but_not_the_whole_company(two: Duel) -> None:
    for number in range(MOST_OPEN):
        assert "is being asked" in two.ana.types(f"challenge <@p{number}>").text
    assert "challenges open" in two.ana.types("challenge <@ben>").text


def test_an_unknown_topic_is_refused_with_what_may_have_been_meant(two: Duel) -> None:
    assert "Did you mean culture?" in two.ana.types("challenge <@ben> cultur-e").text
    assert two.challenges() == []


def test_too_few_questions_make_no_challenge_and_those_to_talk_about_do_not_count(two: Duel) -> None:
    assert "too few questions" in two.ana.types("challenge <@ben> talk").text
    two.ana.types("challenge <@ben> team")
    assert len(two.challenge().questions) == 3


def test_without_a_name_one_sees_how_things_stand(two: Duel) -> None:
    assert "no challenge open" in two.ana.types("challenge").text
    begun(two)
    seen = two.ana.types("challenge")
    assert "You play against" in seen.text and "Play" in seen.labels
    assert "/askq challenge" in two.ana.types("challenge why people leave").text


# Yes and no


def test_saying_yes_lets_both_play(two: Duel) -> None:
    begun(two)
    assert "Your challenge is on" in two.ana_alone.screen()[-1]
    assert "Question 1 of 5" in two.ana_alone.presses("Play").text
    assert "Question 1 of 5" in two.ben.presses("Play").text


def test_a_no_is_told_kindly_and_to_nobody_else(two: Duel) -> None:
    two.ana.types("challenge <@ben>")
    two.room.delivers()
    assert "That is fine." in two.ben.presses("Decline").text
    two.room.delivers()
    assert "@ben would rather not play this time." in two.ana_alone.screen()[-1]
    assert two.in_channel() == []
    assert two.challenge().state is State.DECLINED


def test_an_offer_without_an_answer_ends_with_the_window(two: Duel) -> None:
    two.ana.types("challenge <@ben> 24h")
    two.room.forward(hours=23)
    assert two.challenge().state is State.OFFERED
    two.room.forward(hours=1, seconds=1)
    assert two.challenge().state is State.EXPIRED
    assert "has not found the time" in two.ana_alone.screen()[-1]
    assert "has run out" in two.ben.presses("Accept").text


def test_an_offer_taken_back_cannot_be_accepted_any_more(two: Duel) -> None:
    two.ana.types("challenge <@ben>")
    two.room.delivers()
    assert "You have taken the challenge to @ben back." in two.ana.presses("Take it back").text
    assert "has taken the challenge back" in two.ben.presses("Accept").text
    assert two.challenge().state is State.WITHDRAWN


def test_what_is_taken_back_before_it_was_sent_is_never_sent(two: Duel) -> None:
    two.ana.types("challenge <@ben>")
    two.ana.presses("Take it back")
    two.room.delivers()
    assert two.ben.screen() == []


def test_once_it_is_on_nobody_takes_it_back(two: Duel) -> None:
    two.ana.types("challenge <@ben>")
    two.room.delivers()
    two.ben.presses("Accept")
    assert "You play against" in two.ana.presses("Take it back").text
    assert two.challenge().state is State.PLAYING


def test_only_the_one_who_was_asked_says_yes_or_no(two: Duel) -> None:
    two.ana.types("challenge <@ben>")
    challenge = two.challenge()
    accept = Do(challenge.group, challenge.id, What.ACCEPT)
    assert "for the other one" in two.ana.presses_ref(accept).text
    assert "between two others" in two.zoe.presses_ref(accept).text
    two.ana.presses_ref(Do(challenge.group, challenge.id, What.DECLINE))
    two.ben.presses_ref(Do(challenge.group, challenge.id, What.WITHDRAW))
    assert two.challenge().state is State.OFFERED


# Playing


def test_each_plays_alone_and_the_result_stands_where_it_was_issued(two: Duel) -> None:
    begun(two)
    plays(two, two.ben, "yyynn")
    assert "You have 3 of 5 right" in two.ben.presses("Play").text
    assert two.in_channel() == []
    plays(two, two.ana_alone, "yyyyn")
    (result,) = two.in_channel()
    assert "@ana wins against @ben, 4 to 3." in result
    assert result.count("both") == 3 and result.count("only ana") == 1 and result.count("neither") == 1


def test_as_many_right_answers_are_a_draw_however_fast(two: Duel) -> None:
    begun(two)
    plays(two, two.ben, "ynyny")
    two.room.forward(hours=30)
    plays(two, two.ana_alone, "yynny")
    assert "A draw: @ana and @ben both have 3 of 5 right." in two.in_channel()[0]


def test_right_answers_are_told_to_nobody_before_both_are_done(two: Duel) -> None:
    begun(two)
    plays(two, two.ben, "nnnnn")
    challenge = two.challenge()
    texts = [question.text for question in challenge.questions if isinstance(question.text, ChoiceQuestion)]
    because = [option.because or "" for text in texts for option in text.options]
    shown = "\n".join([*two.ben.screen(), *two.ana_alone.screen()])
    assert because and not any(each in shown for each in because)
    assert "come with the result" in two.ben.presses_ref(Missed(challenge.group, challenge.id, 1)).text


def test_an_answer_is_final_and_a_double_press_harmless(two: Duel) -> None:
    begun(two)
    first = answer(two, two.ben, right=True)
    assert "Question 2 of 5" in first.text and "Right so far: 1" in first.text
    challenge = two.challenge()
    (right,) = right_of(two, 1)
    again = two.ben.presses_ref(Choose(challenge.group, challenge.id, 1, str(right)))
    assert "Question 2 of 5" in again.text
    other = two.ben.presses_ref(Choose(challenge.group, challenge.id, 1, str((right + 1) % 3)))
    assert "an answer is final" in other.text and "Right so far: 1" in other.text
    assert two.ben.again().answer == other.answer


def right_of(two: Duel, number: int) -> frozenset[int]:
    text = two.challenge().questions[number - 1].text
    assert isinstance(text, ChoiceQuestion)
    return text.right


def test_several_right_options_are_ticked_before_they_are_the_answer(two: Duel) -> None:
    begun(two, "challenge <@ben> several")
    assert "That is my answer" not in two.ben.presses("Play").labels
    letters = ["ABC"[each] for each in sorted(right_of(two, 1))]
    for letter in letters:
        two.ben.presses(letter)
    assert "(marked)" in two.ben.screen()[-1]
    assert "Right so far: 1" in two.ben.presses("That is my answer").text


def test_a_word_is_typed_and_typos_are_forgiven(two: Duel) -> None:
    begun(two, "challenge <@ben> words")
    two.ben.presses("Play")
    two.ben.presses("Answer")
    question = two.challenge().questions[0]
    two.ben.fills(answer=question.text.accepts[0].upper())  # type: ignore[union-attr]
    assert "Right so far: 1" in two.ben.screen()[-1]
    assert two.ben.presses("Answer").form.title == "Your answer"
    assert "nothing in it" in two.ben.fills(answer="  ").text


def test_presses_after_the_window_change_nothing_and_bring_the_result(two: Duel) -> None:
    begun(two)
    plays(two, two.ben, "y")
    two.room.clock.forward(hours=49)
    seen = answer(two, two.ben, right=True)
    assert "The result of a challenge" in seen.text
    two.room.delivers()
    (result,) = two.in_channel()
    assert "@ben wins against @ana, 1 to 0." in result
    assert "The time was up when @ana had answered 0 of 5." in result


def test_whoever_is_not_part_of_it_is_told_kindly(two: Duel) -> None:
    begun(two)
    challenge = two.challenge()
    for ref in (
        Do(challenge.group, challenge.id, What.PLAY),
        Choose(challenge.group, challenge.id, 1, "0"),
        Mark(challenge.group, challenge.id, 1, "0"),
        Write(challenge.group, challenge.id, 1),
        Missed(challenge.group, challenge.id, 1),
        Do(challenge.group, challenge.id, What.REMATCH),
    ):
        assert "between two others" in two.zoe.presses_ref(ref).text


@pytest.mark.parametrize(
    "ref", [Choose("play:one", "gone", 1, "0"), Do("play:two", "x\0", What.PLAY), Missed("play:one", "gone", 1)]
)
def test_buttons_of_what_is_gone_say_so(two: Duel, ref: Choose | Do | Missed) -> None:
    assert "is gone" in two.ben.presses_ref(ref).text


def test_forged_numbers_and_options_are_no_answer(two: Duel) -> None:
    begun(two)
    challenge = two.challenge()
    for ref in (Choose(challenge.group, challenge.id, 1, "9"), Choose(challenge.group, challenge.id, 1, "")):
        assert "no answer" in two.ben.presses_ref(ref).text
    assert "no such question" in two.ben.presses_ref(Choose(challenge.group, challenge.id, 6, "0")).text
    assert "Question 1 of 5" in two.ben.presses_ref(Write(challenge.group, challenge.id, 1)).text


# The end


def test_nobody_played(two: Duel) -> None:
    begun(two)
    two.room.forward(hours=49)
    (result,) = two.in_channel()
    assert "Neither @ana nor @ben has played." in result
    assert "What I missed" not in result


def test_what_one_missed_is_shown_to_oneself_page_by_page_and_can_be_saved(two: Duel) -> None:
    begun(two)
    plays(two, two.ben, "yynny")
    plays(two, two.ana_alone, "yyyyy")
    seen = two.ben_there.presses("What I missed")
    assert not seen.public and "Question 3 of 5" in seen.text
    assert "The right answer" in seen.text and "You chose" in seen.text and "Because of" in seen.text
    assert seen.labels == ["Save", "Next"]
    turned = two.ben_there.presses("Next")
    assert turned.replaced and "Question 4 of 5" in turned.text and turned.labels == ["Save", "Previous"]
    assert "Saved" in two.ben_there.presses("Save").text
    assert "missed nothing" in two.ana.presses("What I missed").text


def test_a_private_one_ends_privately(two: Duel) -> None:
    two.ana.types("challenge <@ben> privately culture")
    two.room.delivers()
    assert "Only the two of you see the result." in two.ben.screen()[-1]
    two.ben.presses("Accept")
    plays(two, two.ben, "yyyyy")
    plays(two, two.ana_alone, "nnnnn")
    assert two.in_channel() == []
    for who in (two.ben, two.ana_alone):
        assert "@ben wins against @ana, 5 to 0." in who.screen()[-1]
    two.ben.presses("What I missed")
    assert "5 to 0" in "\n".join(two.ben.screen())


def test_one_issued_in_direct_messages_is_private(two: Duel) -> None:
    two.ana_alone.types("challenge <@ben> culture")
    two.room.delivers()
    assert "Only the two of you see the result." in two.ben.screen()[-1]
    two.ben.presses("Accept")
    assert "Question 1 of 5" in two.ben.presses("Play").text


def test_a_rematch_turns_the_two_round_and_has_other_questions(two: Duel) -> None:
    begun(two, "challenge <@ben> 24h")
    before = two.challenge()
    plays(two, two.ben, "yyyyy")
    plays(two, two.ana_alone, "nnnnn")
    two.room.clock.forward(minutes=1)
    assert "@ana is being asked" in two.ben_there.presses("Rematch").text
    assert "already" in two.ben_there.presses("Rematch").text
    assert "challenges you" in two.ana.presses("Rematch").text
    two.room.delivers()
    after = two.challenge()
    assert (after.by.person.id, after.to.person.id) == ("ben", "ana")
    assert after.window == before.window and after.channel == before.channel
    assert not {each.id for each in after.questions} & {each.id for each in before.questions}
    assert "challenges you" in two.ana_alone.screen()[-1]


def test_a_small_topic_is_played_again_in_a_rematch(two: Duel) -> None:
    begun(two, "challenge <@ben> team")
    plays(two, two.ben, "yyy")
    plays(two, two.ana_alone, "nny")
    assert "is being asked" in two.ana.presses("Rematch").text


def test_a_running_challenge_does_not_change_when_the_bank_does(two: Duel) -> None:
    begun(two)
    before = two.challenge().questions
    two = two.restarted(bank=bank(choice_of("other.one")))
    plays(two, two.ben, "yyyyy")
    assert two.challenge().questions == before


def test_the_whole_bank_makes_challenges(sqlite_database: Database) -> None:
    two = duel(sqlite_database, shipped())
    for number, topic in enumerate(("culture", "pay", "negotiation", "python dicts")):
        two.ana.types(f"challenge <@p{number}> {topic}")
        assert len(two.challenge().questions) >= 3
    two.ana.types("challenge <@ben>")
    assert len({each.topic for each in two.challenge().questions}) == 5

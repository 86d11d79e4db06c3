"""Questions that are answered, on every front: by a letter, by several, by typing, and aloud."""

from __future__ import annotations

from tests.support.fronts import Stage


async def test_a_letter_is_answered_with_right_or_wrong_and_why(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("python-objects.two-names")
    assert "second.append(3)" in ana.reads()
    await ana.presses("A")
    assert "Not quite: you chose A, the right answer is B" in ana.reads()
    assert "There is one list with two names." in ana.reads()
    await ana.presses("Another")
    assert "[Save]" in ana.reads()


async def test_several_letters_are_marked_and_checked_after_a_restart(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("python-objects.keys")
    await ana.presses("A")
    await ana.presses("C")
    await stage.restart()
    await ana.presses("E")
    await ana.presses("Check")
    assert "That is right: A, C" in ana.reads()


async def test_a_typed_answer_may_hold_a_typo(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("python-words.comprehension")
    await ana.presses("Answer")
    assert ana.form() == "Your answer"
    await ana.fills(answer="List comprehensoin")
    assert "That is right: list comprehension" in ana.reads()
    assert "Also accepted: comprehension" in ana.reads()


async def test_what_someone_answers_to_a_shared_question_nobody_else_sees(stage: Stage) -> None:
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    await ana.types("here python-words.finally")
    await ben.presses("Answer")
    await ben.fills(answer="lastly")
    assert "Not quite: you wrote “lastly”, the answer is finally" in ben.reads()
    assert not any("finally runs" in message for message in ana.screen())
    await ana.types("here timing.out-of-time")
    await ben.presses("C")
    assert "That is right: C" in ben.reads()
    assert not any("That is right" in message for message in ana.screen())


async def test_an_answer_given_aloud_is_compared_part_by_part(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("what-if.angry-customer")
    await ana.presses("What they look for")
    assert "A good answer" in ana.reads()
    await ana.presses("A model answer")
    assert "nobody hears a solution while they are shouting" in ana.reads()
    await ana.presses("Hide")
    assert "nobody hears a solution" not in ana.reads()


async def test_all_topics_of_all_packs_are_listed_in_one_message(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("topics")
    for title in ("Answer the interviewer", "Ask the interviewer", "Interview craft", "Python fundamentals"):
        assert title in ana.reads()
    await ana.picks("Python fundamentals: ask me one about …", "Words to know")
    assert "[Show the answer]" in ana.reads()

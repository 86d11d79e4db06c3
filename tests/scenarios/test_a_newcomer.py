"""A newcomer meets askq, asks, looks at the reasons, keeps a question and shows it to the others."""

from __future__ import annotations

from tests.support.fronts import Seat, Stage

CARD = ("[Why ask it]", "[Listen for]", "[Use the answer]", "[Save]", "[Another]", "[Share]")


def first_line(seat: Seat) -> str:
    return seat.reads().strip().splitlines()[0]


async def test_askq_says_hello_once_and_its_buttons_answer_privately(stage: Stage) -> None:
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    await stage.join()
    assert "Hello, I am askq" in ben.reads()
    await stage.join()
    assert sum("Hello, I am askq" in message for message in ben.screen()) == 1
    await ana.presses("What is this?")
    assert "What is askq?" in ana.reads()
    await ana.presses("Ask me one")
    assert "[Why ask it]" in ana.reads()
    assert "Hello, I am askq" in ben.reads()


async def test_a_topic_gives_a_question_with_all_its_buttons(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("culture")
    shown = ana.reads()
    assert "Culture and values" in shown
    for button in CARD:
        assert button in shown


async def test_the_reasons_open_below_the_question(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("culture")
    question, before = first_line(ana), len(ana.screen())
    await ana.presses("Why ask it")
    assert "What asking does for you" in ana.reads()
    await ana.presses("Listen for")
    assert "Good signs" in ana.reads()
    assert "Warning signs" in ana.reads()
    await ana.presses("Use the answer")
    assert "What to do with the answer" in ana.reads()
    assert "Follow-up questions" in ana.reads()
    assert first_line(ana) == question
    assert len(ana.screen()) == before


async def test_saved_questions_are_in_the_list_once_and_can_be_taken_out(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("team")
    question = first_line(ana)
    await ana.presses("Save")
    assert "Saved" in ana.reads()
    await ana.presses("Save")
    assert "saved that one before" in ana.reads()
    await ana.types("saved")
    assert "Your list: one question" in ana.reads()
    assert question in ana.reads()
    await ana.picks("Take one out", "1.")
    assert "Your list is empty" in ana.reads()


async def test_what_ana_asks_ben_does_not_see_until_she_shares_it(stage: Stage) -> None:
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    await ana.types("culture")
    question = first_line(ana)
    assert not any(question in message for message in ben.screen())
    await ana.presses("Share")
    assert question in ben.reads()
    assert "ana" in ben.reads()
    assert "[Share]" not in ben.reads()
    await ben.presses("Why ask it")
    assert "What asking does for you" in ben.reads()
    assert not any("What asking does for you" in message for message in ana.screen())


async def test_sharing_twice_posts_once(stage: Stage) -> None:
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    await ana.types("culture")
    await ana.presses("Share")
    shared = len(ben.screen())
    await ana.presses("Share")
    assert len(ben.screen()) == shared
    assert "a moment ago" in ana.reads()


async def test_here_posts_for_everyone(stage: Stage) -> None:
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    await ana.types("here culture")
    assert "Culture and values" in ben.reads()


async def test_a_question_is_worded_for_ones_own_interview(stage: Stage) -> None:
    ana = await stage.seat("ana")
    await ana.types("success")
    await ana.presses("Save")
    await ana.presses("Make it yours")
    assert ana.form() == "Make it yours"
    await ana.fills(wording="I read that you <b>doubled</b> *last* year & more. What did it take?")
    assert "I read that you <b>doubled</b> *last* year & more. What did it take?" in ana.reads()
    await ana.types("saved")
    assert "I read that you <b>doubled</b> *last* year & more. What did it take?" in ana.reads()

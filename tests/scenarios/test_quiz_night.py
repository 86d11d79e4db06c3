"""A quiz night on every front: late-comers, a leaver, a double press, a crash in mid-round, a host who vanishes."""

from __future__ import annotations

import re

from bot.bank.kinds import RecallQuestion
from tests.support.fronts import Seat, Stage
from tests.support.rooms import shipped


def read(message: str) -> str:
    """As it reads on every front: people on Discord have their names in capitals here, and the terminal sets labels and
    values in columns."""
    text = re.sub(r"\b(Ana|Ben|Cy)\b", lambda found: found.group().lower(), message)
    return re.sub(r"^(\d+\. \w+|\w+)(?:: +| {2,})", r"\1: ", text, flags=re.MULTILINE)


def about(seat: Seat, words: str) -> list[str]:
    return [read(message) for message in seat.screen() if words in read(message)]


def answer_to(seat: Seat) -> str:
    """What the bank accepts as the answer to the question that is asked."""
    asked = about(seat, "Question 1 of 3")[-1]
    texts = [question.text for question in shipped().of_kind("recall") if question.headline in " ".join(asked.split())]
    return next(text.accepts[0] for text in texts if isinstance(text, RecallQuestion))


async def seats(stage: Stage, *names: str) -> list[Seat]:
    return [await stage.seat(name) for name in names]


async def begun(stage: Stage, line: str = "quiz start 3 culture", *others: str) -> list[Seat]:
    """ana has started it with these others, and the first question is there."""
    ana, *rest = await seats(stage, "ana", *(others or ("ben",)))
    await ana.types(line)
    assert about(ana, "Your quiz is open")
    for other in rest:
        await other.presses("Join")
    await ana.presses("Start")
    return [ana, *rest]


def right(seat: Seat) -> str:
    """The letters of the newest right answer."""
    (letters,) = re.findall(r"The right answers?: ([A-F](?:(?:,| and|, and) [A-F])*)", about(seat, "The answer to")[-1])
    return letters


async def test_a_quiz_night(stage: Stage) -> None:
    ana, ben = await begun(stage)
    for person in (ana, ben):
        assert about(person, "Question 1 of 3")
    await ana.presses("A")
    assert "Kept: A" in ana.reads()
    await stage.repeat_last()
    await ana.presses("A")
    assert not about(ben, "Kept")
    await ben.presses("B")
    await stage.forward(seconds=6)
    assert about(ana, "2 of 2 have answered")

    cy = await stage.seat("cy")  # a late-comer
    await cy.presses("B")
    assert "You are not in this quiz yet." in cy.reads()
    await cy.presses("Join")
    assert "You play from this question on" in cy.reads()
    await cy.presses("B")
    assert "Kept: B" in cy.reads()

    await stage.restart()
    await stage.forward(seconds=45)
    (told,) = about(ana, "The answer to question 1")
    for name, letter in (("ana", "A"), ("ben", "B"), ("cy", "B")):
        assert bool(re.search(rf"Had it: .*\b{name}\b", told)) is (right(ana) == letter)
    assert "The next question comes in 12 seconds." in told

    await ben.types("quiz leave")
    assert "What you had stays yours." in ben.reads()
    while not about(cy, "The quiz is over"):
        if about(cy, "Question 3 of 3") or about(cy, "Question 2 of 3"):
            await cy.presses("A")
        await stage.forward(seconds=45)
    assert about(ana, "ana is silent, so cy looks after the quiz from now on.")
    await cy.presses("What I missed")
    assert "that you missed" in cy.reads() or "You missed nothing" in cy.reads()
    if "that you missed" in cy.reads():
        await cy.presses("Save")
        assert "Saved" in cy.reads()
    assert not about(ana, "that you missed")


async def test_teams_of_uneven_size_play_evenly(stage: Stage) -> None:
    people = await begun(stage, "quiz start teams 3 culture", "ben", "cy")
    assert about(people[0], "Oaks: ") and about(people[0], "Pines: ")
    for person in people:
        await person.presses("A")
    await stage.forward(seconds=31)
    told = about(people[1], "The answer to question 1")[-1]
    points = re.findall(r"\d\. (?:Oaks|Pines): (\d+) points", told)
    assert points == (["10", "10"] if right(people[1]) == "A" else [])
    assert ("Nobody has a point yet." in told) != bool(points)


async def test_a_recall_is_typed_with_a_typo(stage: Stage) -> None:
    ana, ben = await begun(stage, "quiz start 3 words to know")
    answer = answer_to(ana)
    for person, typed in ((ana, f"{answer}{answer[-1]}".upper()), (ben, "xylophone")):
        await person.presses("Answer")
        assert person.form() == "Your answer"
        await person.fills(answer=typed)
        assert f"Kept: {typed}" in person.reads()
    await stage.forward(seconds=45)
    told = about(ben, "The answer to question 1")[-1]
    assert f"The answer: {answer}" in told
    assert "Had it: ana" in told
    assert "xylophone" not in told


async def test_open_answers_are_private_and_then_marked_by_peers(stage: Stage) -> None:
    ana, ben = await begun(stage, "quiz start 3 answer the interviewer")
    for person, words in ((ana, "I *led* a <b>migration</b>"), (ben, "I asked two users & listened")):
        await person.presses("Answer")
        await person.fills(answer=words)
        assert f"Kept: {words}" in person.reads()
    assert not about(ana, "two users")
    await stage.forward(seconds=150)
    await ana.presses("Read and mark")
    assert "I asked two users & listened" in ana.reads()
    assert "ben" not in read(ana.reads())
    await ana.presses("1")
    assert "(it is in it)" in ana.reads()
    await ana.presses("Done")
    assert "Thank you" in ana.reads()
    await ben.presses("Read and mark")
    await ben.presses("Done")
    told = about(ben, "The answer to question 1")[-1]
    assert "What the others found in your answers" in told
    assert re.search(r"ben: (2|2\.5|3|3\.3) points", told)
    assert "A good answer" in told


async def test_five_quizzes_at_once_in_five_channels(stage: Stage) -> None:
    channels = ["general", "one", "two", "three", "four"]
    hosts = [await stage.seat("ana", channel=channel) for channel in channels]
    for host in hosts:
        await host.types("quiz start 3 culture")
        await host.presses("Start")
    for number, host in enumerate(hosts):
        assert len(about(host, "Question 1 of 3")) == 1
        await host.presses("ABAB"[number % 4])
    await stage.forward(seconds=31)
    for host in hosts:
        assert len(about(host, "The answer to question 1")) == 1
    await hosts[2].types("quiz start")
    assert "There is a quiz in this channel" in hosts[2].reads()
    await stage.forward(minutes=4)
    for host in hosts:
        assert len(about(host, "The quiz is over")) == 1


async def test_pause_resume_skip_and_stop(stage: Stage) -> None:
    ana, ben = await begun(stage)
    await ben.presses("B")
    await ana.presses("More")
    await ana.presses("Pause")
    await stage.forward(hours=2)
    assert about(ben, "The quiz is paused.")
    await ana.types("quiz resume")
    await stage.forward(seconds=6)
    assert about(ben, "The quiz goes on.")
    await ana.types("quiz skip")
    assert about(ben, "The answer to question 1")
    await ben.types("quiz stop")
    assert "ana looks after this quiz." in read(ben.reads())
    await ana.presses("More")
    await ana.presses("Stop")
    await ana.presses("Stop it now")
    assert about(ben, "ana has stopped it.")
    assert about(ben, "The quiz is over")


async def test_nobody_answers(stage: Stage) -> None:
    (ana, _ben) = await begun(stage, "quiz start culture")
    await stage.forward(minutes=4)
    assert len(about(ana, "Nobody answered this one.")) == 2
    assert about(ana, "Nobody answered 2 questions in a row")


async def test_a_channel_that_refuses_in_mid_quiz(stage: Stage) -> None:
    ana, ben = await begun(stage)
    await ben.presses("A")
    await stage.refuse("general")
    await stage.forward(seconds=40)
    assert not about(ben, "The answer to question 1")
    await ana.types("quiz scores")
    await stage.allow("general")
    await ana.types("quiz resume")
    await stage.forward(seconds=6)
    assert len(about(ben, "The answer to question 1")) == 1


async def test_last_weeks_buttons_get_a_sentence(stage: Stage) -> None:
    ana, ben = await begun(stage)
    await ben.presses("A")
    await ana.types("quiz stop")
    await stage.restart()
    await stage.forward(days=7)
    await ben.presses("Again")
    assert about(ben, "Your quiz is open")


async def test_a_question_is_reported_and_settled(stage: Stage) -> None:
    boss = await stage.seat("boss", admin=True)
    ana, _ben = await begun(stage)
    await stage.forward(seconds=31)
    await ana.presses("Report")
    assert ana.form() == "Report this question"
    await ana.fills(text="Two answers are right")
    assert "Thank you." in ana.reads()
    await boss.types("quiz reports")
    assert "Two answers are right" in boss.reads()
    await boss.presses("Settled")
    assert "No question has been reported" in boss.reads()

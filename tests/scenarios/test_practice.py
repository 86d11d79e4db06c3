"""Practising together, from the invitation to what each saw in the other, and the match, on every front."""

from __future__ import annotations

from tests.support.discord_front import DiscordStage
from tests.support.fronts import Seat, Stage

# The stage's clock starts on Tuesday, 4 March 2031, at 09:30 UTC.


def about(seat: Seat, words: str) -> list[str]:
    return [message for message in seat.screen() if words in message]


def newest(seat: Seat, words: str) -> str:
    found = about(seat, words)
    assert found, "\n---\n".join(seat.screen())
    return found[-1]


async def test_two_interview_each_other_and_say_what_they_saw(stage: Stage) -> None:
    ana, ben, cleo = [await stage.seat(name) for name in ("ana", "ben", "cleo")]
    await ana.types(f"practice {ben.mention} 10 strengths")
    assert "your invitation to practise" in ana.reads()
    assert "would like to practise an interview with you" in ben.reads()
    await ben.presses("Accept")
    assert "You interview" in ben.reads()
    assert "What to look for" in ben.reads()
    assert "will practise with you." in ana.reads()
    assert "What to look for" not in ana.reads()
    await ana.presses("Start")
    assert "It has begun." in ben.reads()
    await ben.presses("I have asked it")
    assert "You have been asked." in ana.reads()
    await stage.forward(minutes=5)
    assert "Half of the time is over: 5 minutes are left." in ana.reads()
    await stage.forward(minutes=5)
    assert "The time is over." in ben.reads()
    await ben.presses("Swap roles")
    assert "The roles are swapped." in ana.reads()
    assert "What to look for" in ana.reads()
    await ana.presses("Start")
    await stage.forward(minutes=3)
    await ana.presses("Finish")
    assert "What did you see in" in ben.reads()
    for person, line in ((ana, "You took your time."), (ben, "You began *calmly* & <well>")):
        await person.presses("1")
        await person.presses("Write a line")
        assert person.form() == "A line for them"
        await person.fills(line=line)
        assert not about(ana, "calmly")
        await person.presses("Give it")
    assert "You began *calmly* & <well>" in newest(ana, "saw in you")
    assert "You took your time." in newest(ben, "saw in you")
    assert cleo.screen() == []


async def test_the_one_who_asks_has_their_own_questions_and_the_other_somebody_to_play(stage: Stage) -> None:
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    await ana.types("culture.describe-it")
    await ana.presses("Save")
    await ana.types(f"practice {ben.mention} reverse")
    await ben.presses("Accept")
    assert "What you would rather not say" in ben.reads()
    assert "What to listen for in their questions" in ben.reads()
    assert "Questions to ask" in ana.reads()
    assert "Those from your list come first." in ana.reads()
    await ana.presses("Start")
    await ana.picks("Why ask it", "1.")
    assert "Why ask it" in ana.reads()
    await ben.presses("Finish")
    await ben.presses("2")
    await ben.presses("Give it")
    await ana.presses("Rather not")
    assert "Built a question on something that was said" in newest(ana, "saw in you")
    assert "left nothing for you" in newest(ben, "left nothing for you")


async def test_five_people_a_pair_and_a_three_and_one_who_joins_late(stage: Stage) -> None:
    people = [await stage.seat(name, admin=name == "ana") for name in ("ana", "ben", "cleo", "dan", "eva")]
    ana, late = people[0], await stage.seat("finn")
    await ana.types("practice match weekly mon 10:00 Europe/Berlin")
    assert "It is settled." in ana.reads()
    for person in people:
        await person.presses("Join") if person is ana else await person.types("practice match join")
        assert "You are in." in person.reads()
    await stage.forward(days=6)
    for person in people:
        assert len(about(person, "This time you practise with")) == 1
    threes = [person for person in people if " and " in about(person, "This time you practise with")[0].split("\n")[0]]
    assert len(threes) == 3
    assert "These practise together this time" in newest(late, "Practice match")
    await late.presses("Show me mine")
    assert "You are not in the match." in late.reads()
    await late.types("practice match join")
    assert "You are in." in late.reads()


async def test_one_who_waits_and_one_who_does_not_come(stage: Stage) -> None:
    ana, ben, cleo = [await stage.seat(name, admin=name == "ana") for name in ("ana", "ben", "cleo")]
    await ana.types("practice match join")
    await ana.types("practice match now")
    assert "there is nobody free for you just now, so you wait" in newest(ana, "so you wait")
    assert "waits for somebody" in newest(ben, "Practice match")
    await ben.types("practice match join")
    assert "somebody was waiting already" in ben.reads()
    assert "This time you practise with" in ana.reads()
    await stage.forward(days=1)
    assert "Did you meet?" in ana.reads()
    public = len(cleo.screen())
    await ana.presses("They did not come")
    assert "I am sorry that you waited in vain." in newest(ana, "waited in vain")
    assert "That happens to everybody, and stays between you." in ben.reads()
    assert len(cleo.screen()) == public
    await cleo.types("practice match join")
    assert "somebody was waiting already" in cleo.reads()
    assert len(about(ana, "This time you practise with")) == 2


async def test_nothing_is_lost_though_it_restarts_between_all_steps(stage: Stage) -> None:
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    await ana.types(f"practice {ben.mention} 10 strengths")
    for person, press in (
        *((ben, "Accept"), (ana, "Start"), (ben, "I have asked it"), (ben, "Swap roles"), (ben, "Start")),
        *((ana, "Finish"), (ana, "1"), (ben, "2"), (ana, "Give it")),
    ):
        await stage.restart()
        await person.presses(press)
    await stage.restart()
    await ben.presses("Give it")
    await stage.restart()
    assert "saw in you" in newest(ana, "saw in you")
    assert "saw in you" in newest(ben, "saw in you")


async def test_presses_that_come_twice_or_late_or_by_others_are_answered_sensibly(stage: Stage) -> None:
    ana, ben, cleo = [await stage.seat(name) for name in ("ana", "ben", "cleo")]
    await ana.types(f"practice {ben.mention} 10")
    await ben.presses("Accept")
    await stage.repeat_last()
    assert len(about(ana, "will practise with you.")) == 1
    await cleo.types("practice show")
    assert "You have no practice under way." in cleo.reads()
    await ana.types(f"practice {ben.mention}")
    assert "The two of you have one already." in ana.reads()
    await ben.presses("Call it off")
    assert "This practice was called off." in ana.reads()
    await ana.presses("Start")
    assert "called off" in newest(ana, "called off")


async def test_whoever_takes_no_direct_messages_is_nudged_without_a_word_of_what(stage: Stage) -> None:
    ana, ben, cleo = [await stage.seat(name) for name in ("ana", "ben", "cleo")]
    await ben.types("settings me")
    await ben.picks("Direct messages", "Only what")
    await ben.presses("Save")
    await ana.types(f"practice {ben.mention} 10")
    assert "I have something for you and cannot write to you." in cleo.reads()
    assert "interview" not in cleo.reads()
    await cleo.presses("Show me")
    assert "That is between others." in cleo.reads()
    await ben.presses("Show me")
    assert "would like to practise an interview with you" in ben.reads()
    await ben.presses("Accept")
    assert "You interview" in ben.reads()
    assert not about(cleo, "would like to practise")


async def test_on_discord_somebody_whose_direct_messages_are_closed_is_nudged_as_well(stage: Stage) -> None:
    if not isinstance(stage, DiscordStage):
        return  # Slack has no such setting, and in the terminal nobody is away
    ana, ben, cleo = [await stage.seat(name) for name in ("ana", "ben", "cleo")]
    stage.discord.close_direct_messages("ben")
    await ana.types(f"practice {ben.mention} 10")
    assert "I have something for you and cannot write to you." in cleo.reads()
    await ben.presses("Show me")
    await ben.presses("Accept")
    assert "You interview" in ben.reads()

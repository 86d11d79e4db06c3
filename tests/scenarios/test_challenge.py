"""A challenge between two, on every front. The stage's clock starts on Tuesday, 4 March 2031, at 09:30 UTC."""

from __future__ import annotations

from tests.support.discord_front import DiscordStage
from tests.support.fronts import Seat, Stage


def about(seat: Seat, words: str) -> list[str]:
    return [message for message in seat.screen() if words in message]


async def challenged(stage: Stage, line: str = "culture") -> tuple[Seat, Seat]:
    """Ana has challenged ben, who has read it."""
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    await ana.types(f"challenge {ben.mention} {line}")
    assert "is being asked" in ana.reads()
    return ana, ben


async def plays(seat: Seat, letter: str = "A", times: int = 5) -> None:
    """Press the same letter again and again; every question has at least two."""
    for _ in range(times):
        await seat.presses(letter)


async def test_two_play_when_it_suits_and_the_result_stands_where_it_was_issued(stage: Stage) -> None:
    ana, ben = await challenged(stage)
    zoe = await stage.seat("zoe")
    (offer,) = about(ben, "challenges you")
    assert "5 questions" in offer and "[Accept]" in offer
    await ben.presses("Accept")
    await ben.presses("Play")
    assert about(ben, "Question 1 of 5")
    await plays(ben)
    assert about(ben, "That was all.")
    assert zoe.screen() == []
    await stage.forward(hours=20)
    assert about(ana, "Your challenge is on")
    await ana.presses("Play")
    await plays(ana, "B")
    (result,) = about(zoe, "The result of a challenge")
    assert "A draw" in result or "wins against" in result
    await zoe.presses("What I missed")
    assert "between two others" in zoe.reads()
    await ben.presses("What I missed")
    assert "[Save]" in ben.reads() or "missed nothing" in ben.reads()


async def test_a_no_is_told_to_the_one_who_asked_alone(stage: Stage) -> None:
    ana, ben = await challenged(stage)
    zoe = await stage.seat("zoe")
    await ben.presses("Decline")
    assert about(ben, "That is fine.")
    assert about(ana, "would rather not play this time")
    assert zoe.screen() == []


async def test_nobody_answers_and_the_offer_runs_out(stage: Stage) -> None:
    ana, ben = await challenged(stage, "24h")
    await stage.forward(hours=25)
    assert about(ana, "has not found the time")
    await ben.presses("Accept")
    assert about(ben, "has run out")


async def test_what_was_taken_back_cannot_be_accepted(stage: Stage) -> None:
    ana, ben = await challenged(stage)
    await ana.presses("Take it back")
    assert about(ana, "You have taken the challenge")
    await ben.presses("Accept")
    assert about(ben, "has taken the challenge back")


async def test_somebody_asleep_elsewhere_is_asked_in_their_morning(stage: Stage) -> None:
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    await ben.types("settings me")
    await ben.presses("Time zone")
    await ben.fills(zone="America/New_York")  # where it is 04:30
    await ben.presses("Quiet hours")
    await ben.fills(quiet="22:00-07:00")
    await ben.presses("Save")
    await ana.types(f"challenge {ben.mention} culture")
    assert "when it does not disturb" in ana.reads()
    await stage.forward(hours=2)
    assert not about(ben, "challenges you")
    await stage.forward(minutes=31)
    assert about(ben, "challenges you")
    await ben.presses("Accept")
    await stage.forward(hours=42)
    assert about(ana, "ends soon")
    assert not about(ben, "ends soon")  # it is half past one in the night there
    await stage.forward(hours=7)
    assert about(ben, "Neither")


async def test_whoever_cannot_be_written_to_finds_a_button_and_nobody_learns_what_it_is(stage: Stage) -> None:
    ana, ben = await stage.seat("ana"), await stage.seat("ben")
    zoe = await stage.seat("zoe")
    if isinstance(stage, DiscordStage):
        stage.discord.close_direct_messages("ben")
    else:
        await ben.types("settings me")
        await ben.picks("Direct messages", "Only what")
        await ben.presses("Save")
    await ana.types(f"challenge {ben.mention} culture")
    (nudge,) = about(zoe, "only you should read")
    assert "challenge" not in nudge.lower()
    await zoe.presses("Show me")
    assert "between two others" in zoe.reads()
    await ben.presses("Show me")
    assert "challenges you" in ben.reads()
    await ben.presses("Accept")
    await ben.presses("Play")
    await plays(ben)
    assert about(ben, "That was all.")
    assert not about(zoe, "Question")


async def test_a_rematch_turns_the_two_round(stage: Stage) -> None:
    ana, ben = await challenged(stage)
    await ben.presses("Accept")
    await stage.forward(hours=49)
    await ben.presses("Rematch")
    assert about(ben, "is being asked")
    await ben.presses("Rematch")
    assert "already" in ben.reads()
    assert about(ana, "challenges you")
    await ana.presses("Accept")
    assert about(ben, "Your challenge is on")


async def test_a_private_one_stays_between_the_two(stage: Stage) -> None:
    ana, ben = await challenged(stage, "privately")
    zoe = await stage.seat("zoe")
    await ben.presses("Accept")
    await stage.forward(hours=49)
    assert about(ana, "Neither") and about(ben, "Neither")
    assert zoe.screen() == []


async def test_repeats_and_restarts_between_all_steps_change_nothing(stage: Stage) -> None:
    ana, ben = await challenged(stage)
    zoe = await stage.seat("zoe")
    await stage.restart()
    await stage.repeat_last()
    assert len(about(ben, "challenges you")) == 1
    await ben.presses("Accept")
    await stage.restart()
    await stage.repeat_last()
    assert len(about(ana, "Your challenge is on")) == 1
    for seat in (ben, ana):
        await seat.presses("Play")
        for number in range(1, 6):
            assert about(seat, f"Question {number} of 5")
            await stage.restart()
            await seat.presses("A")
            await stage.repeat_last()
    await stage.restart()
    assert len(about(zoe, "The result of a challenge")) == 1

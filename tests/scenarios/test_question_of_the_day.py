"""The question of the day, from setting it up to a week of it, on every front."""

from __future__ import annotations

import re

from tests.support.fronts import Seat, Stage

FIX = {"slack": "/invite @askq", "discord": "Send Messages", "terminal": "/unlock"}
"""What puts a channel right that takes nothing from askq, as each platform calls it."""

# The stage's clock starts on Tuesday, 4 March 2031, at 09:30 UTC.


def screen(seat: Seat) -> list[str]:
    """All they see, with dates in one way of writing: Discord's people in these stories read British English."""
    return [
        re.sub(r"\b([A-Z][a-z]{2}) (\d{1,2}) ([A-Z][a-z]{2})\b", r"\1, \3 \2", message) for message in seat.screen()
    ]


def posts(seat: Seat, woken: str = "") -> list[str]:
    return [message for message in screen(seat) if message.lstrip().startswith(f"{woken}Question of the day")]


def dates(seat: Seat) -> list[str]:
    """Those that the questions are of."""
    return [day for post in posts(seat) for day in re.findall(r" · ([A-Z][a-z]{2}, [A-Z][a-z]{2} \d+)", post)]


def about(seat: Seat, words: str) -> list[str]:
    return [message for message in screen(seat) if words in message]


async def test_one_line_sets_it_up_and_it_comes_every_working_day(stage: Stage) -> None:
    ana, ben = await stage.seat("ana", admin=True), await stage.seat("ben")
    await ana.types("daily set 09:00 Europe/Berlin mon-fri culture")
    assert "It is set up." in ana.reads()
    assert about(ana, "Wed, Mar 5, 09:00")
    before = len(ben.screen())
    await stage.forward(hours=22)
    assert len(ben.screen()) == before
    await stage.forward(hours=1)
    assert "Question of the day" in ben.reads()
    assert "Culture and values" in ben.reads()
    await stage.forward(days=6)
    assert dates(ben) == ["Wed, Mar 5", "Thu, Mar 6", "Fri, Mar 7", "Mon, Mar 10", "Tue, Mar 11"]


async def test_a_panel_sets_it_up_without_a_manual(stage: Stage) -> None:
    ana, ben = await stage.seat("ana", admin=True), await stage.seat("ben")
    await ana.types("daily set")
    await ana.presses("Time zone")
    await ana.fills(zone="new york")
    await ana.presses("Time")
    await ana.fills(time="half past")
    assert "“half past” is no time of day" in ana.reads()
    await ana.presses("Time")
    await ana.fills(time="8:15am")
    assert "08:15" in ana.reads()
    await ana.picks("Kind of question", "Multiple choice")
    await ana.presses("Topics")
    await ana.fills(source="interview craft")
    await ana.presses("Save")
    assert "It is set up." in ana.reads()
    assert "08:15 America/New_York" in ana.reads()
    await stage.forward(hours=4)
    assert "[A] [B]" in ben.reads()


async def test_only_organisers_set_it_up(stage: Stage) -> None:
    ben = await stage.seat("ben")
    await ben.types("daily set 09:00 Europe/Berlin")
    assert "Only organisers can change that" in ben.reads()


async def test_where_askq_may_not_post_it_says_what_to_do_before_it_starts(stage: Stage) -> None:
    ana = await stage.seat("ana", admin=True)
    await stage.refuse("general")
    await ana.types("daily set 09:00 Europe/Berlin")
    assert f"Put that right, then try again: {FIX[stage.name]}" in " ".join(ana.reads().split())
    await stage.allow("general")
    await ana.types("daily set 09:00 Europe/Berlin")
    assert "It is set up." in ana.reads()


async def test_answers_stay_private_until_they_come_out_and_then_only_as_settled(stage: Stage) -> None:
    ana, ben = await stage.seat("ana", admin=True), await stage.seat("ben")
    await ana.types("daily set 09:00 Europe/Berlin mon-fri answer the interviewer")
    await stage.forward(days=1)
    for person, words, how in (
        (ana, "I *led* a <b>migration</b>", "no"),
        (ben, "I asked two users & listened", "named"),
    ):
        await person.presses("Answer")
        assert person.form() == "Your answer"
        await person.fills(answer=words, show=how)
        assert f"Kept: {words}" in person.reads()
    assert not about(ana, "I asked two users")
    assert not about(ben, "migration")
    await stage.forward(hours=8)
    assert about(ana, "I asked two users & listened")
    assert not about(ben, "migration")
    assert about(ben, "A good answer")
    await ben.presses("My answer")
    assert "Which of these are in it?" in ben.reads()
    await ben.presses("1")
    assert "in mine" in ben.reads()


async def test_letters_are_chosen_changed_and_counted(stage: Stage) -> None:
    ana, ben = await stage.seat("ana", admin=True), await stage.seat("ben")
    await ana.types("daily set 09:00 Europe/Berlin mon-fri interview craft")
    await ana.types("daily queue negotiation.two-offers")
    await stage.forward(days=1)
    for letter in ("A", "B"):
        await ben.presses(letter)
        assert f"Kept: {letter}" in ben.reads()
    await ana.presses("A")
    assert not about(ana, "Kept: B")
    await stage.forward(seconds=6)
    assert about(ana, "2 answers so far")
    await stage.forward(hours=9)
    (out,) = about(ben, "What people chose")
    assert "The right answer" in out
    await ben.presses("My answer")
    assert "You had it right." in ben.reads() or "Not quite" in ben.reads()


async def test_an_organiser_looks_after_it_by_commands(stage: Stage) -> None:
    ana, ben = await stage.seat("ana", admin=True), await stage.seat("ben")
    await ana.types("daily set 09:00 Europe/Berlin mon-fri interview craft")
    await ana.types("daily preview")
    assert about(ana, "Only you see this.") and not about(ben, "Only you see this.")
    await ana.types("daily skip friday")
    assert about(ana, "No question on Fri, Mar 7.")
    await ana.types("daily now")
    await stage.forward(seconds=1)
    assert [post for post in posts(ben) if "· Tue, Mar 4" in post]
    await ana.types("daily now")
    assert "Today's question is out already." in ana.reads()
    await ben.presses("A")
    await ana.types("daily reveal")
    await stage.forward(seconds=1)
    assert len(about(ben, "One of us answered.")) == 1
    await ana.types("daily pause until 2031-03-06")
    assert about(ana, "Paused until Thu, Mar 6.")
    await stage.forward(days=6)
    assert dates(ben) == ["Tue, Mar 4", "Thu, Mar 6", "Mon, Mar 10"]
    await ana.types("daily show")
    (shown,) = about(ana, "Last changes")
    assert "Fri, Mar 7, 09:00: skipped: a day off" in shown
    await ben.types("daily pause")
    assert "Only organisers can change that" in ben.reads()


async def test_very_many_long_answers_are_read_on_privately(stage: Stage) -> None:
    ana = await stage.seat("ana", admin=True)
    await ana.types("daily set 09:00 Europe/Berlin mon-fri answer the interviewer")
    await stage.forward(days=1)
    for number in range(18):
        person = await stage.seat(f"m{number}")
        await person.presses("Answer")
        await person.fills(answer=f"Answer {number}: " + "so it was, " * 50, show="nameless")
    await stage.forward(hours=9)
    assert len(about(ana, "hat people said")) == 4
    assert about(ana, "2 more answers would be too much here.")
    ben = await stage.seat("ben")
    await ben.presses("More answers")
    assert "Page 5 of 5" in ben.reads()
    assert ben.reads().count("Somebody: Answer ") == 2
    await ben.presses("Previous")
    assert about(ben, "Page 4 of 5") and not about(ben, "Page 5 of 5")
    assert not about(ana, "Page 4 of 5")


async def test_whom_it_woke_stays_in_the_post_when_that_changes(stage: Stage) -> None:
    ana, ben = await stage.seat("ana", admin=True), await stage.seat("ben")
    await ana.types("daily set 09:00 Europe/Berlin mon-fri interview craft")
    await ana.presses("Change")
    await ana.picks("Wake up", "Everyone who is there")
    await ana.presses("Save")
    if stage.name == "discord":  # a permission that askq does not ask for when it is added
        assert "Mention @everyone, @here, and All Roles" in ana.reads()
        return
    await stage.forward(days=1)
    assert posts(ben, "@here\n")
    await ben.presses("A")
    await stage.forward(seconds=6)
    assert about(ben, "one answer so far") == posts(ben, "@here\n")
    await stage.forward(hours=9)
    assert about(ben, "The answers are out") == posts(ben, "@here\n")


async def test_a_holiday_and_a_change_of_the_clocks_in_between(stage: Stage) -> None:
    ana = await stage.seat("ana", admin=True)
    await ana.types("daily set 09:00 Europe/Berlin mon-fri")
    await ana.presses("Change")
    await ana.presses("Holidays off")
    await ana.fills(country="germany")
    await ana.presses("Save")
    await stage.forward(days=26)  # Sunday, 30 March: clocks go forward in Berlin
    before = len(posts(ana))
    await stage.forward(days=16)  # Good Friday is 11 April, Easter Monday the 14th
    assert len(posts(ana)) - before == 10
    await ana.types("daily show")
    (shown,) = about(ana, "Lately")
    assert "Tue, Apr 15, 09:00: posted" in shown
    assert "Mon, Apr 14, 09:00: skipped: Easter Monday" in shown
    assert "Thu, Apr 10, 09:00: posted" in shown


async def test_nothing_is_posted_twice_or_forgotten_though_it_restarts_between_all_steps(stage: Stage) -> None:
    ana, ben = await stage.seat("ana", admin=True), await stage.seat("ben")
    await ana.types("daily set 09:00 Europe/Berlin mon-fri interview craft")
    await stage.restart()
    await stage.forward(hours=22)
    for number, day in enumerate(("Wed, Mar 5", "Thu, Mar 6", "Fri, Mar 7"), 1):
        await stage.restart()
        await stage.forward(hours=1)
        assert len(about(ben, f"· {day}")) == 1
        await stage.restart()
        await ben.presses("A")
        await stage.restart()
        await stage.forward(hours=8)
        await stage.restart()
        assert len(about(ben, "One of us answered.")) == number
        await stage.forward(hours=15)
    assert "3 days in a row" in "\n".join(ben.screen())


async def test_when_the_questions_run_out_it_stops_and_says_so(stage: Stage) -> None:
    ana = await stage.seat("ana", admin=True)
    await ana.types("daily set 09:00 Europe/Berlin culture")
    await ana.presses("Change")
    await ana.picks("When all were asked", "Stop and tell me")
    await ana.presses("Save")
    await stage.forward(days=21)
    assert about(ana, "has been asked, so it has stopped")
    await ana.types("daily show")
    assert "stopped: every question has been asked" in ana.reads()


async def test_a_lost_permission_stops_one_channel_and_its_organiser_resumes_it(stage: Stage) -> None:
    ana, ben = await stage.seat("ana", admin=True), await stage.seat("ben")
    other = await stage.seat("ana", channel="random", admin=True)
    await ana.types("daily set 09:00 Europe/Berlin")
    await other.types("daily add 09:00 Europe/Berlin")
    await stage.refuse("general")
    await stage.forward(days=1)
    assert len(posts(ben)) == 0
    (told,) = about(ana, "question of the day has stopped")
    assert f"To put it right: {FIX[stage.name]}" in told
    assert any("Question of the day" in message and "· Wed, Mar 5" in message for message in screen(other))
    await stage.forward(hours=1)
    await ana.presses("Resume")
    assert "Put that right" in ana.reads()
    await stage.allow("general")
    await ana.presses("Resume")
    assert about(ana, "It goes on")
    assert len(about(ben, "· Wed, Mar 5")) == 1
    await stage.forward(days=1)
    assert len(about(ben, "· Thu, Mar 6")) == 1


async def test_who_studies_alone_has_it_in_direct_messages(stage: Stage) -> None:
    ben = await stage.seat("ben")
    await ben.types("daily set me 08:00 UTC every day python fundamentals")
    assert "It is set up." in ben.reads()
    await stage.forward(days=1)
    assert about(ben, "· Wed, Mar 5")
    cleo = await stage.seat("cleo")
    assert not about(cleo, "· Wed, Mar 5")

"""What a practice is after any order of presses and timers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.keys import Person
from bot.practice import model
from bot.practice.model import OPEN, Dealt, Feedback, Member, Met, Part, Practice, State, Turn, Way

NOW = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
ANA, BEN, CLEO = (Person("play", "", name) for name in ("ana", "ben", "cleo"))
DEALT = Dealt(("small:culture.one",))


def offer() -> Practice:
    members = (Member(ANA, "Ana"), Member(BEN))
    until = NOW + model.OFFER_LASTS
    return Practice(
        "play:one", "id1", "play", "general", "en", members, State.OFFERED, Way.INTERVIEW, 20, "", NOW, until
    )


def ready(count: int = 2) -> Practice:
    """As the match makes it."""
    members = tuple(Member(person, person.id) for person in (ANA, BEN, CLEO)[:count])
    turn = Turn(1, 0, DEALT.questions)
    return Practice(
        *("play:one", "id1", "play", "general", "en", members, State.READY, Way.INTERVIEW, 20, "", NOW),
        next_at=NOW + model.CHECK_AFTER,
        run="run",
        turns=(turn,),
    )


STEPS = {
    "accept": lambda practice, now: model.accepted(practice, "Ben", "", DEALT, now),
    "decline": lambda practice, _: model.refused(practice, State.DECLINED),
    "withdraw": lambda practice, _: model.refused(practice, State.WITHDRAWN),
    "start": lambda practice, now: model.started(practice, now),
    "asked": lambda practice, _: model.question_shown(practice),
    "another": lambda practice, _: model.dealt_anew(practice, DEALT),
    "swap": lambda practice, now: model.swapped(practice, DEALT, now) if practice.turns else practice,
    "finish": lambda practice, now: model.finished(practice, now),
    "cancel": lambda practice, _: model.cancelled(practice, practice.members[-1].person),
    "met": lambda practice, _: model.told(practice, ANA, Met.YES),
    "absent": lambda practice, _: model.missed(practice, practice.members[0].person, practice.members[-1].person),
    "close": lambda practice, _: model.closed(practice),
    "time": lambda practice, now: model.overdue(practice, now),
}

lines = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 6000)), max_size=25)


@given(st.sampled_from([offer(), ready(), ready(3)]), lines)
def test_any_order_of_presses_and_timers_leaves_a_practice_that_makes_sense(
    practice: Practice, steps: list[tuple[str, int]]
) -> None:
    now = NOW
    for step, minutes in steps:
        now += timedelta(minutes=minutes)
        before, practice = practice, STEPS[step](practice, now)
        if before.state not in OPEN:
            assert practice == before, f"{step} woke what was over"
        assert 2 <= len(practice.members) <= 3
        assert (practice.state in OPEN) is (practice.next_at is not None)
        assert all(turn.started for turn in practice.turns[:-1])
        assert [turn.number for turn in practice.turns] == sorted({turn.number for turn in practice.turns})
        assert all(0 <= turn.candidate < len(practice.members) for turn in practice.turns)
        if practice.state is State.RUNNING:
            assert practice.turn.ends == practice.turn.started + timedelta(minutes=20)
        if practice.state in (State.FEEDBACK, State.OVER):
            assert all(turn.started for turn in practice.turns)


@given(st.sampled_from([offer(), ready(), ready(3)]), lines)
def test_whatever_nobody_touches_comes_to_an_end(practice: Practice, steps: list[tuple[str, int]]) -> None:
    now = NOW
    for step, minutes in steps:
        now += timedelta(minutes=minutes)
        practice = STEPS[step](practice, now)
    for _ in range(model.CHECKS + 3):
        if practice.next_at is not None:
            now = max(now, practice.next_at)
            practice = model.overdue(practice, now)
    assert practice.state not in OPEN


@given(st.sampled_from(sorted(STEPS)), lines)
def test_a_second_press_of_the_same_button_changes_nothing(step: str, steps: list[tuple[str, int]]) -> None:
    practice, now = offer(), NOW
    for each, minutes in steps:
        now += timedelta(minutes=minutes)
        practice = STEPS[each](practice, now)
    once = STEPS[step](practice, now)
    if step not in ("swap", "another"):  # `swap` is told from its double by the number of the turn
        assert STEPS[step](once, now) == once


def test_the_one_who_asks_is_the_candidate_first_and_then_they_swap() -> None:
    practice = model.accepted(offer(), "Ben", "", DEALT, NOW)
    assert (practice.part(ANA), practice.part(BEN)) == (Part.CANDIDATE, Part.INTERVIEWER)
    practice = model.swapped(model.started(practice, NOW), DEALT, NOW)
    assert (practice.part(ANA), practice.part(BEN)) == (Part.INTERVIEWER, Part.CANDIDATE)


def test_of_three_everybody_is_everything_once() -> None:
    practice, parts = ready(3), []
    for _ in range(3):
        parts.append([practice.part(person) for person in (ANA, BEN, CLEO)])
        practice = model.swapped(model.started(practice, NOW), DEALT, NOW)
    assert all(len(set(each)) == 3 for each in [*parts, *zip(*parts, strict=True)])


def test_a_swap_before_the_clock_runs_is_no_turn_of_its_own() -> None:
    practice = model.swapped(ready(), DEALT, NOW)
    assert len(practice.turns) == 1
    assert practice.part(BEN) is Part.CANDIDATE


def test_somebody_who_said_that_they_met_outweighs_somebody_who_says_nobody_came() -> None:
    practice = model.told(ready(), BEN, Met.YES)
    assert model.missed(practice, ANA, BEN) == practice


def test_the_two_others_of_three_stay_together() -> None:
    practice = model.missed(ready(3), ANA, CLEO)
    assert [member.person for member in practice.members] == [ANA, BEN]
    assert practice.state is State.READY


def test_all_is_given_when_everybody_gave_to_everybody() -> None:
    people = (ANA, BEN, CLEO)
    every = [Feedback(giver, about, given=True) for giver in people for about in people if giver != about]
    assert model.all_given(ready(3), tuple(every))
    assert not model.all_given(ready(3), tuple(every[1:]))

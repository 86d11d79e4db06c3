"""The course of a quiz: each step one transaction that also writes the messages that follow from it.

Whoever takes a step has loaded the quiz in this very transaction, in which its group has its turn, and has looked that
the step belongs to the phase and the round that the quiz is in. So whatever comes late, twice or out of order finds
that there is nothing to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.keys import Person
from bot.delivery import store as ledger
from bot.moment import Moment
from bot.quiz import answers, outgoing, store
from bot.quiz.model import (
    IDLE,
    LOBBY,
    READING,
    SILENT_ROUNDS,
    End,
    Given,
    Phase,
    Player,
    Quiz,
    Round,
    absent,
    again,
    next_host,
    paused,
    resumed,
    running,
    time_for,
    time_to_mark,
    waiting,
)
from bot.quiz.teams import dealt, readers, smallest


def open_lobby(moment: Moment, quiz: Quiz, drawn: Sequence[Round], host: Player) -> None:
    """Begin a quiz whose questions are these."""
    store.draw(moment.db, quiz, drawn, moment.now)
    store.save_player(moment.db, quiz, host)
    _enter(moment, quiz, Phase.LOBBY, 0)


def begin(moment: Moment, quiz: Quiz) -> Quiz:
    """From the lobby to the first question."""
    everyone = [player for player in store.players_of(moment.db, quiz) if player.playing]
    if quiz.teams:
        store.deal(moment.db, quiz, everyone, dealt_by_key(everyone, moment))
    asking = _enter(moment, quiz, Phase.ASKING, 1)
    outgoing.show_again(moment, asking, Phase.LOBBY)
    return asking


def dealt_by_key(everyone: Sequence[Player], moment: Moment) -> dict[Person, int]:
    return dealt([player.person for player in everyone], moment.rng)


def _enter(moment: Moment, quiz: Quiz, phase: Phase, number: int, **about: str) -> Quiz:
    """Go to this phase of this round, which begins when its message has arrived."""
    entered = waiting(quiz, phase, number, outgoing.key_of(quiz, phase, number), moment.now)
    store.save(moment.db, entered)
    outgoing.post(moment, entered, **about)
    return entered


def arrived(moment: Moment, quiz: Quiz, message: str) -> None:
    """The message that it waited for is there."""
    db, now = moment.db, moment.now
    match quiz.phase:
        case Phase.LOBBY:
            due = quiz.paused + IDLE if quiz.paused else now + LOBBY
            store.save(db, replace(quiz, post="", message=message, next_at=due))
            if len(store.players_of(db, quiz)) > 1:  # somebody was quicker than the platform's answer to us
                outgoing.show_again(moment, quiz, Phase.LOBBY)
        case Phase.ASKING:
            store.change_round(db, quiz, quiz.number, message=message)
            asked = store.round_of(db, quiz, quiz.number)
            assert asked is not None
            opened = running(quiz, now, time_for(quiz, asked.question))
            store.save(db, opened)
            if answers.count(db, quiz, quiz.number):
                outgoing.show_again(moment, quiz, Phase.ASKING, quiz.number)
            end_when_all_have_answered(moment, opened)
        case Phase.MARKING:
            store.change_round(db, quiz, quiz.number, marking=message)
            store.save(db, running(quiz, now, time_to_mark(quiz)))
        case Phase.TOLD:
            due = quiz.paused + IDLE if quiz.paused else now + READING
            store.save(db, replace(quiz, post="", next_at=due))
        case Phase.OVER:
            store.save(db, replace(quiz, post="", next_at=None))


def tend(moment: Moment, quiz: Quiz, since: datetime | None) -> None:
    """Do what is due now, if anything is. `since` as in `bot.quiz.model.absent`."""
    now = moment.now
    if absent(quiz, now, since):
        _put_off(moment, quiz)
    elif quiz.next_at is None or now < quiz.next_at:
        if quiz.timed:
            store.save(moment.db, replace(quiz, seen=now))
    elif quiz.paused is not None or (quiz.post and quiz.phase is not Phase.OVER):
        finish(moment, quiz, End.IDLE)
    else:
        _go_on(moment, quiz)


def _go_on(moment: Moment, quiz: Quiz) -> None:
    match quiz.phase:
        case Phase.LOBBY:
            someone = any(player.playing for player in store.players_of(moment.db, quiz))
            begin(moment, quiz) if someone else finish(moment, quiz, End.NOBODY)
        case Phase.ASKING:
            end_round(moment, quiz)
        case Phase.MARKING:
            end_marking(moment, quiz)
        case Phase.TOLD:
            after_told(moment, quiz)
        case Phase.OVER:
            store.save(moment.db, replace(quiz, next_at=None))


def _put_off(moment: Moment, quiz: Quiz) -> None:
    """Give the whole time once more: nobody was there to take an answer."""
    if quiz.phase is Phase.ASKING:
        asked = store.round_of(moment.db, quiz, quiz.number)
        assert asked is not None
        store.save(moment.db, again(quiz, moment.now, time_for(quiz, asked.question)))
    else:
        store.save(moment.db, again(quiz, moment.now, time_to_mark(quiz)))
    outgoing.show_again(moment, quiz, quiz.phase, quiz.number)


def end_when_all_have_answered(moment: Moment, quiz: Quiz) -> bool:
    """In a race nobody waits for the clock once all have answered."""
    if not quiz.race or quiz.phase is not Phase.ASKING or quiz.post or quiz.paused is not None:
        return False
    given = {each.person for each in answers.of_round(moment.db, quiz, quiz.number)}
    if not all(player.person in given for player in store.players_of(moment.db, quiz) if player.playing):
        return False
    end_round(moment, quiz)
    return True


def end_round(moment: Moment, quiz: Quiz) -> None:
    """No more answers to this question: tell the right one, or have them marked first."""
    db, number = moment.db, quiz.number
    asked = store.round_of(db, quiz, number)
    assert asked is not None
    given = answers.of_round(db, quiz, number)
    outgoing.show_again(moment, quiz, Phase.ASKING, number)
    quiz = replace(quiz, silent=0 if given else quiz.silent + 1)
    if asked.open and given:
        others = [player.person for player in store.players_of(db, quiz) if player.playing]
        pairs = readers([each.person for each in given], others, moment.rng)
        answers.share_out(db, quiz, number, pairs, moment.now)
        _enter(moment, quiz, Phase.MARKING, number)
    else:
        _tell(moment, quiz, given)


def end_marking(moment: Moment, quiz: Quiz) -> None:
    outgoing.show_again(moment, quiz, Phase.MARKING, quiz.number)
    _tell(moment, quiz, answers.of_round(moment.db, quiz, quiz.number))


def _tell(moment: Moment, quiz: Quiz, given: Sequence[Given]) -> None:
    """Close the round: its points count from now on."""
    store.change_round(moment.db, quiz, quiz.number, closed=moment.now)
    everyone = store.players_of(moment.db, quiz)
    quiz, about = _with_a_host_who_is_there(moment, quiz, everyone, given)
    _enter(moment, quiz, Phase.TOLD, quiz.number, **about)


def _with_a_host_who_is_there(
    moment: Moment, quiz: Quiz, everyone: Sequence[Player], given: Sequence[Given]
) -> tuple[Quiz, dict[str, str]]:
    """Whoever was silent for two questions, while others were not, is gone: another one looks after it."""
    answered = frozenset(each.person for each in given)
    if quiz.host in answered:
        return replace(quiz, host_silent=0), {}
    quiz = replace(quiz, host_silent=quiz.host_silent + 1)
    heir = next_host(list(everyone), quiz.host, answered)
    if quiz.host_silent < SILENT_ROUNDS or heir is None:
        return quiz, {}
    return replace(quiz, host=heir.person, host_silent=0), {"host": heir.person.key, "was": quiz.host.key}


def after_told(moment: Moment, quiz: Quiz) -> None:
    """To the next question, unless it was the last one, or nobody is there any more."""
    if quiz.silent >= SILENT_ROUNDS:
        finish(moment, quiz, End.SILENT)
    elif quiz.last:
        finish(moment, quiz, End.DONE)
    else:
        _enter(moment, quiz, Phase.ASKING, quiz.number + 1)


def finish(moment: Moment, quiz: Quiz, end: End, by: Person | None = None) -> Quiz:
    """It is over. A question that was still open does not count."""
    if quiz.post:
        ledger.withdraw(moment.db, quiz.group, quiz.post, "the quiz is over", moment.now)
    before = quiz.phase
    ended = replace(quiz, end=end, paused=None, problem="", fix="")
    over = _enter(moment, ended, Phase.OVER, quiz.number, **({"by": by.key} if by else {}))
    if before in (Phase.LOBBY, Phase.ASKING, Phase.MARKING):
        outgoing.show_again(moment, over, before, 0 if before is Phase.LOBBY else quiz.number)
    return over


# What people do


def join(moment: Moment, quiz: Quiz, person: Person, name: str) -> Player:
    """From the round that is open, or the next one, on. Who was in it before comes back with what they had."""
    everyone = store.players_of(moment.db, quiz)
    before = next((player for player in everyone if player.person == person), None)
    first = quiz.number + 1 if quiz.phase in (Phase.MARKING, Phase.TOLD) else max(quiz.number, 1)
    team = before.team if before else 0
    if quiz.teams and quiz.phase is not Phase.LOBBY and not team:
        team = smallest([player.team for player in everyone if player.playing and player.team], moment.rng)
    player = Player(person, name, team, first, None, moment.now)
    store.save_player(moment.db, quiz, player)
    if not any(each.playing for each in everyone):  # the only one who is there
        store.save(moment.db, replace(quiz, host=person, host_silent=0))
    outgoing.show_again(moment, quiz, quiz.phase if quiz.phase is Phase.ASKING else Phase.LOBBY, _shown_number(quiz))
    return player


def leave(moment: Moment, quiz: Quiz, player: Player) -> None:
    """What they had stays theirs."""
    store.save_player(moment.db, quiz, replace(player, left=quiz.number))
    everyone = store.players_of(moment.db, quiz)
    if quiz.phase is not Phase.LOBBY and not any(each.playing for each in everyone):
        finish(moment, quiz, End.LEFT)
        return
    heir = next_host(everyone, player.person) if player.person == quiz.host else None
    if heir is not None:
        quiz = replace(quiz, host=heir.person, host_silent=0)
        store.save(moment.db, quiz)
        outgoing.news(moment, quiz, "host", host=heir.person.key, was=player.person.key)
    if not end_when_all_have_answered(moment, quiz) and quiz.phase in (Phase.LOBBY, Phase.ASKING):
        outgoing.show_again(moment, quiz, quiz.phase, _shown_number(quiz))


def _shown_number(quiz: Quiz) -> int:
    return quiz.number if quiz.phase is Phase.ASKING else 0


def pause(moment: Moment, quiz: Quiz) -> Quiz:
    stopped = paused(quiz, moment.now)
    store.save(moment.db, stopped)
    if stopped.phase in (Phase.ASKING, Phase.MARKING) and not stopped.post:
        outgoing.show_again(moment, stopped, stopped.phase, stopped.number)
    return stopped


def resume(moment: Moment, quiz: Quiz) -> Quiz:
    """The clock goes on with what was left of it; a message that could not be posted is tried again."""
    on = resumed(quiz, moment.now)
    store.save(moment.db, on)
    if on.post:
        return outgoing.post_again(moment, on)
    if on.phase in (Phase.ASKING, Phase.MARKING):
        outgoing.show_again(moment, on, on.phase, on.number)
    if not end_when_all_have_answered(moment, on) and on.phase is Phase.TOLD:
        after_told(moment, on)
    return on


def skip(moment: Moment, quiz: Quiz) -> None:
    """Go on at once: what was answered so far counts. Not while it is paused or waits for a message."""
    if quiz.phase is Phase.ASKING:
        end_round(moment, quiz)
    elif quiz.phase is Phase.MARKING:
        end_marking(moment, quiz)
    else:
        after_told(moment, quiz)


def in_trouble(moment: Moment, quiz: Quiz, problem: str, fix: str) -> Quiz:
    """The channel did not take the message that it waits for: until somebody resumes it, nothing goes on."""
    stopped = replace(paused(quiz, moment.now), problem=problem, fix=fix)
    store.save(moment.db, stopped)
    return stopped


def time_left(quiz: Quiz, now: datetime) -> timedelta:
    return max(quiz.closes - now, timedelta()) if quiz.closes else timedelta()

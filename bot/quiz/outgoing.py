"""What a quiz has to say, written into the ledger: what it waits for, what changes, what is news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.chat.keys import Person
from bot.delivery import store as ledger
from bot.delivery.model import State
from bot.moment import Moment
from bot.quiz import store
from bot.quiz.model import Phase, Quiz

LOBBY, ROUND, MARKING, TOLD, OVER = "quiz-lobby", "quiz-round", "quiz-marking", "quiz-told", "quiz-over"
SHOWN, NEWS, NOTICE = "quiz-shown", "quiz-news", "quiz-notice"

KINDS = {
    Phase.LOBBY: LOBBY,
    Phase.ASKING: ROUND,
    Phase.MARKING: MARKING,
    Phase.TOLD: TOLD,
    Phase.OVER: OVER,
}
"""The kind of the message that begins each phase."""

WORTH = timedelta(minutes=30)
"""How late a message of a quiz still makes sense."""

AFTER_THE_POST = 1
"""The place in line of changes to messages: behind what is posted at the same moment."""


def key_of(quiz: Quiz, phase: Phase, number: int) -> str:
    """The lasting key of the message that begins this phase of this round."""
    return f"quiz:{quiz.id}:{phase.value}:{number}"


def post(moment: Moment, quiz: Quiz, **about: str) -> None:
    """Have the message sent that the quiz waits for. `about`: what it tells besides what stands in rows."""
    ledger.write(
        moment.db,
        id=moment.new_id(),
        group=quiz.group,
        key=quiz.post,
        kind=KINDS[quiz.phase],
        home=quiz.home,
        to=quiz.place,
        due=moment.now,
        now=moment.now,
        intent={"quiz": quiz.id, "number": str(quiz.number), **about},
        locale=quiz.locale,
        expires=moment.now + WORTH,
    )


def post_again(moment: Moment, quiz: Quiz) -> Quiz:
    """Have what the quiz waits for sent after all: anew, unless it may have arrived already."""
    before = ledger.find(moment.db, quiz.group, quiz.post)
    if before is not None and before.state not in (State.DEAD, State.DROPPED):
        if before.doubt is not None or before.state not in (State.WAITING, State.HELD):
            ledger.hasten(moment.db, quiz.group, quiz.post, moment.now)
            return quiz
        ledger.withdraw(moment.db, quiz.group, quiz.post, "sent anew", moment.now)
    anew = replace(quiz, post=f"{key_of(quiz, quiz.phase, quiz.number)}:{moment.new_id()}")
    store.save(moment.db, anew)
    intent = {} if before is None else {name: before.intent[name] for name in before.intent.keys() & {"host", "was"}}
    post(moment, anew, **intent)
    return anew


def show_again(moment: Moment, quiz: Quiz, phase: Phase, number: int = 0) -> None:
    """Let a message say how things stand now, at most once in five seconds: the lobby's, a round's question's or its
    call to mark."""
    ledger.write_again(
        moment.db,
        id=moment.new_id(),
        group=quiz.group,
        key=f"{SHOWN}:{quiz.id}:{phase.value}:{number}",
        kind=SHOWN,
        home=quiz.home,
        to=quiz.place,
        now=moment.now,
        intent={"quiz": quiz.id, "phase": phase.value, "number": str(number)},
        locale=quiz.locale,
        turn=AFTER_THE_POST,
    )


def news(moment: Moment, quiz: Quiz, what: str, **about: str) -> None:
    """Say in the channel that the quiz is paused, goes on, or has another host."""
    id = moment.new_id()
    ledger.write(
        moment.db,
        id=id,
        group=quiz.group,
        key=f"{NEWS}:{quiz.id}:{id}",
        kind=NEWS,
        home=quiz.home,
        to=quiz.place,
        due=moment.now,
        now=moment.now,
        intent={"quiz": quiz.id, "what": what, **about},
        locale=quiz.locale,
        expires=moment.now + WORTH,
    )


def notice(moment: Moment, quiz: Quiz, whom: Person) -> None:
    """Tell them, in direct messages, what has paused the quiz; once for each time that it happens."""
    ledger.write(
        moment.db,
        id=moment.new_id(),
        group=quiz.group,
        key=f"{NOTICE}:{quiz.id}:{moment.now:%Y%m%d%H%M%S}:{whom.key}"[:128],
        kind=NOTICE,
        home=quiz.home,
        to=whom,
        due=moment.now,
        now=moment.now,
        intent={"quiz": quiz.id},
        locale=quiz.locale,
        expires=moment.now + timedelta(days=1),
    )

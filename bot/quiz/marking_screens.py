"""Answers in one's own words, marked by peers against what makes a good one."""

from __future__ import annotations

from datetime import datetime

from bot.bank.kinds import OpenQuestion
from bot.chat.elements import Bullets, Controls, Element, View, button, note, pressed, text, view
from bot.chat.markdown import inline
from bot.chat.markup import Bold, Italic, Spans, spans
from bot.chat.words import Words
from bot.quiz.model import Mark, Phase, Quiz, Round, time_to_mark
from bot.quiz.refs import Do, Marked, MarkPoint, ReadNext, What
from bot.quiz.wording import length, moment
from bot.rounds.screens import shown


def call(_: Words, quiz: Quiz, round: Round, answers: int, done: int, of: int, now: datetime) -> View:
    """To all: there are answers to mark. `done` of so many are through with what they read."""
    running = quiz.phase is Phase.MARKING and quiz.number == round.number
    said = _.many(
        "One answer to question {number} is in.", "{count} answers to question {number} are in.", answers,
        number=_.number(round.number),
    )  # fmt: skip
    how = _(
        "Press “Read and mark”: you read some of them, up to three, without names, and tick what is in each. What peers"
        " find brings the points."
    )
    return view(
        text(Bold(said)),
        text(how) if running else None,
        *(_clock(_, quiz, now) if running else ()),
        note(_("{count} of {of} have marked", count=_.number(done), of=_.number(of))) if done else None,
        _buttons(_, quiz) if running else None,
    )


def _clock(_: Words, quiz: Quiz, now: datetime) -> tuple[Element, ...]:
    if quiz.paused is not None:
        return (text(Bold(_("The quiz is paused."))),)
    time = time_to_mark(quiz)
    said = note(*_.spans("{time} · until {when}", time=length(_, time), when=moment(quiz.closes or now + time)))
    if not quiz.away:
        return (said,)
    return (text(Bold(_("I was away for a moment. Nothing is lost, and the time begins anew."))), said)


def _buttons(_: Words, quiz: Quiz) -> Controls:
    more = button(_("More"), Do(quiz.id, What.MORE))
    if quiz.paused is not None:
        return Controls((more,))
    return Controls((button(_("Read and mark"), ReadNext(quiz.id, quiz.number), "primary"), more))


def answer(_: Words, quiz: Quiz, round: Round, talk: OpenQuestion, mark: Mark, of: int, written: str) -> View:
    """One answer, for the one who marks it."""
    own = mark.marker == mark.author
    head = _("Nobody else is there to mark your answer, so mark it yourself, honestly.") if own else _(
        "Answer {nth} of {of} for you to mark; nobody learns who marked it", nth=_.number(mark.nth + 1), of=_.number(of)
    )  # fmt: skip
    ticks = (
        button(str(n + 1), MarkPoint(quiz.id, round.number, mark.nth, n), pressed(n in mark.points))
        for n in range(len(talk.rubric))
    )
    last = _("Done") if mark.nth + 1 == of else _("Done, the next one")
    return view(
        note(head),
        *shown(_, round.question, round.number, quiz.count)[1:],
        text(Bold(_("The answer")), "\n", written),
        text(Bold(_("Which of these are in it?"))),
        Bullets(tuple(_point(_, talk, mark, n) for n in range(len(talk.rubric))), ordered=True),
        Controls((*ticks, button(last, Marked(quiz.id, round.number, mark.nth), "primary"))),
    )


def _point(_: Words, talk: OpenQuestion, mark: Mark, n: int) -> Spans:
    point = inline(talk.rubric[n])
    return spans(*point, " ", Bold(_("(it is in it)"))) if n in mark.points else point


def thanks(_: Words) -> View:
    return view(text(_("Thank you: that was all there is for you to mark. The points come when all are done.")))


def nothing_to_mark(_: Words) -> str:
    return _("There is nothing for you to mark: those who answered mark each other.")


def marked_already(_: Words) -> View:
    return view(text(Italic(_("You have marked everything that was yours to mark."))))


def too_late(_: Words) -> str:
    return _("The time for marking is up. What you had ticked counts.")

"""A question as everyone sees it while it runs, and what its buttons answer to the one who presses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.ask.parts import LETTERS, letters
from bot.bank.bank import Question
from bot.bank.grading import options_in
from bot.bank.kinds import ChoiceQuestion, RecallQuestion
from bot.chat.elements import (
    Bullets,
    Button,
    Controls,
    Element,
    Form,
    Line,
    Paragraph,
    View,
    button,
    note,
    pressed,
    text,
    view,
)
from bot.chat.fitting import clip
from bot.chat.markdown import inline
from bot.chat.markup import Bold, Italic, Spans, spans
from bot.chat.refs import encode
from bot.chat.words import Words
from bot.quiz.model import ANSWER_LENGTH, RECALL_LENGTH, Given, Phase, Player, Quiz, Round, time_for
from bot.quiz.refs import Choose, Do, Tick, What, Write
from bot.quiz.wording import length, moment, people, team
from bot.rounds.screens import shown

CLIPPED = 200
"""How much of an answer is said back."""


def question(_: Words, quiz: Quiz, round: Round, players: Sequence[Player], answered: int, now: datetime) -> View:
    """`answered` is how many have; `now` is when it begins where its clock does not run yet."""
    here = [player for player in players if player.playing]
    running = quiz.phase is Phase.ASKING and quiz.number == round.number
    return view(
        *shown(_, round.question, round.number, quiz.count),
        _dealt(_, players) if quiz.teams and round.number == 1 else None,
        text(Italic(_task(_, quiz, round.question))) if running and quiz.paused is None else None,
        *(_clock(_, quiz, round, now) if running else ()),
        note(_count(_, answered, len(here), over=not running)) if answered or not running else None,
        _buttons(_, quiz, round.question) if running else None,
    )


def _task(_: Words, quiz: Quiz, question: Question) -> str:
    match question.text:
        case ChoiceQuestion(select="one"):
            said = _("Press the letter of your answer.")
        case ChoiceQuestion():
            said = _("More than one may be right: press every letter that is.")
        case RecallQuestion():
            said = _("Press “Answer” and write a word or a few.")
        case _other:
            said = _("Press “Answer” and write yours; the others mark it afterwards, without your name.")
    return f"{said} {_('The first answer counts.')}" if quiz.race else said


def _clock(_: Words, quiz: Quiz, round: Round, now: datetime) -> tuple[Element, ...]:
    time = time_for(quiz, round.question)
    if quiz.paused is not None:
        kept = _("What was answered is kept, and so is the time that was left.")
        return (text(Bold(_("The quiz is paused."))), note(kept))
    closes = quiz.closes or now + time
    said = note(*_.spans("{time} · until {when}", time=length(_, time), when=moment(closes)))
    if not quiz.away:
        return (said,)
    away = _("I was away for a moment. Nothing that was answered is lost, and the time begins anew.")
    return (text(Bold(away)), said)


def _count(_: Words, answered: int, playing: int, *, over: bool) -> str:
    of = _.number(max(playing, answered))
    if over:
        return _("Time is up. {count} of {of} answered.", count=_.number(answered), of=of)
    return _.many("{count} of {of} has answered", "{count} of {of} have answered", answered, of=of)


def _dealt(_: Words, players: Sequence[Player]) -> Bullets | None:
    teams = sorted({player.team for player in players if player.team and player.playing})
    rows = [(each, [player for player in players if player.team == each and player.playing]) for each in teams]
    return Bullets(tuple(spans(Bold(team(_, each)), ": ", people(_, members)) for each, members in rows))


def _buttons(_: Words, quiz: Quiz, question: Question) -> Controls:
    more = button(_("More"), Do(quiz.id, What.MORE))
    if quiz.paused is not None:
        return Controls((more,))
    match question.text:
        case ChoiceQuestion(options=options):
            answers = [button(LETTERS[n], Choose(quiz.id, quiz.number, n)) for n in range(len(options))]
        case _other:
            answers = [button(_("Answer"), Write(quiz.id, quiz.number), "primary")]
    return Controls((*answers, more))


def form(_: Words, quiz: Quiz, round: Round, before: Given | None) -> Form:
    written, hint = before.text if before else "", clip(round.question.headline, 100)
    line: Line | Paragraph
    if isinstance(round.question.text, RecallQuestion):
        line = Line("answer", _("Your answer"), written, hint, max_length=RECALL_LENGTH)
    else:
        line = Paragraph("answer", _("Your answer"), written, hint, max_length=ANSWER_LENGTH)
    return Form(_("Your answer"), encode(Write(quiz.id, round.number)), (line,), _("Keep"))


def kept(_: Words, quiz: Quiz, round: Round, mine: Given) -> View:
    """Said privately to whoever has answered."""
    return view(
        text(Bold(_("Kept: {answer}", answer=said(_, round.question, mine.text))), *_in_words(round.question, mine)),
        text(_how_to_change(_, quiz, round.question)),
        _ticks(quiz, round.question, mine),
        _change(_, quiz, round.question),
    )


def said(_: Words, question: Question, answer: str) -> str:
    """An answer as it is said back, on one line."""
    if isinstance(question.text, ChoiceQuestion):
        return letters(_, options_in(answer, question.text))
    return clip(" ".join(answer.split()), CLIPPED)


def _in_words(question: Question, mine: Given) -> Spans:
    """The option behind the one letter that was pressed: a slip of the finger shows."""
    match question.text:
        case ChoiceQuestion(select="one", options=options) as choice:
            picked = options_in(mine.text, choice)
            return spans("  ", *(span for index in picked for span in inline(options[index].text)))
        case _other:
            return ()


def _how_to_change(_: Words, quiz: Quiz, question: Question) -> str:
    if quiz.race:
        return _("In a race the first answer counts, so this is it.")
    match question.text:
        case ChoiceQuestion(select="one"):
            return _("Press another letter to change it, until the time is up.")
        case ChoiceQuestion():
            return _("Press more letters, or one below to take it out again, until the time is up.")
        case _other:
            return _("You can change it until the time is up.")


def _ticks(quiz: Quiz, question: Question, mine: Given | None) -> Controls | None:
    """The letters once more, where several count: on one's own answer they change it in its place."""
    match question.text:
        case ChoiceQuestion(select="all", options=options) as choice:
            marked = options_in(mine.text, choice) if mine else frozenset()
            ticks = (
                button(LETTERS[n], Tick(quiz.id, quiz.number, n), pressed(n in marked)) for n in range(len(options))
            )
            return Controls(tuple(ticks))
        case _other:
            return None


def _change(_: Words, quiz: Quiz, question: Question) -> Controls | None:
    if quiz.race or isinstance(question.text, ChoiceQuestion):
        return None
    return Controls((button(_("Change it"), Write(quiz.id, quiz.number)),))


def taken_out(_: Words, quiz: Quiz, round: Round) -> View:
    """No letter is left of an answer."""
    return view(text(_("No letter is left, so you have no answer just now.")), _ticks(quiz, round.question, None))


# Presses that do not count


def first_counts(_: Words, round: Round, mine: Given) -> str:
    answer = said(_, round.question, mine.text)
    return _("In a race the first answer counts, and yours is “{answer}”.", answer=answer)


def not_in_it(_: Words, quiz: Quiz) -> View:
    return view(
        text(_("You are not in this quiz yet. Join, and you play from this question on; then answer it.")),
        Controls((button(_("Join"), Do(quiz.id, What.JOIN), "primary"),)),
    )


def too_late(_: Words, quiz: Quiz, number: int, day: str, missed: Button | None) -> View:
    """`day` is when the quiz began; `missed` leads to what one missed."""
    if quiz.over:
        said = _("That quiz is over, it was on {day}. Answers to it no longer count.", day=day)
    elif number < quiz.number:
        said = _("Time is up for that question; the quiz is at question {now} by now.", now=_.number(quiz.number))
    else:
        said = _("Time is up for this question. Its answer comes in a moment.")
    return view(text(said), Controls((missed,)) if missed else None)


def on_hold(_: Words, mine: Given | None) -> str:
    if mine is not None:
        return _("The quiz is paused. Your answer is kept; you can change it when it goes on.")
    return _("The quiz is paused. You can answer when it goes on: what was left of the time is left then.")

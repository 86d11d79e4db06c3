"""A question as it is played, as people read it. The buttons are the caller's."""

from __future__ import annotations

from collections.abc import Collection

from bot.ask.cards import asked
from bot.ask.parts import solved
from bot.bank.bank import Question
from bot.bank.kinds import ChoiceQuestion, OpenQuestion, RecallQuestion
from bot.bank.model import AskQuestion
from bot.chat.elements import Bullets, Element, Text, note, text
from bot.chat.markdown import elements, inline
from bot.chat.markup import Bold, Plain
from bot.chat.words import Words


def shown(_: Words, question: Question, number: int, of: int, marked: Collection[int] = ()) -> tuple[Element, ...]:
    """What is asked, with lettered options, below which question of how many it is; `marked` are the options ticked."""
    head = _("Question {number} of {of}", number=_.number(number), of=_.number(of))
    facts = [head, *_task(_, question)]
    return (note(" · ".join(facts)), *asked(_, question, marked))


def title(question: Question) -> str:
    """Which question it was, as one line of plain text: what it is about, without the task that all of its way have."""
    first, *_rest = [*elements(question.prompt), text("")]
    match first.spans if isinstance(first, Text) else ():
        case (_, Plain("\n"), Bold(about)):
            return " ".join(about.split())
    return question.headline


def explained(_: Words, question: Question, picked: Collection[int] | str = ()) -> tuple[Element, ...]:
    """The right answer and why, and why not what was `picked`: the indices of options, of one player or of all. What
    was typed to a question to recall needs no explanation of its own."""
    match question.text:
        case (ChoiceQuestion() | RecallQuestion()) as known:
            return solved(_, known, () if isinstance(picked, str) else picked)
        case OpenQuestion() as talk:
            rubric = Bullets(tuple(inline(point) for point in talk.rubric))
            answer = elements(talk.model_answer)
            return (text(Bold(_("A good answer"))), rubric, text(Bold(_("For example"))), *answer)
        case AskQuestion():
            raise TypeError("a question to ask an interviewer is played in one of its ways")


def _task(_: Words, question: Question) -> tuple[str, ...]:
    match question.text:
        case ChoiceQuestion(select="all"):
            return (_("mark every right answer"),)
        case RecallQuestion():
            return (_("a word or a few"),)
        case OpenQuestion():
            return (_("in your own words"),)
        case _other:
            return ()

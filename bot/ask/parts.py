"""What is behind a question, part by part: the reasons to ask it, the answer, what the asker looks for."""

from __future__ import annotations

from collections.abc import Iterable

from bot.ask.model import Part
from bot.bank.bank import Question
from bot.bank.kinds import ChoiceQuestion, OpenQuestion, Prompted, RecallQuestion
from bot.bank.model import AskQuestion
from bot.chat.elements import Bullets, Divider, Element, Fields, Text, bullets, note, text
from bot.chat.markdown import elements, inline
from bot.chat.markup import Bold, Italic, Plain, spans
from bot.chat.words import Words

LETTERS = "ABCDEF"
"""What the options are called, in text and on buttons."""

PARTS = {
    "ask": (Part.WHY, Part.LISTEN, Part.USE),
    "choice": (Part.ANSWER,),
    "recall": (Part.ANSWER,),
    "open": (Part.SEEK, Part.HINTS, Part.MODEL, Part.NEXT),
}


def parts_of(question: Question) -> list[Part]:
    """The parts that the question has, in the order of their buttons; the first is what `why` opens."""
    empty = set()
    match question.text:
        case OpenQuestion(hints=hints, follow_ups=follow_ups):
            empty = {part for part, held in ((Part.HINTS, hints), (Part.NEXT, follow_ups)) if not held}
    return [part for part in PARTS[question.kind] if part not in empty]


def labels(_: Words) -> dict[Part, str]:
    return {
        Part.WHY: _("Why ask it"),
        Part.LISTEN: _("Listen for"),
        Part.USE: _("Use the answer"),
        Part.ANSWER: _("Show the answer"),
        Part.SEEK: _("What they look for"),
        Part.HINTS: _("Hints"),
        Part.MODEL: _("A model answer"),
        Part.NEXT: _("What they ask next"),
    }


def opened(_: Words, question: Question, part: Part) -> tuple[Element, ...]:
    """One part of the question, which has to be among its `parts_of`."""
    match question.text:
        case AskQuestion() as ask:
            shown = _reasons(_, ask, part)
        case ChoiceQuestion() as choice:
            shown = solved(_, choice, range(len(choice.options)))
        case RecallQuestion() as recall:
            shown = solved(_, recall)
        case OpenQuestion() as talk:
            shown = _compared(_, talk, part)
    return (Divider(), *shown)


def solved(_: Words, question: ChoiceQuestion | RecallQuestion, picked: Iterable[int] = ()) -> tuple[Element, ...]:
    """The right answer and why, and why not what else was `picked`, the indices of options."""
    match question:
        case ChoiceQuestion():
            return (_right(_, question), *explained(_, question, question.right.union(picked)))
        case RecallQuestion():
            return (text(Bold(_("The answer: {answer}", answer=question.accepts[0]))), *told(_, question))


def explained(_: Words, choice: ChoiceQuestion, indices: Iterable[int]) -> tuple[Element, ...]:
    """Why these options are right or wrong, then the rationale."""
    shown: list[Element] = []
    for index in sorted(indices):
        because = choice.options[index].because
        shown += _titled(LETTERS[index], because, "  ") if because else ()
    return (*shown, *_rationale(_, choice))


def told(_: Words, recall: RecallQuestion) -> tuple[Element, ...]:
    """What else is accepted, the explanation, and the rationale."""
    others = list(recall.accepts[1:])
    also = (note(_("Also accepted: {answers}", answers=_.listing(others, "or"))),) if others else ()
    return (*also, *elements(recall.explanation), *_rationale(_, recall))


def letters(_: Words, indices: Iterable[int]) -> str:
    return _.listing([LETTERS[index] for index in sorted(indices)])


def _right(_: Words, choice: ChoiceQuestion) -> Element:
    count, right = len(choice.right), letters(_, choice.right)
    return text(Bold(_.many("The right answer: {right}", "The right answers: {right}", count, right=right)))


def _reasons(_: Words, ask: AskQuestion, part: Part) -> tuple[Element, ...]:
    match part:
        case Part.WHY:
            return (
                text(Bold(_("Why ask it")), "\n", ask.why),
                text(Bold(_("What asking does for you")), "\n", ask.benefit),
                Fields(
                    (
                        (_("Not like this"), spans(Italic(ask.weak_form))),
                        (_("Because"), spans(ask.weak_because)),
                        (_("Make it yours"), spans(ask.tailor)),
                    )
                ),
            )
        case Part.LISTEN:
            return (
                text(Bold(_("Good signs"))),
                bullets(*ask.listen_for),
                text(Bold(_("Warning signs"))),
                bullets(*ask.warning_signs),
            )
        case Part.USE:
            return (
                text(Bold(_("What to do with the answer")), "\n", ask.use_it),
                text(Bold(_("Follow-up questions"))),
                bullets(*ask.follow_ups),
            )
        case _other:
            raise LookupError(part)


def _compared(_: Words, talk: OpenQuestion, part: Part) -> tuple[Element, ...]:
    match part:
        case Part.SEEK:
            return (
                *_titled(_("Why they ask it"), talk.why),
                text(Bold(_("A good answer"))),
                _points(talk.rubric),
                *_source(_, talk),
            )
        case Part.HINTS:
            return (text(Bold(_("Hints"))), _points(talk.hints))
        case Part.MODEL:
            return _titled(_("A model answer"), talk.model_answer)
        case Part.NEXT:
            return (text(Bold(_("What they may ask next"))), _points(talk.follow_ups))
        case _other:
            raise LookupError(part)


def _rationale(_: Words, question: Prompted) -> tuple[Element, ...]:
    return (*_titled(_("Why it matters"), question.why), *_source(_, question))


def _source(_: Words, question: Prompted) -> tuple[Element, ...]:
    return (note(_("Source: {source}", source=question.source)),) if question.source else ()


def _points(points: Iterable[str]) -> Bullets:
    return Bullets(tuple(inline(point) for point in points))


def _titled(title: str, source: str, gap: str = "\n") -> tuple[Element, ...]:
    """The author's Markdown with a title, before the first paragraph or above a list or code."""
    first, *rest = elements(source)
    if isinstance(first, Text):
        return (Text((Bold(title), Plain(gap), *first.spans)), *rest)
    return (text(Bold(title)), first, *rest)

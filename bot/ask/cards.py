"""A question of any kind as people read it: its card with its buttons, and what is said to an answer."""

from __future__ import annotations

from collections.abc import Collection

from bot.ask.model import ANSWER, AskOne, Check, Choose, Look, Mark, Part, Recall, Share, Shut, written
from bot.ask.parts import LETTERS, explained, labels, letters, opened, parts_of, told
from bot.ask.screens import stage_names
from bot.bank.bank import Question
from bot.bank.grading import grade
from bot.bank.kinds import ChoiceQuestion, OpenQuestion, RecallQuestion
from bot.bank.model import AskQuestion, Level, Topic
from bot.chat.elements import (
    Button,
    Controls,
    Divider,
    Element,
    Form,
    Heading,
    Line,
    View,
    button,
    note,
    pressed,
    text,
    view,
)
from bot.chat.fitting import clip
from bot.chat.markdown import elements, inline
from bot.chat.markup import Bold, Italic, Span
from bot.chat.refs import encode
from bot.chat.words import Words
from bot.kit.model import Save


def card(
    _: Words,
    topic: Topic,
    question: Question,
    *,
    part: Part | None = None,
    marked: Collection[int] = (),
    shareable: bool,
    before: Element | None = None,
    after: Element | None = None,
) -> View:
    """One question with its buttons; `part` opens what is behind one of them, `marked` are the options ticked."""
    return view(
        before,
        *asked(_, question, marked),
        note(_facts(_, topic, question)),
        *(opened(_, question, part) if part else ()),
        after,
        _answering(_, question, part, marked),
        _keeping(_, topic, question, shareable),
    )


def answered(_: Words, topic: Topic, question: Question, said: tuple[Element, ...], *, shareable: bool) -> View:
    """The question with what is `said` to someone's answer: `said_to_choice`, `said_to_recall`."""
    return view(*asked(_, question), Divider(), *said, _keeping(_, topic, question, shareable))


def said_to_choice(_: Words, choice: ChoiceQuestion, given: Collection[int]) -> tuple[Element, ...]:
    """Whether these options are the right ones, and why."""
    right = letters(_, choice.right)
    if grade(choice, given):
        verdict = _("That is right: {right}", right=right)
    else:
        verdict = _.many(
            "Not quite: you chose {chosen}, the right answer is {right}",
            "Not quite: you chose {chosen}, the right answers are {right}",
            len(choice.right),
            chosen=letters(_, given),
            right=right,
        )
    return (text(Bold(verdict)), *explained(_, choice, choice.right.union(given)))


def said_to_recall(_: Words, recall: RecallQuestion, typed: str) -> tuple[Element, ...]:
    """Whether what was typed is the answer, and why."""
    answer = recall.accepts[0]
    if grade(recall, typed):
        verdict = _("That is right: {answer}", answer=answer)
    else:
        verdict = _("Not quite: you wrote “{typed}”, the answer is {answer}", typed=typed, answer=answer)
    return (text(Bold(verdict)), *told(_, recall))


def recall_form(_: Words, question: Question) -> Form:
    line = Line("answer", _("Your answer"), hint=clip(question.headline, 100), max_length=ANSWER)
    return Form(_("Your answer"), encode(Recall(question.id)), (line,), _("Check"))


def looked(_: Words, question: Question, part: Part) -> View:
    """One part alone, for someone who pressed on a message that everyone sees."""
    return view(*asked(_, question), *opened(_, question, part))


def full(_: Words, topic: Topic, question: Question) -> View:
    """Everything about a question at once, without controls: for print and the command line."""
    head = (Heading(question.headline),) if question.kind == "ask" else asked(_, question)
    parts = [element for part in parts_of(question) for element in opened(_, question, part)]
    return view(*head, note(_facts(_, topic, question)), *parts)


def asked(_: Words, question: Question, marked: Collection[int] = ()) -> tuple[Element, ...]:
    """What is asked, with the options to choose from."""
    match question.text:
        case AskQuestion(ask=ask):
            return (text(Bold(ask)),)
        case ChoiceQuestion(prompt=prompt, options=options):
            lines: list[str | Span] = []
            for index, option in enumerate(options):
                lines += ["\n" if lines else "", Bold(LETTERS[index]), "  ", *inline(option.text)]
                lines += ["  ", Italic(_("(marked)"))] if index in marked else []
            return (*elements(prompt), text(*lines))
        case RecallQuestion(prompt=prompt) | OpenQuestion(prompt=prompt):
            return elements(prompt)


def _facts(_: Words, topic: Topic, question: Question) -> str:
    levels = {
        Level.FIRST_JOB: _("for a first job"),
        Level.SENIOR: _("for senior people"),
        Level.MANAGER: _("for managers"),
    }
    facts = [topic.title, *_task(_, question), levels.get(question.level, "")]
    return " · ".join(fact for fact in facts if fact)


def _task(_: Words, question: Question) -> tuple[str, ...]:
    """What to do with the question."""
    match question.text:
        case AskQuestion(reveals=reveals, stages=stages, minutes=minutes):
            whom = _.listing([stage_names(_)[stage] for stage in stages], "or")
            return (
                reveals,
                _("best for {whom}", whom=whom),
                _.many("about a minute", "about {count} minutes", minutes),
            )
        case ChoiceQuestion(select="one"):
            return (_("one answer is right"),)
        case ChoiceQuestion():
            return (_("mark every right answer, then check"),)
        case RecallQuestion():
            return (_("a word or a few"),)
        case OpenQuestion():
            return (_("answer aloud, then compare"),)


def _answering(_: Words, question: Question, part: Part | None, marked: Collection[int]) -> Controls | None:
    """What one can do about this very question."""
    buttons: list[Button] = []
    match question.text:
        case ChoiceQuestion() if part is not None:
            return None
        case ChoiceQuestion(select="one", options=options):
            return Controls(tuple(button(LETTERS[n], Choose(question.id, n)) for n in range(len(options))))
        case ChoiceQuestion(options=options):
            for index in range(len(options)):
                toggled = Mark(question.id, written({index}.symmetric_difference(marked)))
                buttons.append(button(LETTERS[index], toggled, pressed(index in marked)))
            check = [button(_("Check"), Check(question.id, written(marked)))] if marked else []
            return Controls((*buttons, *check))
        case RecallQuestion() if part is None:
            buttons.append(button(_("Answer"), Recall(question.id), "primary"))
    for each in parts_of(question):
        opens = button(labels(_)[each], Look(question.id, each))
        buttons.append(button(_("Hide"), Shut(question.id)) if each is part else opens)
    return Controls(tuple(buttons))


def _keeping(_: Words, topic: Topic, question: Question, shareable: bool) -> Controls:
    """What one can do with any question."""
    return Controls(
        (
            button(_("Save"), Save(question.id)),
            button(_("Another"), AskOne(topic.id)),
            *((button(_("Share"), Share(question.id)),) if shareable else ()),
        )
    )

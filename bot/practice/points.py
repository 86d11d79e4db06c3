"""What one can see in the other: the rubric of what was answered, and what makes a good interviewer or asker."""

from __future__ import annotations

from bot.bank.bank import Bank
from bot.bank.kinds import OpenQuestion
from bot.chat.keys import Person
from bot.chat.markdown import inline
from bot.chat.markup import Spans, spans
from bot.chat.words import Words
from bot.practice.model import Practice, Way


def points(_: Words, bank: Bank, practice: Practice, about: Person) -> list[Spans]:
    """What may be ticked of this member, the candidate's first."""
    found: list[Spans] = []
    turn = practice.answered(about)
    if turn is not None and practice.way is Way.REVERSE:
        found += [spans(point) for point in asking(_)]
    elif turn is not None:
        found += rubric(bank, turn.questions)
    if practice.interviewed(about):
        told = playing(_) if practice.way is Way.REVERSE else interviewing(_)
        found += [spans(point) for point in told]
    if not found:  # of three, somebody has only listened
        found = [spans(point) for point in listening(_)]
    return found


def rubric(bank: Bank, questions: tuple[str, ...]) -> list[Spans]:
    """The observable points of the question to answer; none where it was taken out of the bank."""
    found = bank.find(questions[0]) if questions else None
    return [inline(point) for point in found.text.rubric] if found and isinstance(found.text, OpenQuestion) else []


def asking(_: Words) -> list[str]:
    """What a good asker does: what the interviewer of a reverse interview listens for."""
    return [
        _("Asked one thing at a time, and openly"),
        _("Built a question on something that was said"),
        _("Left a silence alone until more came"),
        _("Came close to what I would rather not say"),
        _("Said what they make of an answer"),
    ]


def interviewing(_: Words) -> list[str]:
    return [
        _("Made it easy to begin"),
        _("Let me finish my sentences"),
        _("Asked a follow-up that led somewhere"),
    ]


def playing(_: Words) -> list[str]:
    return [
        _("Stayed in the part"),
        _("Answered what was asked, and then stopped"),
        _("Was as open as such a person would be"),
    ]


def listening(_: Words) -> list[str]:
    return [_("Listened without a word"), _("Noticed what the two of us did not")]

"""Peers read each other's answers, without names, and mark what is in them."""

from __future__ import annotations

from dataclasses import replace

from bot.bank.kinds import OpenQuestion
from bot.chat.elements import View
from bot.chat.messages import Answer, Pressed, Replace, Reply
from bot.context import Context
from bot.errors import Refusal
from bot.quiz import answers, course, marking_screens, more_screens, outgoing
from bot.quiz.feature import feature
from bot.quiz.finding import by_id, round_of
from bot.quiz.model import Mark, Phase, Quiz, Round, takes_marks
from bot.quiz.refs import Marked, MarkPoint, ReadNext


@feature.pressed(ReadNext)
def on_read_next(ctx: Context, ref: ReadNext, _: Pressed) -> Answer:
    quiz, round, mine = _mine(ctx, ref.quiz, ref.number)
    return Reply(_page(ctx, quiz, round, mine))


@feature.pressed(MarkPoint)
def on_mark_point(ctx: Context, ref: MarkPoint, _: Pressed) -> Answer:
    quiz, round, mine = _mine(ctx, ref.quiz, ref.number)
    mark = _that(ctx, mine, ref.nth)
    talk = round.question.text
    if not isinstance(talk, OpenQuestion) or not 0 <= ref.point < len(talk.rubric):
        raise Refusal(marking_screens.nothing_to_mark(ctx.words))
    changed = replace(mark, points=mark.points ^ {ref.point})
    answers.keep_mark(ctx.db, quiz, round.number, changed, ctx.now)
    return Replace(_answer(ctx, quiz, round, changed, len(mine)))


@feature.pressed(Marked)
def on_marked(ctx: Context, ref: Marked, _: Pressed) -> Answer:
    quiz, round, mine = _mine(ctx, ref.quiz, ref.number)
    mark = replace(_that(ctx, mine, ref.nth), done=True)
    answers.keep_mark(ctx.db, quiz, round.number, mark, ctx.now)
    page = _page(ctx, quiz, round, [mark if each.nth == mark.nth else each for each in mine])
    if all(each.done for each in answers.marks_of(ctx.db, quiz, round.number)) and not quiz.post:
        course.end_marking(ctx, quiz)
    else:
        outgoing.show_again(ctx, quiz, Phase.MARKING, round.number)
    return Replace(page)


def _mine(ctx: Context, id: str, number: int) -> tuple[Quiz, Round, list[Mark]]:
    """What the presser has to mark. Raises `Refusal` where that is nothing, or too late."""
    quiz = by_id(ctx, id)
    round = round_of(ctx, quiz, number)
    _ = ctx.words
    if quiz.paused is not None and quiz.phase is Phase.MARKING:
        raise Refusal(more_screens.not_now(_, quiz))
    if not takes_marks(quiz, number, ctx.now):
        raise Refusal(marking_screens.too_late(_))
    mine = [mark for mark in answers.marks_of(ctx.db, quiz, number) if mark.marker == ctx.person]
    if not mine:
        raise Refusal(marking_screens.nothing_to_mark(_))
    return quiz, round, mine


def _that(ctx: Context, mine: list[Mark], nth: int) -> Mark:
    found = next((mark for mark in mine if mark.nth == nth), None)
    if found is None:
        raise Refusal(marking_screens.nothing_to_mark(ctx.words))
    return found


def _page(ctx: Context, quiz: Quiz, round: Round, mine: list[Mark]) -> View:
    following = next((mark for mark in mine if not mark.done), None)
    return _answer(ctx, quiz, round, following, len(mine)) if following else marking_screens.thanks(ctx.words)


def _answer(ctx: Context, quiz: Quiz, round: Round, mark: Mark, of: int) -> View:
    given = answers.of_person(ctx.db, quiz, round.number, mark.author)
    talk = round.question.text
    assert given is not None and isinstance(talk, OpenQuestion)
    return marking_screens.answer(ctx.words, quiz, round, talk, mark, of, given.text)

"""Answers: a letter, or what is written into the form. Kept in private, changed until the time is up."""

from __future__ import annotations

from dataclasses import replace

from bot.bank.grading import grade, options_in, written
from bot.bank.kinds import ChoiceQuestion, RecallQuestion
from bot.chat.elements import View, button
from bot.chat.fitting import clip, one_line, paragraphs
from bot.chat.messages import Answer, Ask, Pressed, Replace, Reply, Submitted
from bot.context import Context
from bot.errors import Refusal
from bot.quiz import answers, outgoing, round_screens
from bot.quiz.course import end_when_all_have_answered
from bot.quiz.feature import feature
from bot.quiz.finding import by_id, day_of, player_of, round_of
from bot.quiz.model import ANSWER_LENGTH, RECALL_LENGTH, Given, Phase, Quiz, Round, takes_answers
from bot.quiz.refs import Choose, Missed, Tick, Write


@feature.pressed(Choose)
def on_choose(ctx: Context, ref: Choose, _: Pressed) -> Answer:
    # On the question itself letters only come in: a finger that slips twice must not take an answer out again.
    return Reply(_choose(ctx, ref.quiz, ref.number, ref.option, takes_out=False))


@feature.pressed(Tick)
def on_tick(ctx: Context, ref: Tick, _: Pressed) -> Answer:
    return Replace(_choose(ctx, ref.quiz, ref.number, ref.option, takes_out=True))


@feature.pressed(Write)
def on_write(ctx: Context, ref: Write, _: Pressed) -> Answer:
    quiz, round = _asked(ctx, ref.quiz, ref.number)
    why_not = _not_now(ctx, quiz, round.number)
    if why_not is not None:
        return Reply(why_not)
    if isinstance(round.question.text, ChoiceQuestion):
        raise Refusal(ctx.words("This question is answered with a letter. Press one below it."))
    before = answers.of_person(ctx.db, quiz, round.number, ctx.person)
    if before is not None and quiz.race:
        raise Refusal(round_screens.first_counts(ctx.words, round, before))
    return Ask(round_screens.form(ctx.words, quiz, round, before))


@feature.submitted(Write)
def on_written(ctx: Context, ref: Write, submitted: Submitted) -> Answer:
    quiz, round = _asked(ctx, ref.quiz, ref.number)
    why_not = _not_now(ctx, quiz, round.number)
    if why_not is not None:
        return Reply(why_not)
    typed, right = submitted.fields.get("answer", ""), None
    if isinstance(round.question.text, ChoiceQuestion):
        raise Refusal(ctx.words("This question is answered with a letter. Press one below it."))
    if isinstance(round.question.text, RecallQuestion):
        typed = one_line(typed, RECALL_LENGTH)
        right = grade(round.question.text, typed)
    else:
        typed = clip(paragraphs(typed), ANSWER_LENGTH)
    if not any(char.isprintable() and not char.isspace() for char in typed):
        raise Refusal(ctx.words("There was nothing in it. Press “Answer” again and write a line."))
    return Reply(_keep(ctx, quiz, round, typed, right))


def _asked(ctx: Context, id: str, number: int) -> tuple[Quiz, Round]:
    quiz = by_id(ctx, id)
    return quiz, round_of(ctx, quiz, number)


def _not_now(ctx: Context, quiz: Quiz, number: int) -> View | None:
    """What to say to whoever cannot answer this question now."""
    _ = ctx.words
    playing = player_of(ctx, quiz) is not None
    if quiz.phase is Phase.ASKING and quiz.number == number:
        if quiz.paused is not None and playing:
            raise Refusal(round_screens.on_hold(_, answers.of_person(ctx.db, quiz, number, ctx.person)))
        if not playing:
            return round_screens.not_in_it(_, quiz)
    if not takes_answers(quiz, number, ctx.now):
        missed = button(_("What I missed"), Missed(quiz.id, 1)) if quiz.over and playing else None
        return round_screens.too_late(_, quiz, number, day_of(ctx, quiz), missed)
    return None


def _choose(ctx: Context, id: str, number: int, option: int, *, takes_out: bool) -> View:
    """Answer with this option; where all right ones are asked for, put it in, or take it out if it is in."""
    quiz, round = _asked(ctx, id, number)
    why_not = _not_now(ctx, quiz, number)
    if why_not is not None:
        return why_not
    choice = round.question.text
    if not isinstance(choice, ChoiceQuestion):
        raise Refusal(ctx.words("This question is answered in words. Press “Answer” below it."))
    if not 0 <= option < len(choice.options):
        raise Refusal(ctx.words("This question has no such letter."))
    before = answers.of_person(ctx.db, quiz, number, ctx.person)
    picked = frozenset({option})
    if choice.select == "all" and before is not None:
        had = options_in(before.text, choice)
        picked = had ^ picked if takes_out else had | picked
    if not picked:
        answers.forget(ctx.db, quiz, number, ctx.person)
        outgoing.show_again(ctx, quiz, Phase.ASKING, number)
        return round_screens.taken_out(ctx.words, quiz, round)
    return _keep(ctx, quiz, round, written(picked), grade(choice, picked), before)


def _keep(ctx: Context, quiz: Quiz, round: Round, text: str, right: bool | None, known: Given | None = None) -> View:
    before = known or answers.of_person(ctx.db, quiz, round.number, ctx.person)
    if before is not None and quiz.race:
        if before.text == text:
            return round_screens.kept(ctx.words, quiz, round, before)  # pressed twice
        raise Refusal(round_screens.first_counts(ctx.words, round, before))
    if before is not None:
        mine = replace(before, text=text, right=right)
    else:
        mine = Given(ctx.person, text, right, answers.count(ctx.db, quiz, round.number) + 1, ctx.now)
    answers.keep(ctx.db, quiz, round.number, mine)
    if before is None and not end_when_all_have_answered(ctx, quiz):
        outgoing.show_again(ctx, quiz, Phase.ASKING, round.number)
    return round_screens.kept(ctx.words, quiz, round, mine)

"""Afterwards: what one missed, and questions that something is wrong with."""

from __future__ import annotations

from bot.chat.elements import Form, Paragraph
from bot.chat.fitting import clip, one_line
from bot.chat.messages import Answer, Ask, Pressed, Replace, Reply, Submitted
from bot.chat.refs import encode
from bot.context import Context
from bot.errors import Refusal
from bot.members.model import Action
from bot.members.permits import require
from bot.quiz import answers, more_screens, over_screens, store
from bot.quiz.feature import feature
from bot.quiz.finding import by_id, round_of
from bot.quiz.model import REPORT_LENGTH, Given, Player, Quiz, Report
from bot.quiz.refs import Missed, ReportIt, Settled
from bot.quiz.scoring import RIGHT, Played, points_of

SHOWN = 5
"""How many reports are read at once."""

LISTED = 100


@feature.pressed(Missed)
def on_missed(ctx: Context, ref: Missed, pressed: Pressed) -> Answer:
    quiz = by_id(ctx, ref.quiz)
    player = store.player_of(ctx.db, quiz, ctx.person)
    played = answers.played(ctx.db, quiz)
    mine = [each for each in played if player is not None and _played(each, player)]
    missed = [each for each in mine if not _had(each, ctx, quiz)]
    if not missed:
        return Reply(over_screens.nothing_missed(ctx.words, played=bool(mine)))
    page = min(max(ref.page, 1), len(missed))
    each = missed[page - 1]
    points = points_of(each, race=quiz.race).get(ctx.person)
    view = over_screens.missed(ctx.words, quiz, each.round, _given(each, ctx), points, page, len(missed))
    return Replace(view) if pressed.private else Reply(view)


def _played(played: Played, player: Player) -> bool:
    return player.takes_part(played.round.number) or any(each.person == player.person for each in played.given)


def _had(played: Played, ctx: Context, quiz: Quiz) -> bool:
    """Whether there is nothing to learn: right, or all points of the rubric."""
    mine = _given(played, ctx)
    if mine is None:
        return False
    return bool(mine.right) or points_of(played, race=quiz.race).get(ctx.person) == RIGHT


def _given(played: Played, ctx: Context) -> Given | None:
    return next((each for each in played.given if each.person == ctx.person), None)


# Reports


@feature.pressed(ReportIt)
def on_report(ctx: Context, ref: ReportIt, _: Pressed) -> Answer:
    round = round_of(ctx, by_id(ctx, ref.quiz), ref.number)
    words = ctx.words
    hint = clip(over_screens.gist(round), 100)
    line = Paragraph("text", words("What is wrong with it?"), hint=hint, max_length=REPORT_LENGTH)
    return Ask(Form(words("Report this question"), encode(ref), (line,), words("Report")))


@feature.submitted(ReportIt)
def on_reported(ctx: Context, ref: ReportIt, submitted: Submitted) -> Answer:
    round = round_of(ctx, by_id(ctx, ref.quiz), ref.number)
    text = one_line(submitted.fields.get("text", ""), REPORT_LENGTH)
    if not text:
        raise Refusal(ctx.words("There was nothing in it. Press “Report” again and say what is wrong."))
    answers.report(ctx.db, ctx.group, Report(ctx.new_id(), round.question.id, ctx.person, text, ctx.now))
    return Reply(more_screens.reported(ctx.words))


@feature.pressed(Settled)
def on_settled(ctx: Context, ref: Settled, _: Pressed) -> Answer:
    require(ctx, Action.GOVERN)
    if ref.report.isprintable():
        answers.settle(ctx.db, ctx.group, ref.report)
    return Replace(more_screens.reports(ctx.words, ctx.bank, *_reports(ctx)))


def reports(ctx: Context) -> Answer:
    require(ctx, Action.GOVERN)
    return Reply(more_screens.reports(ctx.words, ctx.bank, *_reports(ctx)))


def _reports(ctx: Context) -> tuple[list[Report], int]:
    found = list(answers.reported(ctx.db, ctx.group, LISTED))
    return found[:SHOWN], max(len(found) - SHOWN, 0)

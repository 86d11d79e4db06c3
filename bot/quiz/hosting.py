"""Joining and leaving, and what whoever looks after a quiz does with it: by a button, or by a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.chat.fitting import one_line
from bot.chat.messages import Answer, Pressed, Reply
from bot.context import Context
from bot.errors import Refusal
from bot.quiz import answers, course, lobby_screens, more_screens, outgoing, store
from bot.quiz.feature import feature
from bot.quiz.finding import (
    by_id,
    elsewhere,
    host_name,
    manages,
    player_of,
    require_managing,
    require_running,
)
from bot.quiz.model import HOST_FIRST, End, Phase, Quiz, may_start
from bot.quiz.opening import again
from bot.quiz.refs import Do, GoOn, What
from bot.quiz.scoring import Score, TeamScore, standing, team_standing


@feature.pressed(Do)
def on_do(ctx: Context, ref: Do, _: Pressed) -> Answer:
    return _DOES[ref.what](ctx, by_id(ctx, ref.quiz))


@feature.pressed(GoOn)
def on_go_on(ctx: Context, ref: GoOn, _: Pressed) -> Answer:
    quiz = elsewhere(ctx, ref.group, ref.quiz)
    require_running(ctx, quiz)
    return _resumed(ctx, quiz)


def join(ctx: Context, quiz: Quiz) -> Answer:
    require_running(ctx, quiz)
    before = player_of(ctx, quiz)
    player = before or course.join(ctx, quiz, ctx.person, one_line(ctx.incoming.name, 80))
    return Reply(lobby_screens.joined(ctx.words, quiz, player, new=before is None))


def leave(ctx: Context, quiz: Quiz) -> Answer:
    require_running(ctx, quiz)
    player = player_of(ctx, quiz)
    if player is None:
        raise Refusal(ctx.words("You are not in this quiz."))
    course.leave(ctx, quiz, player)
    return Reply(lobby_screens.left(ctx.words, quiz))


def start(ctx: Context, quiz: Quiz) -> Answer:
    require_running(ctx, quiz)
    _ = ctx.words
    if quiz.phase is not Phase.LOBBY:
        raise Refusal(more_screens.not_now(_, replace(quiz, paused=None)))
    joined = player_of(ctx, quiz) is not None
    if not manages(ctx, quiz) and not may_start(quiz, ctx.person, joined, ctx.now):
        if not joined:
            raise Refusal(lobby_screens.join_first(_, host_name(ctx, quiz)))
        raise Refusal(lobby_screens.too_early(_, host_name(ctx, quiz), quiz.at + HOST_FIRST - ctx.now))
    if quiz.post or quiz.paused is not None:
        raise Refusal(more_screens.in_between(_) if quiz.paused is None else more_screens.not_now(_, quiz))
    if not any(player.playing for player in store.players_of(ctx.db, quiz)):
        raise Refusal(_("Nobody has joined yet, and a quiz needs somebody who plays."))
    course.begin(ctx, quiz)
    return Reply(lobby_screens.starting(_))


def more(ctx: Context, quiz: Quiz) -> Answer:
    scores, _teams = _standing(ctx, quiz)
    player = player_of(ctx, quiz)
    mine = next((each for each in scores if each.player.person == ctx.person and each.points), None)
    managing = manages(ctx, quiz) and not quiz.over
    require_running(ctx, quiz)
    return Reply(more_screens.more(ctx.words, quiz, host_name(ctx, quiz), player, mine, manages=managing))


def scores(ctx: Context, quiz: Quiz) -> Answer:
    told = len(store.closed_rounds(ctx.db, quiz))
    return Reply(more_screens.scores(ctx.words, quiz, *_standing(ctx, quiz), told))


def _standing(ctx: Context, quiz: Quiz) -> tuple[list[Score], list[TeamScore]]:
    played, players = answers.played(ctx.db, quiz), store.players_of(ctx.db, quiz)
    teams = team_standing(players, played, race=quiz.race) if quiz.teams else []
    return standing(players, played, race=quiz.race), teams


def pause(ctx: Context, quiz: Quiz) -> Answer:
    quiz = _managed(ctx, quiz)
    if quiz.paused is not None:
        raise Refusal(ctx.words("It is paused already."))
    stopped = course.pause(ctx, quiz)
    outgoing.news(ctx, stopped, "paused", who=ctx.person.key)
    return Reply(more_screens.paused(ctx.words, stopped))


def resume(ctx: Context, quiz: Quiz) -> Answer:
    return _resumed(ctx, _managed(ctx, quiz))


def _resumed(ctx: Context, quiz: Quiz) -> Answer:
    if quiz.paused is None:
        raise Refusal(ctx.words("It is not paused."))
    on = course.resume(ctx, quiz)
    if not on.post:
        outgoing.news(ctx, on, "resumed")
    return Reply(more_screens.resumed(ctx.words))


def skip(ctx: Context, quiz: Quiz) -> Answer:
    quiz = _managed(ctx, quiz)
    if quiz.paused is not None or quiz.phase is Phase.LOBBY:
        raise Refusal(more_screens.not_now(ctx.words, quiz))
    if quiz.post:
        raise Refusal(more_screens.in_between(ctx.words))
    course.skip(ctx, quiz)
    return Reply(more_screens.skipped(ctx.words))


def ask_to_stop(ctx: Context, quiz: Quiz) -> Answer:
    return Reply(more_screens.really_stop(ctx.words, _managed(ctx, quiz)))


def stop(ctx: Context, quiz: Quiz) -> Answer:
    course.finish(ctx, _managed(ctx, quiz), End.STOPPED, ctx.person)
    return Reply(more_screens.stopped(ctx.words))


def _managed(ctx: Context, quiz: Quiz) -> Quiz:
    """The quiz, in the hands of somebody who may do that; a host who does something is there."""
    require_running(ctx, quiz)
    require_managing(ctx, quiz)
    return replace(quiz, host_silent=0) if ctx.person == quiz.host else quiz


_DOES: dict[What, Callable[[Context, Quiz], Answer]] = {
    What.JOIN: join,
    What.LEAVE: leave,
    What.START: start,
    What.MORE: more,
    What.SCORES: scores,
    What.PAUSE: pause,
    What.RESUME: resume,
    What.SKIP: skip,
    What.STOP: ask_to_stop,
    What.REALLY_STOP: stop,
    What.AGAIN: again,
}

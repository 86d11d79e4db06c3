"""Quizzes in channels: begin one, take part, look after it."""

from __future__ import annotations

import re
from typing import Annotated

from bot.ask.commands import complete_topics
from bot.chat.command import Arg
from bot.chat.messages import Answer
from bot.context import Context
from bot.quiz import answering, hosting, judging, looking, store
from bot.quiz.feature import feature
from bot.quiz.finding import here
from bot.quiz.model import PACE, USUAL
from bot.quiz.opening import open_quiz, read_pace
from bot.rounds.source import source as read_source

__all__ = ["feature"]

BUTTONS = (answering, judging)
"""Modules that declare what buttons do, and nothing that a command needs."""


def _is_count(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,3}", text) is not None


def _is_pace(text: str) -> bool:
    return read_pace(text) is not None


@feature.command(
    "quiz start",
    tree="quiz start",
    summary="Begin a quiz in this channel; others join by a button",
    examples=("", "culture", "python fundamentals 10 20s", "teams race"),
)
def start(
    ctx: Context,
    teams: Annotated[bool, Arg("Play in teams, dealt by lot")] = False,
    race: Annotated[bool, Arg("A race: the first answer counts, and the fastest get more")] = False,
    pace: Annotated[str, Arg("The time for each: 30s, 2m", fits=_is_pace)] = "",
    count: Annotated[str, Arg("How many questions: 3 to 20", fits=_is_count)] = "",
    topics: Annotated[str, Arg("Topics or packs, with commas", complete=complete_topics)] = "",
) -> Answer:
    source = read_source(ctx, topics)
    time = read_pace(pace) or PACE
    return open_quiz(ctx, source, int(count or USUAL), time, race=race, teams=teams)


@feature.command("quiz join", tree="quiz join", summary="Join the quiz of this channel, at any time")
def join(ctx: Context) -> Answer:
    return hosting.join(ctx, here(ctx))


@feature.command("quiz leave", tree="quiz leave", summary="Leave the quiz; what you had stays yours")
def leave(ctx: Context) -> Answer:
    return hosting.leave(ctx, here(ctx))


@feature.command("quiz pause", tree="quiz pause", summary="Pause the quiz that you look after")
def pause(ctx: Context) -> Answer:
    return hosting.pause(ctx, here(ctx))


@feature.command("quiz resume", tree="quiz resume", summary="Go on after a pause, or after trouble was put right")
def resume(ctx: Context) -> Answer:
    return hosting.resume(ctx, here(ctx))


@feature.command("quiz skip", tree="quiz skip", summary="Go on at once; what has been answered counts")
def skip(ctx: Context) -> Answer:
    return hosting.skip(ctx, here(ctx))


@feature.command("quiz stop", tree="quiz stop", summary="End the quiz for everybody")
def stop(ctx: Context) -> Answer:
    return hosting.stop(ctx, here(ctx))


@feature.command("quiz scores", tree="quiz scores", summary="Who stands where in this channel's quiz")
def scores(ctx: Context) -> Answer:
    latest = None if ctx.place.direct else store.latest(ctx.db, ctx.group, ctx.place.channel)
    return hosting.scores(ctx, latest or here(ctx))


@feature.command("quiz reports", tree="quiz reports", summary="What was reported about questions, for organisers")
def reports(ctx: Context) -> Answer:
    return looking.reports(ctx)

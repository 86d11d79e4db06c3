"""Opening a quiz: what was typed, what there is to ask, and whether the channel takes it."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta

from bot.bank.bank import Question
from bot.bank.kinds import ChoiceQuestion, Kind
from bot.chat.fitting import one_line
from bot.chat.keys import Place, home_of
from bot.chat.messages import Answer, Lack, Reply
from bot.chat.screens import lacking
from bot.context import Context
from bot.errors import Refusal
from bot.members.model import Action
from bot.members.permits import require
from bot.quiz import course, lobby_screens, store
from bot.quiz.finding import host_name
from bot.quiz.model import FEWEST, MOST, QUICKEST, SLOWEST, Player, Quiz, Round
from bot.rounds.drawing import draw
from bot.rounds.source import questions

_SECONDS = {"s": 1, "sec": 1, "seconds": 1, "m": 60, "min": 60, "minutes": 60}
_TIME = re.compile(r"([0-9]{1,4}) ?(s|sec|seconds|m|min|minutes)", re.IGNORECASE)


def read_pace(text: str) -> timedelta | None:
    """`30s`, `2m` or `2 min`; None for anything else."""
    found = _TIME.fullmatch(text)
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2].lower()]) if found else None


def open_quiz(
    ctx: Context, source: str, count: int, pace: timedelta, *, race: bool, teams: bool, not_ids: Collection[str] = ()
) -> Answer:
    """Open a lobby in this channel. Raises `Refusal` with what to do instead."""
    _ = ctx.words
    if ctx.place.direct:
        raise Refusal(lobby_screens.not_alone(_))
    if not FEWEST <= count <= MOST:
        raise Refusal(lobby_screens.how_many(_))
    if not QUICKEST <= pace <= SLOWEST:
        raise Refusal(lobby_screens.how_fast(_))
    place = Place(ctx.group, ctx.place.channel)
    beside_the_point = (Lack.THREADS, Lack.PING)
    lacks = {lack: fix for lack, fix in ctx.standing(place).fixes.items() if lack not in beside_the_point}
    if lacks:
        raise Refusal(lacking(_, lacks))
    require(ctx, Action.SHARE)
    other = store.running(ctx.db, ctx.group, place.channel)
    if other is not None:
        return Reply(lobby_screens.there_is_one(_, other, host_name(ctx, other)))
    drawn = _drawn(ctx, source, count, race=race, not_ids=not_ids)
    quiz = Quiz(
        group=ctx.group,
        id=ctx.new_id(),
        home=home_of(ctx.group, ctx.person),
        channel=place.channel,
        host=ctx.person,
        locale=ctx.incoming.locale,
        source=source,
        count=len(drawn),
        pace=pace,
        race=race,
        teams=teams,
        at=ctx.now,
    )
    host = Player(ctx.person, one_line(ctx.incoming.name, 80), 0, 1, None, ctx.now)
    course.open_lobby(ctx, quiz, [Round(nth, each) for nth, each in enumerate(drawn, 1)], host)
    return Reply(lobby_screens.opening(_, quiz, count))


def _drawn(ctx: Context, source: str, count: int, *, race: bool, not_ids: Collection[str]) -> list[Question]:
    """Open questions take long, so they come only where topics or packs are named. A race is for one press, so it has
    no questions with several right letters. What was asked just now comes again only where there is nothing else."""
    without: list[Kind] = [] if source else ["open"]
    every = questions(ctx.bank, source, without=without)
    fit = [each for each in every if not (race and isinstance(each.text, ChoiceQuestion) and each.text.select == "all")]
    drawn = draw(ctx.words, ctx.bank, fit, count, ctx.rng, not_ids=not_ids)
    if len(drawn) < count and not_ids:
        drawn = draw(ctx.words, ctx.bank, fit, count, ctx.rng)
    if len(drawn) < FEWEST:
        raise Refusal(lobby_screens.nothing_to_ask(ctx.words, len(drawn)))
    return drawn


def again(ctx: Context, quiz: Quiz) -> Answer:
    """Another one like it, with other questions."""
    asked = store.question_ids(ctx.db, quiz)
    return open_quiz(ctx, quiz.source, quiz.count, quiz.pace, race=quiz.race, teams=quiz.teams, not_ids=asked)

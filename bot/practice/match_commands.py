"""Joining and leaving the match, and settling when it makes pairs."""

from __future__ import annotations

from typing import Annotated

from bot.calendar import reading, typed
from bot.calendar.plan import Plan, next_occurrence
from bot.chat.command import Arg
from bot.chat.elements import Option
from bot.chat.fitting import one_line
from bot.chat.keys import home_of
from bot.chat.markup import Spans, spans
from bot.chat.messages import Answer, Lack, Pressed, Reply
from bot.chat.refs import UnreadableRef
from bot.chat.screens import lacking
from bot.context import Context
from bot.errors import Refusal
from bot.members import audit
from bot.members.model import Action
from bot.members.permits import require
from bot.practice import commands, looking, match_screens, matching, pool, store
from bot.practice.feature import feature
from bot.practice.match import Joined, Weekly
from bot.practice.model import NAME, Practice, State
from bot.practice.pressing import occasion, zone_of
from bot.practice.refs import Pool
from bot.storage.engine import in_turn

__all__ = ["commands", "feature"]
"""With the commands of `commands`, which `help` lists first."""


def _is_day(text: str) -> bool:
    return typed.days(text) is not None


def _is_time(text: str) -> bool:
    return typed.time_of_day(text) is not None


def _is_zone(text: str) -> bool:
    return typed.zone(text) is not None


def complete_zones(ctx: Context, text: str) -> list[Option]:
    return [Option(key, key) for key in typed.zones_like(text)]


@feature.command("practice match join", tree="practice match join", summary="Be paired with somebody to practise with")
def join(ctx: Context) -> Answer:
    return _join(ctx)


@feature.command("practice match leave", tree="practice match leave", summary="Be paired no more")
def leave(ctx: Context) -> Answer:
    return Reply(match_screens.left(ctx.words, ctx.group, was_in=pool.leave(ctx.db, ctx.group, ctx.person)))


@feature.command("practice match show", tree="practice match show", summary="Who is in the match, and when it pairs")
def show(ctx: Context) -> Answer:
    _with_others(ctx)
    people = pool.everyone(ctx.db, ctx.group)
    me = next((each for each in people if each.person == ctx.person), None)
    settled = pool.settled(ctx.db, ctx.group)
    return Reply(match_screens.standing(ctx.words, ctx.group, settled, people, me, zone_of(ctx, ctx.group)))


@feature.command(
    "practice match weekly",
    tree="practice match weekly",
    summary="Have pairs made every week, at an hour that you settle (organisers)",
    examples=("mon 10:00", "thursday 5pm Europe/Berlin"),
)
def weekly(
    ctx: Context,
    day: Annotated[str, Arg("The day of the week: mon, thursday", fits=_is_day)] = "",
    time: Annotated[str, Arg("The time of day: 10:00 or 10am", fits=_is_time)] = "",
    zone: Annotated[str, Arg("The time zone: Europe/Berlin", fits=_is_zone, complete=complete_zones)] = "",
) -> Answer:
    _ = ctx.words
    _with_others(ctx)
    require(ctx, Action.GOVERN)
    days = typed.days(day) or frozenset()
    if not time or len(days) != 1:
        example = _.command("practice match weekly", "mon 10:00").text
        raise Refusal(_("Name one day of the week and a time: {example}", example=example))
    key = reading.zone(ctx, zone) if zone else zone_of(ctx, ctx.group)
    if not key:
        example = _.command("practice match weekly", f"{day} {time} Europe/Berlin").text
        raise Refusal(_("I need a time zone to know when {time} is: {example}", time=time, example=example))
    beside_the_point = (Lack.THREADS, Lack.PING)
    lacks = {lack: fix for lack, fix in ctx.standing(ctx.place).fixes.items() if lack not in beside_the_point}
    if lacks:
        raise Refusal(lacking(_, lacks))
    plan = Plan(reading.time_of_day(ctx, time), key, days)
    home, locale = home_of(ctx.group, ctx.person), ctx.incoming.locale
    next_at = next_occurrence(plan, ctx.now)[1]
    settled = Weekly(ctx.group, ctx.place.channel, home, locale, ctx.person, plan, next_at)
    pool.settle(ctx.db, settled)
    audit.note(ctx, "practice match weekly", f"{typed.days_key(days)} {plan.time:%H:%M} {key}")
    return Reply(match_screens.settled(_, settled, len(pool.everyone(ctx.db, ctx.group))))


@feature.command("practice match off", tree="practice match off", summary="Make no more pairs by itself (organisers)")
def off(ctx: Context) -> Answer:
    _with_others(ctx)
    require(ctx, Action.GOVERN)
    if not pool.unsettle(ctx.db, ctx.group):
        raise Refusal(ctx.words("No pairs are made by themselves."))
    audit.note(ctx, "practice match off", "")
    return Reply(match_screens.unsettled(ctx.words))


@feature.command("practice match now", tree="practice match now", summary="Make pairs at once (organisers)")
def now(ctx: Context) -> Answer:
    """Of those who have nobody: so that typing it twice makes no second pairs."""
    _with_others(ctx)
    require(ctx, Action.GOVERN)
    if not pool.everyone(ctx.db, ctx.group):
        join = ctx.words.command("practice match join").text
        raise Refusal(ctx.words("Nobody is in the match yet. Whoever likes joins with {join}.", join=join))
    settled = pool.settled(ctx.db, ctx.group)
    channel = settled.channel if settled else ctx.place.channel
    home, locale = home_of(ctx.group, ctx.person), ctx.incoming.locale
    plan = settled.plan if settled else Plan(ctx.now.time(), "UTC", frozenset({0}))
    here = Weekly(ctx.group, channel, home, locale, ctx.person, plan, None)
    made = matching.make_pairs(occasion(ctx), here)
    waiting = [joined for joined in pool.everyone(ctx.db, ctx.group) if joined.waiting is not None]
    audit.note(ctx, "practice match now", f"{len(made)}")
    return Reply(match_screens.made_now(ctx.words, len(made), len(waiting)))


@feature.pressed(Pool)
def on_pool(ctx: Context, ref: Pool, _: Pressed) -> Answer:
    """From the channel, or from direct messages about it."""
    in_turn(ctx.db, ref.group)
    match ref.what:
        case "join" if ref.group == ctx.group:
            return _join(ctx)
        case "join":
            raise Refusal(
                ctx.words("Join from the channel: {join}", join=ctx.words.command("practice match join").text)
            )
        case "leave":
            return Reply(match_screens.left(ctx.words, ref.group, was_in=pool.leave(ctx.db, ref.group, ctx.person)))
        case "anew":
            return _anew(ctx, ref.group)
        case "mine":
            return _mine(ctx, ref.group)
        case _other:
            raise UnreadableRef(ref)


def _join(ctx: Context) -> Answer:
    _with_others(ctx)
    already = pool.find(ctx.db, ctx.group, ctx.person)
    zone = zone_of(ctx, ctx.group)
    if already is None:
        name, home = one_line(ctx.incoming.name, NAME), home_of(ctx.group, ctx.person)
        locale, channel = ctx.incoming.locale, ctx.place.channel
        pool.join(ctx.db, Joined(ctx.group, ctx.person, name, zone, home, locale, channel, ctx.now))
        if any(each.waiting for each in pool.everyone(ctx.db, ctx.group)):
            matching.wait(occasion(ctx), ctx.group, [ctx.person], ctx.person)
            pool.wait(ctx.db, ctx.group, [ctx.person], None)  # a newcomer need not be told that they wait
            if _matched(ctx, ctx.group):
                return _mine(ctx, ctx.group, spans(match_screens.somebody_waited(ctx.words)))
    settled = pool.settled(ctx.db, ctx.group)
    return Reply(match_screens.joined(ctx.words, ctx.group, settled, zone, already=already is not None))


def _anew(ctx: Context, group: str) -> Answer:
    if pool.find(ctx.db, group, ctx.person) is None:
        return Reply(match_screens.not_paired(ctx.words, group, in_pool=False))
    if not _matched(ctx, group):
        matching.wait(occasion(ctx), group, [ctx.person], ctx.person)
    if _matched(ctx, group):
        return _mine(ctx, group)
    return Reply(match_screens.you_wait(ctx.words, group))


def _mine(ctx: Context, group: str, news: Spans = ()) -> Answer:
    found = _matched(ctx, group)
    if found:
        return Reply(looking.for_presser(ctx, found[0], news))
    in_pool = pool.find(ctx.db, group, ctx.person) is not None
    return Reply(match_screens.not_paired(ctx.words, group, in_pool=in_pool))


def _matched(ctx: Context, group: str) -> list[Practice]:
    mine = store.open_of(ctx.db, group, ctx.person)
    return [each for each in mine if each.matched and each.state is not State.OFFERED]


def _with_others(ctx: Context) -> None:
    if ctx.place.direct:
        raise Refusal(ctx.words("There is nobody else here to be paired with. Type it in a channel."))

"""Setting up and looking after the question of the day. Organisers only, but for looking and one's own streak."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Annotated

from bot.ask.commands import complete_questions, complete_topics
from bot.calendar import reading, typed
from bot.chat.command import Arg, NamedRole
from bot.chat.elements import Option
from bot.chat.keys import Place
from bot.chat.messages import Answer, Reply
from bot.context import Context
from bot.daily import answering, looking, overview_screens, pressing, queueing, remedies, screens, store, streak_screens
from bot.daily.feature import feature
from bot.daily.finding import find, meant
from bot.daily.model import HIGHEST
from bot.daily.panel import PANEL, new_values, no_zone, put_in_force, require_standing, values_of
from bot.daily.reading import source_in_line
from bot.errors import Refusal
from bot.members import audit
from bot.members.model import Action
from bot.members.permits import require
from bot.panels.commands import opened, prepared
from bot.panels.model import Values

__all__ = ["feature", "remedies"]
"""With the buttons that `answering`, `pressing`, `queueing` and `remedies` declare."""

_SOME_DAY = date(2024, 1, 1)
"""Whether something is a date does not depend on the day."""


def _is_time(text: str) -> bool:
    return typed.time_of_day(text) is not None


def _is_zone(text: str) -> bool:
    return typed.zone(text) is not None


def _are_days(text: str) -> bool:
    return typed.days(text) is not None


def _is_day(text: str) -> bool:
    """Also one that no calendar has, so that it is this that is said of it."""
    return typed.day(_bare(text), _SOME_DAY) is not None or typed.no_such_day(_bare(text))


def _are_days_off(text: str) -> bool:
    return all(_is_day(end) for end in typed.ends(_bare(text)))


def _is_until(text: str) -> bool:
    return _is_day(text) or typed.until(_bare(text), _SOME_DAY) is not None


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,3}", text) is not None


def _bare(text: str) -> str:
    return re.sub("^(until|till|on|for|from) ", "", text.lower())


def complete_zones(ctx: Context, text: str) -> list[Option]:
    return [Option(key, key) for key in typed.zones_like(text)]


Number = Annotated[int, Arg("Which one, where there are several", ge=1, le=HIGHEST)]


@feature.command(
    "daily set",
    tree="daily set",
    summary="Set the question of the day up, in one line or, alone, in a panel",
    examples=("09:00", "9am Europe/Berlin mon-fri culture", "me 07:30"),
    also=("setup", "create", "new", "start"),
    unsaid=True,
)
def set_up(
    ctx: Context,
    me: Annotated[bool, Arg("For you alone, in direct messages")] = False,
    time: Annotated[str, Arg("The time of day: 09:00 or 9am", fits=_is_time)] = "",
    zone: Annotated[str, Arg("The time zone: Europe/Berlin", fits=_is_zone, complete=complete_zones)] = "",
    days: Annotated[str, Arg("The days: mon-fri, every day", fits=_are_days)] = "",
    topics: Annotated[str, Arg("Topics or packs, with commas", complete=complete_topics)] = "",
) -> Answer:
    place = _place(ctx, me=me)
    _require_to_settle(ctx, place)
    changed = _typed(ctx, time, zone, days, topics)
    here = [each for each in store.of_group(ctx.db, place.group) if each.channel == place.channel or place.direct]
    if len(here) > 1:
        ready = [prepared(ctx, PANEL, values_of(ctx, each), changed) for each in here] if changed else []
        return Reply(overview_screens.several(ctx.words, here, "change", ready))
    return _set(ctx, values_of(ctx, here[0]) if here else new_values(ctx, place), changed)


@feature.command(
    "daily add",
    tree="daily add",
    summary="Set another question of the day up, beside the one here",
    examples=("18:00 culture",),
)
def add(
    ctx: Context,
    time: Annotated[str, Arg("The time of day: 09:00 or 9am", fits=_is_time)] = "",
    zone: Annotated[str, Arg("The time zone: Europe/Berlin", fits=_is_zone, complete=complete_zones)] = "",
    days: Annotated[str, Arg("The days: mon-fri, every day", fits=_are_days)] = "",
    topics: Annotated[str, Arg("Topics or packs, with commas", complete=complete_topics)] = "",
) -> Answer:
    place = _place(ctx)
    _require_to_settle(ctx, place)
    return _set(ctx, new_values(ctx, place), _typed(ctx, time, zone, days, topics))


@feature.command(
    "daily change",
    tree="daily change",
    summary="Open the panel of a question of the day",
    also=("edit", "modify", "update", "settings"),
)
def change(ctx: Context, number: Number = 0) -> Answer:
    _govern(ctx)
    return opened(ctx, PANEL, values_of(ctx, find(ctx, number, "daily change")))


@feature.command(
    "daily show",
    tree="daily show",
    summary="The next questions of the day, the last ones, and its state",
    also=("list", "status", "next", "info", "coming"),
)
def show(ctx: Context, number: Number = 0) -> Answer:
    if number and (removed := looking.show_removed(ctx, number)):
        return removed
    found = meant(ctx, number)
    return looking.show(ctx, found[0]) if len(found) == 1 else Reply(overview_screens.several(ctx.words, found, "show"))


@feature.command("daily preview", tree="daily preview", summary="The next question of the day, for your eyes only")
def preview(ctx: Context, number: Number = 0) -> Answer:
    _govern(ctx)
    return looking.preview(ctx, find(ctx, number, "daily preview"))


@feature.command(
    "daily skip",
    tree="daily skip",
    summary="Leave a day out, the next one if you name none",
    examples=("friday", "2031-12-24", "24 dec to 2 jan"),
)
def skip(
    ctx: Context,
    day: Annotated[str, Arg("The day or days: friday, 24 Dec, 2031-12-24, 24 dec to 2 jan", fits=_are_days_off)] = "",
    number: Number = 0,
) -> Answer:
    _govern(ctx)
    schedule = find(ctx, number, "daily skip", _bare(day))
    if not day:
        return pressing.skip(ctx, schedule)
    return pressing.skip(ctx, schedule, *reading.span(ctx, _bare(day), schedule.plan.zone))


@feature.command(
    "daily pause",
    tree="daily pause",
    summary="No questions of the day until a day that you name, or until you resume",
    examples=("until 2031-04-01", "2 weeks"),
    also=("off", "stop", "disable", "mute"),
)
def pause(
    ctx: Context,
    until: Annotated[str, Arg("The first day with a question again: monday, 24 Dec; or 2 weeks", fits=_is_until)] = "",
    number: Number = 0,
) -> Answer:
    _govern(ctx)
    schedule = find(ctx, number, "daily pause", _bare(until))
    return pressing.pause(ctx, schedule, reading.until(ctx, _bare(until), schedule.plan.zone) if until else None)


@feature.command(
    "daily resume",
    tree="daily resume",
    summary="Go on after a pause, or after trouble was put right",
    also=("unpause", "continue", "restart", "unmute"),
)
def resume(ctx: Context, number: Number = 0) -> Answer:
    _govern(ctx)
    return pressing.resume(ctx, find(ctx, number, "daily resume"))


@feature.command("daily now", tree="daily now", summary="Post today's question at once", also=("post",))
def now(ctx: Context, number: Number = 0) -> Answer:
    _govern(ctx)
    return pressing.post_now(ctx, find(ctx, number, "daily now"), extra=False)


@feature.command(
    "daily reveal", tree="daily reveal", summary="Bring the answers to a question out now", also=("answers",)
)
def reveal(ctx: Context, number: Number = 0) -> Answer:
    _govern(ctx)
    return pressing.bring_out(ctx, find(ctx, number, "daily reveal"))


@feature.command(
    "daily queue",
    tree="daily queue",
    summary="Have a certain question come next, or on a certain day; alone, what is in line",
    examples=("culture.describe-it", "friday culture.describe-it", "remove culture.describe-it", "clear"),
    also=("line",),
)
def queue(
    ctx: Context,
    day: Annotated[str, Arg("The day: friday, 24 Dec, 2031-12-24", fits=_is_day)] = "",
    number: Annotated[str, Arg("Which one, where there are several", fits=_is_number)] = "",
    question: Annotated[
        str, Arg("A question, or words from it; or list, clear, remove", complete=complete_questions)
    ] = "",
) -> Answer:
    _govern(ctx)
    question, day, number = _behind_it(ctx, question.strip(), day, number)
    schedule = find(ctx, int(number or 0), "daily queue", day, question)
    wanted = reading.day(ctx, _bare(day), schedule.plan.zone) if day else None
    return queueing.typed(ctx, schedule, question, wanted)


def _behind_it(ctx: Context, question: str, day: str, number: str) -> tuple[str, str, str]:
    """The question, the day and the number, where some of that was typed behind the id of a question."""
    id, *words = question.split() or [""]
    ways: tuple[tuple[list[str], list[str]], ...] = ((words, []), (words[:-1], words[-1:]), (words[1:], words[:1]))
    for on, which in ((" ".join(each), " ".join(other)) for each, other in ways):
        fits = (not on or (not day and _is_day(on))) and (not which or (not number and _is_number(which)))
        if words and fits and ctx.bank.find(id):
            return id, on or day, which or number
    return question, day, number


@feature.command(
    "daily ping",
    tree="daily ping",
    summary="Wake a role or user group with each question of the day; alone, nobody",
    examples=("@study",),
)
def ping(
    ctx: Context,
    whom: Annotated[NamedRole | None, Arg("The role or user group")] = None,
    number: Annotated[str, Arg("Which one, where there are several", fits=_is_number)] = "",
) -> Answer:
    _govern(ctx)
    schedule = find(ctx, int(number or 0), "daily ping", "@…" if whom else "")
    if whom is not None and not schedule.channel:
        raise Refusal(ctx.words("There is nobody else to wake in our direct messages."))
    if whom is not None:
        require_standing(ctx, Place(schedule.group, schedule.channel), whom.id)
    changed = replace(schedule, ping=whom.id if whom else "")
    store.save(ctx.db, changed)
    audit.note(ctx, "daily ping", f"{schedule.number}: {changed.ping or '-'}")
    return Reply(screens.pinged(ctx.words, changed))


@feature.command(
    "daily remove",
    tree="daily remove",
    summary="Take a question of the day away for good",
    also=("delete", "cancel", "off", "stop", "drop"),
)
def remove(ctx: Context, number: Number = 0) -> Answer:
    _govern(ctx)
    return pressing.ask_to_remove(ctx, find(ctx, number, "daily remove"))


@feature.command(
    "daily streak", tree="daily streak", summary="How many days in a row you have answered", also=("streaks",)
)
def streak(ctx: Context) -> Answer:
    found = answering.streak_of(ctx)
    said = streak_screens.no_streak(ctx.words) if found is None else streak_screens.streak(ctx.words, found)
    return Reply(said)


def _typed(ctx: Context, time: str, zone: str, days: str, topics: str) -> dict[str, str]:
    """The values that a line names."""
    named = {}
    if time:
        named["time"] = f"{reading.time_of_day(ctx, time):%H:%M}"
    if zone:
        named["zone"] = reading.zone(ctx, zone)
    if days:
        named["days"] = typed.days_key(reading.days(ctx, days))
    if topics:
        named["source"] = source_in_line(ctx, topics)
    return named


def _set(ctx: Context, values: Values, changed: Values) -> Answer:
    """Put what was typed in force, or open the panel where nothing was, or where something is still missing."""
    new = {**values, **changed}
    if not new["zone"]:
        return opened(ctx, PANEL, values, changed, said=no_zone(ctx.words, new["time"]))
    if not changed:
        return opened(ctx, PANEL, values)
    return Reply(put_in_force(ctx, new))


def _require_to_settle(ctx: Context, place: Place) -> None:
    """Everybody settles their own; what a group has, its organisers do."""
    if place.group == ctx.group:
        _govern(ctx)


def _place(ctx: Context, *, me: bool = False) -> Place:
    if me or ctx.place.direct:
        return Place(ctx.person.alone, "")
    return Place(ctx.group, ctx.place.channel)


def _govern(ctx: Context) -> None:
    require(ctx, Action.GOVERN)

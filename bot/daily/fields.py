"""The fields of the panel: what each is called, offers, and understands."""

from __future__ import annotations

from bot.calendar import reading, typed
from bot.context import Context
from bot.daily import value_screens
from bot.daily.model import NEVER
from bot.panels.model import Channel, Choice, Field, Values, Writing
from bot.rounds.source import source


def _read_time(ctx: Context, text: str, _: Values) -> str:
    return f"{reading.time_of_day(ctx, text):%H:%M}"


def _read_days(ctx: Context, text: str, _: Values) -> str:
    return typed.days_key(reading.days(ctx, text))


def _read_source(ctx: Context, text: str, _: Values) -> str:
    return source(ctx, text)


def _read_reveal(ctx: Context, text: str, values: Values) -> str:
    return NEVER if text.lower() in ("", NEVER) else _read_time(ctx, text, values)


def _read_zone(ctx: Context, text: str, _: Values) -> str:
    return reading.zone(ctx, text) if text else ""


def _read_country(ctx: Context, text: str, _: Values) -> str:
    return reading.country(ctx, text) if text else ""


def _read_skips(ctx: Context, text: str, values: Values) -> str:
    return typed.dates_key(reading.days_to_come(ctx, text, values["zone"] or "UTC"))


def _joined_skips(was: str, changed: str, now: str) -> str:
    """Days that were put in or taken out are; those that others put in or took out meanwhile stay so."""
    before, after, today = (typed.dates_from_key(key) for key in (was, changed, now))
    return typed.dates_key((today | (after - before)) - (before - after))


def _in_channel(values: Values) -> bool:
    """Whether others are there, who can be woken and can talk in a thread."""
    return bool(values["channel"])


FIELDS: tuple[Field, ...] = (
    Channel("channel", lambda _: _("Where")),
    Writing("time", lambda _: _("Time"), lambda _: _("09:00"), read=_read_time, needed=True),
    Writing("zone", lambda _: _("Time zone"), lambda _: _("Europe/Berlin, or just Berlin"), read=_read_zone),
    Writing(
        "days", lambda _: _("Days"), lambda _: _("mon-fri, every day, or mon, wed, fri"), read=_read_days,
        shown=value_screens.days, needed=True,
    ),
    Writing(
        "source", lambda _: _("Topics"), lambda _: _("Topics or packs, with commas. Empty: everything."), 300,
        read=_read_source, shown=value_screens.source, empty=lambda _: _("all"),
    ),
    Choice("kind", lambda _: _("Kind of question"), value_screens.kinds),
    Writing(
        "reveal", lambda _: _("Answers come out"), lambda _: _("17:00, or never: then an organiser says when"),
        read=_read_reveal, shown=value_screens.reveal_time,
    ),
    Choice("threaded", lambda _: _("Answers go"), value_screens.threads, applies=_in_channel),
    Choice(
        "ping", lambda _: _("Wake up"), value_screens.pings, other=value_screens.ping_of, applies=_in_channel
    ),
    Writing(
        "country", lambda _: _("Holidays off"), lambda _: _("Germany, DE-BY, US … Empty: none are left out."),
        read=_read_country, shown=value_screens.country, empty=lambda _: _("none"),
    ),
    Writing(
        "skips", lambda _: _("Days off"), lambda _: _("24 Dec to 2 Jan, 2032-05-17"), 400,
        read=_read_skips, shown=value_screens.days_off, empty=lambda _: _("none"), joined=_joined_skips,
    ),
    Choice("when_empty", lambda _: _("When all were asked"), value_screens.when_empty),
    Choice("grace", lambda _: _("If I was away"), value_screens.graces),
)  # fmt: skip

"""Times, zones and days as people type them, with a sentence for whatever cannot be read: what was wrong, and what to
type instead."""

from __future__ import annotations

from datetime import date, time, timedelta

from bot.calendar import countries, typed
from bot.calendar.plan import local_date
from bot.chat.fitting import clip
from bot.context import Context
from bot.errors import Refusal

LONGEST_BREAK = timedelta(days=92)
"""The longest run of days off that is taken: a longer one is a slip, or a pause."""


def time_of_day(ctx: Context, text: str) -> time:
    found = typed.time_of_day(text)
    if found is None:
        raise Refusal(ctx.words("“{text}” is no time of day. Write it like 09:00 or 9am.", text=clip(text, 40)))
    return found


def zone(ctx: Context, text: str) -> str:
    found = typed.zone(text)
    if found is None:
        close = typed.zones_like(text, 3)
        _ = ctx.words
        said = _("“{text}” is no time zone that I know.", text=clip(text, 40))
        if close:
            meant = _("Did you mean {zones}?", zones=_.listing(close, "or"))
        else:
            meant = _("Write it like Europe/Berlin, or name a large city there.")
        raise Refusal(f"{said} {meant}")
    return found


def days(ctx: Context, text: str) -> frozenset[int]:
    found = typed.days(text)
    if not found:
        example = ctx.words("Write mon-fri, every day, or mon, wed, fri.")
        raise Refusal(ctx.words("“{text}” names no days of the week. {example}", text=clip(text, 40), example=example))
    return found


def quiet_hours(ctx: Context, text: str) -> str:
    found = typed.hours(text)
    if found is None:
        raise Refusal(ctx.words("“{text}” is no span of hours. Write it like 22:00-07:00.", text=clip(text, 40)))
    start, end = found
    return f"{start:%H:%M}-{end:%H:%M}"


def country(ctx: Context, text: str) -> str:
    found = countries.country(text)
    if found is None:
        _ = ctx.words
        raise Refusal(
            _("I know no holidays for “{text}”. Write a country, like Germany or DE-BY.", text=clip(text, 40))
        )
    return found


def day(ctx: Context, text: str, zone: str) -> date:
    """A date, as seen in that zone."""
    found = typed.day(text, local_date(ctx.now, zone))
    if found is None:
        raise _no_day(ctx, text)
    return found


def until(ctx: Context, text: str, zone: str) -> date:
    """As `day`, or a date so far away: "2 weeks", "next week"."""
    found = typed.until(text, local_date(ctx.now, zone))
    if found is None:
        raise _no_day(ctx, text)
    return found


def span(ctx: Context, text: str, zone: str) -> tuple[date, date]:
    """The first and the last of several days, or twice the same: "24 dec to 2 jan"."""
    found = typed.span(text, local_date(ctx.now, zone))
    if found is None:
        for end in typed.ends(text):
            day(ctx, end, zone)
    if found is None or found[1] - found[0] > LONGEST_BREAK:
        example = ctx.words("Write it like 2031-12-24 to 2032-01-02.")
        raise Refusal(
            ctx.words("“{text}” is no run of days I can leave out. {example}", text=clip(text, 40), example=example)
        )
    return found


def days_to_come(ctx: Context, text: str, zone: str) -> frozenset[date]:
    """Dates with commas between them, each maybe the first of several days: "24 dec to 2 jan". Of a run that has begun
    what is left; one that is over is refused."""
    today = local_date(ctx.now, zone)
    parts = [text] if typed.day(text, today) else text.split(",")  # one date may have a comma: "Dec 24, 2031"
    found: set[date] = set()
    for part in filter(None, (part.strip() for part in parts)):
        first, last = span(ctx, part, zone)
        if last < today:
            raise Refusal(ctx.words("“{text}” is over. Days off are days to come.", text=clip(part, 40)))
        found |= {day for day in typed.between(first, last) if day >= today}
    return frozenset(found)


def _no_day(ctx: Context, text: str) -> Refusal:
    _ = ctx.words
    if typed.no_such_day(text):
        return Refusal(_("There is no such day as “{text}”.", text=clip(text, 40)))
    return Refusal(_("“{text}” is no date. Write it like 2031-12-24, friday or 24 Dec.", text=clip(text, 40)))

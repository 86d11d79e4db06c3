"""What people type, read with a sentence for whatever cannot be read: what was wrong, and what to type instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time, timedelta

from rapidfuzz import fuzz, process

from bot.bank.bank import Bank, normal
from bot.chat.fitting import clip
from bot.context import Context
from bot.daily import typed
from bot.daily.calendar import local_date
from bot.daily.choosing import PACK
from bot.errors import Refusal

LONGEST_BREAK = timedelta(days=92)
"""The longest run of days off that is taken: a longer one is a slip, or a pause."""

CLOSE_ENOUGH = 75.0
"""The least likeness, in percent, for "did you mean"."""

LONGEST_NAME = 5
"""The most words that the name of a topic or pack has, as far as it is read from a line."""


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
    found = typed.country(text)
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
        raise Refusal(
            ctx.words("“{text}” is no date. Write it like 2031-12-24, friday or 24 Dec.", text=clip(text, 40))
        )
    return found


def dates(ctx: Context, text: str, zone: str) -> frozenset[date]:
    """Dates with commas between them, each maybe the first of several days: "24 dec to 2 jan"."""
    found: set[date] = set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        ends = [day(ctx, end, zone) for end in re.split(r" +(?:to|until|till|-|–) +", part, maxsplit=1)]
        first, last = ends[0], ends[-1]
        if not timedelta() <= last - first <= LONGEST_BREAK:
            example = ctx.words("Write it like 2031-12-24 to 2032-01-02.")
            raise Refusal(
                ctx.words("“{text}” is no run of days I can leave out. {example}", text=clip(part, 40), example=example)
            )
        found |= {first + timedelta(days=ahead) for ahead in range((last - first).days + 1)}
    return frozenset(found)


def dates_text(dates: Iterable[date]) -> str:
    """What `dates` reads: "2031-12-24 to 2032-01-02, 2032-05-01"."""
    return ", ".join(
        first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
        for first, last in typed.runs(dates)
    )


def source(ctx: Context, text: str) -> str:
    """Names of topics and packs -> their ids, apart by blanks."""
    found, left = _sources(ctx.bank, text)
    if left:
        raise Refusal(_no_topic(ctx, left))
    return found


def source_in_line(ctx: Context, text: str) -> str:
    """As `source`, for what is left of a line when time, zone and days are read: it may have been meant for one."""
    found, left = _sources(ctx.bank, text)
    if not left:
        return found
    _ = ctx.words
    words = left.split()
    for name in dict.fromkeys((left, " ".join(words[:2]), words[0])):
        if typed.time_of_day(name) or typed.days(name) or typed.zone(name):
            raise Refusal(_("Write “{text}” before the topics.", text=clip(name, 40)))
        if name[:1].isdigit():
            time_of_day(ctx, name)
        if typed.zones_like(name, 1):
            zone(ctx, name)
    raise Refusal(_no_topic(ctx, left))


def _sources(bank: Bank, text: str) -> tuple[str, str]:
    """The ids, and the words from the first one on that names nothing."""
    found: dict[str, None] = {}
    for part in text.split(","):
        words = part.split()
        while words:
            ids, taken = _named(bank, words)
            if not ids:
                return " ".join(found), " ".join(words)
            found |= dict.fromkeys(ids)
            words = words[taken:]
    return " ".join(found), ""


def _no_topic(ctx: Context, text: str) -> str:
    _ = ctx.words
    said = _("“{text}” is no topic or pack that I know.", text=clip(text, 40))
    names = {normal(name): name for name in (*ctx.bank.topics, *(pack.id for pack in ctx.bank.packs))}
    found = process.extract(normal(text), names.keys(), scorer=fuzz.WRatio, limit=3, score_cutoff=CLOSE_ENOUGH)
    close = [names[name] for name, _score, _at in found]
    if close:
        return f"{said} {_('Did you mean {names}?', names=_.listing(close, 'or'))}"
    return f"{said} {_('See all topics with {command}.', command=_.command('topics').text)}"


def _named(bank: Bank, words: list[str]) -> tuple[list[str], int]:
    """The topics or the pack that as many of the words as possible name, and how many those are."""
    packs = {normal(name): pack.id for pack in bank.packs for name in (pack.id, pack.about.title)}
    for count in range(min(len(words), LONGEST_NAME), 0, -1):
        name = " ".join(words[:count]).removeprefix(PACK)
        if normal(name) in packs:
            return [f"{PACK}{packs[normal(name)]}"], count
        topics = bank.topics_named(name)
        if topics and (len(topics) == 1 or normal(name) in bank.topic_names):
            return [topic.id for topic in topics], count
    return [], 0

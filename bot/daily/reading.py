"""Topics and packs as people type them, with a sentence for what names none."""

from __future__ import annotations

from bot.bank import sources
from bot.calendar import reading, typed
from bot.chat.fitting import clip
from bot.context import Context
from bot.errors import Refusal
from bot.rounds.source import no_such


def source_in_line(ctx: Context, text: str) -> str:
    """As `bot.rounds.source.source`, for what is left of a line when time, zone and days are read: it may have been
    meant for one."""
    found, left = sources.read(ctx.bank, text)
    if not left:
        return found
    _ = ctx.words
    words = left.split()
    for name in dict.fromkeys((left, " ".join(words[:2]), words[0])):
        if typed.time_of_day(name) or typed.days(name) or typed.zone(name):
            raise Refusal(_("Write “{text}” before the topics.", text=clip(name, 40)))
        if name[:1].isdigit():
            reading.time_of_day(ctx, name)
        if typed.zones_like(name, 1):
            reading.zone(ctx, name)
    raise Refusal(no_such(ctx.words, ctx.bank, left))

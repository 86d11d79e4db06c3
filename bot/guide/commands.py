"""The guide, as a command and behind its own buttons."""

from __future__ import annotations

from bot.bank.model import Guide
from bot.chat.command import Feature
from bot.chat.messages import Answer, Pressed, Replace, Reply
from bot.context import Context
from bot.errors import Refusal
from bot.guide import screens
from bot.guide.model import ShowGuide

feature = Feature("guide")


@feature.command("guide", tree="bank guide", summary="How to ask well: why, when, how many, and what if time runs out")
def guide(ctx: Context) -> Answer:
    return Reply(screens.contents(ctx.words, _guide(ctx)))


@feature.pressed(ShowGuide)
def on_show_guide(ctx: Context, ref: ShowGuide, _: Pressed) -> Answer:
    guide = _guide(ctx)
    shown = next((section for section in guide.sections if section.id == ref.section), None)
    return Replace(screens.section(ctx.words, guide, shown) if shown else screens.contents(ctx.words, guide))


def _guide(ctx: Context) -> Guide:
    if ctx.bank.guide is None:
        raise Refusal(ctx.words("The bank here has no guide."))
    return ctx.bank.guide

"""Inviting somebody to practise, and looking where one's practices stand."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated

from bot.ask.commands import complete_topics
from bot.chat.command import Arg, Named
from bot.chat.fitting import one_line
from bot.chat.keys import home_of
from bot.chat.markup import spans
from bot.chat.messages import Answer, Reply
from bot.context import Context
from bot.errors import Refusal
from bot.practice import looking, model, notices, pressing, screens, store
from bot.practice.dealing import candidates
from bot.practice.feature import feature
from bot.practice.model import MINUTES, NAME, OFFER_LASTS, Member, Practice, State, Way
from bot.practice.news_screens import News
from bot.rounds.source import named, source

LEAST, MOST = 3, 90
"""Minutes of a turn."""

INVITATIONS = 5
"""So many may wait for an answer at once: whoever has more out does not mean them all."""

_MINUTES = re.compile(r"([0-9]{1,3}) ?(?:m|min|mins|minutes?)?")


def _are_minutes(text: str) -> bool:
    return _MINUTES.fullmatch(text.lower()) is not None


@feature.command(
    "practice",
    tree="practice with",
    summary="Practise an interview with somebody: your parts, a clock, and what each saw in the other",
    examples=("@ben", "@ben reverse", "@ben 15 strengths"),
)
def practice(
    ctx: Context,
    who: Annotated[Named, Arg("With whom")],
    reverse: Annotated[bool, Arg("You ask, and they play an interviewer who answers")] = False,
    minutes: Annotated[str, Arg("How long a turn takes: 3 to 90 minutes", fits=_are_minutes)] = "",
    topics: Annotated[str, Arg("Topics or packs, with commas", complete=complete_topics)] = "",
) -> Answer:
    _ = ctx.words
    if ctx.place.direct:
        raise Refusal(_("It takes two. Type it in a channel where the other one is, too."))
    asked = replace(ctx.person, id=who.id)
    if asked == ctx.person:
        raise Refusal(_("It takes two: name somebody else. Alone, {ask} has questions for you.", ask=_.command().text))
    if who.id == ctx.incoming.own:
        raise Refusal(
            _(
                "I keep the time, but I cannot talk: name a person. Alone, {ask} has questions for you.",
                ask=_.command().text,
            )
        )
    way = Way.REVERSE if reverse else Way.INTERVIEW
    wanted = _source(ctx, topics, way)
    mine = store.open_of(ctx.db, ctx.group, ctx.person)
    known = next((each for each in mine if {member.person for member in each.members} == {ctx.person, asked}), None)
    if known is not None:
        return Reply(looking.for_presser(ctx, known, spans(_("The two of you have one already. Here it is:"))))
    out = [each for each in mine if each.state is State.OFFERED and each.members[0].person == ctx.person]
    if len(out) >= INVITATIONS:
        raise Refusal(_("You wait for {count} answers already. Take one back first, or wait.", count=len(out)))
    offered = Practice(
        group=ctx.group,
        id=ctx.new_id(),
        home=home_of(ctx.group, ctx.person),
        channel=ctx.place.channel,
        locale=ctx.incoming.locale,
        members=(
            Member(ctx.person, one_line(ctx.incoming.name, NAME), pressing.zone_of(ctx, ctx.group)),
            Member(asked),
        ),
        state=State.OFFERED,
        way=way,
        minutes=_minutes(ctx, minutes),
        source=wanted,
        at=ctx.now,
        next_at=ctx.now + OFFER_LASTS,
    )
    store.save(ctx.db, offered)
    notices.tell(pressing.occasion(ctx), offered, asked, News.OFFER)
    return Reply(looking.for_presser(ctx, offered))


@feature.command("practice show", tree="practice show", summary="Where your practices stand")
def show(ctx: Context) -> Answer:
    mine = store.open_of(ctx.db, ctx.group, ctx.person)
    mine = [each for each in mine if model.overdue(each, ctx.now) == each or each.state is not State.OFFERED]
    if not mine:
        raise Refusal(screens.none_open(ctx.words))
    if len(mine) == 1:
        return Reply(looking.for_presser(ctx, mine[0]))
    return Reply(screens.several(ctx.words, mine, ctx.person))


def _minutes(ctx: Context, typed: str) -> int:
    found = _MINUTES.fullmatch(typed.lower())
    minutes = int(found[1]) if found else MINUTES
    if not LEAST <= minutes <= MOST:
        raise Refusal(ctx.words("A turn takes {least} to {most} minutes.", least=LEAST, most=MOST))
    return minutes


def _source(ctx: Context, typed: str, way: Way) -> str:
    """Raises `Refusal` where nothing in it can be practised this way."""
    wanted = source(ctx, typed) if typed.strip() else ""
    if not candidates(ctx.bank, wanted, way):
        _ = ctx.words
        if way is Way.REVERSE:
            raise Refusal(_("There is nothing to ask an interviewer in {source}.", source=named(_, ctx.bank, wanted)))
        raise Refusal(
            _(
                "There is nothing in {source} that one answers in an interview. Leave it out, or name another topic.",
                source=named(_, ctx.bank, wanted) or _("the bank"),
            )
        )
    return wanted

"""`settings me`, `settings group`, `settings organisers`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from bot.calendar import reading
from bot.calendar.plan import known
from bot.chat.command import Arg, Feature, Named
from bot.chat.elements import View
from bot.chat.markup import Mention
from bot.chat.messages import Answer, Reply
from bot.context import Context
from bot.errors import Refusal
from bot.members import store as members
from bot.members.model import Action, GroupRules, Sharing
from bot.members.permits import is_organiser, require
from bot.panels import screens as panel_screens
from bot.panels.commands import opened
from bot.panels.model import Choice, Panel, Values, Writing, panels
from bot.preferences import screens, store

feature = Feature("settings")


ZONE_IN_USE, QUIET_IN_USE = "zone_in_use", "quiet_in_use"
"""What holds where nothing is settled here: as settled in direct messages, or as the platform tells."""


def _load_me(ctx: Context, _: Values) -> Values:
    alone = _alone(ctx)
    in_use = {ZONE_IN_USE: alone["zone"] or _told_zone(ctx), QUIET_IN_USE: alone["quiet"]}
    return store.load(ctx.db, ctx.group, ctx.person.key) | in_use


def _save_me(ctx: Context, values: Values) -> View:
    """Quiet hours are kept with a zone: when they are nobody could tell otherwise."""
    kept = {name: values[name] for name in store.NOTHING_SET}
    if kept["quiet"] and not kept["zone"] and not _alone(ctx)["zone"]:
        kept["zone"] = _told_zone(ctx)
        if not kept["zone"]:
            raise Refusal(screens.no_zone(ctx.words, kept["quiet"]))
    store.save(ctx.db, ctx.group, ctx.person.key, kept)
    return screens.saved(ctx.words, panel_screens.saved(ctx.words, ME, {**values, **kept}), direct=kept["direct"])


def _alone(ctx: Context) -> Mapping[str, str]:
    """What they have settled in their direct messages, seen from a group."""
    if ctx.group == ctx.person.alone:
        return store.NOTHING_SET
    return store.load(ctx.db, ctx.person.alone, ctx.person.key)


def _told_zone(ctx: Context) -> str:
    """As the platform tells, if it is one that is known."""
    return ctx.incoming.zone if known(ctx.incoming.zone) else ""


def _read_zone(ctx: Context, typed: str, _: Values) -> str:
    return reading.zone(ctx, typed) if typed else ""


def _read_quiet(ctx: Context, typed: str, _: Values) -> str:
    return reading.quiet_hours(ctx, typed) if typed else ""


def _load_group(ctx: Context, _: Values) -> Values:
    return {"sharing": members.rules(ctx.db, ctx.group).sharing.value}


def _save_group(ctx: Context, values: Values) -> None:
    require(ctx, Action.GOVERN)  # they may have lost the part since the panel was opened
    members.set_rules(ctx.db, ctx.group, GroupRules(Sharing(values["sharing"])))


ME = panels.add(
    Panel(
        "me",
        lambda _: _("Your settings"),
        "settings me",
        (
            Choice("level", lambda _: _("Level"), screens.levels),
            Choice("stage", lambda _: _("Whom you meet next"), screens.stages),
            Writing("company", lambda _: _("Company"), lambda _: _("Shown above your list. Only you see it.")),
            Writing("zone", lambda _: _("Time zone"), screens.zone_hint, read=_read_zone, otherwise=ZONE_IN_USE),
            Writing("quiet", lambda _: _("Quiet hours"), screens.quiet_hint, read=_read_quiet, otherwise=QUIET_IN_USE),
            Choice("direct", lambda _: _("Direct messages"), screens.direct),
            Choice("streaks", lambda _: _("My streak"), screens.streaks),
        ),
        _load_me,
        _save_me,
    )
)

GROUP = panels.add(
    Panel(
        "group",
        lambda _: _("This group"),
        "settings group",
        (Choice("sharing", lambda _: _("Who may share"), screens.sharing),),
        _load_group,
        _save_group,
    )
)


@feature.command(
    "settings me",
    tree="settings me",
    summary="Your next interview, your time zone, when askq may write to you",
)
def me(ctx: Context) -> Answer:
    return opened(ctx, ME)


@feature.command("settings group", tree="settings group", summary="What holds for everyone here (organisers)")
def group(ctx: Context) -> Answer:
    if ctx.place.direct:
        raise Refusal(ctx.words("There is nothing to settle between the two of us. Try this in a channel."))
    require(ctx, Action.GOVERN)
    return opened(ctx, GROUP)


@feature.command(
    "settings organisers",
    tree="settings organisers",
    summary="Who organises this group; name someone to add or remove them",
    examples=("@ana",),
)
def organisers(ctx: Context, member: Annotated[Named | None, Arg("The person to add or remove")] = None) -> Answer:
    if member is None:
        keys = members.organisers_of(ctx.db, ctx.group)
        return Reply(screens.organisers(ctx.words, [_mention(ctx, key.rpartition(":")[2]) for key in keys]))
    require(ctx, Action.GOVERN)
    who = _mention(ctx, member.id)
    added = members.add_organiser(ctx.db, ctx.group, who.person.key, ctx.person.key, ctx.now)
    if not added:
        members.remove_organiser(ctx.db, ctx.group, who.person.key, ctx.person.key, ctx.now)
        if who.person == ctx.person and is_organiser(ctx):  # as an admin they still are
            members.not_former(ctx.db, ctx.group, who.person.key)
    return Reply(screens.organiser_changed(ctx.words, who, added))


def _mention(ctx: Context, id: str) -> Mention:
    return Mention(replace(ctx.person, id=id), "")

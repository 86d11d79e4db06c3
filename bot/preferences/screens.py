"""Labels and options of the settings panels."""

from __future__ import annotations

from bot.ask.screens import stage_names
from bot.bank.model import Level
from bot.chat.elements import Bullets, Heading, Option, View, note, text, view
from bot.chat.markup import Mention
from bot.chat.words import Words
from bot.members.model import Sharing
from bot.preferences.model import UNKNOWN


def levels(_: Words) -> tuple[Option, ...]:
    return (
        Option(_("Any level"), Level.ANY.value),
        Option(_("My first job"), Level.FIRST_JOB.value),
        Option(_("A senior role"), Level.SENIOR.value),
        Option(_("Managing people"), Level.MANAGER.value),
    )


def stages(_: Words) -> tuple[Option, ...]:
    known = (Option(name, stage.value) for stage, name in stage_names(_).items())
    return (Option(_("I do not know yet"), UNKNOWN), *known)


def sharing(_: Words) -> tuple[Option, ...]:
    return (
        Option(_("Everyone"), Sharing.EVERYONE.value),
        Option(_("Organisers only"), Sharing.ORGANISERS.value),
    )


def organisers(_: Words, named: list[Mention]) -> View:
    example = _.command("settings organisers", "@ana")
    return view(
        Heading(_("Organisers")),
        text(_("Admins of this place are organisers. So are:"))
        if named
        else text(_("Admins of this place are organisers.")),
        Bullets(tuple((mention,) for mention in named)) if named else None,
        note(*_.spans("Add one, or remove one: {example}", example=example)),
    )


def organiser_changed(_: Words, who: Mention, added: bool) -> View:
    if added:
        return view(text(*_.spans("{who} is an organiser now.", who=who)))
    return view(text(*_.spans("{who} is no longer an organiser.", who=who)))

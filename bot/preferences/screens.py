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


def zone_hint(_: Words) -> str:
    return _("Europe/Berlin, or just Berlin. For your streak and your quiet hours.")


def quiet_hint(_: Words) -> str:
    return _("22:00-07:00: then I do not write to you.")


def no_zone(_: Words, quiet: str) -> str:
    said = _("I need your time zone for quiet hours, to know when {quiet} is.", quiet=quiet)
    return f"{said} {_('Press “Time zone”, write for example Europe/Berlin, then press “Save”.')}"


def saved(_: Words, shown: View, *, direct: str) -> View:
    """`shown` is what was saved, `direct` what was settled about direct messages."""
    if direct != "off":
        return shown
    pause = _.command("daily pause")
    still = _("A question of the day that you set up for yourself still comes.")
    how = _.spans("To pause it, type {pause} in our direct messages.", pause=pause)
    return View((*shown.elements, note(still, " ", *how)))


def direct(_: Words) -> tuple[Option, ...]:
    return (
        Option(_("Write to me when something concerns me"), "on"),
        Option(_("Only what I set up for myself"), "off"),
    )


def streaks(_: Words) -> tuple[Option, ...]:
    return (Option(_("Tell me my streak"), "on"), Option(_("Do not count for me"), "off"))


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

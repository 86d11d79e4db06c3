"""What every front says when something did not work."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.command import Command
from bot.chat.elements import View, note, text, view
from bot.chat.messages import Lack
from bot.chat.words import Words


def refusal(_: Words, reason: str) -> View:
    return view(text(reason))


def unclear(_: Words, command: Command, reason: str) -> str:
    """What was typed names the command, and does not fit it."""
    see = _.command("help", command.name).text
    return _("{command}: {reason}. See {see}.", command=_.command(command.name).text, reason=reason, see=see)


def outdated(_: Words) -> View:
    return view(
        text(
            *_.spans(
                "That comes from an older version of askq and no longer works. Start again with {askq}.",
                askq=_.command(),
            )
        )
    )


def busy(_: Words) -> View:
    return view(text(_("askq is busy just now, and nothing was changed. Please try again in a moment.")))


def incident(_: Words, incident: str) -> View:
    return view(
        text(_("Something went wrong on our side, and nothing was changed. Please try again.")),
        note(_("If it happens again, tell whoever runs askq here: incident {incident}.", incident=incident)),
    )


def lacking(_: Words, fixes: Mapping[Lack, str]) -> str:
    """What keeps askq from posting there, and what puts each of it right."""
    said = {
        Lack.GONE: _("I cannot find that channel. Maybe it is private, and I have to be invited first."),
        Lack.ARCHIVED: _("That channel is archived."),
        Lack.MEMBER: _("I am not in that channel yet."),
        Lack.POST: _("I may not post in that channel."),
        Lack.THREADS: _("I may not open threads in that channel."),
        Lack.PING: _("I may not wake everyone, or that role, in that channel."),
    }
    fix = _.listing([fix for fix in dict.fromkeys(fixes.values()) if fix])
    again = _("Put that right, then try again: {fix}", fix=fix) if fix else _("Put that right, then try again.")
    return " ".join([*(said[lack] for lack in fixes), again])

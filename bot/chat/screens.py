"""What every front says when something did not work."""

from __future__ import annotations

from bot.chat.command import Command
from bot.chat.elements import View, note, text, view
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

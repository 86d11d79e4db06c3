"""What only Discord needs to say. Every sentence of it stands here."""

from __future__ import annotations

from bot.chat.elements import View, text, view
from bot.chat.words import Words


def once_more(_: Words) -> View:
    """A form was to open, but Discord takes one only as the first, quick answer."""
    return view(
        text(_("That took too long for a form to open, and nothing was changed. Please press or type it again."))
    )

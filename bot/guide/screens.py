"""The guide: how to go about asking, a section at a time."""

from __future__ import annotations

from bot.ask.model import AskOne
from bot.bank.model import Guide, Section
from bot.chat.elements import Bullets, Controls, Heading, View, button, text, view
from bot.chat.fitting import pages
from bot.chat.markdown import elements, inline
from bot.chat.markup import spans
from bot.chat.words import Words
from bot.guide.model import ShowGuide


def contents(_: Words, guide: Guide) -> View:
    return view(
        Heading(guide.title),
        text(*inline(guide.intro)),
        Bullets(tuple(spans(section.title) for section in guide.sections), ordered=True),
        *_sections(guide, None),
    )


def section(_: Words, guide: Guide, shown: Section) -> View:
    return view(
        Heading(shown.title),
        *elements(shown.text),
        *_sections(guide, shown),
        Controls((button(_("Ask me one"), AskOne(), "primary"),)),
    )


def _sections(guide: Guide, shown: Section | None) -> list[Controls]:
    buttons = [button(each.title, ShowGuide(each.id)) for each in guide.sections if each is not shown]
    return [Controls(row) for row in pages(buttons, 3)]

"""Sentences in the reader's language, and commands as the reader types them.

Screens take a `Words` named `_`: `_("Saved. You have {count} …", count=3)` translates first and fills
in afterwards, so that a translation may move the placeholders.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.chat.markup import Mono, Span, Spans, spans

_LOCALES = Path(__file__).parent.parent / "locale"


class Words:
    """One reader's language and way of typing commands.

    `spell(name, argument)` writes a command as it is typed on the reader's front.
    """

    def __init__(self, locale: str, spell: Callable[[str, str], str]) -> None:
        self._spell = spell
        known = _known(locale)
        self._catalogue = _translations(str(known))
        # Lists and numbers follow the sentences: half a translation reads worse than none.
        spoken = known.language == "en" or isinstance(self._catalogue, gettext.GNUTranslations)
        self.locale = known if spoken else Locale("en")

    def __call__(self, message: str, **values: object) -> str:
        return self._catalogue.gettext(message).format(**values)

    def many(self, one: str, many: str, count: int, **values: object) -> str:
        """The form of the sentence that fits `count`, which stands in it as `{count}`."""
        return self._catalogue.ngettext(one, many, count).format(count=self.number(count), **values)

    def spans(self, message: str, **values: str | Span) -> Spans:
        """As a call, but the placeholders may be spans: names, commands, mentions."""
        parts: list[str | Span] = []
        for literal, name, _, _ in Formatter().parse(self._catalogue.gettext(message)):
            parts.append(literal)
            if name is not None:
                parts.append(values[name])
        return spans(*parts)

    def command(self, name: str = "", argument: str = "") -> Mono:
        """A command as it is typed on this front. `name` is its name in the catalogue."""
        return Mono(self._spell(name, argument))

    def number(self, value: int) -> str:
        return format_decimal(value, locale=self.locale)

    def day(self, day: date) -> str:
        """`Tue, Mar 4`."""
        return str(format_skeleton("MMMEd", day, locale=self.locale))

    def whole_date(self, day: date) -> str:
        """`Tue, Mar 4, 2031`: for a day that may be far away."""
        return str(format_skeleton("yMMMEd", day, locale=self.locale))

    def weekday(self, number: int) -> str:
        """The short name of a day of the week; Monday is 0."""
        return str(get_day_names("abbreviated", locale=self.locale)[number])

    def listing(self, items: list[str], style: str = "standard") -> str:
        """`a, b and c`, or with style="or" `a, b or c`."""
        return format_list(items, style=style, locale=self.locale)  # type: ignore[arg-type]


@cache
def _known(tag: str) -> Locale:
    try:
        return Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def _translations(locale: str) -> gettext.NullTranslations:
    return gettext.translation("askq", str(_LOCALES), [locale], fallback=True)

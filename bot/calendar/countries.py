"""Countries and their parts as people type them, for their holidays."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale

from bot.calendar import holidays
from bot.calendar.typed import bare

NATIONS = {
    "england": "GB-ENG", "scotland": "GB-SCT", "wales": "GB-WLS", "northern ireland": "GB-NIR",
    "great britain": "GB", "america": "US", "uae": "AE", "holland": "NL", "czech republic": "CZ", "hong kong": "HK",
    "macau": "MO", "macedonia": "MK", "burma": "MM", "palestine": "PS",
}  # fmt: skip
"""Countries under names that neither Unicode nor the holidays library gives them."""


def country(text: str) -> str | None:
    """The code that `holidays.holiday` takes: "DE" for "de", "deu" and "Germany", "DE-BY" for "germany, bayern".

    Some codes are words: "no" is Norway. Whoever understands "no" in another way has to look for that first.
    """
    words = bare(text.replace("/", " ")).split()
    for end in range(len(words), 0, -1):
        code, rest = _countries().get(" ".join(words[:end])), " ".join(words[end:])
        if code and not rest:
            return code
        if code and "-" not in code:
            part = {bare(name): part for name, part in holidays.parts(code).items()}.get(rest)
            if part:
                return f"{code}-{part}"
    return None


@cache
def _countries() -> Mapping[str, str]:
    """Names and codes of countries, as bare words -> code."""
    library = holidays.names()
    unicode = {name: code for code, name in Locale("en").territories.items() if code in library.values()}
    return {bare(name): code for name, code in {**unicode, **library}.items()} | NATIONS

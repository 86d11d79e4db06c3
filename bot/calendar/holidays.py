"""Public holidays, as the `holidays` library knows them. It is imported at the first question, because that is slow.

A country is its ISO 3166-1 code ("DE"), or that with a part of it ("DE-BY") as the library calls it, mostly ISO 3166-2.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache


def holiday(country: str, day: date) -> str | None:
    """The name of the public holiday there on that day, in English; None on other days and for a country not known."""
    return _holidays(country, day.year).get(day) if known(country) else None


def known(country: str) -> bool:
    """Whether this is exactly a code, with or without a part, that the library has holidays for."""
    code, dash, part = country.partition("-")
    return code in names().values() and (not dash or part in parts(code).values())


@cache
def names() -> Mapping[str, str]:
    """What the library calls countries -> their codes: "DE", "DEU", "germany", "UK", "south korea"."""
    from holidays.registry import COUNTRIES

    found: dict[str, str] = {}
    for name, (_, code, *others) in COUNTRIES.items():
        found |= dict.fromkeys((code, *others, name.replace("_", " ")), code)
    return found


@cache
def parts(code: str) -> Mapping[str, str]:
    """What the library calls the parts of the country with this code -> the parts' codes: "BY", "Bayern"."""
    import holidays

    country = getattr(holidays, code)
    return {**country.subdivisions_aliases, **{part: part for part in country.subdivisions}}


@lru_cache(maxsize=1024)
def _holidays(country: str, year: int) -> Mapping[date, str]:
    import holidays

    code, _, part = country.partition("-")
    # Every country with names in several languages has them in this one; without it the process's locale would decide.
    return dict(holidays.country_holidays(code, subdiv=part or None, years=year, expand=False, language="en_US"))

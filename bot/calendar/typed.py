"""What people type for times, zones and days. English, and total: None for whatever is not clear.

A wrong guess costs more than asking again: a group that is asked at the wrong hour does not know why. So what has two
meanings is refused: CST, 3/4, "next friday".
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from rapidfuzz import fuzz

LONGEST = 100
"""No value is longer than this many characters; longer texts are not read at all."""

YEARS = range(2000, 3000)

TYPO = 75.0
"""The least similarity, in percent, at which a zone may be what was meant."""

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

SETS_OF_DAYS = {
    "daily": range(7), "everyday": range(7), "every day": range(7), "each day": range(7), "all days": range(7),
    "all": range(7), "weekday": range(5), "weekdays": range(5), "every weekday": range(5), "working days": range(5),
    "workdays": range(5), "weekend": (5, 6), "weekends": (5, 6), "every weekend": (5, 6),
}  # fmt: skip

NOT_ZONES = frozenset({"Factory", "localtime"})
"""Keys for a machine that was not set up, and for however this one is."""

MISLEADING = frozenset({"est", "mst", "east", "west", "north", "south", "central", "continental", "general"})
"""Names in the zone data that mean something else to most who type them: "EST" has no summer time, "East" is Brazil."""

COMMON_ZONES = """UTC Europe/London Europe/Berlin Europe/Paris Europe/Madrid Europe/Warsaw Europe/Kyiv Europe/Istanbul
    Africa/Lagos Africa/Cairo Africa/Johannesburg Asia/Jerusalem Asia/Dubai Asia/Kolkata Asia/Singapore Asia/Shanghai
    Asia/Tokyo Australia/Sydney Pacific/Auckland America/New_York America/Toronto America/Chicago America/Denver
    America/Los_Angeles America/Sao_Paulo""".split()
"""What is offered before anything was typed, and first among equals."""


def time_of_day(text: str) -> time | None:
    """A time such as "9", "09:00", "9.30", "9h30", "9am", "9:30 p.m.", "noon" or "midnight", but not "0900"."""
    plain = _plain(text)
    if plain in ("noon", "midnight"):
        return time(12 if plain == "noon" else 0)
    found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2})|h)? ?(?:([ap])\.? ?m\.?)?", plain)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def hours(text: str) -> tuple[time, time] | None:
    """From when to when: "22:00-07:00", "22-7", "10pm to 7am". Across midnight if the second is the earlier one."""
    ends = re.split(r" ?[-–—] ?| (?:to|till|until) ", _plain(text).removeprefix("from "))
    if len(ends) != 2:
        return None
    start, end = map(time_of_day, ends)
    return (start, end) if start is not None and end is not None and start != end else None


def days(text: str) -> frozenset[int] | None:
    """Days of the week, 0 for Monday: "mon-fri", "weekends", "daily", "mon, wed and fri"; "sat-mon" wraps."""
    plain = _plain(text)
    if plain in SETS_OF_DAYS:
        return frozenset(SETS_OF_DAYS[plain])
    ranges = re.sub(r" ?(?:[-–—]|\b(?:to|through|thru)\b) ?", "-", plain)
    words = [word for word in re.split(r"[\s,;/&+]+", ranges) if word not in ("", "and", "every", "on")]
    found = [_some_days(word) for word in words]
    if not found or None in found:
        return None
    return frozenset[int]().union(*filter(None, found))


def days_key(days: frozenset[int]) -> str:
    """Days of the week as they are stored: "mon,wed,fri"."""
    return ",".join(DAYS[day][:3] for day in sorted(days))


def days_from_key(key: str) -> frozenset[int]:
    """What `days_key` wrote; ValueError for anything else."""
    short = [name[:3] for name in DAYS]
    found = frozenset(short.index(name) for name in key.split(",") if key)
    if days_key(found) != key:
        raise ValueError(f"not days of the week: {key!r}")
    return found


def day(text: str, today: date) -> date | None:
    """A date such as "2031-03-10", "10.3.2031", "today", "friday", "24 dec", "dec 24" or "December 24th, 2031".

    A day of the week is the next one after today. A day and month without a year are the next such date, which may be
    today. Years are 2000 to 2999.
    """
    plain = _plain(text)
    if plain in ("today", "tomorrow"):
        return _ahead(today, 0 if plain == "today" else 1)
    if (weekday := _among(DAYS, plain, shortest=2)) is not None:
        return _ahead(today, (weekday - today.weekday() - 1) % 7 + 1)
    if (written := _written_day(plain)) is None:
        return None
    year, month, nth = written
    if year:
        return _date(year, month, nth)
    # 29 February can be as far as eight years away.
    dates = (_date(today.year + ahead, month, nth) for ahead in range(9))
    return next((date for date in dates if date and date >= today), None)


def no_such_day(text: str) -> bool:
    """Whether this is written like a date and no calendar has it: "31 feb", "2031-02-29", "24.13."."""
    if (written := _written_day(_plain(text))) is None:
        return False
    year, month, nth = written
    some_year = year or 2000  # one with a 29 February
    return some_year in YEARS and _date(some_year, month, nth) is None


def ends(text: str) -> list[str]:
    """A run of days as its two ends: "24 dec to 2 jan", "fri - mon"; anything else by itself."""
    run = re.sub(r"^from +", "", text.strip(), flags=re.IGNORECASE)
    return re.split(r" +(?:to|until|till|through|-|–|—) +", run, maxsplit=1, flags=re.IGNORECASE)


def span(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of a run of days, or twice the same: "24 dec to 2 jan", "friday". The last is the next
    such day after the first. None as well where it would come before the first."""
    named = ends(text)
    first, *rest = [day(end, today) for end in named]
    last = rest[0] if rest else first
    if first is None or last is None:
        return None
    if last < first and _plain(named[-1]) not in ("today", "tomorrow"):
        last = day(named[-1], first)
    return (first, last) if last is not None and first <= last else None


def until(text: str, today: date) -> date | None:
    """A date as `day` reads it, or one so far away: "2 weeks", "10 days", "a month", "next week" (its Monday) and
    "next month" (its first)."""
    plain = _plain(text)
    if plain == "next week":
        return _ahead(today, 7 - today.weekday())
    if plain == "next month":
        return _months_ahead(today.replace(day=1), 1)
    if found := re.fullmatch(r"(?P<count>\d{1,3}|an?|one|two|three) (?P<unit>day|week|month)s?", plain):
        count = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}.get(found["count"]) or int(found["count"])
        if found["unit"] == "month":
            return _months_ahead(today, count)
        return _ahead(today, count * (7 if found["unit"] == "week" else 1))
    return day(text, today)


def runs(dates: Iterable[date]) -> list[tuple[date, date]]:
    """The dates as runs of days that follow each other: their first and last, in order."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(dates)):
        if found and day == found[-1][1] + timedelta(days=1):
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def between(first: date, last: date | None = None) -> frozenset[date]:
    """All days from the first to the last, both included."""
    return frozenset(first + timedelta(days=ahead) for ahead in range(((last or first) - first).days + 1))


def dates_key(dates: Iterable[date]) -> str:
    """Dates as they are stored: "2031-12-24 to 2032-01-02, 2032-05-01"."""
    return ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in runs(dates))


def dates_from_key(key: str) -> frozenset[date]:
    """What `dates_key` wrote; ValueError for anything else."""
    found: set[date] = set()
    for run in key.split(", ") if key else ():
        first, *rest = [date.fromisoformat(end) for end in run.split(" to ")]
        found |= between(first, *rest)
    if dates_key(found) != key:
        raise ValueError(f"not dates: {key!r}")
    return frozenset(found)


def zone(text: str) -> str | None:
    """The IANA key for "europe/berlin", "Berlin", "new york" or "UTC".

    The last parts of a key are enough if no other zone has them. An abbreviation counts only if it is a key and
    means what people mean by it: CET does. Offsets are refused: they leave summer time open, and the sign of
    "Etc/GMT+3" is the opposite of what it seems.
    """
    if bare(text) in MISLEADING:
        return None
    if key := _zones().get(_plain(text).replace(" ", "_")):
        return key
    keys = _zone_names().get(bare(text), [])
    current = [key for key in keys if key in _places()] or keys
    return current[0] if len(current) == 1 else None


def zones_like(text: str, most: int = 25) -> list[str]:
    """At most so many IANA keys that may be meant or are being typed, likeliest first.

    By any part of their names, typos forgiven; by their country; by an abbreviation of theirs, such as CST.
    """
    if not text.strip():
        return COMMON_ZONES[:most]
    typed = bare(text)
    likeness: dict[str, float] = {}
    for name, keys in _hints().items() if typed else ():
        begun = name.startswith(typed) or f" {typed}" in name or f"/{typed}" in name
        score = 300.0 if name == typed else 200.0 if begun else fuzz.ratio(typed, name)
        if score >= TYPO:
            likeness |= {key: max(score, likeness.get(key, 0.0)) for key in keys}
    if exact := zone(text):
        likeness[exact] = 400.0
    order = {key: at for at, key in enumerate([*COMMON_ZONES, *_places()][::-1])}
    return sorted(likeness, key=lambda key: (-likeness[key], -order.get(key, -1), key))[:most]


def _plain(text: str) -> str:
    """Lower case, one space between words, without accents; nothing if it is too long."""
    if len(text) > LONGEST:
        return ""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def bare(text: str) -> str:
    """A name as its bare words: "St. John's" is "st johns", "Port-au-Prince" is "port au prince"."""
    bare = re.sub(r"[.'’]", "", _plain(text)).replace("&", " and ")
    return re.sub(r" ?/ ?", "/", " ".join(re.sub(r"[^\w/]|_", " ", bare).split()))


def _among(names: Sequence[str], beginning: str, shortest: int) -> int | None:
    """Which of the names begins like this. None for fewer letters than tell them apart, and a full stop is allowed."""
    letters = beginning.removesuffix(".")
    return next((at for at, name in enumerate(names) if len(letters) >= shortest and name.startswith(letters)), None)


def _some_days(word: str) -> frozenset[int] | None:
    """One word of `days`: a day, a range of them, or a set with a name."""
    if word in SETS_OF_DAYS:
        return frozenset(SETS_OF_DAYS[word])
    ends: list[int] = []
    for name in word.split("-"):
        end = _among(DAYS, name, shortest=2)
        if end is None:
            end = _among(DAYS, name.removesuffix("s"), shortest=3)  # "mondays", "weds"
        if end is None:
            return None
        ends.append(end)
    if len(ends) > 2:
        return None
    first, last = ends[0], ends[-1]
    return frozenset((first + ahead) % 7 for ahead in range((last - first) % 7 + 1))


def _written_day(plain: str) -> tuple[int, int, int] | None:
    """Year (0 where none is named), month and day as they are written, whether or not there is such a day."""
    plain = re.sub(r" ?, ?| of ", " ", plain)
    iso = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    nth, name, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<name>[a-z]{3,9})", r"(?: (?P<year>\d{4}))?"
    dotted = r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})?"  # nobody dots the month first
    for form in (iso, rf"{nth}\.? ?{name}\.?{year}", rf"{name}\.? ?{nth}{year}", dotted):
        if found := re.fullmatch(form, plain):
            parts = found.groupdict()
            month = _among(MONTHS, parts["name"], shortest=3) if "name" in parts else int(parts["month"]) - 1
            return None if month is None else (int(parts["year"] or 0), month + 1, int(parts["day"]))
    return None


def _months_ahead(day: date, months: int) -> date | None:
    """The same day of a later month, or its last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return _date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) if year in YEARS else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _ahead(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


@cache
def _zones() -> Mapping[str, str]:
    """IANA keys in lower case -> as they are."""
    return {key.casefold(): key for key in sorted(available_timezones() - NOT_ZONES)}


@cache
def _places() -> Mapping[str, str]:
    """The zones that are current names of places -> the code of their country, in the order of the zone data."""
    lines = (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {key: code for code, _, key, *_ in rows if key.casefold() in _zones()}


@cache
def _zone_names() -> Mapping[str, list[str]]:
    """Bare words -> the zones whose key ends with them."""
    names = defaultdict(list)
    for key in _zones().values():
        if "/" in key and not key.startswith("Etc/"):
            parts = key.split("/")
            for at in range(len(parts)):
                names[bare("/".join(parts[at:]))].append(key)
    return dict(names)


@cache
def _hints() -> Mapping[str, list[str]]:
    """Bare words -> all zones they may hint at."""
    hints = defaultdict(list, {name: list(keys) for name, keys in _zone_names().items()})
    territories = Locale("en").territories
    for key, code in _places().items():
        hints[bare(territories.get(code, code))].append(key)
    for key in _zones().values():
        if "/" not in key:
            hints[bare(key)].append(key)
        # Winter and summer of any year; abbreviations made of digits say nothing.
        for month in (1, 7) if key in _places() else ():
            name = datetime(2026, month, 1, tzinfo=UTC).astimezone(ZoneInfo(key)).tzname() or ""
            if name.isalpha():
                hints[bare(name)].append(key)
    return dict(hints)

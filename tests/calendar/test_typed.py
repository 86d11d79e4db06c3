"""What people type is understood if it has one meaning, refused if it has two, and never a crash."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.calendar import countries, holidays, typed

MONDAY = date(2031, 3, 10)

DAY_SETS = st.frozensets(st.integers(0, 6), min_size=1)


def near_misses() -> st.SearchStrategy[str]:
    """Texts made of the pieces that real ones are made of."""
    pieces = "9 09 24 31 2031 99 0 : . - – / , + am pm h to and every next mon sun weekend dec feb today de us europe"
    pieces += " berlin cst est gmt etc new york noon by of th . ² ٩ İ ß é"
    return st.lists(st.sampled_from([*pieces.split(), " "]), max_size=6).map("".join)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=120) | near_misses(), st.dates())
@example("tomorrow", date.max)
@example("sunday", date.max)
@example("29 feb", date.max)
@example("a-" * 60, date.min)
def test_no_text_makes_a_reader_fail(text: str, today: date) -> None:
    for read in (typed.time_of_day, typed.hours, typed.days, countries.country, typed.zone, typed.zones_like):
        read(text)
    for read_from in (typed.day, typed.until, typed.span):
        read_from(text, today)
    assert not (typed.no_such_day(text) and typed.day(text, today))


def test_a_novel_is_not_read() -> None:
    novel = "- , : " * 100_000
    assert typed.days(novel) is countries.country(novel) is typed.zone(novel) is typed.day(novel, MONDAY) is None
    assert typed.zones_like(novel) == []
    assert typed.days("mon " * 100) is countries.country("DE" + " " * 100) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("09:00", time(9)), ("9:00", time(9)), ("9.30", time(9, 30)), ("9h30", time(9, 30)), ("9h", time(9)),
        ("9am", time(9)), (" 9 AM ", time(9)), ("9:30pm", time(21, 30)), ("9:30 p.m.", time(21, 30)),
        ("12am", time(0)), ("12 pm", time(12)), ("12:05am", time(0, 5)), ("Noon", time(12)), ("midnight", time(0)),
        ("21", time(21)), ("0", time(0)), ("00:00", time(0)), ("23:59", time(23, 59)),
        ("", None), ("24", None), ("24:00", None), ("9:60", None), ("0900", None), ("900", None), ("9:5", None),
        ("0am", None), ("13pm", None), ("-1", None), ("9:00:00", None), ("nine", None), ("9 to 5", None), ("am", None),
    ],
)  # fmt: skip
def test_times_of_day(text: str, read: time | None) -> None:
    assert typed.time_of_day(text) == read


@given(st.times())
def test_a_time_is_read_as_it_is_written_on_either_clock(wall: time) -> None:
    wall = wall.replace(second=0, microsecond=0, fold=0)
    assert typed.time_of_day(f"{wall:%H:%M}") == typed.time_of_day(f"{wall:%I:%M %p}") == wall


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("22:00-07:00", (time(22), time(7))), ("22-7", (time(22), time(7))), ("22 – 7", (time(22), time(7))),
        ("10pm to 7am", (time(22), time(7))), ("from 22:00 until 7:30", (time(22), time(7, 30))),
        ("midnight-8", (time(0), time(8))), ("13:00-14:00", (time(13), time(14))),
        ("", None), ("22", None), ("22-", None), ("7-7", None), ("22-24", None), ("1-2-3", None), ("a-b", None),
    ],
)  # fmt: skip
def test_hours(text: str, read: tuple[time, time] | None) -> None:
    assert typed.hours(text) == read


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("mon-fri", "mon,tue,wed,thu,fri"), ("Mon – Fri", "mon,tue,wed,thu,fri"), ("mo-fr", "mon,tue,wed,thu,fri"),
        ("monday to friday", "mon,tue,wed,thu,fri"), ("weekdays", "mon,tue,wed,thu,fri"), ("weekend", "sat,sun"),
        ("Weekends", "sat,sun"), ("every day", "mon,tue,wed,thu,fri,sat,sun"), ("tue", "tue"), ("on Tuesdays", "tue"),
        ("daily", "mon,tue,wed,thu,fri,sat,sun"), ("mon,wed,fri", "mon,wed,fri"), ("mon wed fri", "mon,wed,fri"),
        ("Mon., Wed. and Fri.", "mon,wed,fri"), ("thurs", "thu"), ("weds", "wed"), ("sat-mon", "mon,sat,sun"),
        ("weekdays and sat", "mon,tue,wed,thu,fri,sat"), ("mon-wed, sun", "mon,tue,wed,sun"), ("sun-sun", "sun"),
    ],
)  # fmt: skip
def test_days_of_the_week(text: str, key: str) -> None:
    assert typed.days(text) == typed.days_from_key(key)


@pytest.mark.parametrize(
    "text", ["", " ", ",", "and", "m", "t", "x", "mon-", "-mon", "mon-tue-wed", "mon,xyz", "monkey", "8", "1-5", "s"]
)
def test_what_are_no_days_of_the_week(text: str) -> None:
    assert typed.days(text) is None


@given(DAY_SETS)
def test_days_are_stored_and_read_back(days: frozenset[int]) -> None:
    key = typed.days_key(days)
    assert typed.days_from_key(key) == typed.days(key) == days


@pytest.mark.parametrize("key", ["tue,mon", "mon,mon", "monday", "Mon", "mon, tue", ",", "x"])
def test_a_key_that_was_not_written_by_us_is_an_error(key: str) -> None:
    with pytest.raises(ValueError, match=r"not days of the week|not in list"):
        typed.days_from_key(key)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2031-03-10", date(2031, 3, 10)), ("2031-3-9", date(2031, 3, 9)), ("today", date(2031, 3, 10)),
        ("Tomorrow", date(2031, 3, 11)), ("friday", date(2031, 3, 14)), ("tues", date(2031, 3, 11)),
        ("monday", date(2031, 3, 17)), ("24 dec", date(2031, 12, 24)), ("Dec 24", date(2031, 12, 24)),
        ("24 december 2032", date(2032, 12, 24)), ("December 24th, 2031", date(2031, 12, 24)),
        ("24th of December", date(2031, 12, 24)), ("24. dec.", date(2031, 12, 24)), ("24.12.", date(2031, 12, 24)),
        ("24.12.2031", date(2031, 12, 24)), ("10 mar", date(2031, 3, 10)), ("9 mar", date(2032, 3, 9)),
        ("29 feb", date(2032, 2, 29)), ("3 sept", date(2031, 9, 3)),
        ("", None), ("next friday", None), ("3/4", None), ("2031-02-29", None), ("31 apr", None), ("24", None),
        ("5 ma", None), ("24.13.", None), ("0.1.", None), ("0001-01-01", None), ("9999-12-31", None), ("dec", None),
    ],
)  # fmt: skip
def test_dates(text: str, read: date | None) -> None:
    assert typed.day(text, MONDAY) == read


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("friday", date(2031, 3, 14), date(2031, 3, 14)), ("24 dec to 2 jan", date(2031, 12, 24), date(2032, 1, 2)),
        ("fri - mon", date(2031, 3, 14), date(2031, 3, 17)), ("today until fri", date(2031, 3, 10), date(2031, 3, 14)),
        ("2031-12-24 to 2032-01-02", date(2031, 12, 24), date(2032, 1, 2)),
        ("From 20 Mar TO 25 Mar", date(2031, 3, 20), date(2031, 3, 25)),
        ("sun to tue", date(2031, 3, 16), date(2031, 3, 18)), ("10 mar to 9 mar", date(2031, 3, 10), date(2032, 3, 9)),
    ],
)  # fmt: skip
def test_runs_of_days(text: str, first: date, last: date) -> None:
    assert typed.span(text, MONDAY) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "24 dec to", "to 24 dec", "fri to tomorrow", "2031-12-24 to 2031-12-20", "31 feb to 2 mar", "24-26 dec"],
)
def test_what_is_no_run_of_days(text: str) -> None:
    assert typed.span(text, MONDAY) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2 weeks", date(2031, 3, 24)), ("10 days", date(2031, 3, 20)), ("a week", date(2031, 3, 17)),
        ("one day", date(2031, 3, 11)), ("1 month", date(2031, 4, 10)), ("12 months", date(2032, 3, 10)),
        ("next week", date(2031, 3, 17)), ("Next month", date(2031, 4, 1)), ("friday", date(2031, 3, 14)),
        ("999 months", date(2114, 6, 10)),
        ("", None), ("2", None), ("weeks", None), ("next friday", None), ("2 years", None), ("-1 days", None),
    ],
)  # fmt: skip
def test_days_so_far_away(text: str, read: date | None) -> None:
    assert typed.until(text, MONDAY) == read


def test_a_month_later_is_the_last_of_a_shorter_month() -> None:
    assert typed.until("a month", date(2031, 1, 31)) == date(2031, 2, 28)
    assert typed.until("next month", date(2031, 1, 31)) == date(2031, 2, 1)
    assert typed.until("next week", date(2031, 3, 16)) == date(2031, 3, 17), "from a Sunday"


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("31 feb", True), ("Feb 30th", True), ("2031-02-29", True), ("29 feb 2031", True), ("24.13.", True),
        ("0.1.", True), ("32 may", True), ("29 feb", False), ("31 jan", False), ("friday", False), ("3/4", False),
        ("", False), ("31 something", False),
    ],
)  # fmt: skip
def test_days_that_no_calendar_has(text: str, none: bool) -> None:
    assert typed.no_such_day(text) is none


@given(st.frozensets(st.dates(date(2031, 1, 1), date(2031, 2, 1))))
def test_dates_are_stored_and_read_back(dates: frozenset[date]) -> None:
    assert typed.dates_from_key(typed.dates_key(dates)) == dates


@pytest.mark.parametrize("key", ["2031-01-02, 2031-01-01", "2031-01-01, 2031-01-02", "friday", ",", "2031-1-1"])
def test_a_key_of_dates_that_was_not_written_by_us_is_an_error(key: str) -> None:
    with pytest.raises(ValueError, match=r"not dates|[Ii]nvalid isoformat"):
        typed.dates_from_key(key)


def test_a_leap_day_without_its_year_can_be_eight_years_away() -> None:
    assert typed.day("29 feb", date(2096, 3, 1)) == date(2104, 2, 29)


@given(st.dates(date(2000, 1, 1), date(2999, 12, 31)), st.dates())
def test_a_whole_date_means_the_same_on_any_day(day: date, today: date) -> None:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%b %d, %Y"):
        assert typed.day(f"{day:{form}}", today) == day


@given(st.dates(date(2000, 1, 1), date(2980, 1, 1)), st.dates(date(2000, 1, 1), date(2980, 1, 1)))
def test_a_date_without_its_year_is_the_next_such_date(day: date, today: date) -> None:
    read = typed.day(f"{day:%d %b}", today)
    assert read is not None
    assert (read.month, read.day) == (day.month, day.day)
    assert read >= today
    assert not any((year, day.month, day.day) >= (today.year, today.month, today.day) and _is_date(year, day)
                   for year in range(today.year, read.year))  # fmt: skip


def _is_date(year: int, like: date) -> bool:
    return (like.month, like.day) != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


@given(st.dates(date(2000, 1, 1), date(2990, 1, 1)), st.integers(0, 6))
def test_a_day_of_the_week_is_one_of_the_seven_days_to_come(today: date, weekday: int) -> None:
    read = typed.day(typed.DAYS[weekday], today)
    assert read is not None
    assert read.weekday() == weekday
    assert 1 <= (read - today).days <= 7


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"), ("NEW_YORK", "America/New_York"), ("UTC", "UTC"), ("gmt", "GMT"),
        ("CET", "CET"), ("port au prince", "America/Port-au-Prince"), ("St. John's", "America/St_Johns"),
        ("São Paulo", "America/Sao_Paulo"), ("indiana/knox", "America/Indiana/Knox"), ("kyiv", "Europe/Kyiv"),
        ("istanbul", "Europe/Istanbul"), ("buenos aires", "America/Argentina/Buenos_Aires"),
    ],
)  # fmt: skip
def test_zones(text: str, key: str) -> None:
    assert typed.zone(text) == key


@pytest.mark.parametrize(
    "text", ["", "CST", "IST", "BST", "EST", "mst", "PDT", "eastern", "east", "pacific", "GMT+3", "UTC+1", "+2",
             "Europe", "localtime", "Factory", "/", "berlin/europe", "../etc/passwd", "Narnia"],
)  # fmt: skip
def test_what_is_no_zone_or_more_than_one(text: str) -> None:
    assert typed.zone(text) is None


def test_every_key_is_read_in_any_case_except_the_misleading_ones() -> None:
    keys = available_timezones() - typed.NOT_ZONES - {"EST", "MST"}
    assert {key for key in keys if typed.zone(key.swapcase()) != key} == set()


@pytest.mark.parametrize(
    ("text", "among_the_first"),
    [
        ("ber", "Europe/Berlin"), ("berln", "Europe/Berlin"), ("new yrok", "America/New_York"),
        ("moscw", "Europe/Moscow"), ("germany", "Europe/Berlin"), ("unitd states", "America/New_York"),
        ("CST", "America/Chicago"), ("CST", "Asia/Shanghai"), ("EST", "America/New_York"), ("IST", "Asia/Kolkata"),
        ("eastern", "US/Eastern"),
        ("europe/", "Europe/London"), ("gmt", "GMT"), ("york", "America/New_York"),
    ],
)  # fmt: skip
def test_zones_that_may_be_meant(text: str, among_the_first: str) -> None:
    assert among_the_first in typed.zones_like(text)[:3]


def test_without_a_letter_the_common_zones_are_offered() -> None:
    assert typed.zones_like("", most=3) == ["UTC", "Europe/London", "Europe/Berlin"]
    assert len(typed.zones_like("")) == 25


def test_nothing_is_offered_for_nonsense() -> None:
    assert typed.zones_like("xyzzyq") == typed.zones_like("+3") == []


@settings(deadline=None)
@given(st.text(max_size=12) | near_misses(), st.integers(0, 30))
def test_what_is_offered_are_zones_each_once_and_not_too_many(text: str, most: int) -> None:
    offered = typed.zones_like(text, most)
    assert len(offered) <= most
    assert len(set(offered)) == len(offered)
    assert all(ZoneInfo(key) for key in offered)
    assert most == 0 or typed.zone(text) is None or offered[0] == typed.zone(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DE", "DE"), ("de", "DE"), ("DEU", "DE"), ("germany", "DE"), ("DE-BY", "DE-BY"), ("de by", "DE-BY"),
        ("Germany, Bayern", "DE-BY"), ("uk", "GB"), ("United Kingdom", "GB"), ("Scotland", "GB-SCT"), ("usa", "US"),
        ("us/california", "US-CA"), ("Türkiye", "TR"), ("turkey", "TR"), ("South Korea", "KR"), ("st. lucia", "LC"),
        ("Côte d’Ivoire", "CI"), ("guinea-bissau", "GW"), ("bosnia & herzegovina", "BA"), ("hong kong", "HK"),
        ("", None), ("xx", None), ("DE-XX", None), ("Bayern", None), ("germany please", None), ("NYSE", None),
    ],
)  # fmt: skip
def test_countries(text: str, code: str | None) -> None:
    assert countries.country(text) == code


def test_every_country_and_part_is_read_back_from_its_code() -> None:
    for code in set(holidays.names().values()):
        assert countries.country(code.lower()) == code
        for part in holidays.parts(code).values():
            assert countries.country(f"{code}-{part}") == f"{code}-{part}"
    assert all(holidays.known(code) for code in countries.NATIONS.values())


@given(st.frozensets(st.dates(date(2031, 1, 1), date(2031, 3, 1))))
def test_runs_hold_every_date_once_and_are_as_few_as_can_be(dates: frozenset[date]) -> None:
    runs = typed.runs(dates)
    held = [first + timedelta(days=ahead) for first, last in runs for ahead in range((last - first).days + 1)]
    assert held == sorted(dates)
    assert all(last + timedelta(days=1) < first for (_, last), (first, _) in pairwise(runs))

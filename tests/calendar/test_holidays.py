"""Public holidays of countries and of their parts."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from bot.calendar.holidays import holiday, known, names, parts


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("DE", date(2031, 10, 3), "German Unity Day"),
        ("DE", date(2031, 4, 14), "Easter Monday"),
        ("DE-BY", date(2031, 1, 6), "Epiphany"),
        ("FR", date(2031, 7, 14), "National Day"),
        ("GB", date(2031, 12, 25), "Christmas Day"),
        ("GB-SCT", date(2031, 1, 2), "New Year Holiday"),
        ("JP", date(2031, 11, 3), "Culture Day"),
        ("US", date(2031, 11, 27), "Thanksgiving Day"),
        ("US-HI", date(2031, 8, 15), "Statehood Day"),
    ],
)
def test_holidays_have_english_names(country: str, day: date, name: str) -> None:
    found = holiday(country, day)
    assert found is not None
    assert name in found


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("DE", date(2031, 1, 6)),  # only in some of its states
        ("DE", date(2031, 3, 11)),
        ("GB", date(2031, 4, 14)),  # only in some of its nations
        ("US", date(2031, 7, 14)),
        ("SE", date(2031, 3, 9)),  # a Sunday like others
    ],
)
def test_other_days_are_no_holidays(country: str, day: date) -> None:
    assert holiday(country, day) is None


def test_a_holiday_observed_in_the_year_before_is_found() -> None:
    assert "New Year" in (holiday("US", date(2021, 12, 31)) or "")


def test_every_country_and_part_is_known_and_can_be_asked() -> None:
    for code in set(names().values()):
        assert known(code)
        assert all(known(f"{code}-{part}") for part in parts(code).values())
    for code in sorted(set(names().values()))[::10]:
        holiday(code, date(2031, 1, 1))
        holiday(code, date.max)


@pytest.mark.parametrize("code", ["", "-", "de", "XX", "DE-", "DE-XX", "UK", "Germany", "NYSE", "HolidayBase", "-BY"])
def test_what_is_not_exactly_a_code_is_not_known_and_has_no_holidays(code: str) -> None:
    assert not known(code)
    assert holiday(code, date(2031, 12, 25)) is None


def test_the_library_is_not_imported_before_it_is_needed() -> None:
    program = "import sys, bot.calendar.typed; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

"""Which time zone the machine keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.terminal.zone import machine_zone


@pytest.mark.parametrize(
    ("tz", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":Europe/Berlin", "Europe/Berlin"),
        (":/usr/share/zoneinfo/Asia/Kolkata", "Asia/Kolkata"),
        ("UTC", "UTC"),
        ("", "UTC"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", ""),
        ("Europe", ""),
        ("Nowhere/Land", ""),
        ("../../etc/passwd", ""),
        ("\x00", ""),
    ],
)
def test_the_variable_names_it_or_nobody_does(tz: str, zone: str, tmp_path: Path) -> None:
    localtime = tmp_path / "localtime"
    localtime.symlink_to("/usr/share/zoneinfo/America/Lima")
    assert machine_zone({"TZ": tz}, localtime) == zone


@pytest.mark.parametrize(
    ("target", "zone"),
    [
        ("/usr/share/zoneinfo/America/Lima", "America/Lima"),
        ("../usr/share/zoneinfo/Etc/UTC", "Etc/UTC"),
        ("/var/db/timezone/zoneinfo/Europe/Berlin", "Europe/Berlin"),
        ("/somewhere/else", ""),
    ],
)
def test_without_it_the_link_tells(target: str, zone: str, tmp_path: Path) -> None:
    localtime = tmp_path / "localtime"
    localtime.symlink_to(target)
    assert machine_zone({}, localtime) == zone


def test_a_file_that_is_no_link_and_a_missing_one_tell_nothing(tmp_path: Path) -> None:
    copied = tmp_path / "localtime"
    assert machine_zone({}, copied) == ""
    copied.write_bytes(b"TZif2")
    assert machine_zone({}, copied) == ""

"""The time zone that this machine keeps, for people of whom nobody says where they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCALTIME = Path("/etc/localtime")
"""A link into the time zone database (man 5 localtime)."""

_DATABASE = "/zoneinfo/"


def machine_zone(environ: Mapping[str, str], localtime: Path = LOCALTIME) -> str:
    """Its IANA key; empty where it cannot be told. `TZ` counts before the machine's own setting, whatever it says."""
    if "TZ" in environ:
        key = environ["TZ"].removeprefix(":") or "UTC"
        return _known(key.rpartition(_DATABASE)[2])
    try:
        target = str(localtime.readlink())
    except OSError:
        return ""
    return _known(target.partition(_DATABASE)[2])


def _known(key: str) -> str:
    try:
        return ZoneInfo(key).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of the database, a path out of it, a POSIX rule
        return ""

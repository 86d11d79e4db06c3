"""The clock and chance of the real world. Whoever builds things passes these in; nobody else reads them."""

from __future__ import annotations

import secrets
import string
from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    """64 random bits in base 36."""
    number, digits = secrets.randbits(64), string.digits + string.ascii_lowercase
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text or "0"

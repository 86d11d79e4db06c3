"""What payloads don't say of people: whether they are admins, their language, zone and name. From `users.info`.

Kept for ten minutes, so only a person's first command pays for the call, and that one waits at most half a
second for it: whoever is not known by then is nobody's admin and reads English, this once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from zoneinfo import ZoneInfo

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.background import Background
from adapters.slack.inbound import UNKNOWN, Profile
from adapters.slack.sender import undeliverable
from bot.chat.keys import Person
from bot.origin import origin

log = logging.getLogger(__name__)

KEPT = 600.0
"""Seconds: as long as somebody may keep what they could do as an admin."""

KEPT_UNKNOWN = 60.0
PATIENCE = 0.5
MOST = 10_000
"""People kept; beyond, everybody is asked for again."""


class Profiles:
    """`clock` counts seconds, from anywhere."""

    def __init__(
        self,
        client: AsyncWebClient,
        background: Background,
        clock: Callable[[], float],
        patience: float = PATIENCE,
    ) -> None:
        self._client = client
        self._background = background
        self._clock = clock
        self._patience = patience
        self._kept: dict[Person, tuple[float, Profile]] = {}
        self._asking: dict[Person, asyncio.Task[Profile]] = {}

    async def of(self, who: Person) -> Profile:
        until, profile = self._kept.get(who, (0.0, UNKNOWN))
        if self._clock() < until:
            return profile
        asking = self._asking.get(who)
        if asking is None:
            asking = self._asking[who] = self._background.start(self._ask(who), "users.info")
        done, _ = await asyncio.wait({asking}, timeout=self._patience)
        return asking.result() if done else UNKNOWN

    async def _ask(self, who: Person) -> Profile:
        profile, keep = UNKNOWN, KEPT_UNKNOWN
        try:
            answer = await self._client.users_info(user=who.id, include_locale=True)
            profile, keep = _read(answer["user"]), KEPT
        except SlackApiError as error:
            log.warning("users.info of %s was refused: %s", who.id, undeliverable(error))
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("users.info of %s failed: %s", who.id, type(error).__name__)
        except Exception as error:  # noqa: BLE001 - whatever Slack said there, nobody's answer hangs on it
            log.error("users.info of %s could not be read: %s", who.id, origin(error))
        finally:
            del self._asking[who]
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[who] = self._clock() + keep, profile
        return profile


def _read(user: dict[str, object]) -> Profile:
    shown = user.get("profile")
    name = (shown.get("display_name") or shown.get("real_name")) if isinstance(shown, dict) else None
    admin = any(user.get(mark) is True for mark in ("is_admin", "is_owner", "is_primary_owner"))
    return Profile(admin, str(user.get("locale") or UNKNOWN.locale), str(name or ""), _zone(user.get("tz")))


def _zone(key: object) -> str:
    """The key if this machine knows the zone too: one it does not know serves nobody."""
    try:
        return ZoneInfo(str(key or "")).key
    except (ValueError, OSError, LookupError):
        return ""

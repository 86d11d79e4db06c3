"""Trouble on purpose: what a test can make go wrong with the next requests.

discord.trouble("message", FORBIDDEN)                       the next Create Message is refused
discord.trouble("callback", SERVER_ERROR, after=True)       it takes effect, but the bot is told 502
discord.trouble("message", RESET, late=3)                   it takes effect three seconds later
discord.trouble("message", rate_limited(0.05), times=2)
hold = discord.hold_back("callback"); await hold.arrived(); hold.release()
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


def json_response(body: Any, status: int, headers: dict[str, str]) -> web.Response:
    """JSON as Discord labels it: discord.py reads it as text when a charset stands behind the type."""
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers=headers | {"Content-Type": "application/json"}
    )


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer in place of the right one. `status` 0 breaks the connection instead of answering."""

    status: int
    code: int = 0
    message: str = ""
    html: bool = False
    retry_after: float | None = None
    everywhere: bool = False
    through_discord: bool = True

    def response(self) -> web.Response:
        headers: dict[str, str] = {}
        if self.html:
            return web.Response(status=self.status, text="<html>Bad gateway</html>", content_type="text/html")
        body: dict[str, object] = {"message": self.message or f"{self.status}: trouble", "code": self.code}
        if self.retry_after is not None:
            body |= {"message": "You are being rate limited.", "retry_after": self.retry_after}
            body["global"] = self.everywhere
            headers = {"Retry-After": str(max(1, round(self.retry_after)))}
            headers["X-RateLimit-Scope"] = "global" if self.everywhere else "user"
            if self.everywhere:
                headers["X-RateLimit-Global"] = "true"
            else:
                headers |= {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0"}
                headers |= {
                    "X-RateLimit-Reset-After": str(self.retry_after),
                    "X-RateLimit-Bucket": "troubled",
                }
            if self.through_discord:
                headers["Via"] = "1.1 google"
        return json_response(body, self.status, headers)


FORBIDDEN = Failure(403, 50013, "Missing Permissions")
NO_ACCESS = Failure(403, 50001, "Missing Access")
DIRECT_MESSAGES_CLOSED = Failure(403, 50007, "Cannot send messages to this user")
UNKNOWN_INTERACTION = Failure(404, 10062, "Unknown interaction")
UNKNOWN_CHANNEL = Failure(404, 10003, "Unknown Channel")
UNKNOWN_MESSAGE = Failure(404, 10008, "Unknown Message")
UNAUTHORIZED = Failure(401, 0, "401: Unauthorized")
SERVER_ERROR = Failure(502, html=True)
UNAVAILABLE = Failure(503, html=True)
INTERNAL_ERROR = Failure(500, 0, "500: Internal Server Error")
RESET = Failure(0)
"""The connection breaks with a TCP reset."""
BANNED = Failure(429, retry_after=3600.0, through_discord=False)
"""A 429 without `Via`, which comes from Cloudflare: the address is banned."""


def rate_limited(retry_after: float, *, everywhere: bool = False) -> Failure:
    """429 for one route, or for the whole bot; `retry_after` in seconds."""
    return Failure(429, retry_after=retry_after, everywhere=everywhere)


@dataclass(slots=True, eq=False)
class Trouble:
    """A failure that waits for its requests. The first `skip` pass. With `after` they take effect all the same, with
    `late` so many seconds later, by Discord's clock."""

    route: str
    failure: Failure
    times: int = 1
    after: bool = False
    late: float | None = None
    skip: int = 0


@dataclass(slots=True, eq=False)
class Hold:
    """Requests kept waiting. Before the effect, unless `after`; each waits until `release()`."""

    route: str
    after: bool = False
    waiting: int = 0
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    async def arrived(self, timeout: float = 10.0) -> None:
        """Wait until a request is being held. Raises TimeoutError after `timeout` seconds."""
        await asyncio.wait_for(self._arrived.wait(), timeout)

    def release(self) -> None:
        """Let through what waits and what comes later."""
        self._released.set()

    async def pass_through(self) -> None:
        if not self._released.is_set():
            self.waiting += 1
            self._arrived.set()
            await self._released.wait()


class Faults:
    """All trouble that a test has ordered and that has not come yet."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self.holds: list[Hold] = []

    def take(self, routes: set[str]) -> Trouble | None:
        """The first trouble for a request that goes by any of these names, counted down."""
        for trouble in self.troubles:
            if trouble.route in routes and trouble.skip > 0:
                trouble.skip -= 1
            elif trouble.route in routes:
                trouble.times -= 1
                if trouble.times == 0:
                    self.troubles.remove(trouble)
                return trouble
        return None

    async def wait(self, routes: set[str], *, after: bool) -> None:
        for hold in list(self.holds):
            if hold.route in routes and hold.after == after:
                await hold.pass_through()

    def release_all(self) -> None:
        for hold in self.holds:
            hold.release()


def break_connection(request: web.Request) -> None:
    """Close the socket with a reset, so that the bot sees a broken connection and no orderly end."""
    transport = request.transport
    if transport is None:  # who asked is gone already
        return
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()

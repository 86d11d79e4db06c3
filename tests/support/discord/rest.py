"""The REST side: takes each request, records and checks it, lets trouble happen and hands it to its route.

The routes themselves stand in `routes/`: `about.py` (the bot, guilds, commands), `channels.py` (messages, threads,
direct messages) and `answers.py` (interaction callbacks and their webhooks).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.support.discord import faults, openapi
from tests.support.discord.model import Attachment, Interaction, Json

if TYPE_CHECKING:
    from tests.support.discord.server import DiscordServer

PREFIX = "/api/v10"

OFTEN_ENOUGH = {"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "999", "X-RateLimit-Reset-After": "1.0"}
"""A bucket that never runs empty: discord.py holds requests back by these headers."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 200
    body: Any = None


def refusal(status: int, code: int, message: str, errors: list[str] | None = None) -> Answer:
    """Discord's way to say no; `errors` are our sentences, so that they stand in the bot's log as well."""
    body: Json = {"code": code, "message": message}
    if errors:
        body["errors"] = {"_errors": [{"code": "INVALID", "message": text} for text in errors]}
    return Answer(status, body)


UNKNOWN_CHANNEL = refusal(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = refusal(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = refusal(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = refusal(404, 10008, "Unknown Message")
UNKNOWN_USER = refusal(404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = refusal(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = refusal(404, 10062, "Unknown interaction")


def invalid(problems: list[str]) -> Answer:
    return refusal(400, 50035, "Invalid Form Body", problems)


@dataclass(slots=True, eq=False)
class Call:
    """One recorded request: `discord.requests[-1].body`."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    files: list[Attachment] = field(default_factory=list)
    route: str = ""
    """Its short name, e.g. `message`, `callback`; see `ROUTES` in `routes/`."""
    parts: dict[str, str] = field(default_factory=dict)
    status: int | None = None
    """What was answered; 0 when the connection was broken, None while it is being worked on."""
    answer: Any = None
    trouble: bool = False
    interaction: Interaction | None = None
    problems: list[str] = field(default_factory=list)
    """Everything wrong with it, for which it is refused."""

    def id(self, name: str) -> int:
        return int(self.parts[name])

    def __repr__(self) -> str:
        return f"{self.method} {self.path} [{self.route}] → {self.status}{' (trouble)' if self.trouble else ''}"


Handler = Callable[["DiscordServer", Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """`name` is what `trouble()` and `hold_back()` call it."""

    name: str
    method: str
    template: str
    handler: Handler
    open: bool = False
    """Whether it needs no bot token, because a token stands in the address."""

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template) + "$")


class Rest:
    def __init__(self, server: DiscordServer, routes: list[Route]) -> None:
        self._server = server
        self._routes = [(route, route.pattern) for route in routes]
        self._late: list[tuple[datetime, Route, Call]] = []

    def knows(self, name: str) -> bool:
        return name == "any" or any(
            name in (route.name, f"{route.method} {route.template}") for route, _ in self._routes
        )

    async def handle(self, request: web.Request) -> web.StreamResponse:
        call = await _read(request)
        self._server.requests.append(call)
        route = self._find(call)
        if route is None:
            self._server.violations.append(f"{call.method} {call.path} is no route that this Discord knows")
            return self._reply(call, refusal(404, 0, "404: Not Found"))
        call.route = route.name
        call.interaction = self._server.world.interactions.get(call.parts.get("interaction_token", ""))
        if call.interaction is not None:
            call.interaction.calls.append(call)
        if not route.open and request.headers.get("Authorization") != f"Bot {self._server.token}":
            return self._reply(call, refusal(401, 0, "401: Unauthorized"))
        self.land()
        if self._server.is_down:
            return self._fail(call, faults.UNAVAILABLE, request)
        headers = OFTEN_ENOUGH
        if self._server.rates is not None:
            channel = call.parts.get("channel_id", "")
            headers, refused = self._server.rates.take(route.name, channel, counts=not route.open)
            if refused is not None:
                return self._fail(call, refused, request)
        names = {"any", route.name, f"{route.method} {route.template}"}
        await self._server.faults.wait(names, after=False)
        trouble = self._server.faults.take(names)
        if trouble is not None:
            call.trouble = True
            if call.interaction is not None:
                call.interaction.troubled += 1
            if trouble.late is not None:
                self._late.append((self._server.world.clock() + timedelta(seconds=trouble.late), route, call))
        if trouble is None or trouble.after:
            answer = self._do(route, call)
            await self._server.faults.wait(names, after=True)
        if trouble is None:
            return self._reply(call, answer, headers)
        return self._fail(call, trouble.failure, request)

    def land(self) -> None:
        """Carry out what Discord took its time for and is now due."""
        now = self._server.world.clock()
        due = [late for late in self._late if late[0] <= now]
        self._late = [late for late in self._late if late[0] > now]
        for _, route, call in due:
            self._do(route, call)

    def _fail(self, call: Call, failure: faults.Failure, request: web.Request) -> web.Response:
        call.status = failure.status
        self._server.changed()
        if failure.status == 0:
            faults.break_connection(request)
        return failure.response() if failure.status else web.Response()

    def _do(self, route: Route, call: Call) -> Answer:
        if call.body is not None:
            self._server.blame(call, list(openapi.body_problems(call.method, call.path, call.body)))
        try:
            return route.handler(self._server, call)
        except Exception as error:
            if call.problems:  # a body of the wrong shape breaks what reads it
                return invalid(call.problems)
            self._server.violations.append(f"{call}: the fake itself failed: {error!r}")
            raise
        finally:
            self._server.changed()

    def _find(self, call: Call) -> Route | None:
        for route, pattern in self._routes:
            if route.method == call.method and (found := pattern.match(call.path)):
                call.parts = found.groupdict()
                return route
        return None

    def _reply(self, call: Call, answer: Answer, headers: dict[str, str] | None = None) -> web.Response:
        call.status, call.answer = answer.status, answer.body
        self._server.changed()
        headers = {**(headers or OFTEN_ENOUGH), "X-RateLimit-Bucket": call.route or "none"}
        if answer.body is None:
            return web.Response(status=204, headers=headers)
        return faults.json_response(answer.body, answer.status, headers)


async def _read(request: web.Request) -> Call:
    call = Call(request.method, request.path.removeprefix(PREFIX), dict(request.query), None)
    if request.content_type == "multipart/form-data":
        form = await request.post()
        call.body = json.loads(str(form.get("payload_json", "{}")))
        described = {str(a.get("id")): a for a in _attachments(call.body)}
        for name, part in form.items():
            if isinstance(part, web.FileField):
                number = name.removeprefix("files[").removesuffix("]")
                about = described.get(number, {})
                filename = about.get("filename") or part.filename
                file = Attachment(int(number), filename, part.file.read(), _type_of(filename), about.get("description"))
                call.files.append(file)
    elif request.can_read_body:
        text = await request.text()
        call.body = json.loads(text) if text else None
    return call


def _attachments(body: Json) -> list[Json]:
    data = body.get("data") if isinstance(body.get("data"), dict) else body
    return (data or {}).get("attachments") or []


def _type_of(filename: str) -> str:
    kinds = {"png": "image/png", "csv": "text/csv", "txt": "text/plain", "json": "application/json"}
    return kinds.get(filename.rpartition(".")[2].lower(), "application/octet-stream")

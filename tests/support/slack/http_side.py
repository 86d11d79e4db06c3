"""The HTTP side: requests come in, meet a fault if the test set one, and are answered as Slack answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from aiohttp import web

from tests.support.slack.faults import (
    BadGateway,
    Fault,
    HoldBack,
    LateCommit,
    LostConnection,
    RateLimit,
    Refusal,
    Troubles,
)
from tests.support.slack.methods import METHODS
from tests.support.slack.rates import Rates
from tests.support.slack.records import Call, Records
from tests.support.slack.responding import Responding
from tests.support.slack.socket_mode import SocketMode
from tests.support.slack.tickets import Tickets
from tests.support.slack.web_api import ApiError, WebApi
from tests.support.slack.world import World

_JSON_ARGUMENTS = {"blocks", "attachments", "view", "metadata", "files"}
_HTML = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"
_MOST_BYTES = 32 * 1024 * 1024


class HttpSide:
    def __init__(
        self,
        world: World,
        records: Records,
        tickets: Tickets,
        troubles: Troubles,
        rates: Rates,
        sockets: SocketMode,
        app_token: str,
    ) -> None:
        self.down: Literal["unavailable", "refusing"] | None = None
        """How it turns everything away, while it does."""
        self.url = ""
        """Where the server listens, known once it does."""
        self.delay: Callable[[str], float] | None = None
        """Seconds that the next request of a method, or its answer, is on its way."""
        self.responding = Responding(world, records)
        self._world = world
        self._records = records
        self._tickets = tickets
        self._troubles = troubles
        self._sockets = sockets
        self._app_token = app_token
        self._api = WebApi(world, tickets, records, rates, lambda: self.url)
        self._late: set[asyncio.Task[None]] = set()

    def application(self) -> web.Application:
        app = web.Application(client_max_size=_MOST_BYTES, middlewares=[self._turn_away])
        app.router.add_get("/link/", self._sockets.handle)
        app.router.add_route("*", "/api/{method}", self._on_method)
        app.router.add_post("/response/{team}/{number}/{secret}", self._on_response_url)
        app.router.add_post("/upload/{file}/{secret}", self._on_upload)
        app.router.add_get("/files-pri/{file}", self._on_download)
        return app

    def end(self) -> None:
        """Forget what was to be carried out later."""
        for task in self._late:
            task.cancel()

    @web.middleware
    async def _turn_away(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.down is None:
            answer: web.StreamResponse = await handler(request)
            return answer
        self._records.turned_away += 1
        self._records.wake()
        if self.down == "refusing":
            return _broken(request)
        return web.Response(text=_HTML.replace("502 Bad Gateway", "503"), content_type="text/html", status=503)

    async def _on_method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token, args = await _arguments(request)
        team = self._world.by_token(token)
        if request.content_type == "application/json" and method in METHODS and METHODS[method].reads:
            self._records.complain(f"{method} takes no JSON")
            args = {}

        def carry_out() -> tuple[int, dict[str, Any]]:
            try:
                if method == "apps.connections.open":
                    return 200, {"ok": True, **self._open_link(token)}
                if team is None:
                    raise ApiError("not_authed" if not token else "invalid_auth")
                return 200, {"ok": True, **self._api.call(method, team, args)}
            except ApiError as problem:
                status = 429 if problem.error == "ratelimited" else 200
                return status, {"ok": False, "error": problem.error, **problem.extra}

        def answer(status: int, body: dict[str, Any]) -> web.Response:
            headers = {"x-slack-req-id": self._world.new_id("R")}
            if team:
                headers["x-oauth-scopes"] = ",".join(sorted(team.scopes))
            if status == 429:
                headers["Retry-After"] = "1"
            return web.json_response(body, status=status, headers=headers)

        return await self._through_trouble(request, method, args, team.id if team else None, carry_out, answer)

    async def _on_response_url(self, request: web.Request) -> web.StreamResponse:
        url = self._tickets.response_urls.get(request.path)
        if url is None:
            self._records.complain(f"POST to an unknown response_url {request.path}")
            return web.json_response({"ok": False, "error": "no_service"}, status=404)
        try:
            body = json.loads(await request.text())
        except ValueError:
            self._records.complain("response_url got something that is not JSON")
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)

        def carry_out() -> tuple[int, dict[str, Any]]:
            if error := self._tickets.why_no_response(url):
                self._records.complain(f"response_url of {url.user.name}: {error}")
                return 404, {"ok": False, "error": error}
            url.uses += 1
            self.responding.responded(url, body)
            return 200, {"ok": True}

        def answer(status: int, body: dict[str, Any]) -> web.Response:
            return web.Response(text="ok") if body["ok"] else web.json_response(body, status=status)

        return await self._through_trouble(request, "response_url", body, url.user.team_id, carry_out, answer)

    async def _through_trouble(
        self,
        request: web.Request,
        method: str,
        args: dict[str, Any],
        team_id: str | None,
        carry_out: Callable[[], tuple[int, dict[str, Any]]],
        answer: Callable[[int, dict[str, Any]], web.Response],
    ) -> web.StreamResponse:
        """Carry a request out, unless a fault set by the test comes before, after or in between."""
        fault = self._troubles.strike(method, args)
        call = Call(method, args, team_id, "under way")
        self._records.in_flight += 1
        self._records.requests.append(call)
        try:
            self._records.wake()
            await self._on_the_way(method)
            if fault is None:
                status, body = carry_out()
                told = answer(status, body)
                call.answer = "ok" if body["ok"] else body["error"]
            else:
                status, body = carry_out() if fault.committed else (200, {})
                self._records.wake()
                if isinstance(fault, LateCommit):
                    self._later(fault, carry_out)
                if isinstance(fault, HoldBack):
                    await fault.released.wait()
                    status, body = (status, body) if fault.committed else carry_out()
                    told, call.answer = answer(status, body), "held back"
                else:
                    told, call.answer = _met(fault, request, answer), type(fault).__name__
            await self._on_the_way(method)
            return told
        finally:
            self._records.in_flight -= 1
            self._records.wake()

    async def _on_the_way(self, method: str) -> None:
        if self.delay is not None and (seconds := self.delay(method)):
            await asyncio.sleep(seconds)

    def _later(self, fault: LateCommit, carry_out: Callable[[], object]) -> None:
        async def commit() -> None:
            await fault.wait()
            carry_out()
            self._records.wake()

        task = asyncio.create_task(commit())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _on_upload(self, request: web.Request) -> web.StreamResponse:
        file = self._world.files[request.match_info["file"]]
        self._world.files[file.id] = replace(file, content=await request.read())
        return web.Response(text=f"OK - {request.content_length}")

    async def _on_download(self, request: web.Request) -> web.StreamResponse:
        if self._world.by_token(request.headers.get("Authorization", "").removeprefix("Bearer ")) is None:
            return web.Response(text=_HTML, content_type="text/html")
        file = self._world.files.get(request.match_info["file"])
        return web.Response(body=file.content) if file else web.Response(status=404)

    def _open_link(self, token: str) -> dict[str, Any]:
        if token != self._app_token:
            raise ApiError("not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth")
        ticket = self._sockets.new_ticket()
        return {"url": f"{self.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._world.app_id}"}


def _met(fault: Fault, request: web.Request, answer: Callable[[int, dict[str, Any]], web.Response]) -> web.Response:
    """The answer of a request that ran into this fault."""
    if isinstance(fault, Refusal):
        return answer(fault.status, {"ok": False, "error": fault.error})
    if isinstance(fault, RateLimit):
        told = answer(429, {"ok": False, "error": "ratelimited"})
        told.headers["Retry-After"] = str(fault.retry_after)
        return told
    if isinstance(fault, BadGateway):
        return web.Response(text=_HTML, content_type="text/html", status=502)
    assert isinstance(fault, LostConnection | LateCommit)
    return _broken(request)


def _broken(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()


async def _arguments(request: web.Request) -> tuple[str, dict[str, Any]]:
    """The token and the arguments of a call, from header, query, form or JSON body."""
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        args |= await request.json()
    elif request.can_read_body:
        args |= dict(await request.post())
    for name in _JSON_ARGUMENTS & set(args):
        if isinstance(args[name], str):
            args[name] = json.loads(args[name])
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bearer or str(args.get("token", "")), {name: value for name, value in args.items() if name != "token"}

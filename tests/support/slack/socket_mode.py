"""The Socket Mode side: links, envelopes going out, acknowledgements coming back.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import WSMsgType, web

from tests.support.slack.records import Ack, Records

Kind = Literal["slash_commands", "interactive", "events_api"]


class NotConnected(Exception):
    """No link of the bot is up, so Slack has nobody to deliver to."""


@dataclass(eq=False)
class Envelope:
    """One delivery to the bot."""

    kind: Kind
    payload: dict[str, Any]
    retry_attempt: int | None = None
    retry_reason: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    acks: list[Ack] = field(default_factory=list)
    undeliverable: bool = False
    """Its link broke before it was acknowledged: nobody can be blamed for the silence."""

    @property
    def acknowledged(self) -> bool:
        return bool(self.acks)

    def wire(self) -> dict[str, Any]:
        answerable = self.kind != "events_api"
        body = {
            "envelope_id": self.id,
            "type": self.kind,
            "accepts_response_payload": answerable,
            "payload": self.payload,
        }
        if self.kind == "events_api":
            body |= {"retry_attempt": self.retry_attempt or 0, "retry_reason": self.retry_reason}
        return body


@dataclass(eq=False)
class Link:
    """One WebSocket of the bot."""

    socket: web.WebSocketResponse
    transport: Any
    retiring: bool = False
    waiting: list[Envelope] = field(default_factory=list)
    pongs: int = 0


class SocketMode:
    def __init__(
        self, app_id: str, records: Records, on_ack: Callable[[Envelope, dict[str, Any] | None], None]
    ) -> None:
        self.links: list[Link] = []
        self.opened = 0
        """Links greeted since the start, those that are gone included."""
        self.envelopes: dict[str, Envelope] = {}
        self._app_id = app_id
        self._records = records
        self._on_ack = on_ack
        self._tickets: set[str] = set()
        self._turn = itertools.count()

    @property
    def ready(self) -> list[Link]:
        return [link for link in self.links if not link.retiring and not link.socket.closed]

    def new_ticket(self) -> str:
        ticket = str(uuid.uuid4())
        self._tickets.add(ticket)
        return ticket

    async def send(self, envelope: Envelope) -> None:
        """Deliver over one of the links that are up, each in turn. Raises NotConnected when there is none."""
        ready = self.ready
        if not ready:
            raise NotConnected(f"no link is up to deliver {envelope.kind}")
        link = ready[next(self._turn) % len(ready)]
        self.envelopes[envelope.id] = envelope
        link.waiting.append(envelope)
        await link.socket.send_json(envelope.wire())

    async def drop(self) -> None:
        """Break every link without a word, as a network does."""
        for link in list(self.links):
            link.retiring = True
            link.transport.abort()
        await self._records.until(lambda: not self.links, lambda: f"{len(self.links)} links still up")

    async def refresh(self, reason: str) -> None:
        """Tell every link that it is about to end; nothing more is delivered over it."""
        for link in self.ready:
            link.retiring = True
            await link.socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-loopback"}}
            )

    async def ping(self) -> None:
        """Ping every link and wait for the answers."""
        before = {link: link.pongs for link in self.ready}
        for link in before:
            await link.socket.ping(b"Ping from applink-loopback")
        await self._records.until(
            lambda: all(link.pongs > count for link, count in before.items()),
            lambda: "a link did not answer a ping",
        )

    async def close(self) -> None:
        for link in list(self.links):
            await link.socket.close()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            self._records.complain(f"a link was opened with an unknown or used ticket {ticket!r}")
            return web.Response(status=403)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        link = Link(socket, request.transport)
        self.links.append(link)
        try:
            await socket.send_json(self._hello())
            self.opened += 1
            self._records.wake()
            await self._listen(link)
        except ConnectionResetError:
            pass
        finally:
            self.links.remove(link)
            for envelope in link.waiting:
                envelope.undeliverable = not envelope.acknowledged
            self._records.wake()
        return socket

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.links),
            "debug_info": {
                "host": "applink-loopback",
                "build_number": 1,
                "approximate_connection_time": 18_060,
            },
            "connection_info": {"app_id": self._app_id},
        }

    async def _listen(self, link: Link) -> None:
        async for message in link.socket:
            if message.type is WSMsgType.PING:
                await link.socket.pong(message.data)
            elif message.type is WSMsgType.PONG:
                link.pongs += 1
                self._records.wake()
            elif message.type is WSMsgType.TEXT:
                self._acknowledge(message.data)

    def _acknowledge(self, text: str) -> None:
        try:
            body = json.loads(text)
            envelope = self.envelopes[body["envelope_id"]]
        except (ValueError, KeyError, TypeError):
            self._records.complain(f"not an acknowledgement of anything sent: {text[:200]}")
            return
        payload = body.get("payload")
        ack = Ack(envelope.id, envelope.kind, payload)
        self._records.acks.append(ack)
        if extra := sorted(set(body) - {"envelope_id", "payload"}):
            self._records.complain(f"acknowledgement with unknown key {', '.join(extra)}")
        if envelope.acknowledged:
            self._records.complain(f"{envelope.kind} {envelope.id} was acknowledged twice")
        elif payload and envelope.kind == "events_api":
            self._records.complain(f"an event was acknowledged with a payload, which Slack ignores: {payload}")
        elif not envelope.undeliverable:
            self._on_ack(envelope, payload)
        envelope.acks.append(ack)
        self._records.wake()

"""The gateway: what the bot's WebSocket connects to.

HELLO, IDENTIFY, READY, GUILD_CREATE, HEARTBEAT and its ACK, RESUME with everything missed, RECONNECT and
INVALID_SESSION, with zlib-stream or zstd-stream compression when the client asks for it.
Source: discord-api-docs, *events/gateway*.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.support.discord.model import Json
from tests.support.discord.payloads import guild_create_json, user_json
from tests.support.discord.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = (
    0,
    1,
    2,
    6,
    7,
    9,
    10,
    11,
)

AUTHENTICATION_FAILED, ALREADY_AUTHENTICATED, DISALLOWED_INTENTS = 4004, 4005, 4014

GUILDS = 1 << 0
GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = 1 << 1 | 1 << 8 | MESSAGE_CONTENT


class _Plain:
    def pack(self, text: str) -> str | bytes:
        return text


class _Zlib(_Plain):
    """One zlib stream over the connection, flushed after each message so that it can be read at once."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def pack(self, text: str) -> bytes:
        return self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class _Zstd(_Plain):
    """As above with Zstandard, which discord.py asks for where the package `zstandard` is installed."""

    def __init__(self) -> None:
        import zstandard

        self._flush = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        self._stream = zstandard.ZstdCompressor().compressobj()

    def pack(self, text: str) -> bytes:
        return bytes(self._stream.compress(text.encode()) + self._stream.flush(self._flush))


PACKERS: dict[str | None, Callable[[], _Plain]] = {None: _Plain, "zlib-stream": _Zlib, "zstd-stream": _Zstd}


@dataclass(slots=True, eq=False)
class Session:
    """What outlives a connection: the events sent, so that RESUME can repeat the missed ones."""

    id: str
    intents: int
    events: list[Json] = field(default_factory=list)
    connection: Connection | None = None
    valid: bool = True

    def dispatch(self, event: str, data: Json) -> None:
        self.events.append({"op": DISPATCH, "t": event, "s": len(self.events) + 1, "d": data})
        if self.connection is not None:
            self.connection.send(self.events[-1])


class Connection:
    """One WebSocket. Sending is a queue, so that events leave in order and nobody waits for the socket."""

    def __init__(self, ws: web.WebSocketResponse, transport: asyncio.Transport | None, packer: _Plain) -> None:
        self.ws = ws
        self._transport = transport
        self.session: Session | None = None
        self._packer = packer
        self._queue: asyncio.Queue[Json] = asyncio.Queue()
        self._sender = asyncio.create_task(self._send_queued())

    def send(self, payload: Json) -> None:
        self._queue.put_nowait(payload)

    async def sent(self) -> None:
        """Wait until all that was queued has left."""
        await self._queue.join()

    async def close(self, code: int) -> None:
        await self.ws.close(code=code)

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def leave(self) -> None:
        self._sender.cancel()
        if self.session is not None and self.session.connection is self:
            self.session.connection = None

    async def _send_queued(self) -> None:
        while True:
            payload = await self._queue.get()
            try:
                packed = self._packer.pack(json.dumps(payload))
                await (self.ws.send_str(packed) if isinstance(packed, str) else self.ws.send_bytes(packed))
            except ConnectionError:
                pass  # the bot is gone; what it missed waits in the session
            finally:
                self._queue.task_done()


class Gateway:
    """All connections and sessions of the bot, and what a test may do to them."""

    def __init__(self, world: World, token: str, violations: list[str], changed: Callable[[], None]) -> None:
        self.world = world
        self.token = token
        self.url = ""
        self.heartbeat_interval_ms = 41_250
        self.acknowledges = True
        self.refusals = 0
        self.is_down = False
        self.allows_privileged_intents = False
        self.received: list[Json] = []
        """Everything that the bot sent here, e.g. to see that it resumed and did not identify anew."""
        self.sessions: list[Session] = []
        self._violations = violations
        self._changed = changed
        self._connections: set[Connection] = set()
        self._received_one = asyncio.Event()
        self._caught_up = ("", 0)

    # -- seen by tests ----------------------------------------------------------------------------------

    @property
    def session(self) -> Session | None:
        """The newest session that is still good."""
        return next((s for s in reversed(self.sessions) if s.valid), None)

    @property
    def connected(self) -> bool:
        return self.session is not None and self.session.connection is not None

    def count(self, op: int) -> int:
        """How often the bot sent this opcode, e.g. `gateway.count(RESUME)`."""
        return sum(payload.get("op") == op for payload in self.received)

    # -- done by tests ----------------------------------------------------------------------------------

    def dispatch(self, event: str, data: Json) -> None:
        """Send an event to the bot; while it is away it waits in the session until the bot resumes."""
        for session in self.sessions:
            if session.valid:
                session.dispatch(event, data)

    async def caught_up(self, timeout: float = 10.0) -> None:
        """Wait until the bot has read everything sent so far: its answer to a HEARTBEAT names the last event it saw."""
        session = self.session
        assert session is not None and session.connection is not None, "the bot is not connected"
        wanted, before = len(session.events), len(self.received)
        if self._caught_up == (session.id, wanted):
            return  # discord.py sends at most about 110 answers a minute, so none is asked for in vain
        session.connection.send({"op": HEARTBEAT, "d": None})

        def answered() -> bool:
            beats = [p["d"] or 0 for p in self.received[before:] if p.get("op") == HEARTBEAT]
            return any(seen >= wanted for seen in beats)

        async with asyncio.timeout(timeout):
            while not answered():
                self._received_one.clear()
                await self._received_one.wait()
        self._caught_up = session.id, wanted

    def refuse(self, connections: int = 1) -> None:
        """Answer the next connections with 503, as when Discord is down."""
        self.refusals += connections

    async def drop(self) -> None:
        """Break the connection without a word, as a lost network does."""
        for connection in list(self._connections):
            connection.leave()
            connection.abort()

    async def ask_to_reconnect(self) -> None:
        """RECONNECT: Discord wants this connection elsewhere; the bot should resume."""
        for connection in list(self._connections):
            connection.send({"op": RECONNECT, "d": None})
            await connection.sent()

    async def invalidate(self, *, resumable: bool = False) -> None:
        """INVALID_SESSION; unless `resumable` the bot has to identify anew and misses what happened meanwhile."""
        for connection in list(self._connections):
            if connection.session is not None and not resumable:
                connection.session.valid = False
            connection.send({"op": INVALID_SESSION, "d": resumable})
            await connection.sent()

    def forget_sessions(self) -> None:
        """Later RESUMEs are answered with INVALID_SESSION, as after a long absence."""
        for session in self.sessions:
            session.valid = False

    async def close(self) -> None:
        for connection in list(self._connections):
            await connection.close(1001)

    # -- the protocol -----------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.refusals > 0 or self.is_down:
            self.refusals -= not self.is_down
            self._changed()
            return web.Response(status=503)
        if request.query.get("v") != "10" or request.query.get("encoding") != "json":
            self._violations.append(f"the gateway was opened with {dict(request.query)}, not with v=10 and JSON")
        ws = web.WebSocketResponse(autoping=True)
        await ws.prepare(request)
        connection = Connection(ws, request.transport, PACKERS[request.query.get("compress")]())
        self._connections.add(connection)
        connection.send({"op": HELLO, "s": None, "t": None, "d": {"heartbeat_interval": self.heartbeat_interval_ms}})
        try:
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(message.data))
                self._changed()
        finally:
            connection.leave()
            self._connections.discard(connection)
            self._changed()
        return ws

    async def _receive(self, connection: Connection, payload: Json) -> None:
        self.received.append(payload)
        self._received_one.set()
        match payload.get("op"):
            case 1:
                if self.acknowledges:
                    connection.send({"op": HEARTBEAT_ACK})
            case 2:
                await self._identify(connection, payload["d"])
            case 6:
                await self._resume(connection, payload["d"])
            case 3:
                pass  # a presence is nothing that anyone here can see
            case other:
                self._violations.append(f"the bot sent the gateway opcode {other}")

    async def _identify(self, connection: Connection, data: Json) -> None:
        if connection.session is not None:
            self._violations.append("the bot identified twice on one connection")
            await connection.close(ALREADY_AUTHENTICATED)
        elif data.get("token") != self.token:
            await connection.close(AUTHENTICATION_FAILED)
        elif data["intents"] & PRIVILEGED and not self.allows_privileged_intents:
            self._violations.append(f"the bot asked for privileged intents: {data['intents']:b}")
            await connection.close(DISALLOWED_INTENTS)
        else:
            self._begin_session(connection, data)

    def _begin_session(self, connection: Connection, data: Json) -> None:
        self.forget_sessions()
        session = Session(f"session-{len(self.sessions) + 1}", data["intents"], connection=connection)
        connection.session = session
        self.sessions.append(session)
        guilds = [g for g in self.world.guilds.values() if g.has_the_bot]
        session.dispatch("READY", {
            "v": 10, "user": user_json(self.world.bot) | {"verified": True, "mfa_enabled": False, "flags": 0},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id, "resume_gateway_url": self.url, "shard": data.get("shard", [0, 1]),
            "application": {"id": str(self.world.application_id), "flags": 0}, "private_channels": [],
        })  # fmt: skip
        if session.intents & GUILDS:
            for guild in guilds:
                session.dispatch("GUILD_CREATE", guild_create_json(guild, self.world) | {"unavailable": False})

    async def _resume(self, connection: Connection, data: Json) -> None:
        session = next((s for s in self.sessions if s.valid and s.id == data.get("session_id")), None)
        if data.get("token") != self.token:
            await connection.close(AUTHENTICATION_FAILED)
        elif session is None:
            connection.send({"op": INVALID_SESSION, "d": False})
        else:
            connection.session = session
            session.connection = connection
            for event in session.events[data.get("seq") or 0 :]:
                connection.send(event)
            session.dispatch("RESUMED", {})

    def wants(self, intent: int) -> bool:
        """Whether the bot's newest session asked for events of this intent."""
        return self.session is not None and bool(self.session.intents & intent)

    def debug_state(self) -> dict[str, Any]:
        return {
            "sessions": len(self.sessions),
            "connected": self.connected,
            "opcodes": [p["op"] for p in self.received],
        }

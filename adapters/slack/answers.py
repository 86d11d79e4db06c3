"""Brings an answer to where it belongs, by the first way that works.

A private answer: the interaction's response URL, else an ephemeral message, else a direct message. One for
everyone: the response URL, which needs no membership, else a post; and if that is refused, at least the
person gets it. Whatever fails, the log names the kind of event, ids and Slack's word for it, never a text.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from adapters.slack import limits, render
from adapters.slack.inbound import Origin
from adapters.slack.markup import Json
from adapters.slack.sender import Sender
from bot.chat import screens
from bot.chat.command import Catalogue
from bot.chat.elements import Form, View
from bot.chat.messages import Addressed, Answer, Ask, Incoming, Joined, Replace, Reply
from bot.chat.words import Words
from bot.errors import Doubtful, Undeliverable
from bot.origin import origin

log = logging.getLogger(__name__)

LONGEST_WAIT = 30.0
"""Seconds that an answer waits when Slack says to slow down; beyond that the next way is taken."""

Way = Callable[[Json], Awaitable[object]]


class Answers:
    def __init__(self, sender: Sender, catalogue: Catalogue, new_id: Callable[[], str]) -> None:
        self._sender = sender
        self._catalogue = catalogue
        self._new_id = new_id

    async def give(self, incoming: Incoming, where: Origin, trigger: str, answer: Answer | None) -> None:
        """Everything that is not in the acknowledgement. Never raises for what Slack or the answer may do."""
        try:
            match answer:
                case Ask(form):
                    await self._open(incoming, where, trigger, form)
                case Reply(view, public):
                    await self._send(self._ways(incoming, where, public), render.messages(view), public)
                case Replace(view):
                    first, *rest = render.messages(view)
                    await self._send(self._ways(incoming, where, False, replace=where.pressed), [first], False)
                    await self.more(incoming, where, False, rest)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer
            await self.sorry(incoming, where, origin(error))

    async def more(self, incoming: Incoming, where: Origin, public: bool, messages: Sequence[Json]) -> None:
        """What did not fit the first message."""
        await self._send(self._ways(incoming, where, public), messages, public)

    async def sorry(self, incoming: Incoming, where: Origin, reason: str) -> None:
        """Tell the person, who alone sees it, that it was us; a channel that askq joined is told nothing."""
        (message,) = render.messages(self.incident(incoming, reason))
        if not isinstance(incoming, Joined):
            await self._send(self._ways(incoming, where, False), [message], False)

    def incident(self, incoming: Incoming, reason: str) -> View:
        """The screen of a failure. The log has its name and the `reason`, which quotes nobody."""
        name = self._new_id()
        log.error("incident %s: %s in %s: %s", name, _kind(incoming), incoming.place.group, reason)
        words = Words(incoming.locale, partial(self._catalogue.spell, incoming.spelling))
        return screens.incident(words, name)

    async def _open(self, incoming: Incoming, where: Origin, trigger: str, form: Form) -> None:
        try:
            await self._sender.open_modal(trigger, render.modal(form, where.write()))
        except Undeliverable as problem:
            if problem.reason == "exchanged_trigger_id":  # a repeated press: the form is open already
                return
            await self.sorry(incoming, where, f"the form did not open: {problem}")

    def _ways(self, incoming: Incoming, where: Origin, public: bool, *, replace: bool = False) -> list[tuple[str, Way]]:
        user, sender = incoming.person.id, self._sender
        post = ("chat.postMessage", partial(self._post, where))
        whisper = ("chat.postEphemeral", partial(self._whisper, where, user))
        direct = ("direct message", partial(sender.direct, user))
        if isinstance(incoming, Addressed):
            return [post] if incoming.place.direct else [whisper, direct]
        ways = [post if public else whisper] if where.channel else []
        if where.response_url:
            ways.insert(0, ("response_url", partial(self._respond, where, public, replace)))
        return [*ways, direct]

    async def _send(self, ways: list[tuple[str, Way]], messages: Sequence[Json], public: bool) -> None:
        """Each message by the first way that takes it. What has failed once is not tried for the next message.

        Where it is open whether Slack carried a public post out, it is left at that: twice is worse.
        """
        for number, message in enumerate(messages):
            if number == limits.RESPONSE_URL_USES - 1:  # one use may have gone to a Replace before
                ways = [way for way in ways if way[0] != "response_url"]
            while ways:
                name, way = ways[0]
                try:
                    await _patiently(way, message)
                    break
                except Undeliverable as problem:
                    log.warning("%s did not take an answer: %s", name, problem)
                    if public and isinstance(problem, Doubtful):
                        return
                    ways = ways[1:]

    async def _respond(self, where: Origin, public: bool, replace: bool, message: Json) -> None:
        kind = "in_channel" if public else "ephemeral"
        how: Json = {"replace_original": True}
        if not replace:
            how = {"replace_original": False, "response_type": kind}
            how |= {"thread_ts": where.thread} if where.thread else {}
        await self._sender.respond(where.response_url, {**message, **how})

    async def _post(self, where: Origin, message: Json) -> None:
        await self._sender.post(where.channel, message, where.thread)

    async def _whisper(self, where: Origin, user: str, message: Json) -> None:
        await self._sender.whisper(where.channel, user, message, where.thread)


async def _patiently(way: Way, message: Json) -> None:
    """Once more, after the pause that Slack asks for, when it said to slow down: then it carried nothing out."""
    try:
        await way(message)
    except Undeliverable as problem:
        pause = problem.retry_after
        if isinstance(problem, Doubtful) or pause is None or pause > LONGEST_WAIT:
            raise
        await asyncio.sleep(pause)
        await way(message)


def _kind(incoming: Incoming) -> str:
    return type(incoming).__name__.lower()

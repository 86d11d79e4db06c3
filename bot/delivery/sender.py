"""What delivery needs of a front: somebody who sends, at the pace that the platform allows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.chat.elements import View
from bot.chat.keys import Person, Place
from bot.chat.messages import Spelling


@dataclass(frozen=True, slots=True)
class Post:
    """One message to be sent. `id` is the delivery's, at most 16 characters `[0-9a-z]`: the same for every try.

    `to` is a place, whose `thread` may be the id of a message of ours, or a person for a direct message. A place
    without a channel is the group as a whole: the sender chooses the channel where news for all belong.
    `title` names the thread where the platform has to make one for that. `ping` is whom to wake: nobody, "here",
    "everyone", or the id of a role or user group. `edits`: the message that changes into this, instead of a new one;
    whom it woke stays to be read in it, and is not woken again.
    """

    id: str
    to: Place | Person
    view: View
    title: str = ""
    ping: str = ""
    edits: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a platform lets one connection post: `each` is the seconds between two posts to one channel,
    `all` how many posts a second go out together."""

    each: float
    all: float


AboutToPost = Callable[[], Awaitable[None]]


async def at_once() -> None:
    """Nobody wants to know before it is posted."""


class Sender(Protocol):
    """A front's connection to one home. Called on the front's event loop, for several posts at once."""

    spelling: Spelling
    pace: Pace

    async def send(
        self,
        post: Post,
        doubtful_since: datetime | None,
        *,
        look_only: bool = False,
        about_to_post: AboutToPost = at_once,
    ) -> str:
        """Post it, or make the edit; the id of the (first) message.

        `doubtful_since`: an earlier try, begun then, may have been carried out. What arrived of it is found and
        not sent again. `look_only`: nor is what did not arrive, as it is too late for that; `NotThere` says so.
        `about_to_post` is awaited before each message that leaves, and whatever it raises goes through: between
        the call and that may lie much else, and meanwhile the delivery may have become somebody else's.

        Raises `Undeliverable` when the platform does not take the message, `Doubtful` when that is open (never tries
        again by itself then), `Unknowable` when an earlier try cannot be looked for.
        """

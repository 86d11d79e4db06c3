"""What askq sends unasked, brought to the room. Fulfils `bot.delivery.sender.Sender`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from adapters.terminal.room import UNLOCK, Arrival, Message, Room
from bot.chat.keys import Person, Place
from bot.chat.messages import Spelling
from bot.delivery.sender import AboutToPost, Pace, Post, at_once
from bot.errors import NotThere, Undeliverable


class Outbox:
    """Serves one room. Nothing is ever in doubt here: the screen is this process's, so what it does not show never
    arrived. That also holds for what an earlier opening of a kept room has shown: nobody sees it any more."""

    spelling = Spelling.LINE
    pace = Pace(each=0.0, all=1e6)

    def __init__(self, room: Room, clock: Callable[[], datetime]) -> None:
        self._room = room
        self._clock = clock
        self._posted: dict[str, Message] = {}

    async def send(
        self,
        post: Post,
        doubtful_since: datetime | None,
        *,
        look_only: bool = False,
        about_to_post: AboutToPost = at_once,
    ) -> str:
        """Raises `Undeliverable` where the channel is locked or no such channel or person is here."""
        place, audience = self._addressed(post.to)
        if self._room.locked and audience is None:
            raise Undeliverable("locked", forbidden=True, fix=UNLOCK)
        shown = self._room.by_id(post.edits) or self._posted.get(post.edits or post.id)
        if shown is None and look_only:
            raise NotThere("did not arrive")
        if shown is None:
            shown = self._room.post(post.view, place, audience, post.ping)
            # What an edit should change may be gone. Then it stands in for that, for the edits to come as well.
            self._posted[post.edits or post.id] = shown
            self._arrived(shown, changed=False)
        elif post.edits and shown.view != post.view:
            self._room.change(shown, post.view)
            self._arrived(shown, changed=True)
        return self._room.id_of(shown)

    def _arrived(self, message: Message, *, changed: bool) -> None:
        self._room.arrivals.append(Arrival(replace(message), self._clock(), changed))

    def _addressed(self, to: Place | Person) -> tuple[Place, Person | None]:
        """Where it goes, and who alone sees it there."""
        alone = to.alone if isinstance(to, Person) else to.group if to.direct else None
        if alone is not None:
            for member in self._room.members:
                if member.person.alone == alone:
                    return self._room.direct(member), member.person
            raise Undeliverable("not_here", forbidden=True, fix=f"/as {alone.rpartition(':')[2]}")
        assert isinstance(to, Place)
        if to.channel not in ("", self._room.place.channel):
            raise Undeliverable("no_such_channel", gone=True)
        return replace(to, channel=self._room.place.channel), None

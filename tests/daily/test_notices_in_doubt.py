"""What tells an organiser of trouble may itself get into trouble: where nobody can look for it, it is sent again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chat.keys import Person
from bot.delivery.sender import Post
from bot.errors import Doubtful, Undeliverable, Unknowable
from bot.storage.engine import Database
from tests.daily.sent import PLENTY, notices
from tests.support.rooms import Room


@pytest.mark.parametrize("breaks", [1, 3])
def test_an_organiser_is_told_however_often_the_line_breaks(sqlite_database: Database, breaks: int) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    room.person("ana", admin=True).types("daily set 09:00 UTC every day")
    room.sender.refuses["general"] = Undeliverable("invalid_blocks")
    blind_to_people(room, breaks)
    room.clock.now = datetime(2031, 3, 5, 9, tzinfo=UTC)
    room.delivers()
    assert notices(room) == []
    room.forward(minutes=5)
    (told,) = notices(room)
    assert told.startswith("@play:ana: Question of the day")


def blind_to_people(room: Room, breaks: int) -> None:
    """A message to a person is lost so many times, and whether it arrived nobody can find out."""
    send = room.sender.send
    left = breaks

    async def sends(post: Post, doubtful_since: datetime | None) -> str:
        nonlocal left
        if isinstance(post.to, Person) and doubtful_since is not None:
            raise Unknowable("no history")
        if isinstance(post.to, Person) and left:
            left -= 1
            raise Doubtful("cut off")
        return await send(post, doubtful_since)

    room.sender.send = sends  # type: ignore[method-assign]

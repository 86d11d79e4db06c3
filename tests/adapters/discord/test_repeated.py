"""What may stand on Discord already, though the call that should put it there ended in another way."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from adapters.discord.outbox import Outbox
from bot.chat.keys import Place
from bot.delivery.model import Delivery, State, after
from bot.delivery.sender import Post
from bot.errors import Doubtful, Undeliverable
from tests.adapters.discord.test_outbox import NEWS, general, outbox, seen
from tests.adapters.discord.trial import LONG
from tests.support.discord.faults import BANNED, FORBIDDEN, RESET, SERVER_ERROR, Failure, rate_limited
from tests.support.discord.server import DiscordServer
from tests.support.rooms import Clock

__all__ = ["general", "outbox"]


@pytest.mark.parametrize(
    "second",
    [BANNED, Failure(403, 0), Failure(503, 40006), FORBIDDEN, Failure(403, 7777), rate_limited(300.0)],
    ids=["banned", "refused before Discord", "switched off", "forbidden", "odd", "too fast"],
)
async def test_what_a_repeat_meets_says_nothing_of_the_first_try(
    discord: DiscordServer, outbox: Outbox, general: Place, clock: Clock, second: Failure
) -> None:
    discord.trouble("message", SERVER_ERROR, after=True)
    discord.trouble("message", second)
    since = clock.now
    with pytest.raises(Doubtful):
        await outbox.send(Post("abc", general, NEWS), None)
    clock.forward(minutes=10)  # Discord knows no more of a message's number by then
    await outbox.send(Post("abc", general, NEWS), since)
    assert len(seen(discord)) == 1


@pytest.mark.parametrize(
    ("second", "state", "pause"),
    [
        (BANNED, State.DOUBTFUL, timedelta(seconds=600)),
        (rate_limited(300.0, everywhere=True), State.DOUBTFUL, timedelta(seconds=300)),
        (FORBIDDEN, State.HELD, timedelta()),
    ],
    ids=["banned", "too fast", "forbidden"],
)
async def test_where_the_first_parts_stand_they_are_looked_for_after_the_pause_that_was_asked_for(
    discord: DiscordServer,
    outbox: Outbox,
    general: Place,
    clock: Clock,
    second: Failure,
    state: State,
    pause: timedelta,
) -> None:
    discord.trouble("message", second, skip=1)
    post = Post("abc", general, LONG)
    with pytest.raises(Undeliverable) as caught:
        await outbox.send(post, None)
    at = clock.now
    tried = Delivery(
        "abc", "g", "h", "k", "key", general, {}, "en", State.SENDING, at, None, 1, at, None, "",
    )  # fmt: skip
    settled = after(tried, caught.value, at, Random(1))
    assert (settled.state, settled.doubt) == (state, at)
    assert settled.due - at >= pause
    clock.forward(minutes=10)  # Discord knows no more of a message's number by then
    await outbox.send(post, settled.doubt)
    nonces = [message.nonce for message in discord.screen("ben", "#general")]
    assert len(nonces) == len(set(nonces))


async def test_a_process_that_slept_before_it_left_looks_first(
    discord: DiscordServer, outbox: Outbox, general: Place, clock: Clock
) -> None:
    since = clock.now
    discord.trouble("message", RESET, after=True)
    with pytest.raises(Doubtful):
        await outbox.send(Post("abc", general, NEWS), None)
    clock.forward(seconds=10)

    async def asleep() -> None:
        clock.forward(minutes=10)  # Discord knows no more of a message's number by then

    with pytest.raises(Undeliverable, match="to be looked for"):
        await outbox.send(Post("abc", general, NEWS), since, about_to_post=asleep)
    await outbox.send(Post("abc", general, NEWS), since)
    assert len(seen(discord)) == 1

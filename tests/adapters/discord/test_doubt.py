"""Posts of which nobody knows whether they arrived: they are looked for, and arrive once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from adapters.discord import limits
from bot.chat.elements import text, view
from bot.chat.keys import Person, Place
from bot.delivery.sender import Post, Sender
from bot.errors import Doubtful, NotThere, Undeliverable, Unknowable
from tests.adapters.discord.test_outbox import NEWS, below, general, outbox, person, seen
from tests.adapters.discord.trial import LONG
from tests.support.discord.faults import FORBIDDEN, RESET, SERVER_ERROR, UNAVAILABLE, Failure, rate_limited
from tests.support.discord.model import Message
from tests.support.discord.permissions import READ_MESSAGE_HISTORY, VIEW_CHANNEL
from tests.support.discord.server import DiscordServer
from tests.support.rooms import Clock

__all__ = ["general", "outbox"]

SOON = {"seconds": 10}
"""When the ledger tries again."""
LATER = {"minutes": 30}
"""Long after Discord has forgotten the nonce."""


async def broken(outbox: Sender, post: Post, clock: Clock) -> datetime:
    """A first try that breaks; when it began."""
    since = clock.now
    with pytest.raises(Doubtful):
        await outbox.send(post, None)
    return since


@pytest.mark.parametrize("pause", [SOON, LATER], ids=["soon", "later"])
@pytest.mark.parametrize("failure", [RESET, UNAVAILABLE], ids=["reset", "503"])
@pytest.mark.parametrize("how", [{"after": False}, {"after": True}, {"late": 4.0}], ids=["before", "after", "late"])
@pytest.mark.parametrize("direct", [False, True], ids=["channel", "direct"])
async def test_a_post_that_broke_arrives_once(
    discord: DiscordServer,
    outbox: Sender,
    general: Place,
    clock: Clock,
    pause: dict[str, float],
    failure: Failure,
    how: dict[str, float],
    direct: bool,
) -> None:
    to: Place | Person = person(discord, "ben") if direct else general
    post = Post("abc", to, NEWS)
    discord.trouble("message", failure, **how)
    since = await broken(outbox, post, clock)
    clock.forward(**pause)
    discord.land()
    id = await outbox.send(post, since)
    assert [str(message.id) for message in discord.screen("ben", "dm" if direct else "#general")] == [id]


async def test_what_discord_repeats_by_itself_arrives_once(
    discord: DiscordServer, outbox: Sender, general: Place
) -> None:
    discord.trouble("message", SERVER_ERROR, after=True)
    await outbox.send(Post("abc", general, NEWS), None)
    assert len(discord.calls("message")) == 2
    assert seen(discord) == ["news for all"]


@pytest.mark.parametrize("pause", [SOON, LATER], ids=["soon", "later"])
async def test_what_it_is_too_late_for_is_looked_for_and_not_sent(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock, pause: dict[str, float]
) -> None:
    arrived, lost = Post("abc", general, NEWS), Post("abd", general, NEWS)
    discord.trouble("message", RESET, after=True)
    since = await broken(outbox, arrived, clock)
    discord.trouble("message", RESET)
    await broken(outbox, lost, clock)
    clock.forward(**pause)
    (there,) = discord.screen("ben", "#general")
    assert await outbox.send(arrived, since, look_only=True) == str(there.id)
    with pytest.raises(NotThere):
        await outbox.send(lost, since, look_only=True)
    assert seen(discord) == ["news for all"]


async def test_what_a_clock_that_is_a_little_ahead_has_dated_is_found(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock
) -> None:
    discord.trouble("message", RESET, after=True)
    since = await broken(outbox, Post("abc", general, NEWS), clock)
    clock.forward(**LATER)
    await outbox.send(Post("abc", general, NEWS), since + timedelta(seconds=50))
    assert seen(discord) == ["news for all"]


@pytest.mark.parametrize("pause", [SOON, LATER], ids=["soon", "later"])
@pytest.mark.parametrize("failing", [0, 1, 2])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_of_a_long_post_only_what_is_missing_is_sent(
    discord: DiscordServer,
    outbox: Sender,
    general: Place,
    clock: Clock,
    pause: dict[str, float],
    failing: int,
    after: bool,
) -> None:
    post = Post("abc", general, LONG)
    discord.trouble("message", RESET, after=after, skip=failing)
    since = await broken(outbox, post, clock)
    assert len(seen(discord)) == failing + after
    clock.forward(**pause)
    id = await outbox.send(post, since)
    posted = discord.screen("ben", "#general")
    assert str(posted[0].id) == id
    assert [message.nonce for message in posted] == ["abc", "abc.1", "abc.2"]


async def test_a_post_that_arrived_is_found_among_many(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock
) -> None:
    for _ in range(150):
        await discord.say("ben", "#general", "talk")
    discord.trouble("message", RESET, after=True)
    since = await broken(outbox, Post("abc", general, NEWS), clock)
    for number in range(150):
        await discord.say("ben", "#general", f"more talk {number}")
    clock.forward(**LATER)
    await outbox.send(Post("abc", general, NEWS), since)
    assert seen(discord).count("news for all") == 1


async def test_another_post_of_ours_is_not_taken_for_it(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock
) -> None:
    discord.trouble("message", RESET)
    since = await broken(outbox, Post("abc", general, NEWS), clock)
    await outbox.send(Post("abd", general, NEWS), None)
    clock.forward(**LATER)
    await outbox.send(Post("abc", general, NEWS), since)
    assert seen(discord) == ["news for all"] * 2


async def test_somebody_elses_message_is_not_taken_for_it(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock
) -> None:
    first = await outbox.send(Post("abc", general, NEWS), None)
    (ours,) = discord.screen("ben", "#general")
    robot = discord.world.add_user("robot", bot=True)
    forged = Message(discord.world.new_id(), ours.channel, robot, components=ours.components, created_at=clock.now)
    ours.channel.messages[:] = [forged]
    since = clock.now
    clock.forward(**LATER)
    assert await outbox.send(Post("abc", general, NEWS), since) not in (first, str(forged.id))


@pytest.mark.parametrize("permission", [READ_MESSAGE_HISTORY, VIEW_CHANNEL])
async def test_where_askq_may_not_look_it_says_so_and_posts_nothing(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock, permission: int
) -> None:
    discord.trouble("message", RESET, after=True)
    since = await broken(outbox, Post("abc", general, NEWS), clock)
    discord.forbid("#general", permission)
    await discord.gateway.caught_up()
    clock.forward(**LATER)
    with pytest.raises(Unknowable):
        await outbox.send(Post("abc", general, NEWS), since)
    assert len(discord.calls("message")) == 1


async def test_a_refused_look_is_none(discord: DiscordServer, outbox: Sender, general: Place, clock: Clock) -> None:
    since = clock.now
    clock.forward(**LATER)
    discord.trouble("history", FORBIDDEN)
    with pytest.raises(Unknowable):
        await outbox.send(Post("abc", general, NEWS), since)
    assert discord.calls("message") == []


async def test_too_much_talk_to_look_through_is_said_to_be(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HISTORY", 2)
    since = clock.now
    for _ in range(50):
        await discord.say("ben", "#general", "talk")
    clock.forward(**LATER)
    with pytest.raises(Unknowable, match="too much"):
        await outbox.send(Post("abc", general, NEWS), since)


async def test_a_look_that_breaks_leaves_the_doubt(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock
) -> None:
    since = clock.now
    clock.forward(**LATER)
    discord.trouble("history", RESET, times=2)  # aiohttp reads again once by itself
    with pytest.raises(Doubtful):
        await outbox.send(Post("abc", general, NEWS), since)
    assert discord.calls("message") == []


async def test_a_thread_that_was_never_begun_holds_nothing(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock
) -> None:
    id = await outbox.send(Post("abc", general, NEWS), None)
    reply = Post("abd", below(general, id), view(text("why")), title="Why")
    discord.trouble("thread", RESET)
    since = await broken(outbox, reply, clock)
    clock.forward(**LATER)
    await outbox.send(reply, since)
    assert seen(discord, discord.world.channels[int(id)]) == ["why"]


@pytest.mark.parametrize("pause", [SOON, LATER], ids=["soon", "later"])
async def test_a_reply_that_broke_arrives_once(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock, pause: dict[str, float]
) -> None:
    id = await outbox.send(Post("abc", general, NEWS), None)
    await outbox.send(Post("abd", below(general, id), NEWS, title="Why"), None)
    reply = Post("abe", below(general, id), view(text("why")), title="Why")
    discord.trouble("message", RESET, after=True)
    since = await broken(outbox, reply, clock)
    clock.forward(**pause)
    await outbox.send(reply, since)
    assert seen(discord, discord.world.channels[int(id)]) == ["news for all", "why"]


async def test_what_somebody_deleted_meanwhile_does_not_come_again(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock
) -> None:
    discord.trouble("message", RESET, after=True)
    since = await broken(outbox, Post("abc", general, NEWS), clock)
    await discord.delete_message(discord.newest("ben", "#general"))
    clock.forward(**SOON)
    with pytest.raises(Undeliverable, match="deleted") as raised:
        await outbox.send(Post("abc", general, NEWS), since)
    assert not raised.value.gone
    assert seen(discord) == []


async def test_a_rate_limit_in_the_middle_of_a_post_leaves_it_in_doubt(
    discord: DiscordServer, outbox: Sender, general: Place, clock: Clock
) -> None:
    since = clock.now
    discord.trouble("message", rate_limited(60), skip=1)
    with pytest.raises(Undeliverable, match="rate limited") as caught:
        await outbox.send(Post("abc", general, LONG), None)
    assert caught.value.in_part
    assert len(seen(discord)) == 1
    discord.trouble("message", rate_limited(60), skip=1)
    with pytest.raises(Undeliverable, match="rate limited") as raised:
        await outbox.send(Post("abc", general, LONG), since)
    assert raised.value.retry_after == 60

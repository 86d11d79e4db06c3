"""Posts that nobody asked for: where they go, whom they wake, and what is said where they cannot go."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.elements import text, view
from bot.chat.keys import Person, Place
from bot.chat.markup import At, Mention, MentionRole, Plain
from bot.delivery.sender import Post, Sender
from bot.errors import ThreadEnd, Undeliverable
from tests.adapters.discord.trial import LONG, Trial
from tests.support.discord.faults import Failure
from tests.support.discord.model import Channel, Message
from tests.support.discord.permissions import (
    CREATE_PUBLIC_THREADS,
    MENTION_EVERYONE,
    SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS,
    VIEW_CHANNEL,
)
from tests.support.discord.server import DiscordServer
from tests.support.discord_front import Serving, idle
from tests.support.rooms import START

NEWS = view(text("news for all"))


@pytest.fixture
def outbox(running: Serving, core: Trial) -> Sender:
    """What the front registered while it is connected."""
    sender = core.app.senders.of("discord")
    assert sender is not None
    return sender


@pytest.fixture
def general(discord: DiscordServer) -> Place:
    return Place(f"discord:{discord.world.guild().id}", str(discord.world.channel("#general").id))


def below(place: Place, message: str) -> Place:
    return Place(place.group, place.channel, message)


def person(discord: DiscordServer, name: str) -> Person:
    return Person("discord", "", str(discord.world.user(name).id))


def seen(discord: DiscordServer, where: str | Channel = "#general") -> list[str]:
    return [message.text for message in discord.screen("ben", where)]


def newest(discord: DiscordServer, where: str | Channel = "#general") -> Message:
    return discord.newest("ben", where)


async def undeliverable(outbox: Sender, post: Post) -> Undeliverable:
    with pytest.raises(Undeliverable) as raised:
        await outbox.send(post, None)
    return raised.value


async def test_each_message_is_told_of_before_it_leaves(discord: DiscordServer, outbox: Sender, general: Place) -> None:
    so_far: list[int] = []

    async def about_to_post() -> None:
        so_far.append(len(seen(discord)))
        if len(so_far) == 3:
            raise LookupError

    with pytest.raises(LookupError):
        await outbox.send(Post("abc", general, LONG), None, about_to_post=about_to_post)
    assert so_far == [0, 1, 2]
    assert len(seen(discord)) == 2


async def test_a_post_says_everything_and_gives_the_id_of_its_beginning(
    discord: DiscordServer, outbox: Sender, general: Place
) -> None:
    id = await outbox.send(Post("abc", general, LONG), None)
    posted = discord.screen("ben", "#general")
    assert id == str(posted[0].id)
    assert [message.nonce for message in posted] == ["abc", "abc.1", "abc.2"]
    marks = [message.components[0]["id"] for message in posted]
    assert len(set(marks)) == 3
    assert all(1 << 30 <= mark < 1 << 31 for mark in marks)


async def test_nothing_wakes_anybody_unless_it_is_told_to(
    discord: DiscordServer, outbox: Sender, general: Place
) -> None:
    readers = discord.add_role("readers", mentionable=True)
    discord.permit("#general", MENTION_EVERYONE)
    ben = Mention(person(discord, "ben"), "ben")
    spans = (Plain("@everyone @here <@1>"), ben, MentionRole(str(readers.id), "readers"), At(START, "soon"))
    await outbox.send(Post("abc", general, view(text(*spans))), None)
    assert newest(discord).pings == []
    assert discord.calls("message")[0].body["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("whom", ["here", "everyone"])
async def test_a_ping_wakes_the_channel_and_no_text_does_so_besides(
    discord: DiscordServer, outbox: Sender, general: Place, whom: str
) -> None:
    discord.permit("#general", MENTION_EVERYONE)
    said = view(text("people say @everyone and ", "@here"))
    await outbox.send(Post("abc", general, said, ping=whom), None)
    assert newest(discord).pings == [f"@{whom}"]
    assert newest(discord).text.splitlines()[0] == f"@{whom}"
    assert newest(discord).text.replace("\u200b", "").endswith("people say @everyone and @here")


async def test_a_ping_wakes_one_role_and_no_other(discord: DiscordServer, outbox: Sender, general: Place) -> None:
    readers, writers = (discord.add_role(name, mentionable=True) for name in ("readers", "writers"))
    said = view(text("for ", MentionRole(str(writers.id), "writers")), *LONG.elements)
    await outbox.send(Post("abc", general, said, ping=str(readers.id)), None)
    first, *more = discord.screen("ben", "#general")
    assert first.pings == ["@&readers"]
    assert [message.pings for message in more] == [[], []]
    first_call, *more_calls = discord.calls("message")
    assert first_call.body["allowed_mentions"] == {"parse": [], "roles": [readers.id]}
    assert all(call.body["allowed_mentions"] == {"parse": []} for call in more_calls)


async def test_without_the_permission_to_wake_people_a_post_arrives_all_the_same(
    discord: DiscordServer, outbox: Sender, general: Place
) -> None:
    await outbox.send(Post("abc", general, NEWS, ping="everyone"), None)
    assert newest(discord).pings == []
    assert "news for all" in newest(discord).text


async def test_news_for_a_whole_server_go_where_askq_may_write(discord: DiscordServer, outbox: Sender) -> None:
    discord.forbid_sending("#general")
    await discord.gateway.caught_up()
    await outbox.send(Post("abc", Place(f"discord:{discord.world.guild().id}", ""), NEWS), None)
    assert seen(discord, "#quiz") == ["news for all"]


async def test_a_server_without_a_channel_for_askq_is_told_what_is_needed(
    discord: DiscordServer, outbox: Sender
) -> None:
    for name in ("#general", "#quiz"):
        discord.forbid_sending(name)
    await discord.gateway.caught_up()
    problem = await undeliverable(outbox, Post("abc", Place(f"discord:{discord.world.guild().id}", ""), NEWS))
    assert problem.forbidden
    assert problem.fix == "View Channel, Send Messages (Server Settings → Roles)"


async def test_a_direct_message_arrives_and_its_channel_is_kept(discord: DiscordServer, outbox: Sender) -> None:
    for id in ("abc", "abd"):
        await outbox.send(Post(id, person(discord, "ben"), NEWS), None)
    assert seen(discord, "dm") == ["news for all"] * 2
    assert len(discord.calls("open dm")) == 1


async def test_news_for_a_group_of_one_are_a_direct_message(discord: DiscordServer, outbox: Sender) -> None:
    await outbox.send(Post("abc", Place(person(discord, "ben").alone, ""), NEWS), None)
    assert seen(discord, "dm") == ["news for all"]


async def test_a_person_who_takes_no_direct_messages_is_left_alone(discord: DiscordServer, outbox: Sender) -> None:
    discord.close_direct_messages("ben")
    problem = await undeliverable(outbox, Post("abc", person(discord, "ben"), NEWS))
    assert problem.forbidden
    assert "Direct Messages" in problem.fix


async def test_an_edit_changes_the_message_and_wakes_nobody(
    discord: DiscordServer, outbox: Sender, general: Place
) -> None:
    readers = discord.add_role("readers", mentionable=True)
    id = await outbox.send(Post("abc", general, NEWS), None)
    edit = Post("abd", general, view(text("better news")), ping=str(readers.id), edits=id)
    for _ in range(2):
        assert await outbox.send(edit, None) == id
    assert len(seen(discord)) == 1
    assert seen(discord) == ["@readers\nbetter news"]
    assert newest(discord).pings == []


async def test_a_deleted_message_cannot_be_edited_and_its_channel_is_not_gone(
    discord: DiscordServer, outbox: Sender, general: Place
) -> None:
    id = await outbox.send(Post("abc", general, NEWS), None)
    await discord.delete_message(newest(discord))
    problem = await undeliverable(outbox, Post("abd", general, NEWS, edits=id))
    assert (problem.gone, problem.forbidden, problem.retry_after) == (False, False, None)


# -- threads ----------------------------------------------------------------------------------------


async def test_a_reply_begins_a_thread_below_the_message_and_the_next_goes_on_in_it(
    discord: DiscordServer, outbox: Sender, general: Place
) -> None:
    id = await outbox.send(Post("abc", general, NEWS), None)
    for number in (1, 2):
        said = Post(f"abd{number}", below(general, id), view(text(f"answer {number}")), title="x" * 150)
        await outbox.send(said, None)
    thread = discord.world.channels[int(id)]
    assert seen(discord, thread) == ["answer 1", "answer 2"]
    assert (len(thread.name), thread.archive_after) == (100, 4320)
    assert len(discord.calls("thread")) == 1
    assert seen(discord) == ["news for all"]


async def test_a_thread_that_begins_at_the_same_time_is_the_one(
    discord: DiscordServer, outbox: Sender, general: Place
) -> None:
    id = await outbox.send(Post("abc", general, NEWS), None)
    hold = discord.hold_back("message", after=True)  # the thread is found missing, but nobody knows yet
    sending = asyncio.gather(
        *(outbox.send(Post(f"abd{n}", below(general, id), NEWS, title="Why"), None) for n in (1, 2))
    )
    await hold.arrived()
    hold.release()
    await sending
    assert seen(discord, discord.world.channels[int(id)]) == ["news for all"] * 2


async def test_a_thread_without_a_title_has_a_name_all_the_same(
    discord: DiscordServer, outbox: Sender, general: Place
) -> None:
    id = await outbox.send(Post("abc", general, NEWS), None)
    await outbox.send(Post("abd", below(general, id), NEWS, title=" "), None)
    assert discord.world.channels[int(id)].name == "askq"


async def test_a_deleted_thread_stays_deleted(discord: DiscordServer, outbox: Sender, general: Place) -> None:
    id = await outbox.send(Post("abc", general, NEWS), None)
    await outbox.send(Post("abd", below(general, id), NEWS, title="Why"), None)
    await discord.delete_channel(discord.world.channels[int(id)])
    problem = await undeliverable(outbox, Post("abe", below(general, id), NEWS, title="Why"))
    assert str(problem) == "the thread was deleted"
    assert problem.thread is ThreadEnd.CLOSED
    assert (problem.gone, problem.forbidden, problem.retry_after) == (False, False, None)


async def test_below_a_deleted_message_nothing_begins(discord: DiscordServer, outbox: Sender, general: Place) -> None:
    id = await outbox.send(Post("abc", general, NEWS), None)
    await discord.delete_message(newest(discord))
    problem = await undeliverable(outbox, Post("abd", below(general, id), NEWS, title="Why"))
    assert problem.thread is ThreadEnd.POST_DELETED
    assert (problem.gone, problem.forbidden, problem.retry_after) == (False, False, None)


@pytest.mark.parametrize(("status", "code"), [(400, 50083), (403, 160005), (400, 160006)])
async def test_a_thread_that_takes_nothing_is_told_from_its_channel(
    discord: DiscordServer, outbox: Sender, general: Place, status: int, code: int
) -> None:
    id = await outbox.send(Post("abc", general, NEWS), None)
    await outbox.send(Post("abd", below(general, id), NEWS, title="Why"), None)
    discord.trouble("message", Failure(status, code, "no"))
    problem = await undeliverable(outbox, Post("abe", below(general, id), NEWS, title="Why"))
    assert problem.thread is ThreadEnd.CLOSED
    assert (problem.gone, problem.forbidden, problem.retry_after) == (False, False, None)
    discord.trouble("message", Failure(status, code, "no"))
    assert (await undeliverable(outbox, Post("abf", general, NEWS))).thread is None


# -- what is in the way -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("taken", "in_thread", "fix"),
    [
        (SEND_MESSAGES, False, "Send Messages (Edit Channel → Permissions)"),
        (VIEW_CHANNEL, False, "View Channel, Send Messages (Edit Channel → Permissions)"),
        (SEND_MESSAGES_IN_THREADS, True, "Send Messages in Threads (Edit Channel → Permissions)"),
        (CREATE_PUBLIC_THREADS, True, "Create Public Threads (Edit Channel → Permissions)"),
    ],
)
async def test_a_missing_permission_is_named_as_the_settings_name_it(
    discord: DiscordServer, outbox: Sender, general: Place, taken: int, in_thread: bool, fix: str
) -> None:
    id = await outbox.send(Post("abc", general, NEWS), None)
    if in_thread and taken == SEND_MESSAGES_IN_THREADS:
        await outbox.send(Post("abd", below(general, id), NEWS, title="Why"), None)
    discord.forbid("#general", taken)
    await discord.gateway.caught_up()
    problem = await undeliverable(outbox, Post("abe", below(general, id) if in_thread else general, NEWS, title="Why"))
    assert problem.forbidden
    assert problem.fix == fix


async def test_what_the_gateway_has_not_told_yet_is_named_in_full(
    discord: DiscordServer, outbox: Sender, general: Place
) -> None:
    discord.trouble("message", Failure(403, 50013))
    problem = await undeliverable(outbox, Post("abc", general, NEWS))
    assert problem.fix == "View Channel, Send Messages (Edit Channel → Permissions)"


async def test_a_deleted_channel_is_gone(discord: DiscordServer, outbox: Sender, general: Place) -> None:
    id = await outbox.send(Post("abc", general, NEWS), None)
    await discord.delete_channel("#general")
    for to in (general, below(general, id)):
        assert (await undeliverable(outbox, Post("abd", to, NEWS, title="Why"))).gone


async def test_a_server_that_askq_was_removed_from_is_told_how_to_add_it(
    discord: DiscordServer, outbox: Sender, general: Place
) -> None:
    await discord.guild_leave("Reading room")
    await idle(discord)
    for to in (general, Place(general.group, "")):
        problem = await undeliverable(outbox, Post("abc", to, NEWS))
        assert problem.forbidden
        assert f"client_id={discord.world.application_id}" in problem.fix

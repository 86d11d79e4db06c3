"""How askq stands in a channel: told by Discord for the one where it is asked, looked up for any other."""

from __future__ import annotations

import pytest

from tests.adapters.discord.test_answers import act
from tests.support.discord.model import ANNOUNCEMENTS
from tests.support.discord.permissions import (
    CREATE_PUBLIC_THREADS,
    MENTION_EVERYONE,
    SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS,
    VIEW_CHANNEL,
)
from tests.support.discord.server import DiscordServer
from tests.support.discord_front import Serving, idle

PINGS = "Mention @everyone, @here, and All Roles"
WHERE = "(Edit Channel → Permissions)"

LACKS = [
    (0, f"lacks ping: {PINGS} {WHERE}"),
    (SEND_MESSAGES, f"lacks post: Send Messages {WHERE}"),  # of pings nobody can tell then
    (CREATE_PUBLIC_THREADS, f"lacks threads: Create Public Threads {WHERE}, ping: {PINGS} {WHERE}"),
    (SEND_MESSAGES_IN_THREADS, f"lacks threads: Send Messages in Threads {WHERE}, ping: {PINGS} {WHERE}"),
    (
        CREATE_PUBLIC_THREADS | SEND_MESSAGES_IN_THREADS,
        f"lacks threads: Create Public Threads, Send Messages in Threads {WHERE}, ping: {PINGS} {WHERE}",
    ),
    (
        SEND_MESSAGES | CREATE_PUBLIC_THREADS,
        f"lacks post: Send Messages {WHERE}, threads: Create Public Threads {WHERE}",
    ),
    (VIEW_CHANNEL, f"lacks member: View Channel {WHERE}"),
]


async def about(discord: DiscordServer, channel: str) -> str:
    """What is said of a channel that was chosen from Discord's own list."""
    await idle(discord)
    shown = await act(discord, "reply")
    return (await discord.choose("ana", shown, "Channel", channel)).text


@pytest.mark.parametrize(("taken", "said"), LACKS)
async def test_of_another_channel_the_servers_settings_tell(
    discord: DiscordServer, running: Serving, taken: int, said: str
) -> None:
    discord.forbid("#quiz", taken)
    assert await about(discord, "#quiz") == said


@pytest.mark.parametrize(("taken", "said"), LACKS)
async def test_of_the_channel_where_it_is_asked_discord_tells(
    discord: DiscordServer, running: Serving, taken: int, said: str
) -> None:
    discord.world.channel("#general").bot_permissions &= ~taken  # nothing comes over the gateway about it
    assert (await act(discord, "standing")).text == said


async def test_with_every_permission_nothing_is_lacking(discord: DiscordServer, running: Serving) -> None:
    discord.permit("#quiz", MENTION_EVERYONE)
    assert await about(discord, "#quiz") == "lacks nothing"


async def test_in_a_thread_it_is_about_the_channel(discord: DiscordServer, running: Serving) -> None:
    thread = discord.open_thread(discord.world.channel("#general"), "Culture")
    discord.forbid("#general", SEND_MESSAGES)
    shown = await discord.command("ana", thread, "quiz act", how="standing")
    assert shown.text.startswith("lacks post")


async def test_direct_messages_lack_nothing(discord: DiscordServer, running: Serving) -> None:
    shown = await discord.command("ana", "dm", "quiz act", how="standing")
    assert shown.text == "lacks nothing"


async def test_a_channel_that_is_not_there_any_more_is_gone(discord: DiscordServer, running: Serving) -> None:
    shown = await act(discord, "reply")
    quiz = discord.world.channel("#quiz")
    await discord.delete_channel(quiz)
    await idle(discord)
    pressed = await discord.press("ana", shown, shown.message.custom_id("Channel"), values=[str(quiz.id)], stale=True)
    assert pressed.text == "lacks gone:"


async def test_where_askq_is_no_member_it_has_to_be_added(discord: DiscordServer, running: Serving) -> None:
    guild = await discord.guild_join("Elsewhere", with_the_bot=False)
    discord.install_for("ana")
    shown = await discord.command("ana", guild.channels[0], "quiz act", how="standing")
    assert shown.text.startswith("lacks member: https://discord.com/oauth2/authorize?client_id=")


async def test_only_channels_that_take_posts_are_offered(discord: DiscordServer, running: Serving) -> None:
    discord.add_channel("#news", kind=ANNOUNCEMENTS)
    discord.add_channel("#forum", kind=15)
    assert await about(discord, "#news") == LACKS[0][1]
    with pytest.raises(AssertionError, match="not offered"):
        await about(discord, "#forum")


async def test_a_forum_takes_no_posts_itself(discord: DiscordServer, running: Serving) -> None:
    forum = discord.add_channel("#forum", kind=15)
    shown = await act(discord, "reply")
    await idle(discord)
    pressed = await discord.press("ana", shown, shown.message.custom_id("Channel"), values=[str(forum.id)], stale=True)
    assert pressed.text == "lacks post:"

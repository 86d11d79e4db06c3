"""The real process: `askq run` with both platforms, killed without mercy between a message and a press."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.support.discord.server import DiscordServer
from tests.support.slack.server import SlackServer

LINKS = 2


@asynccontextmanager
async def running(folder: Path, slack: SlackServer, discord: DiscordServer) -> AsyncIterator[Process]:
    """`askq run` on the folder's database, connected to both; gone at the end, one way or another."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        stderr=PIPE,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("ASKQ_")},
            "ASKQ_DATABASE_URL": f"sqlite:///{folder}/askq.db",
            "ASKQ_SLACK_BOT_TOKEN": slack.bot_token,
            "ASKQ_SLACK_APP_TOKEN": slack.app_token,
            "ASKQ_SLACK_API_URL": slack.api_url,
            "ASKQ_DISCORD_TOKEN": discord.token,
            "ASKQ_DISCORD_API_URL": discord.api_url,
            "ASKQ_HTTP_PORT": "0",
        },
    )
    try:
        await slack.connected(LINKS)
        await discord.connected()
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_killed_between_message_and_press_it_answers_when_it_is_back(tmp_path: Path) -> None:
    async with SlackServer() as slack, DiscordServer() as discord:
        async with running(tmp_path, slack, discord) as process:
            asked = {
                "slack": (await slack.command("ana", "#general", "culture")).message,
                "discord": (await discord.command("ana", "#general", "askq", topic="culture")).message,
            }
            assert all(asked.values())
            process.kill()
        await slack.until(lambda: not slack.sockets.ready)
        async with running(tmp_path, slack, discord):
            shown = await slack.press("ana", asked["slack"], "Why ask it")
            await shown.until(lambda shown: "What asking does for you" in shown.text)
            shown = await discord.press("ana", asked["discord"], asked["discord"].custom_id("Why ask it"))
            assert "What asking does for you" in shown.text
        assert slack.violations == []
        assert discord.violations == []


async def test_it_is_healthy_while_connected_and_stops_cleanly_when_told(tmp_path: Path) -> None:
    async with SlackServer() as slack, DiscordServer() as discord:
        async with running(tmp_path, slack, discord) as process:
            log = b""
            while not (port := re.search(rb"health page on \S+, port (\d+)", log)):
                line = await process.stderr.readline()
                assert line, log
                log += line
            async with aiohttp.ClientSession() as session:
                url = f"http://127.0.0.1:{int(port[1])}/health"
                while (body := await (await session.get(url)).json())["status"] != "well":
                    await asyncio.sleep(0)
            assert body["fronts"] == {"slack": "connected", "discord": "connected"}
            process.send_signal(signal.SIGTERM)
            log += await process.stderr.read()
            assert await process.wait() == 0
        assert slack.bot_token.encode() not in log
        assert slack.app_token.encode() not in log
        assert discord.token.encode() not in log
        assert b"Traceback" not in log

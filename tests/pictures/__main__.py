"""Record one short story on every front and draw it as a page each, for `make.sh` to photograph.

usage: python -m tests.pictures FOLDER
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from random import Random

from tests.pictures import discord_page, slack_page
from tests.support.discord_front import discord_stage
from tests.support.slack_front import slack_stage

SEED = 3
"""The question that the story shows; any other does as well."""

TYPED = "culture"
PRESSED = "Why ask it"

QUESTION = "negotiation.two-offers"
ANSWERS = (
    ("ben", "B", "Show mine with my name"),
    ("cleo", "B", "Show mine with my name"),
    ("dan", "C", "Show mine without my name"),
    ("eve", "A", "Show mine without my name"),
)
"""Of the question of the day: who answered what, and how it is to be shown."""

PAGE = """<!doctype html><meta charset='utf-8'><title></title>{body}
<script>document.title = Math.ceil(document.body.getBoundingClientRect().height)</script>"""
"""The title tells `make.sh` how tall the page is."""

TERMINAL_STYLE = """
body { background: #1c1f26; color: #d7dae0; margin: 0; padding: 18px 24px; width: 680px; }
pre { font: 14px/1.42 'Noto Sans Mono', 'DejaVu Sans Mono', monospace; margin: 0; white-space: pre-wrap; }
"""


async def slack(folder: Path) -> str:
    async with slack_stage(folder, rng=Random(SEED)) as stage:
        ana = await stage.seat("ana")
        await ana.types(TYPED)
        await ana.presses(PRESSED)
        shown = [(list(message.blocks), message.only_for is not None) for message in ana._messages()]
    return slack_page.page(f"/askq {TYPED}", shown)


async def discord(folder: Path) -> str:
    async with discord_stage(folder, rng=Random(SEED)) as stage:
        ana = await stage.seat("ana")
        await ana.types(TYPED)
        await ana.presses(PRESSED)
        shown = [(message.components, message.ephemeral_to is not None) for message in ana._messages()]
    return discord_page.page(f"/askq topic:{TYPED}", shown)


async def daily(folder: Path) -> str:
    """A question of the day as ben sees it: in the morning, when he has answered, and in the evening."""
    async with slack_stage(folder, rng=Random(SEED)) as stage:
        ana = await stage.seat("ana", admin=True)
        await ana.types("daily set 09:00 Europe/Berlin mon-fri interview craft")
        await ana.types(f"daily queue {QUESTION}")
        await stage.forward(days=1)
        for name, letter, show in ANSWERS:
            seat = await stage.seat(name)
            await seat.presses(letter)
            await seat.presses(show)
        await stage.forward(seconds=6)
        ben = await stage.seat("ben")
        morning = [(list(message.blocks), message.only_for is not None) for message in ben._messages()]
        await stage.forward(hours=9)
        evening = [(list(message.blocks), False) for message in ben._messages()[len(morning) :]]
    return slack_page.day([("In the morning", "channel", morning), ("At 17:00, in its thread", "thread", evening)])


def terminal() -> str:
    lines = "culture\n1\n6\nben> 2\n"
    played = subprocess.run(
        [sys.executable, "-m", "bot", "play"], input=lines, capture_output=True, text=True, check=True
    ).stdout
    return f"<style>{TERMINAL_STYLE}</style><pre>$ make play\n{escape(played.strip())}</pre>"


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as work:
        (Path(work) / "daily").mkdir()
        pages = {
            "slack": asyncio.run(slack(Path(work))),
            "discord": asyncio.run(discord(Path(work))),
            "terminal": terminal(),
            "daily": asyncio.run(daily(Path(work) / "daily")),
        }
    for name, body in pages.items():
        (folder / f"{name}.html").write_text(PAGE.format(body=body), encoding="utf-8")


main(Path(sys.argv[1]))

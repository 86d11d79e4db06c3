"""What a process costs: `askq ask` from nothing, and the memory of an idle bot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.timing import once_each, table

_IDLE = """
import sys, resource
{imports}
pages = int(open('/proc/self/statm').read().split()[1])
print(pages * resource.getpagesize() / 1e6)
"""


def cold_start(rounds: int) -> None:
    def command(*arguments: str) -> object:
        return subprocess.run([sys.executable, *arguments], check=True, capture_output=True)

    contenders = {
        "python -c 'import yaml'": lambda: command("-c", "import yaml"),
        "python -c 'import pydantic_settings, yaml'": lambda: command("-c", "import pydantic_settings, yaml"),
        "askq ask culture": lambda: command("-m", "bot", "ask", "culture"),
    }
    table("From nothing to the answer on the screen", once_each(contenders, rounds=rounds))


def memory(folder: Path) -> None:
    built = (
        "from bot import bootstrap, settings\n"
        "from bot.storage.upgrade import upgrade\n"
        f"app = bootstrap.build(settings.load(database_url='sqlite:///{folder}/idle.db'))\n"
        "upgrade(app.database); app.bank.search('culture')\n"
    )
    stages = {
        "python": "",
        "import slack_bolt.async_app": "import slack_bolt.async_app",
        "import discord": "import discord",
        "the core, its bank and an open database": built,
        "the core with both fronts loaded": built + "import adapters.slack.app, adapters.discord.app",
    }
    print("\nMemory of an idle process (resident, MB)")
    for name, imports in stages.items():
        code = _IDLE.format(imports=imports)
        used = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
        print(f"  {name:44}{float(used):8.1f}")

"""`make bench`: all figures in one run. `--short` does little of everything, to see that it still runs."""

from __future__ import annotations

import argparse
import asyncio
import platform
import tempfile
from pathlib import Path

from tests.bench import bank, discord_front, slack_front, whole_process


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    short = parser.parse_args().short
    calls, rounds = (60, 1) if short else (1000, 3)
    print(f"Python {platform.python_version()} on {platform.system()}; figures compare within this run only.")
    with tempfile.TemporaryDirectory(prefix="askq-bench-") as name:
        folder = Path(name)
        asyncio.run(slack_front.run(folder, calls, rounds))
        asyncio.run(discord_front.run(folder, calls, rounds))
        bank.loading(3 if short else 20)
        bank.searching(5 if short else 200)
        whole_process.cold_start(1 if short else 10)
        whole_process.memory(folder)


main()

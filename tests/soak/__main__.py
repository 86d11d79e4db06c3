"""`make soak`: askq is killed at a thousand random moments, and every message arrives once all the same.

A kill is SIGKILL to the running process, at a moment that is drawn: within three seconds of both connections standing,
or, one time in ten, within its first second. All the while questions are due, the platforms are slow, and connections
break before, after and long before the platform has carried a request out.

What it prints fills the tables of docs/reliability.md. It ends with 1 where something went wrong, and where too little
happened for it to mean anything (`tests.soak.verdict`).
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from random import Random, SystemRandom

from tests.soak.lane import CHANNELS, IN_THE_CRADLE, LOAD, LONGEST_LIFE, Figures, Lane
from tests.soak.report import heading, show, show_doubt
from tests.soak.tally import PLATFORMS, Tally, count
from tests.soak.verdict import Result, Setting, Wanted, full, short
from tests.support.warm import warm_up

LANES = 5
"""So many of them, each an askq with a database and platforms of its own, are killed side by side."""

CHANCE = 0.02
"""How likely a post meets each of the ten ways to fail: nearly one in five meets some."""

SETTINGS = (
    Setting("With the history scopes"),
    Setting("Without them, ASKQ_WHEN_IN_DOUBT=leave", history=False),
    Setting("Without them, ASKQ_WHEN_IN_DOUBT=again", history=False, when_in_doubt="again"),
)


async def soak(
    setting: Setting, wanted: Wanted, enough: Callable[[Figures], bool], rng: Random, side_by_side: int
) -> Result:
    """Kill until it is enough, let askq recover, and count."""
    with tempfile.TemporaryDirectory(prefix="askq-soak-") as folder:
        lanes = []
        for number in range(side_by_side):
            own = Path(folder, str(number))
            own.mkdir()
            made = Lane(
                own,
                Random(rng.random()),
                CHANCE,
                forgetful=number % 2 == 0,
                history=setting.history,
                when_in_doubt=setting.when_in_doubt,
            )
            lanes.append(made)
        async with AsyncExitStack() as opened:
            for lane in lanes:
                await opened.enter_async_context(lane.open())
            async with asyncio.TaskGroup() as suffering:  # which ends them all where one of them fails
                for lane in lanes:
                    suffering.create_task(lane.suffer(lambda: enough(_sum(lanes))))
            print(f"{setting.name}: {_sum(lanes).kills} kills; now it may recover", file=sys.stderr, flush=True)
            async with asyncio.TaskGroup() as recovering:
                for lane in lanes:
                    recovering.create_task(lane.recover())
            result = Result(setting, wanted, _sum(lanes), {platform: Tally() for platform in PLATFORMS})
            for lane in lanes:
                for platform, tally in count(lane).items():
                    result.tallies[platform] += tally
                result.violations += [*lane.slack.violations, *lane.discord.violations]
    return result


def _sum(lanes: list[Lane]) -> Figures:
    every = [lane.figures for lane in lanes]
    met = {platform: sum((each.met[platform] for each in every), Counter()) for platform in PLATFORMS}
    return Figures(
        sum(each.kills for each in every),
        sum(each.cut_off for each in every),
        max(each.longest_stall for each in every),
        sum(each.put_off for each in every),
        met,
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--minutes", type=float, default=120.0, help="the most for each part")
    parser.add_argument("--blind", type=int, default=100, metavar="KILLS", help="for each setting of doubt")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**9))
    parser.add_argument("--short", action="store_true", help="ten kills, all in all")
    given = parser.parse_args()
    lanes = 2 if given.short else LANES
    kills, blind = (10, 0) if given.short else (given.kills, given.blind)
    begun = time.monotonic()
    load = f"{LOAD} questions due at a time in {CHANNELS} channels of each platform"
    lives = f"lives of up to {LONGEST_LIFE:.0f} s, {IN_THE_CRADLE:.0%} of them of up to 1 s from their start"
    faults = f"each of ten faults for {CHANCE:.0%} of posts and edits, one for {CHANCE:.0%} of looks"
    print(heading(given.seed, [f"{lanes} side by side", load, lives, faults]))
    warm_up()
    with suppress(OSError):  # where it is allowed, the platforms come first: their seconds are to be seconds
        os.setpriority(os.PRIO_PROCESS, 0, -10)
    rng = Random(given.seed)
    results = []
    for setting in SETTINGS:
        asked = kills if setting.history else blind
        if not asked:
            continue
        wanted = short(asked, lanes) if given.short else full(asked)
        results.append(_part(setting, wanted, rng, lanes, given.minutes * 60))
        gc.collect()
    if blind_ones := [each for each in results if not each.setting.history]:
        print(show_doubt(blind_ones))
    well = bool(results) and not any(each.problems for each in results)
    kills = sum(each.figures.kills for each in results)
    print(f"\n{kills:,} kills in {(time.monotonic() - begun) / 60:.1f} min: {'all is well' if well else 'FAILED'}")
    return 0 if well else 1


def _part(setting: Setting, wanted: Wanted, rng: Random, lanes: int, most: float) -> Result:
    """Until there were enough kills, or for so many seconds at the most."""
    begun = time.monotonic()

    def enough(figures: Figures) -> bool:
        return figures.kills >= wanted.kills or time.monotonic() - begun > most

    result = asyncio.run(soak(setting, wanted, enough, rng, lanes))
    print(show(result, time.monotonic() - begun), flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())

"""`make soak`: askq is killed at a thousand random moments, and every message arrives once all the same.

A kill is SIGKILL to the running process, at a moment that is drawn: within three seconds of both connections standing,
or, one time in ten, within its first second. All the while questions are due, the platforms are slow, and connections
break before, after and long before the platform has carried a request out.
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
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom

from tests.soak.lane import Figures, Lane
from tests.soak.tally import PLATFORMS, Tally, count
from tests.support.warm import warm_up

LANES = 5
"""So many of them, each an askq with a database and platforms of its own, are killed side by side."""

CHANCE = 0.02
"""How likely a post meets each of the ten ways to fail: nearly one in five meets some."""

STALLED = 5.0
"""Seconds of which the platforms may be kept from their work. They take five at most, and doubt lasts for ten."""

MET = ("lost before", "lost after", "carried out late", "lost while looking")


@dataclass(frozen=True)
class Setting:
    """`history`: whether Slack lets askq look into channels; where it does not, `when_in_doubt` decides."""

    name: str
    history: bool = True
    when_in_doubt: str = "leave"


SETTINGS = (
    Setting("With the history scopes"),
    Setting("Without them, ASKQ_WHEN_IN_DOUBT=leave", history=False),
    Setting("Without them, ASKQ_WHEN_IN_DOUBT=again", history=False, when_in_doubt="again"),
)


@dataclass
class Result:
    setting: Setting
    figures: Figures
    tallies: dict[str, Tally]
    violations: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether everything went as it is promised."""
        return not self.violations and all(self._kept(name, tally) for name, tally in self.tallies.items())

    def _kept(self, platform: str, tally: Tally) -> bool:
        blind = platform == "slack" and not self.setting.history
        may_leave = blind and self.setting.when_in_doubt == "leave"
        may_double = blind and self.setting.when_in_doubt == "again"
        broken = tally.lost or tally.strays or tally.wrong or tally.told < tally.left
        return not broken and (may_leave or not tally.left) and (may_double or not tally.doubled)


async def soak(setting: Setting, enough: Callable[[Figures], bool], rng: Random, side_by_side: int) -> Result:
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
            result = Result(setting, _sum(lanes), {platform: Tally() for platform in PLATFORMS})
            for lane in lanes:
                for platform, tally in count(lane).items():
                    result.tallies[platform] += tally
                result.violations += [*lane.slack.violations, *lane.discord.violations]
    return result


def _sum(lanes: list[Lane]) -> Figures:
    every = [lane.figures for lane in lanes]
    met = {platform: sum((each.met[platform] for each in every), Counter()) for platform in PLATFORMS}
    kills, cut_off = sum(each.kills for each in every), sum(each.cut_off for each in every)
    return Figures(kills, cut_off, max(each.longest_stall for each in every), met)


def show(result: Result, seconds: float) -> None:
    figures = result.figures
    print(f"\n## {result.setting.name}: {figures.kills:,} kills in {seconds / 60:.0f} min\n")
    print(f"Cut off on their way by a kill: {figures.cut_off:,} messages. ", end="")
    print(f"Longest stall of the simulated platforms: {figures.longest_stall:.1f} s", end="")
    print(", too long for these figures to count.\n" if figures.longest_stall > STALLED else ".\n")
    rows: list[tuple[str, Callable[[str, Tally], int]]] = [
        ("questions planned", lambda _, tally: tally.questions),
        ("answers brought out", lambda _, tally: tally.reveals),
        *((f"connections {each}", lambda name, _, each=each: figures.met[name][each]) for each in MET),
        ("given up in doubt", lambda _, tally: tally.left),
        ("… and not there", lambda _, tally: tally.missing),
        ("… whose organiser was told", lambda _, tally: tally.told),
        ("**lost**", lambda _, tally: tally.lost),
        ("**doubled**", lambda _, tally: tally.doubled + tally.strays),
    ]
    print("| | Slack | Discord |", "|---|---:|---:|", sep="\n")
    for name, value in rows:
        print(f"| {name} |", " | ".join(f"{value(each, result.tallies[each]):,}" for each in PLATFORMS), "|")
    for tally in result.tallies.values():
        print(*tally.wrong[:10], sep="\n")
    print(*result.violations[:10], sep="\n", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--minutes", type=float, default=120.0, help="the most for each part")
    parser.add_argument("--blind", type=int, default=100, metavar="KILLS", help="for each setting of doubt")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**9))
    parser.add_argument("--short", action="store_true", help="ten kills, all in all")
    given = parser.parse_args()
    kills, blind, lanes = (10, 0, 2) if given.short else (given.kills, given.blind, LANES)
    print(f"seed {given.seed}", flush=True)
    warm_up()
    with suppress(OSError):  # where it is allowed, the platforms come first: their seconds are to be seconds
        os.setpriority(os.PRIO_PROCESS, 0, -10)
    rng = Random(given.seed)
    well = True
    for setting in SETTINGS:
        wanted = kills if setting.history else blind
        if not wanted:
            continue
        begun = time.monotonic()

        def enough(figures: Figures, wanted: int = wanted, begun: float = begun) -> bool:
            return figures.kills >= wanted or time.monotonic() - begun > given.minutes * 60

        result = asyncio.run(soak(setting, enough, rng, lanes))
        show(result, time.monotonic() - begun)
        well = well and result.well
        gc.collect()
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())

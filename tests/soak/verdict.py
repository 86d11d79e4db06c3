"""Whether a run of the soak has shown something, and whether everything went as it is promised. Pure.

A run in which little happened proves nothing: it fails as one does that lost a message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.soak.lane import Figures
from tests.soak.tally import PLATFORMS, Tally
from tests.soak.weather import LOOKING

STALLED = 5.0
"""Seconds of which the platforms may be kept from their work. They take five at most, and doubt lasts for ten."""

MET = ("lost before", "lost after", "carried out late", LOOKING)


@dataclass(frozen=True)
class Setting:
    """`history`: whether Slack lets askq look into channels; where it does not, `when_in_doubt` decides."""

    name: str
    history: bool = True
    when_in_doubt: str = "leave"

    def blind(self, platform: str) -> bool:
        return platform == "slack" and not self.history


@dataclass(frozen=True)
class Wanted:
    """What has to have happened at least. Of questions, answers that came out, posts that say so and answers in several
    parts so many on each platform, of what was cut off so many over all; `faults`: whether each kind of them must have
    struck on each platform, or just some."""

    kills: int
    questions: int
    in_parts: int
    cut_off: int
    faults: bool = True


def full(kills: int) -> Wanted:
    """On a machine with nothing else to do there are three questions and more for each kill, and ten messages cut off;
    on one with ten things to do at once, one question."""
    return Wanted(kills, questions=kills // 2, in_parts=kills // 20, cut_off=kills)


def short(kills: int, lanes: int) -> Wanted:
    """Some questions are due on each platform before the first kill; chance has the rest."""
    return Wanted(kills, questions=lanes, in_parts=1, cut_off=1, faults=False)


@dataclass
class Result:
    setting: Setting
    wanted: Wanted
    figures: Figures
    tallies: Mapping[str, Tally]
    violations: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """Why it does not count, or what went wrong. Nothing where all is well."""
        return [
            *_vacuous(self.figures, self.wanted),
            *(f"{each}: {problem}" for each in PLATFORMS for problem in self._of(each)),
            *(f"what a platform does not take: {each}" for each in self.violations[:10]),
        ]

    def _of(self, platform: str) -> Iterator[str]:
        blind, tally = self.setting.blind(platform), self.tallies[platform]
        yield from _too_little(tally, self.wanted)
        yield from _unmet(self.figures.met[platform], self.wanted, history=self.setting.history)
        yield from _broken(tally, blind=blind, again=self.setting.when_in_doubt == "again")


def _vacuous(figures: Figures, wanted: Wanted) -> Iterator[str]:
    if figures.kills < wanted.kills:
        yield f"{figures.kills} kills, {wanted.kills} were wanted"
    if figures.longest_stall > STALLED:
        yield f"the platforms stood still for {figures.longest_stall:.1f} s, too long for these figures to count"
    if figures.cut_off < wanted.cut_off:
        yield f"{figures.cut_off} messages cut off on their way, at least {wanted.cut_off} were wanted"


def _too_little(tally: Tally, wanted: Wanted) -> Iterator[str]:
    many = {
        "questions": (tally.questions, wanted.questions),
        "answers brought out": (tally.reveals, wanted.questions // 2),
        "posts that say in the end that the answers are out": (tally.edited, wanted.questions // 2),
        "answers of several parts": (tally.in_parts, wanted.in_parts),
    }
    for what, (number, least) in many.items():
        if number < max(least, 1):
            yield f"{number} {what}, at least {max(least, 1)} were wanted"


def _unmet(met: Counter[str], wanted: Wanted, *, history: bool) -> Iterator[str]:
    """Without the history scopes it is not about looking: on Slack nobody can, and Discord has had it before."""
    if not wanted.faults and not met.total():
        yield "no connection broke"
    for each in MET if wanted.faults else ():
        if not met[each] and (history or each != LOOKING):
            yield f"no connection was {each}"


def _broken(tally: Tally, *, blind: bool, again: bool) -> Iterator[str]:
    may_leave, may_double = blind and not again, blind and again
    counted = {
        "lost": tally.lost,
        "doubled": 0 if may_double else tally.doubled,
        "from nowhere": tally.strays,
        "given up in doubt": 0 if may_leave else tally.left,
        "given up without a word to the organiser": tally.left - tally.told,
        "notices doubled": 0 if blind else tally.told_twice,
        "posts that do not say what they should": tally.stale,
    }
    for what, number in counted.items():
        if number:
            yield f"{number} {what}"
    yield from tally.wrong[:10]

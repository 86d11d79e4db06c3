"""Who practises with whom: those who are willing, in pairs, with one group of three where they are odd. Pure.

Whom somebody has met counts from the latest meeting backwards: first as few as possible meet again whom they met last
time, then as few as possible the time before, and so on. Above all, people whose days hardly overlap are kept apart.
All of that is a matching of least cost in a graph, which Edmonds' algorithm finds; chance decides among equals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import combinations
from random import Random

from bot.calendar.plan import quiet_until, zone_or_utc

DAY_BEGINS, DAY_ENDS = time(9), time(21)
"""When people may be expected to practise, by their own clocks."""

SHARED_HOURS = 3
"""With fewer hours of the day in common two people hardly find a time."""

AT_ONE_TABLE = 100
"""So many people take the matching a fifth of a second; more of them are dealt to several tables first."""

Met = Mapping[frozenset[str], datetime]
"""When two people, by their keys, were last brought together."""


@dataclass(frozen=True, slots=True)
class Willing:
    """Somebody who wants to practise. `zone` is empty where nobody knows it, `quiet` are hours when they are away."""

    key: str
    zone: str = ""
    quiet: tuple[time, time] | None = None


def groups(people: Sequence[Willing], met: Met, now: datetime, rng: Random) -> list[tuple[str, ...]]:
    """The pairs, and the three where people are odd. Everybody is in one, but for somebody who is alone."""
    ordered = sorted(people, key=lambda each: each.key)
    mixed = rng.sample(ordered, len(ordered))
    return [group for table in _tables(mixed) for group in _at_table(table, met, now)]


def of_those_waiting(waiting: Sequence[str], met: Met, since: datetime) -> list[tuple[str, str]]:
    """Pairs of those who wait, by their keys, the longest waiting first; each with whom they met longest ago, and
    nobody with whom they were brought together since then."""
    left, pairs = list(waiting), []
    while left:
        one, *others = left
        last = {other: met[pair] for other in others if (pair := frozenset((one, other))) in met}
        free = [other for other in others if other not in last or last[other] < since]
        left = others
        if free:
            chosen = min(free, key=lambda each: (each in last, last.get(each, since)))
            left.remove(chosen)
            pairs.append((one, chosen))
    return pairs


def _tables(people: Sequence[Willing]) -> list[Sequence[Willing]]:
    """Of even size, but for the last."""
    starts = range(0, len(people), AT_ONE_TABLE)
    tables = [people[start : start + AT_ONE_TABLE] for start in starts]
    if len(tables) > 1 and len(tables[-1]) == 1:  # nobody sits alone where others are
        tables[-2:] = [[*tables[-2], *tables[-1]]]
    return tables


def _at_table(people: Sequence[Willing], met: Met, now: datetime) -> list[tuple[str, ...]]:
    if len(people) < 2:
        return []
    costs = _costs(people, met, now)
    pairs = _matched(len(people), costs)
    left = set(range(len(people))).difference(*pairs)
    found = [tuple(sorted(pair)) for pair in pairs]
    for one in left:
        found.sort(key=lambda pair: (sum(costs[frozenset((one, other))] for other in pair), pair))
        found[0] = (*found[0], one)
    return [tuple(people[each].key for each in group) for group in sorted(found)]


def _costs(people: Sequence[Willing], met: Met, now: datetime) -> dict[frozenset[int], int]:
    """What it costs to bring two together: so much that a dearer one is never outweighed by any number of cheaper."""
    pairs = list(combinations(range(len(people)), 2))
    last = {frozenset(pair): met.get(frozenset(people[each].key for each in pair)) for pair in pairs}
    moments = sorted({moment for moment in last.values() if moment is not None})
    rank = {moment: at for at, moment in enumerate(moments, 1)}
    base = len(people)
    costs = {}
    for pair, moment in last.items():
        one, other = (people[each] for each in pair)
        costs[pair] = base ** rank[moment] if moment is not None else 0
        if shared_hours(one, other, now) < SHARED_HOURS:
            costs[pair] += base ** (len(moments) + 1)
    return costs


def _matched(count: int, costs: Mapping[frozenset[int], int]) -> list[frozenset[int]]:
    """As many pairs as there can be, at the least cost; where people are odd, one is left out."""
    import networkx  # takes a while to import, and few processes ever need it

    highest = max(costs.values())
    graph = networkx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from((*sorted(pair), highest - cost) for pair, cost in costs.items())
    return [frozenset(pair) for pair in networkx.max_weight_matching(graph, maxcardinality=True)]


def shared_hours(one: Willing, other: Willing, now: datetime) -> int:
    """In how many hours of the coming day both may be expected to be there; 24 where somebody's zone is not known."""
    if not (one.zone and other.zone):
        return 24
    hours = (now + timedelta(hours=ahead) for ahead in range(24))
    return sum(_there(one, hour) and _there(other, hour) for hour in hours)


def _there(person: Willing, moment: datetime) -> bool:
    wall = moment.astimezone(zone_or_utc(person.zone)).time()
    return DAY_BEGINS <= wall < DAY_ENDS and quiet_until(moment, person.quiet, person.zone) == moment

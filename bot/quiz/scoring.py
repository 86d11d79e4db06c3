"""Points, and who stands where. Pure, and always counted anew from what was answered: nothing adds up twice.

Points are whole tenths here, so that sums are exact and ties are ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.bank.kinds import OpenQuestion
from bot.chat.keys import Person
from bot.quiz.model import Given, Mark, Player, Round

RIGHT = 100
FASTEST = (50, 30, 10)
"""What a race adds for the first ones who are right."""


@dataclass(frozen=True, slots=True)
class Played:
    """A round that is closed, with what came of it."""

    round: Round
    given: Sequence[Given]
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Score:
    """`place` counts from 1; who has as many points shares it. `right` is in how many rounds they had it."""

    place: int
    points: int
    player: Player
    right: int


@dataclass(frozen=True, slots=True)
class TeamScore:
    place: int
    points: int
    team: int
    members: tuple[Player, ...]


def points_of(played: Played, *, race: bool) -> dict[Person, int | None]:
    """What each answer of a round brought. None: nobody marked it, so nothing is given or taken."""
    text = played.round.question.text
    if isinstance(text, OpenQuestion):
        return {each.person: _marked(each.person, played.marks, len(text.rubric)) for each in played.given}
    right = [each for each in sorted(played.given, key=lambda each: each.nth) if each.right]
    extra = dict(zip((each.person for each in right), FASTEST, strict=False)) if race else {}
    return {each.person: RIGHT + extra.get(each.person, 0) if each.right else 0 for each in played.given}


def _marked(author: Person, marks: Sequence[Mark], rubric: int) -> int | None:
    """The mean share of the rubric's points that peers have found."""
    found = [len(mark.points) for mark in marks if mark.author == author and mark.given]
    return _rounded(RIGHT * sum(found), rubric * len(found)) if found else None


def standing(players: Sequence[Player], rounds: Sequence[Played], *, race: bool) -> list[Score]:
    """Best first. Who has left stays if they have answered something."""
    total: Counter[Person] = Counter()
    right: Counter[Person] = Counter()
    answered: set[Person] = set()
    for played in rounds:
        for person, points in points_of(played, race=race).items():
            answered.add(person)
            total[person] += points or 0
        right.update(each.person for each in played.given if each.right)
    listed = [player for player in players if player.playing or player.person in answered]
    ordered = sorted(listed, key=lambda player: (-total[player.person], player.name.casefold(), player.person.key))
    places = _places([total[player.person] for player in ordered])
    return [
        Score(place, total[player.person], player, right[player.person])
        for place, player in zip(places, ordered, strict=True)
    ]


def team_standing(players: Sequence[Player], rounds: Sequence[Played], *, race: bool) -> list[TeamScore]:
    """Best first. A round brings a team the mean of what it brought its members, so uneven teams are even."""
    members: dict[int, list[Player]] = {}
    for player in sorted(players, key=lambda each: (each.at, each.person.key)):
        if player.team:
            members.setdefault(player.team, []).append(player)
    total = dict.fromkeys(members, 0)
    for played in rounds:
        points = points_of(played, race=race)
        for team, those in members.items():
            total[team] += mean(points, those, played.round.number)
    ordered = sorted(total.items(), key=lambda each: (-each[1], each[0]))
    places = _places([points for _team, points in ordered])
    return [
        TeamScore(place, points, team, tuple(player for player in members[team] if player.playing))
        for place, (team, points) in zip(places, ordered, strict=True)
    ]


def mean(points: Mapping[Person, int | None], members: Collection[Player], number: int) -> int:
    """Of those for whom the round counts: who answered, and who could have."""
    counted = [
        points.get(player.person, 0)
        for player in members
        if player.person in points or player.takes_part(number)
    ]  # fmt: skip
    known = [each for each in counted if each is not None]
    return _rounded(sum(known), len(known)) if known else 0


def missed_most(players: Sequence[Player], rounds: Sequence[Played]) -> Played | None:
    """The round that the smallest share of its players had right; None where no round was missed by anybody."""

    def share(played: Played) -> float:
        people = {each.person for each in played.given}
        people |= {player.person for player in players if player.takes_part(played.round.number)}
        return sum(bool(each.right) for each in played.given) / len(people) if people else 1.0

    graded = [(share(played), played.round.number, played) for played in rounds if not played.round.open]
    least = min(graded, key=lambda each: each[:2], default=None)
    return least[2] if least and least[0] < 1 else None


def _places(points: Sequence[int]) -> list[int]:
    """For points in falling order: who has as many shares the place, and the next ones are behind all of them."""
    places: list[int] = []
    for _points, same in groupby(points):
        number = len(list(same))
        places += [len(places) + 1] * number
    return places


def _rounded(points: int, by: int) -> int:
    """The quotient, a half upwards."""
    return (2 * points + by) // (2 * by)

"""A challenge between two: the same few questions, each plays when they like. Values and pure rules.

    offered ─> playing ─> done
       └─> declined, withdrawn, expired, unreached

The window begins when the offer has arrived, and again when it is accepted: whoever was asked in the night, or says
yes late, has as much time as anyone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.bank.bank import Question
from bot.chat.keys import Person, Place

QUESTIONS, FEWEST = 5, 3
"""How many questions a challenge has, and how few it may have where a topic has no more."""

SHORTEST, LONGEST, USUAL = timedelta(hours=1), timedelta(days=14), timedelta(hours=48)
"""How long the window may be."""

REMINDED = timedelta(hours=6)
"""So long before the end those are reminded who have not finished; in a short window a quarter of it."""

MOST_OPEN = 10
"""How many challenges of one person may be open in a group: an inbox is no playground."""

NAME_LENGTH = 80
RECALL_LENGTH = 80


class State(StrEnum):
    OFFERED = "offered"
    PLAYING = "playing"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """Nobody answered the offer."""
    UNREACHED = "unreached"
    """The offer could not be brought."""


OPEN = (State.OFFERED, State.PLAYING)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. `name` is how they are called, empty until they have said something; `locale` their language."""

    person: Person
    name: str
    locale: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """`by` has challenged `to`. `channel` is where it was issued, empty for direct messages; with `privately` only the
    two see the result. `until` is the end of what is going on, of the offer or of the game."""

    group: str
    id: str
    home: str
    channel: str
    privately: bool
    by: Side
    to: Side
    source: str
    window: timedelta
    questions: tuple[Question, ...]
    at: datetime
    until: datetime
    state: State = State.OFFERED
    reminded: bool = False

    @property
    def place(self) -> Place | None:
        """Where it was issued; None for direct messages."""
        return Place(self.group, self.channel) if self.channel else None

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def sides(self) -> tuple[Side, Side]:
        return (self.by, self.to)

    @property
    def next_at(self) -> datetime | None:
        """When there is something to do; None when it is over."""
        if not self.open:
            return None
        if self.state is State.PLAYING and not self.reminded:
            return self.remind_at
        return self.until

    @property
    def remind_at(self) -> datetime:
        return self.until - min(REMINDED, self.window / 4)

    def side(self, person: Person) -> Side | None:
        """Which of the two this is. A guest's workspace may differ from the group's: the id alone tells."""
        return next((side for side in self.sides if same(side.person, person)), None)

    def other(self, side: Side) -> Side:
        return self.to if side == self.by else self.by


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, which is final: indices of options as digits, or what was typed."""

    number: int
    text: str
    right: bool
    at: datetime


Answers = Mapping[str, Mapping[int, Given]]
"""By the person's key and the number of the question, which counts from 1."""


def same(one: Person, other: Person) -> bool:
    return (one.platform, one.id) == (other.platform, other.id)


def arrived(challenge: Challenge, now: datetime) -> Challenge:
    """The offer is there: from now on the window runs."""
    return replace(challenge, until=now + challenge.window) if challenge.state is State.OFFERED else challenge


def accepted(challenge: Challenge, name: str, locale: str, now: datetime) -> Challenge:
    to = replace(challenge.to, name=name, locale=locale)
    return replace(challenge, to=to, state=State.PLAYING, until=now + challenge.window, reminded=False)


def next_number(challenge: Challenge, given: Collection[int]) -> int | None:
    """The first question that is not answered; None where all are."""
    numbers = range(1, len(challenge.questions) + 1)
    return next((number for number in numbers if number not in given), None)


def finished(challenge: Challenge, given: Collection[int]) -> bool:
    return next_number(challenge, given) is None


def due_to_end(challenge: Challenge, answers: Answers, now: datetime) -> bool:
    """Whether the game is over: both have answered everything, or the time is up."""
    if challenge.state is not State.PLAYING:
        return False
    all_done = all(finished(challenge, answers.get(side.person.key, {})) for side in challenge.sides)
    return all_done or now >= challenge.until


@dataclass(frozen=True, slots=True)
class Score:
    """What one of the two has: right answers, and answers at all."""

    side: Side
    right: int
    given: int


def scores(challenge: Challenge, answers: Answers) -> tuple[Score, Score]:
    by, to = (_score(side, answers.get(side.person.key, {})) for side in challenge.sides)
    return (by, to)


def _score(side: Side, given: Mapping[int, Given]) -> Score:
    return Score(side, sum(each.right for each in given.values()), len(given))


def winner(counted: Sequence[Score]) -> Side | None:
    """Who has more right answers; None where both have as many. Speed counts for nothing."""
    one, other = counted
    if one.right == other.right:
        return None
    return max(counted, key=lambda score: score.right).side


def missed(challenge: Challenge, given: Mapping[int, Given]) -> list[int]:
    """The numbers of the questions that were not answered right, or not at all."""
    numbers = range(1, len(challenge.questions) + 1)
    return [number for number in numbers if number not in given or not given[number].right]


_WINDOW = re.compile(r"(\d{1,3}) ?(h|hours?|d|days?)")


def is_window(text: str) -> bool:
    return _WINDOW.fullmatch(text.strip().lower()) is not None


def window(text: str) -> timedelta | None:
    """A time such as "24h", "2d" or "3 days"; None for anything else, or what is too short or too long."""
    found = _WINDOW.fullmatch(text.strip().lower())
    if not found:
        return None
    count = int(found[1])
    wanted = timedelta(hours=count) if found[2].startswith("h") else timedelta(days=count)
    return wanted if SHORTEST <= wanted <= LONGEST else None

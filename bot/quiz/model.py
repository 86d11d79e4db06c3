"""A quiz in a channel: its course, its rounds, who plays, and what they answered. Values and pure rules.

    lobby ─> asking 1 ─> told 1 ─> asking 2 ─> … ─> over
                   └─> marking ─┘      (answers in one's own words)

Whatever the phase, the quiz may be paused. A phase with a clock begins when its message has arrived, so that a slow
channel takes nobody's time; until then the quiz waits for that message and for nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.bank.bank import Question
from bot.bank.kinds import OpenQuestion, RecallQuestion
from bot.chat.keys import Person, Place

FEWEST, MOST, USUAL = 3, 20, 7
"""How many questions a quiz has."""

QUICKEST, SLOWEST, PACE = timedelta(seconds=10), timedelta(minutes=10), timedelta(seconds=30)
"""The time for a question to choose the answer of."""

RECALL_TAKES, OPEN_TAKES, MARKING_TAKES = 1.5, 5, 3
"""How many times as long others take."""

SHORTEST_MARKING = timedelta(minutes=1)

READING = timedelta(seconds=12)
"""From an answer to the next question."""

LOBBY = timedelta(minutes=10)
"""After so long it begins by itself, or does not begin at all."""

HOST_FIRST = timedelta(minutes=2)
"""After so long anyone who has joined may start it."""

SILENT_ROUNDS = 2
"""After so many without an answer from anybody it ends; without one from the host, another one looks after it."""

IDLE = timedelta(days=1)
"""After so long without going on it ends."""

LATE = timedelta(seconds=10)
"""A close that comes later than this came too late for those who wanted to answer."""

BEAT, AWAY = timedelta(seconds=10), timedelta(seconds=25)
"""While a clock runs, how often to note that somebody is there, and how long a silence is an absence."""

LEAST_LEFT = timedelta(seconds=5)
"""What there is left, at the least, after a pause."""

ANSWER_LENGTH, RECALL_LENGTH, REPORT_LENGTH = 600, 80, 300


class Phase(StrEnum):
    LOBBY = "lobby"
    ASKING = "asking"
    MARKING = "marking"
    TOLD = "told"
    OVER = "over"


class End(StrEnum):
    """Why a quiz is over."""

    DONE = "done"
    STOPPED = "stopped"
    NOBODY = "nobody"
    """Nobody was there to begin with."""
    SILENT = "silent"
    LEFT = "left"
    """All who played have left."""
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Quiz:
    """`host` looks after it. `source` names topics and packs, as `bot.bank.sources` has it. `number` is the round that
    it is in, 0 in the lobby. `post` is the ledger's key of the message that it waits for, empty where it waits for
    none. `opened` and `closes` bound the clock that runs, `left` is what was left of it when it was `paused`, and
    `next_at` when there is something to do. `seen` is when somebody last noted to be there. `away` says that the
    clock began anew after an absence. `silent` and `host_silent` count rounds in a row. `problem` and `fix` are why a
    message could not be posted, and what puts that right.
    """

    group: str
    id: str
    home: str
    channel: str
    host: Person
    locale: str
    source: str
    count: int
    pace: timedelta
    race: bool
    teams: bool
    at: datetime
    phase: Phase = Phase.LOBBY
    number: int = 0
    post: str = ""
    message: str = ""
    opened: datetime | None = None
    closes: datetime | None = None
    next_at: datetime | None = None
    seen: datetime | None = None
    paused: datetime | None = None
    left: timedelta | None = None
    away: bool = False
    silent: int = 0
    host_silent: int = 0
    problem: str = ""
    fix: str = ""
    end: End | None = None

    @property
    def place(self) -> Place:
        return Place(self.group, self.channel)

    @property
    def last(self) -> bool:
        return self.number >= self.count

    @property
    def over(self) -> bool:
        return self.phase is Phase.OVER

    @property
    def timed(self) -> bool:
        """Whether a clock runs."""
        return self.phase in (Phase.ASKING, Phase.MARKING) and self.closes is not None and self.paused is None


@dataclass(frozen=True, slots=True)
class Round:
    """`message` and `marking` are the platform's ids of the question and of the call to mark; `at` is when it was
    drawn, `closed` when its answers were."""

    number: int
    question: Question
    message: str = ""
    marking: str = ""
    closed: datetime | None = None

    @property
    def open(self) -> bool:
        return isinstance(self.question.text, OpenQuestion)


@dataclass(frozen=True, slots=True)
class Player:
    """`joined` is the first round that counts, `left` the one in which they left, None while they play. `team` counts
    from 1, 0 where there are none."""

    person: Person
    name: str
    team: int
    joined: int
    left: int | None
    at: datetime

    @property
    def playing(self) -> bool:
        return self.left is None

    def takes_part(self, number: int) -> bool:
        """Whether this round counts for them, answered or not."""
        return self.joined <= number and (self.left is None or number < self.left)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer; `text` holds the indices of options for a choice. `right` is None for answers in one's own words.
    `nth` is the place in the order in which first answers came."""

    person: Person
    text: str
    right: bool | None
    nth: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """What one peer found in an answer. `nth` counts the answers that this marker reads, from 0."""

    marker: Person
    author: Person
    nth: int
    points: frozenset[int]
    done: bool

    @property
    def given(self) -> bool:
        """Whether it counts: what was ticked and not finished does, too."""
        return self.done or bool(self.points)


@dataclass(frozen=True, slots=True)
class Report:
    id: str
    question: str
    person: Person
    text: str
    at: datetime


def time_for(quiz: Quiz, question: Question) -> timedelta:
    match question.text:
        case RecallQuestion():
            return quiz.pace * RECALL_TAKES
        case OpenQuestion():
            return quiz.pace * OPEN_TAKES
        case _other:
            return quiz.pace


def time_to_mark(quiz: Quiz) -> timedelta:
    return max(quiz.pace * MARKING_TAKES, SHORTEST_MARKING)


def waiting(quiz: Quiz, phase: Phase, number: int, post: str, now: datetime) -> Quiz:
    """In this phase, as soon as its message has arrived."""
    return replace(
        quiz, phase=phase, number=number, post=post, opened=None, closes=None, left=None, away=False, next_at=now + IDLE
    )


def running(quiz: Quiz, now: datetime, time: timedelta) -> Quiz:
    """With a clock that begins now; it does not yet run where the quiz is paused."""
    started = replace(quiz, post="", opened=now, seen=now, closes=now + time, next_at=now + time, left=None)
    if quiz.paused is None:
        return started
    return replace(started, closes=None, left=time, next_at=quiz.paused + IDLE)


def paused(quiz: Quiz, now: datetime) -> Quiz:
    """What is left of a clock stays."""
    left = max(quiz.closes - now, timedelta()) if quiz.closes is not None else quiz.left
    return replace(quiz, paused=now, left=left, closes=None, next_at=now + IDLE)


def resumed(quiz: Quiz, now: datetime) -> Quiz:
    """The clock goes on; where none ran, what comes next comes at once, or when the message arrives."""
    on = replace(quiz, paused=None, problem="", fix="", seen=now)
    if quiz.left is not None:
        closes = now + max(quiz.left, LEAST_LEFT)
        return replace(on, left=None, closes=closes, next_at=closes)
    if quiz.post:
        return replace(on, next_at=now + IDLE)
    return replace(on, next_at=now + (LOBBY if quiz.phase is Phase.LOBBY else timedelta()))


def absent(quiz: Quiz, now: datetime, since: datetime | None) -> bool:
    """Whether nobody was there for a while of this clock: its close is overdue, nobody noted to be there, or it runs
    since before `since`, when the only process that serves it began to."""
    if not quiz.timed:
        return False
    assert quiz.opened is not None and quiz.closes is not None
    noted = max(quiz.seen or quiz.opened, quiz.opened)
    return now > quiz.closes + LATE or now - noted > AWAY or (since is not None and noted < since)


def again(quiz: Quiz, now: datetime, time: timedelta) -> Quiz:
    """The whole time once more, after an absence."""
    return replace(running(quiz, now, time), away=True)


def takes_answers(quiz: Quiz, number: int, now: datetime) -> bool:
    """Whether an answer to this round counts now. A close that is overdue will be put off."""
    if quiz.phase is not Phase.ASKING or quiz.number != number or quiz.paused is not None:
        return False
    return quiz.closes is None or now < quiz.closes or now > quiz.closes + LATE


def takes_marks(quiz: Quiz, number: int, now: datetime) -> bool:
    if quiz.phase is not Phase.MARKING or quiz.number != number or quiz.paused is not None:
        return False
    return quiz.closes is None or now < quiz.closes or now > quiz.closes + LATE


def may_start(quiz: Quiz, person: Person, joined: bool, now: datetime) -> bool:
    return person == quiz.host or (joined and now >= quiz.at + HOST_FIRST)


def next_host(players: list[Player], not_person: Person, active: frozenset[Person] | None = None) -> Player | None:
    """The one who has played longest, of those who still do; where `active` is given, of these."""
    able = [
        player
        for player in players
        if player.playing and player.person != not_person and (active is None or player.person in active)
    ]
    return min(able, key=lambda player: (player.at, player.person.key), default=None)

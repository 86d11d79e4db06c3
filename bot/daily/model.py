"""The question of the day: schedules, the days they have had, and what people answered. Values and pure rules."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count

from bot.bank.bank import Bank, Question
from bot.bank.kinds import Kind
from bot.calendar.holidays import holiday
from bot.calendar.plan import WEEK, Plan, known, next_occurrence, occurrence, reveal_at
from bot.chat.keys import Person, Place, home_of

GRACE = timedelta(hours=3)
"""How late a question may still come after a downtime, unless the organisers settle something else."""

REASON_LENGTH = 200
"""The most characters of the reason why a day had no question; some days are two holidays at once."""

WARNED = timedelta(weeks=2)
"""How long before the questions run out the organiser hears of it."""

SOURCE_LENGTH = 400
"""The most characters of the topics and packs of one schedule."""

TIME_TO_ANSWER = timedelta(minutes=30)
"""What people have at least to answer a question that came late, before its answers come out."""

LOOKED_BACK = timedelta(days=31)
"""Days that were missed longer ago than this are not gone through one by one: a clock may have been years behind."""

LATELY = 5
"""How many of its latest posts a schedule is looked at for."""

NO_QUESTION = "no question"
"""The reason why answers do not come out whose question nobody has any more."""

NEVER = "never"
"""For a reveal that only an organiser's press brings."""


HIGHEST = 999
"""The highest number that a schedule is called by."""


class Running(StrEnum):
    """Whether a schedule posts."""

    ON = "on"
    PAUSED = "paused"
    STOPPED = "stopped"
    """By trouble that a person has to put right."""


class WhenEmpty(StrEnum):
    """What happens when every question has been asked."""

    AGAIN = "again"
    WIDEN = "widen"
    STOP = "stop"


class Fate(StrEnum):
    """What became of a planned day."""

    DUE = "due"
    POSTED = "posted"
    SKIPPED = "skipped"
    MISSED = "missed"
    UNKNOWN = "unknown"
    """It may have been posted; nobody can look."""


class Why(StrEnum):
    """Why a planned day had no question. A holiday is kept by its own name."""

    SKIP_DATE = "skip-date"
    AWAY = "away"
    """askq, or the platform, was not there in time."""
    TROUBLE = "trouble"
    """The channel did not take it."""
    AGAIN = "again"
    """Nobody could tell whether it arrived, or it was refused; an organiser had it posted again."""
    EMPTY = "empty"
    PAUSED = "paused"
    STOPPED = "stopped"
    """It went by while trouble had stopped the schedule."""
    HOLIDAY = "holiday"
    EXCUSED = "excused"
    """It had one, and nobody misses it: it came beside the plan, or was closed before its time."""


class Problem(StrEnum):
    """What stops a schedule until a person has put it right."""

    FORBIDDEN = "forbidden"
    GONE = "gone"
    EMPTY = "empty"
    BROKEN = "broken"
    """Its next day could not be worked out: its time zone is not known any more, or something else went wrong."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`number` is how people call it in their group. `channel` is empty where the group is one person's direct
    messages. `owner` set it up and hears of trouble. `source` names topics and packs, apart by blanks; empty means
    every pack. `kind` narrows it to one kind of question. `reveal` is a wall time, or never by itself. `country`
    has holidays without a question. `next_on` and `next_at` are the next planned day and its moment, None while it
    does not run. `since` is when it was paused or stopped, None while it is on.
    """

    group: str
    id: str
    number: int
    channel: str
    owner: Person
    locale: str
    plan: Plan
    source: str = ""
    kind: Kind | None = None
    threaded: bool = True
    reveal: time | None = time(17)
    ping: str = ""
    country: str = ""
    when_empty: WhenEmpty = WhenEmpty.AGAIN
    grace: timedelta = GRACE
    running: Running = Running.ON
    until: date | None = None
    problem: Problem | None = None
    fix: str = ""
    since: datetime | None = None
    next_on: date | None = None
    next_at: datetime | None = None

    @property
    def to(self) -> Place | Person:
        """Where it posts: a channel, or its owner's direct messages."""
        return Place(self.group, self.channel) if self.channel else self.owner

    @property
    def home(self) -> str:
        """Whose connection sends it."""
        return home_of(self.group, self.owner)

    @property
    def sources(self) -> list[str]:
        return self.source.split()


@dataclass(frozen=True, slots=True)
class Day:
    """One post of a schedule. `slot` is its local date, or with a number behind it an extra post of that date.

    `at` is when it was planned for. `question` is empty where none was posted, and then `why` says so. `ping` is whom
    its post woke, as `bot.delivery.sender.Post` has it. `asked` is the question as it was posted: people answer what
    they have read, whatever becomes of it in the bank. `in_thread`: its answers came out below the post.
    """

    group: str
    schedule: str
    slot: str
    question: str
    fate: Fate
    why: str
    at: datetime
    message: str = ""
    posted: datetime | None = None
    closes: datetime | None = None
    revealed: datetime | None = None
    ping: str = ""
    asked: Question | None = None
    in_thread: bool = False

    @property
    def date(self) -> date:
        return date.fromisoformat(self.slot[:10])

    def open(self, now: datetime) -> bool:
        """Whether answers still count: until the reveal, or the moment that it was planned for."""
        return self.revealed is None and (self.closes is None or now < self.closes)


def question_of(day: Day, bank: Bank) -> Question | None:
    """What was asked on that day, as it was posted; before it is, as the bank has it now. None where it has no more."""
    return day.asked or bank.find(day.question)


@dataclass(frozen=True, slots=True)
class Answered:
    """One member's answer. `text` holds the letters' indices for a choice. `shown` is settled by the member:
    nothing, the answer, or the answer with the name. `right` is None where only oneself can tell; `marks` are the
    points of the rubric that one found in one's own answer."""

    person: Person
    name: str
    text: str
    shown: Shown
    right: bool | None
    marks: frozenset[int]
    at: datetime


class Shown(StrEnum):
    NO = "no"
    NAMELESS = "nameless"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Planned:
    """What has to happen for one day that is due: a post, or none and why."""

    day: date
    at: datetime
    fate: Fate
    why: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """A day to come: its moment, and what is known of it. `why` says why it has no question."""

    day: date
    at: datetime
    why: str = ""
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """How many questions a schedule has to draw from, and how many of them it has not asked yet."""

    all: int
    left: int


def free_number(taken: AbstractSet[int], known: AbstractSet[int]) -> int:
    """The number for one more: none that was ever given, as what is told of a number is told of one schedule. Where
    those are used up, the lowest that is not `taken` now."""
    after = max(taken | known, default=0) + 1
    return after if after <= HIGHEST else next(number for number in count(1) if number not in taken)


def due_days(schedule: Schedule, had: frozenset[date], skips: frozenset[date], now: datetime) -> list[Planned]:
    """What to do about each planned day whose moment has come. `had`: days that were dealt with already."""
    found = []
    day, at = schedule.next_on, schedule.next_at
    if at is not None and now - at > LOOKED_BACK:
        day, at = next_occurrence(schedule.plan, now - LOOKED_BACK)
    while day is not None and at is not None and at <= now:
        if day not in had:
            found.append(_planned(schedule, day, at, skips, now))
        day, at = following(schedule.plan, day, at)
    return found


def days_at_rest(schedule: Schedule, now: datetime) -> list[Planned]:
    """The planned days that have gone by since it was paused or stopped. From `next_on` on it is as if it were on. In a
    zone that is no longer known nobody can tell."""
    if schedule.since is None or not known(schedule.plan.zone):
        return []
    why = Why.PAUSED if schedule.running is Running.PAUSED else Why.STOPPED
    found = []
    day, at = next_occurrence(schedule.plan, max(schedule.since, now - LOOKED_BACK))
    while at <= now and (schedule.next_on is None or day < schedule.next_on):
        found.append(Planned(day, at, Fate.SKIPPED, why))
        day, at = following(schedule.plan, day, at)
    return found


def _planned(schedule: Schedule, day: date, at: datetime, skips: frozenset[date], now: datetime) -> Planned:
    why_not = reason_against(schedule, day, skips)
    if why_not:
        return Planned(day, at, Fate.SKIPPED, why_not)
    if now > at + schedule.grace:
        return Planned(day, at, Fate.MISSED, Why.AWAY)
    return Planned(day, at, Fate.DUE)


def reason_against(schedule: Schedule, day: date, skips: frozenset[date]) -> str:
    """Why there is no question on this planned day: a skip date, or a holiday by its name. Empty if there is one."""
    if day in skips:
        return Why.SKIP_DATE
    name = holiday(schedule.country, day) if schedule.country else None
    return f"{Why.HOLIDAY}:{name}"[:REASON_LENGTH] if name else ""


def following(plan: Plan, day: date, at: datetime) -> tuple[date, datetime]:
    """The planned day after this one. A long gap in the clocks may give two days one moment, so days count here."""
    next_day, moment = next_occurrence(plan, at, not_on={day})
    return next_day, moment


def first_day(plan: Plan, now: datetime, had: frozenset[date], not_before: date | None = None) -> tuple[date, datetime]:
    """The first planned day to come that was not dealt with. A time that has passed today is for tomorrow."""
    day, at = next_occurrence(plan, now, not_on=had)
    while not_before is not None and day < not_before:
        day, at = next_occurrence(plan, at, not_on=had)
    return day, at


def closing(schedule: Schedule, slot: str, posted: datetime) -> datetime | None:
    """When the answers come out: at the wall time of the reveal after the post, but never before people have had time
    to answer. None where a press brings them."""
    if schedule.reveal is None or not known(schedule.plan.zone):
        return None
    day, least = date.fromisoformat(slot[:10]), TIME_TO_ANSWER
    at = occurrence(schedule.plan, day)
    planned = reveal_at(schedule.plan, day, schedule.reveal)
    if at is not None and planned is not None:
        least = min(least, (planned - at) / 2)  # a group may have settled less than that for every day
        if planned >= posted + least:
            return planned
    # Posted at another time than planned: the next time that clocks show the hour of the reveal.
    return next_reveal(schedule, posted + TIME_TO_ANSWER)


def next_reveal(schedule: Schedule, not_before: datetime) -> datetime | None:
    """The next time, from that moment on, that clocks show the hour of the reveal. None where a press brings them."""
    if schedule.reveal is None:
        return None
    at_that_hour = Plan(schedule.reveal, schedule.plan.zone, WEEK)
    return next_occurrence(at_that_hour, not_before - timedelta.resolution)[1]

"""Practising together: two or three people, their turns, and what each may do when. Values and pure rules.

A practice is one value, kept whole; each rule takes it as it is and gives it as it is then. A rule that does not fit
the state changes nothing, so that a press that comes late, twice or from an old message is harmless.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.keys import Person

MINUTES = 20
"""How long a turn takes unless somebody says otherwise."""

OFFER_LASTS = timedelta(hours=48)
"""How long somebody who is asked may take to answer."""

READY_LASTS = timedelta(days=7)
"""How long those who agreed may take to begin."""

UNFINISHED = timedelta(hours=3)
"""So long after the end of its time a turn counts as finished though nobody said so."""

FEEDBACK_LASTS = timedelta(hours=48)
"""After so long what was given is shown, though somebody gave nothing."""

CHECK_AFTER = timedelta(days=1)
CHECK_AGAIN = timedelta(days=2)
CHECKS = 2
"""Those whom the match brought together are asked so often whether they met."""

LINE = 500
"""The most characters of the line that goes with the ticks."""

NAME = 80
"""The most characters of how somebody is called."""


class Way(StrEnum):
    INTERVIEW = "interview"
    """The interviewer asks what interviewers ask."""
    REVERSE = "reverse"
    """The candidate asks; the interviewer plays somebody and answers."""


class State(StrEnum):
    OFFERED = "offered"
    READY = "ready"
    """All have agreed; the clock of the turn has not begun."""
    RUNNING = "running"
    FEEDBACK = "feedback"
    OVER = "over"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    MISSED = "missed"
    """Somebody was there and nobody else came."""
    LAPSED = "lapsed"
    """Nobody ever began."""


OPEN = (State.OFFERED, State.READY, State.RUNNING, State.FEEDBACK)
"""The states with something to come."""

NEVER_BEGUN = (State.OFFERED, State.DECLINED, State.WITHDRAWN, State.EXPIRED)
"""The states in which nobody agreed to anything."""


class Part(StrEnum):
    """What somebody is in a turn."""

    INTERVIEWER = "interviewer"
    CANDIDATE = "candidate"
    LISTENER = "listener"


class Met(StrEnum):
    """What somebody told about a meeting that the match arranged."""

    UNKNOWN = ""
    YES = "yes"
    NOT_YET = "not-yet"
    ALONE = "alone"
    """They were there, and the others were not."""
    ABSENT = "absent"
    """Somebody else told that they did not come."""


@dataclass(frozen=True, slots=True)
class Member:
    """`name` is how they are called, empty where nobody told yet; `zone` the IANA key of theirs, or empty."""

    person: Person
    name: str = ""
    zone: str = ""
    met: Met = Met.UNKNOWN


@dataclass(frozen=True, slots=True)
class Turn:
    """One distribution of the parts. `number` grows with each, and with everything that changes what the people are in
    it, so that a button tells what it was about. `candidate` is the index of the member who is that. `questions`
    are ids: the one to answer, or those to ask. `role` is whom the interviewer plays in a reverse one. `shown`: the
    candidate may see the question. `ends` is set by starting."""

    number: int
    candidate: int
    questions: tuple[str, ...]
    role: str = ""
    shown: bool = False
    started: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one member saw in another: `ticks` are indices of the points. None of it is shown before it is `given`;
    where it is given with nothing in it, the giver would rather not."""

    giver: Person
    about: Person
    ticks: frozenset[int] = frozenset()
    line: str = ""
    given: bool = False

    @property
    def empty(self) -> bool:
        return not self.ticks and not self.line


@dataclass(frozen=True, slots=True)
class Practice:
    """`channel` is where it was agreed, and where somebody is nudged who takes no direct messages. `run` names the
    pairing of the match that made it; empty where somebody asked, who then is the first member. `at` is when it was
    made, `next_at` when something has to be done about it if nobody does anything. `turns` are those that began, and
    last the one that is on."""

    group: str
    id: str
    home: str
    channel: str
    locale: str
    members: tuple[Member, ...]
    state: State
    way: Way
    minutes: int
    source: str
    at: datetime
    next_at: datetime | None
    run: str = ""
    checks: int = 0
    turns: tuple[Turn, ...] = field(default=())

    @property
    def turn(self) -> Turn:
        return self.turns[-1]

    @property
    def matched(self) -> bool:
        return bool(self.run)

    def index(self, person: Person) -> int | None:
        return next((at for at, member in enumerate(self.members) if member.person == person), None)

    def member(self, person: Person) -> Member:
        return next(member for member in self.members if member.person == person)

    def others(self, person: Person) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.person != person)

    @property
    def interviewer(self) -> int:
        return (self.turn.candidate + 1) % len(self.members)

    def part(self, person: Person) -> Part:
        """What they are in the turn that is on."""
        at = self.index(person)
        if at == self.turn.candidate:
            return Part.CANDIDATE
        return Part.INTERVIEWER if at == self.interviewer else Part.LISTENER

    def playing(self, part: Part) -> Member:
        return self.members[self.turn.candidate if part is Part.CANDIDATE else self.interviewer]

    def answered(self, person: Person) -> Turn | None:
        """The last turn that began with this person as the candidate."""
        at = self.index(person)
        return next((turn for turn in reversed(self.turns) if turn.started and turn.candidate == at), None)

    def interviewed(self, person: Person) -> bool:
        """Whether they were the interviewer in a turn that began."""
        at = self.index(person)
        count = len(self.members)
        return any(turn.started and (turn.candidate + 1) % count == at for turn in self.turns)

    @property
    def met(self) -> bool:
        """Whether one of them told that they met."""
        return any(member.met is Met.YES for member in self.members)

    @property
    def began(self) -> bool:
        return any(turn.started for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Dealt:
    """What a turn is played with: see `Turn`."""

    questions: tuple[str, ...]
    role: str = ""


# What the people do


def accepted(practice: Practice, name: str, zone: str, dealt: Dealt, now: datetime) -> Practice:
    """The one who was asked agrees; the one who asked is the candidate first."""
    if practice.state is not State.OFFERED:
        return practice
    asking, asked = practice.members
    known = replace(asked, name=name or asked.name, zone=zone or asked.zone)
    turn = Turn(1, 0, dealt.questions, dealt.role)
    return replace(practice, state=State.READY, members=(asking, known), turns=(turn,), next_at=now + READY_LASTS)


def refused(practice: Practice, state: State) -> Practice:
    """The offer ends: declined, withdrawn or expired."""
    return replace(practice, state=state, next_at=None) if practice.state is State.OFFERED else practice


def cancelled(practice: Practice, person: Person) -> Practice:
    """Somebody calls it off before it began. The two others of three stay together."""
    if practice.state is not State.READY or practice.began:
        return practice
    if len(practice.members) > 2:
        return _without(practice, person)
    return replace(practice, state=State.CANCELLED, next_at=None)


def dealt_anew(practice: Practice, dealt: Dealt, *, candidate: int | None = None, way: Way | None = None) -> Practice:
    """Another question, other parts or the other way, as long as the clock of the turn has not begun."""
    if practice.state is not State.READY:
        return practice
    turn = practice.turn
    other = candidate is not None or (way is not None and way is not practice.way)
    number = turn.number + 1 if other else turn.number  # with another question, what people see still holds
    turn = Turn(number, turn.candidate if candidate is None else candidate, dealt.questions, dealt.role)
    return replace(practice, turns=(*practice.turns[:-1], turn), way=way or practice.way)


def started(practice: Practice, now: datetime) -> Practice:
    """The clock of the turn begins."""
    if practice.state is not State.READY:
        return practice
    ends = now + timedelta(minutes=practice.minutes)
    turn = replace(practice.turn, started=now, ends=ends)
    turns = (*practice.turns[:-1], turn)
    return replace(practice, state=State.RUNNING, turns=turns, next_at=ends + UNFINISHED)


def question_shown(practice: Practice) -> Practice:
    """The interviewer lets the candidate read the question."""
    if practice.state is not State.RUNNING or practice.way is Way.REVERSE:
        return practice
    return replace(practice, turns=(*practice.turns[:-1], replace(practice.turn, shown=True)))


def swapped(practice: Practice, dealt: Dealt, now: datetime) -> Practice:
    """The next one is the candidate: at once where the turn has not begun, else in a turn of its own."""
    candidate = (practice.turn.candidate + 1) % len(practice.members) if practice.turns else 0
    if practice.state is State.READY:
        return dealt_anew(practice, dealt, candidate=candidate)
    if practice.state is not State.RUNNING:
        return practice
    turn = Turn(practice.turn.number + 1, candidate, dealt.questions, dealt.role)
    return replace(practice, state=State.READY, turns=(*practice.turns, turn), next_at=now + READY_LASTS)


def finished(practice: Practice, now: datetime) -> Practice:
    """On to feedback. A turn that was dealt and never began is forgotten, unless none did."""
    if practice.state not in (State.RUNNING, State.READY) or not (practice.began or practice.matched):
        return practice
    turns = tuple(turn for turn in practice.turns if turn.started)
    if not turns:  # they met without askq's clock: what was dealt is what they practised
        turns = (replace(practice.turn, started=now, ends=now),)
    return replace(practice, state=State.FEEDBACK, turns=turns, next_at=now + FEEDBACK_LASTS)


def closed(practice: Practice) -> Practice:
    """What was given is shown."""
    return replace(practice, state=State.OVER, next_at=None) if practice.state is State.FEEDBACK else practice


def all_given(practice: Practice, feedback: tuple[Feedback, ...]) -> bool:
    """Whether everybody gave feedback to everybody else."""
    given = {(each.giver, each.about) for each in feedback if each.given}
    people = [member.person for member in practice.members]
    return all((giver, about) in given for giver in people for about in people if giver != about)


# What follows when nobody does anything


def overdue(practice: Practice, now: datetime) -> Practice:
    """What becomes of it when its moment has come."""
    if practice.next_at is None or now < practice.next_at:
        return practice
    match practice.state:
        case State.OFFERED:
            return refused(practice, State.EXPIRED)
        case State.RUNNING:
            return finished(practice, now)
        case State.READY if practice.began:
            return finished(practice, now)
        case State.READY if practice.matched and practice.checks < CHECKS and not practice.met:
            return replace(practice, checks=practice.checks + 1, next_at=now + CHECK_AGAIN)
        case State.FEEDBACK:
            return closed(practice)
        case _:
            return replace(practice, state=State.LAPSED, next_at=None)


# Whether those met whom the match brought together


def told(practice: Practice, person: Person, met: Met) -> Practice:
    """What they say about the meeting, for as long as it has not begun by askq's clock."""
    if practice.state is not State.READY:
        return practice
    members = tuple(replace(each, met=met) if each.person == person else each for each in practice.members)
    return replace(practice, members=members)


def missed(practice: Practice, teller: Person, absent: Person) -> Practice:
    """Somebody did not come. The two others of three stay together; for two it is over."""
    if practice.state is not State.READY or practice.began or practice.met:
        return practice
    if len(practice.members) > 2:
        return _without(practice, absent)
    practice = told(told(practice, teller, Met.ALONE), absent, Met.ABSENT)
    return replace(practice, state=State.MISSED, next_at=None)


def _without(practice: Practice, person: Person) -> Practice:
    turn = replace(practice.turn, number=practice.turn.number + 1, candidate=0)
    return replace(practice, members=practice.others(person), turns=(turn,))

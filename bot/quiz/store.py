"""Quizzes, their rounds, and who plays."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from bot.bank.bank import Question
from bot.chat.keys import Person
from bot.quiz.model import BEAT, End, Phase, Player, Quiz, Round
from bot.rounds.keeping import dumped, loaded
from bot.storage.agenda import Agenda
from bot.storage.engine import announce, put
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

KEPT = timedelta(days=400)
"""How long one can look at what one missed."""

quizzes = sa.Table(
    "quizzes",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("home", sa.String(64), nullable=False),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("person", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("locale", sa.String(16), nullable=False),
    sa.Column("source", sa.String(400), nullable=False),
    sa.Column("rounds", sa.Integer, nullable=False),
    sa.Column("pace", sa.Integer, nullable=False),
    sa.Column("race", sa.Boolean, nullable=False),
    sa.Column("teams", sa.Boolean, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("phase", sa.String(8), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("post", sa.String(128), nullable=False),
    sa.Column("message", sa.String(64), nullable=False),
    sa.Column("opened", UtcDateTime),
    sa.Column("closes", UtcDateTime),
    sa.Column("next_at", UtcDateTime),
    sa.Column("timed", sa.Boolean, nullable=False),
    sa.Column("seen", UtcDateTime),
    sa.Column("paused", UtcDateTime),
    sa.Column("left", sa.Integer),
    sa.Column("away", sa.Boolean, nullable=False),
    sa.Column("silent", sa.Integer, nullable=False),
    sa.Column("host_silent", sa.Integer, nullable=False),
    sa.Column("problem", sa.String(16), nullable=False),
    sa.Column("fix", sa.String(200), nullable=False),
    sa.Column("end", sa.String(8), nullable=False),
    sa.Index("ix_quizzes_home_next_at", "home", "next_at"),
    sa.Index("ix_quizzes_home_timed_seen", "home", "timed", "seen"),
    sa.Index("ix_quizzes_group_channel_at", "group", "channel", "at"),
)

rounds = sa.Table(
    "quiz_rounds",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("quiz", sa.String(16), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("question", sa.String(80), nullable=False),
    sa.Column("played", sa.Text, nullable=False),
    sa.Column("message", sa.String(64), nullable=False),
    sa.Column("marking", sa.String(64), nullable=False),
    sa.Column("closed", UtcDateTime),
    sa.Column("at", UtcDateTime, nullable=False),
)

players = sa.Table(
    "quiz_players",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("quiz", sa.String(16), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("name", sa.String(80), nullable=False, info=PERSONAL),
    sa.Column("team", sa.Integer, nullable=False, info=PERSONAL),
    sa.Column("joined", sa.Integer, nullable=False, info=PERSONAL),
    sa.Column("left", sa.Integer, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False),
)

_q, _r, _p = quizzes.c, rounds.c, players.c

# Made once, because they run for every press (see `bot.storage.engine`).
_GROUP: sa.BindParameter[str] = sa.bindparam("in_group")
_QUIZ: sa.BindParameter[str] = sa.bindparam("of")
_ONE = sa.select(quizzes).where(_q.group == _GROUP, _q.id == _QUIZ)
_HERE = sa.select(quizzes).where(_q.group == _GROUP, _q.channel == sa.bindparam("where"))
_ROUND = sa.select(rounds).where(_r.group == _GROUP, _r.quiz == _QUIZ, _r.number == sa.bindparam("th"))
_CLOSED = sa.select(rounds).where(_r.group == _GROUP, _r.quiz == _QUIZ, _r.closed.is_not(None)).order_by(_r.number)
_ASKED = sa.select(_r.question).where(_r.group == _GROUP, _r.quiz == _QUIZ).order_by(_r.number)
_PLAYER = sa.select(players).where(_p.group == _GROUP, _p.quiz == _QUIZ, _p.person == sa.bindparam("who"))
_PLAYERS = sa.select(players).where(_p.group == _GROUP, _p.quiz == _QUIZ).order_by(_p.at, _p.person)
agenda = Agenda(quizzes)
_UNNOTED = (
    sa.select(_q.group, _q.id)
    .where(
        _q.home == sa.bindparam("home"),
        _q.timed.is_(True),
        sa.or_(_q.seen <= sa.bindparam("before"), _q.seen < sa.bindparam("since")),
    )
    .order_by(_q.seen)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_NEXT_BEAT = (
    sa.select(_q.home, sa.func.min(_q.seen))
    .where(_q.home.in_(sa.bindparam("homes", expanding=True)), _q.timed.is_(True))
    .group_by(_q.home)
)


def save(db: sa.Connection, quiz: Quiz) -> None:
    """Keep it as it is now, and wake whoever plans."""
    put(
        db,
        quizzes,
        group=quiz.group,
        id=quiz.id,
        home=quiz.home,
        channel=quiz.channel,
        person=quiz.host.key,
        locale=quiz.locale,
        source=quiz.source,
        rounds=quiz.count,
        pace=int(quiz.pace.total_seconds()),
        race=quiz.race,
        teams=quiz.teams,
        at=quiz.at,
        phase=quiz.phase.value,
        number=quiz.number,
        post=quiz.post,
        message=quiz.message,
        opened=quiz.opened,
        closes=quiz.closes,
        next_at=quiz.next_at,
        timed=quiz.timed,
        seen=quiz.seen,
        paused=quiz.paused,
        left=None if quiz.left is None else int(quiz.left.total_seconds() * 1000),
        away=quiz.away,
        silent=quiz.silent,
        host_silent=quiz.host_silent,
        problem=quiz.problem,
        fix=quiz.fix[:200],
        end=quiz.end or "",
    )
    announce(db)


def load(db: sa.Connection, group: str, id: str) -> Quiz | None:
    row = db.execute(_ONE, {"in_group": group, "of": id}).one_or_none()
    return None if row is None else _quiz(row)


def running(db: sa.Connection, group: str, channel: str) -> Quiz | None:
    """The quiz of this channel that is not over."""
    on = _HERE.where(_q.phase != Phase.OVER.value).order_by(_q.at.desc())
    row = db.execute(on.limit(1), {"in_group": group, "where": channel}).one_or_none()
    return None if row is None else _quiz(row)


def latest(db: sa.Connection, group: str, channel: str) -> Quiz | None:
    """The newest of this channel, over or not."""
    row = db.execute(_HERE.order_by(_q.at.desc(), _q.id).limit(1), {"in_group": group, "where": channel}).one_or_none()
    return None if row is None else _quiz(row)


def due(db: sa.Connection, home: str, now: datetime, since: datetime | None, most: int) -> list[tuple[str, ...]]:
    """Group and id of those of this home that have something to do now, and of those whose clock runs unnoted."""
    found = agenda.due(db, home, now, most)
    unnoted = {"home": home, "before": now - BEAT, "since": since or now - BEAT, "most": most}
    found += [(group, id) for group, id in db.execute(_UNNOTED, unnoted)]
    return list(dict.fromkeys(found))


def next_due(db: sa.Connection, homes: Collection[str]) -> dict[str, datetime]:
    """When there is something to do again, for each home that has anything."""
    found = agenda.next_due(db, homes)
    for home, seen in db.execute(_NEXT_BEAT, {"homes": list(homes)}):
        found[home] = min(found.get(home, seen + BEAT), seen + BEAT)
    return found


# Rounds


def draw(db: sa.Connection, quiz: Quiz, drawn: Sequence[Round], now: datetime) -> None:
    """Keep the questions of a new quiz."""
    for each in drawn:
        save_round(db, quiz, each, now)


def save_round(db: sa.Connection, quiz: Quiz, round: Round, at: datetime) -> None:
    put(
        db,
        rounds,
        group=quiz.group,
        quiz=quiz.id,
        number=round.number,
        question=round.question.id,
        played=json.dumps(dumped(round.question)),
        message=round.message,
        marking=round.marking,
        closed=round.closed,
        at=at,
    )


def change_round(db: sa.Connection, quiz: Quiz, number: int, **values: object) -> None:
    """Give it these values: message, marking, closed."""
    mine = (_r.group == quiz.group, _r.quiz == quiz.id, _r.number == number)
    db.execute(rounds.update().where(*mine).values(**values))


def round_of(db: sa.Connection, quiz: Quiz, number: int) -> Round | None:
    if not 1 <= number <= quiz.count:  # a forged number may be larger than the column
        return None
    row = db.execute(_ROUND, {"in_group": quiz.group, "of": quiz.id, "th": number}).one_or_none()
    return None if row is None else _round(row)


def closed_rounds(db: sa.Connection, quiz: Quiz) -> list[Round]:
    return [_round(row) for row in db.execute(_CLOSED, {"in_group": quiz.group, "of": quiz.id})]


def question_ids(db: sa.Connection, quiz: Quiz) -> list[str]:
    """Those of all rounds, played or not."""
    return list(db.scalars(_ASKED, {"in_group": quiz.group, "of": quiz.id}))


# Players


def save_player(db: sa.Connection, quiz: Quiz, player: Player) -> None:
    put(
        db,
        players,
        group=quiz.group,
        quiz=quiz.id,
        person=player.person.key,
        name=player.name[:80],
        team=player.team,
        joined=player.joined,
        left=player.left,
        at=player.at,
    )


def deal(db: sa.Connection, quiz: Quiz, everyone: Iterable[Player], teams: Mapping[Person, int]) -> None:
    for player in everyone:
        save_player(db, quiz, replace(player, team=teams.get(player.person, player.team)))


def player_of(db: sa.Connection, quiz: Quiz, person: Person) -> Player | None:
    row = db.execute(_PLAYER, {"in_group": quiz.group, "of": quiz.id, "who": person.key}).one_or_none()
    return None if row is None else _player(row)


def players_of(db: sa.Connection, quiz: Quiz) -> list[Player]:
    """In the order in which they joined, those who left included."""
    return [_player(row) for row in db.execute(_PLAYERS, {"in_group": quiz.group, "of": quiz.id})]


def _quiz(row: Any) -> Quiz:
    return Quiz(
        group=row.group,
        id=row.id,
        home=row.home,
        channel=row.channel,
        host=Person.of_key(row.person),
        locale=row.locale,
        source=row.source,
        count=row.rounds,
        pace=timedelta(seconds=row.pace),
        race=row.race,
        teams=row.teams,
        at=row.at,
        phase=Phase(row.phase),
        number=row.number,
        post=row.post,
        message=row.message,
        opened=row.opened,
        closes=row.closes,
        next_at=row.next_at,
        seen=row.seen,
        paused=row.paused,
        left=None if row.left is None else timedelta(milliseconds=row.left),
        away=row.away,
        silent=row.silent,
        host_silent=row.host_silent,
        problem=row.problem,
        fix=row.fix,
        end=End(row.end) if row.end else None,
    )


@lru_cache(maxsize=1000)
def _played(written: str) -> Question:
    """Kept for the next press: reading a question takes longer than all else that a press does."""
    return loaded(json.loads(written))


def _round(row: Any) -> Round:
    return Round(row.number, _played(row.played), row.message, row.marking, row.closed)


def _player(row: Any) -> Player:
    return Player(Person.of_key(row.person), row.name, row.team, row.joined, row.left, row.at)

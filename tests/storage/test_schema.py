"""Rules for every table, so that data stays with its group and with its person."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot import bootstrap
from bot.storage.metadata import UtcDateTime, metadata

assert bootstrap, "importing it declares every table"

TABLES = sorted(metadata.tables.values(), key=lambda table: table.name)

KNOWN = {
    "group": "whose data it is",
    "at": "when it was written",
    "question": "an id in the bank",
    "channel": "where",
    "place": "where",
    "panel": "which panel",
    "shown_as": "one question, or one of four",
    "sharing": "a rule of the whole group",
    "id": "of the row, or the platform's of an event",
    "key": "what makes a delivery happen once",
    "home": "whose connection sends it",
    "lane": "which others it must not overtake",
    "kind": "what it is",
    "thread": "where",
    "intent": "ids of what it is about",
    "locale": "the language of the place",
    "state": "how far it is",
    "due": "when it may go",
    "turn": "its place in line",
    "expires": "when it is no longer worth sending",
    "attempts": "how often it was tried",
    "tried": "when, last",
    "doubt": "since when it may have arrived",
    "message": "the platform's id of what was sent",
    "reason": "the platform's word for a failure",
    "again": "whether it changed meanwhile",
    "settled": "when it was over",
    "number": "what people call it in their group",
    "time": "the wall time of a schedule",
    "schedules.zone": "where that is the time; a member's own zone is theirs",
    "days": "the days of the week of a schedule",
    "source": "its topics and packs",
    "threaded": "whether its answers go into a thread",
    "reveal": "the wall time at which they come out",
    "ping": "the role or group that it wakes",
    "country": "whose holidays it leaves out",
    "when_empty": "what happens after the last question",
    "grace": "how late it may post",
    "running": "whether it posts",
    "until": "the end of a pause",
    "schedules.since": "the beginning of a pause or a stop",
    "problem": "what has stopped it",
    "fix": "what puts that right, as the platform calls it",
    "next_on": "its next day",
    "next_at": "and the moment of that",
    "schedule": "which one",
    "slot": "a date of it",
    "fate": "what became of that date",
    "why": "why it had no question",
    "posted": "when it had one",
    "closes": "when the answers are to come out",
    "revealed": "when they did",
    "daily_days.asked": "a question as it was posted",
    "in_thread": "whether they came out in a thread",
    "day": "a date",
    "what": "the command that changed something",
    "about": "what it was about, in that command's own terms",
    "quiz": "which one",
    "rounds": "how many it has",
    "pace": "the time for one",
    "race": "whether the fastest get more",
    "teams": "whether it is played in teams",
    "phase": "how far it is",
    "post": "the key of the message that it waits for",
    "opened": "when its clock began",
    "timed": "whether a clock runs",
    "seen": "when somebody was there to serve it",
    "paused": "since when it is",
    "quizzes.left": "how much time was left then",
    "away": "whether nobody was there for a while",
    "silent": "rounds in a row without an answer",
    "host_silent": "and without one from its host",
    "end": "why it is over",
    "played": "a question as it is played",
    "marking": "the platform's id of the call to mark",
    "closed": "when its answers were told",
    "nth": "a place in an order",
    "challenge": "which one",
    "privately": "who sees its result",
    "other_locale": "a language",
    "window": "how long it takes",
    "reminded": "whether its end was announced",
    "practice": "which one",
    "seat": "of a member of it",
    "candidate": "at which seat",
    "questions": "ids in the bank",
    "role": "an id in the bank",
    "practice_turns.shown": "whether the candidate may read the question",
    "started": "when its clock began",
    "ends": "when it is over",
    "given": "whether the other may read it",
    "way": "which kind of interview",
    "minutes": "how long a turn takes",
    "run": "which pairing of the match made it",
    "checks": "how often they were asked whether they met",
    "waiting": "since when nobody was found",
    "practice_weekly.zone": "where that is the time",
    "presence.since": "when askq came there",
}
"""Columns that say nothing of a member, of every table or of one. A new column is added here or marked
`info=PERSONAL`."""

OF_ASKQ = {"presence"}
"""Tables about askq itself, which hold no group's data."""

tables = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def test_there_are_tables() -> None:
    core = {"asked", "drafts", "greeted", "groups", "organisers", "preferences", "receipts", "saved", "shared"}
    daily = {"schedules", "daily_days", "daily_answers", "daily_drawn", "daily_queue", "daily_skips"}
    assert core | daily | {"audit", "deliveries"} <= {table.name for table in TABLES}


@tables
def test_the_key_begins_with_the_group(table: sa.Table) -> None:
    assert next(iter(table.primary_key)).name == "group" or table.name in OF_ASKQ


def test_what_is_about_askq_itself_names_no_group_and_nobody() -> None:
    for table in (metadata.tables[name] for name in OF_ASKQ):
        assert "group" not in table.columns
        assert not any(column.info.get("personal") for column in table.columns)


@tables
def test_every_column_is_either_known_to_be_impersonal_or_marked(table: sa.Table) -> None:
    for column in table.columns:
        known = column.name in KNOWN or str(column) in KNOWN
        assert bool(column.info.get("personal")) is not known, column


@tables
def test_a_table_with_personal_columns_says_whose_they_are(table: sa.Table) -> None:
    personal = [column.name for column in table.columns if column.info.get("personal")]
    assert not personal or {"person", "holder"} & set(personal)


@tables
def test_times_are_kept_in_utc(table: sa.Table) -> None:
    for column in table.columns:
        assert not isinstance(column.type, sa.DateTime), f"{table.name}.{column.name} is no UtcDateTime"
    assert all(isinstance(column.type, UtcDateTime) for column in table.columns if column.name == "at")


@tables
def test_text_in_a_key_has_a_bound(table: sa.Table) -> None:
    texts = [column.type for column in table.primary_key if not isinstance(column.type, sa.Integer | UtcDateTime)]
    assert all(isinstance(each, sa.String) and each.length for each in texts)

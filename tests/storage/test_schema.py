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
    "id": "the platform's id of an event",
}
"""Columns that say nothing of a member. A new column is added here or marked `info=PERSONAL`."""

tables = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def test_there_are_tables() -> None:
    assert {"asked", "drafts", "greeted", "groups", "organisers", "preferences", "receipts", "saved", "shared"} <= {
        table.name for table in TABLES
    }


@tables
def test_the_key_begins_with_the_group(table: sa.Table) -> None:
    assert next(iter(table.primary_key)).name == "group"


@tables
def test_every_column_is_either_known_to_be_impersonal_or_marked(table: sa.Table) -> None:
    for column in table.columns:
        assert bool(column.info.get("personal")) is (column.name not in KNOWN), f"{table.name}.{column.name}"


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
    assert all(isinstance(column.type, sa.String) and column.type.length for column in table.primary_key)

"""Practising together: practices with their members, turns and feedback, and the match.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practices",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("home", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run", sa.String(length=16), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("group", "id", name=op.f("pk_practices")),
    )
    op.create_index("ix_practices_home_next_at", "practices", ["home", "next_at"])
    op.create_table(
        "practice_members",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("practice", sa.String(length=16), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("met", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("group", "practice", "seat", name=op.f("pk_practice_members")),
    )
    op.create_index("ix_practice_members_group_person", "practice_members", ["group", "person"])
    op.create_table(
        "practice_turns",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("practice", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("candidate", sa.Integer(), nullable=False),
        sa.Column("questions", sa.String(length=400), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("group", "practice", "number", name=op.f("pk_practice_turns")),
    )
    op.create_table(
        "practice_feedback",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("practice", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("other", sa.String(length=128), nullable=False),
        sa.Column("ticks", sa.String(length=32), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("group", "practice", "person", "other", name=op.f("pk_practice_feedback")),
    )
    op.create_table(
        "practice_pool",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("home", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("group", "person", name=op.f("pk_practice_pool")),
    )
    op.create_table(
        "practice_weekly",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("home", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("time", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("days", sa.String(length=32), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("group", name=op.f("pk_practice_weekly")),
    )
    op.create_index("ix_practice_weekly_home_next_at", "practice_weekly", ["home", "next_at"])

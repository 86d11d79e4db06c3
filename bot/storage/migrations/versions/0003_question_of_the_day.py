"""The question of the day.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create its tables, and let members say when and how they may be reached."""
    op.create_table(
        "schedules",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("home", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("time", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("days", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("threaded", sa.Boolean(), nullable=False),
        sa.Column("reveal", sa.String(length=5), nullable=False),
        sa.Column("ping", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=16), nullable=False),
        sa.Column("when_empty", sa.String(length=8), nullable=False),
        sa.Column("grace", sa.Integer(), nullable=False),
        sa.Column("running", sa.String(length=8), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("problem", sa.String(length=16), nullable=False),
        sa.Column("fix", sa.String(length=200), nullable=False),
        sa.Column("next_on", sa.String(length=10), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("group", "id", name=op.f("pk_schedules")),
    )
    op.create_index("ix_schedules_home_next_at_number", "schedules", ["home", "next_at", "number"])
    op.create_index("ix_schedules_next_at", "schedules", ["next_at"])
    op.create_table(
        "daily_days",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("schedule", sa.String(length=16), nullable=False),
        sa.Column("slot", sa.String(length=16), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("fate", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("posted", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revealed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ping", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("group", "schedule", "slot", name=op.f("pk_daily_days")),
    )
    op.create_table(
        "daily_answers",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("schedule", sa.String(length=16), nullable=False),
        sa.Column("slot", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shown", sa.String(length=8), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=True),
        sa.Column("marks", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("group", "schedule", "slot", "person", name=op.f("pk_daily_answers")),
    )
    op.create_table(
        "daily_drawn",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("schedule", sa.String(length=16), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("group", "schedule", "question", name=op.f("pk_daily_drawn")),
    )
    op.create_table(
        "daily_queue",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("schedule", sa.String(length=16), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("group", "schedule", "question", name=op.f("pk_daily_queue")),
    )
    op.create_table(
        "daily_skips",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("schedule", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("group", "schedule", "day", name=op.f("pk_daily_skips")),
    )
    op.create_table(
        "audit",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("group", "id", name=op.f("pk_audit")),
    )
    for name, length, default in (("zone", 64, ""), ("quiet", 16, ""), ("direct", 8, "on"), ("streaks", 8, "on")):
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default=default)
        op.add_column("preferences", column)

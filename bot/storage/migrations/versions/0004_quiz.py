"""Quizzes in channels.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create their tables."""
    op.create_table(
        "quizzes",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("home", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("pace", sa.Integer(), nullable=False),
        sa.Column("race", sa.Boolean(), nullable=False),
        sa.Column("teams", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phase", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=128), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timed", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left", sa.Integer(), nullable=True),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.Column("host_silent", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=16), nullable=False),
        sa.Column("fix", sa.String(length=200), nullable=False),
        sa.Column("end", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("group", "id", name=op.f("pk_quizzes")),
    )
    op.create_index("ix_quizzes_group_channel_at", "quizzes", ["group", "channel", "at"])
    op.create_index("ix_quizzes_home_next_at", "quizzes", ["home", "next_at"])
    op.create_index("ix_quizzes_home_timed_seen", "quizzes", ["home", "timed", "seen"])
    op.create_table(
        "quiz_rounds",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("quiz", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("played", sa.Text(), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("marking", sa.String(length=64), nullable=False),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("group", "quiz", "number", name=op.f("pk_quiz_rounds")),
    )
    op.create_table(
        "quiz_players",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("quiz", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("group", "quiz", "person", name=op.f("pk_quiz_players")),
    )
    op.create_table(
        "quiz_answers",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("quiz", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=True),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("group", "quiz", "number", "person", name=op.f("pk_quiz_answers")),
    )
    op.create_table(
        "quiz_marks",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("quiz", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=128), nullable=False),
        sa.Column("points", sa.String(length=16), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("group", "quiz", "number", "person", "nth", name=op.f("pk_quiz_marks")),
    )
    op.create_table(
        "quiz_reports",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("group", "id", name=op.f("pk_quiz_reports")),
    )

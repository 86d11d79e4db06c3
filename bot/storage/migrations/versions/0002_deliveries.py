"""The ledger of what is sent unasked, and on PostgreSQL the queue that works it off.

Revision ID: 0002
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "deliveries",
        sa.Column("group", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("home", sa.String(length=64), nullable=False),
        sa.Column("lane", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.String(length=64), nullable=True),
        sa.Column("person", sa.String(length=128), nullable=True),
        sa.Column("intent", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubt", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("settled", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("group", "key", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("id", name=op.f("uq_deliveries_id")),
    )
    op.create_index("ix_deliveries_state_due_turn", "deliveries", ["state", "due", "turn"])
    op.create_index("ix_deliveries_home_state_due_turn_id", "deliveries", ["home", "state", "due", "turn", "id"])
    if op.get_bind().dialect.name == "postgresql":
        _install_queue(op.get_bind())


def _install_queue(connection: sa.Connection) -> None:
    from bot.delivery.queue import install_statements

    driver: Any = connection.connection.driver_connection
    driver.execute(install_statements())  # several at once, which psycopg takes where there are no parameters

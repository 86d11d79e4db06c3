"""The question of the day as it was posted, and where its answers came out.

Revision ID: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("daily_days", sa.Column("asked", sa.JSON(), nullable=True))
    op.add_column("daily_days", sa.Column("in_thread", sa.Boolean(), nullable=False, server_default=sa.false()))

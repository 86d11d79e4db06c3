"""Since when a question of the day is paused or stopped.

Revision ID: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. What rests already has it empty: nobody knows since when."""
    op.add_column("schedules", sa.Column("since", sa.DateTime(timezone=True), nullable=True))

"""A table for the standings of schools, so that they are known when the server has started again."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision: Final = "2"
down_revision: Final = "1"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "standing",
        sa.Column("school", sa.Text, sa.ForeignKey("school.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
    )

"""The tables of the store: schools, the entries of their dossiers, and the log of who changed what.

The standing of a school is kept too, so that it need not be worked out again.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, MetaData, Table, Text

__all__ = ["METADATA", "changes", "entries", "revisions", "schools", "secrets", "standings"]

METADATA: Final = MetaData()
"""All tables; a test holds that the migrations make these."""

_JSON: Final = JSON(none_as_null=True)

schools: Final = Table(
    "school",
    METADATA,
    Column("id", Text, primary_key=True),
    # Columns that lists of schools show and filter by; the entries have the same data.
    Column("name", Text),
    Column("area", Text),
    Column("stages", Text),
    Column("framework", Text, nullable=False),
    Column("revision", Integer, nullable=False),
)
entries: Final = Table(
    "entry",
    METADATA,
    Column("school", Text, ForeignKey("school.id"), primary_key=True),
    Column("part", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", _JSON, nullable=False),
)
revisions: Final = Table(
    "revision",
    METADATA,
    Column("school", Text, ForeignKey("school.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("author", Text),
)
changes: Final = Table(
    "change",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("school", Text, ForeignKey("school.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("part", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("before", _JSON),
    Column("after", _JSON),
    Index("change_of_revision", "school", "number"),
)
secrets: Final = Table(
    "secret",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
standings: Final = Table(
    "standing",
    METADATA,
    # One for each school, so that there are never more of them than schools. It is deleted with the school.
    Column("school", Text, ForeignKey("school.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("basis", Text, nullable=False),
    Column("value", Text, nullable=False),
)

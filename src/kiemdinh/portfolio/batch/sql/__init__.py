"""Rules as SQL: for tables that stay in a database, and for those that are larger than memory.

Begin with ``write_query``, which has the verb :func:`sql`. ``sql_columns`` says what the columns of a table are,
``compiled_rules`` makes expressions of the rules, ``leaf_terms`` those that read cells, and ``dialects``, which alone
knows SQLGlot, writes them. ``packed_layout`` says where findings stand in packed integers; ``packed_terms`` reads them.

Words: a figure is *scaled* to whole numbers of its smallest unit; a row is *unread* where one of its cells is none that
the framework takes.

What must not come in: a second meaning of words, and floating points.
"""

from kiemdinh.portfolio.batch.sql.dialects import Dialect
from kiemdinh.portfolio.batch.sql.packed_layout import LAYOUT, PackedField, PackedLayout, find_layout
from kiemdinh.portfolio.batch.sql.packed_terms import UNKNOWN_FIGURE
from kiemdinh.portfolio.batch.sql.query_options import choose_day, refuse_members
from kiemdinh.portfolio.batch.sql.spark_frames import SparkFrame, assess_spark_frame, is_spark_frame
from kiemdinh.portfolio.batch.sql.sql_columns import SqlColumn, choose_columns, read_columns
from kiemdinh.portfolio.batch.sql.write_query import sql

__all__ = [
    "LAYOUT",
    "UNKNOWN_FIGURE",
    "Dialect",
    "PackedField",
    "PackedLayout",
    "SparkFrame",
    "SqlColumn",
    "assess_spark_frame",
    "choose_columns",
    "choose_day",
    "find_layout",
    "is_spark_frame",
    "read_columns",
    "refuse_members",
    "sql",
]

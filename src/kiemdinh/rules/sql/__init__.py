"""Conditions compiled to SQL: the third back end beside those of ``compiled``, for tables that stay where they are.

Begin with ``sql_source``, the back end: conditions become terms of a small language of expressions, that of
``sql_terms``. ``column_layers`` gives names to those that are read more than once and puts them in layers: each reads
the one before; ``two_readings`` parts conditions over packed integers into the certain and the possible one. How
a dialect of SQL writes an expression is not said here, so that the kernel needs no package.

Words: NULL stands for unknown in a condition, and for an open or missing end in a number; a *settled* condition is
never NULL.

What must not come in: tables, texts of definitions, and dialects.
"""

from kiemdinh.rules.sql.column_layers import ColumnLayers, arrange_columns
from kiemdinh.rules.sql.sql_ends import SqlEnd, SqlSpan, column_span
from kiemdinh.rules.sql.sql_source import SqlSource
from kiemdinh.rules.sql.sql_terms import SqlTerm, SqlTerms
from kiemdinh.rules.sql.two_readings import NullReadings, Readings, TwoReadings

__all__ = [
    "ColumnLayers",
    "NullReadings",
    "Readings",
    "SqlEnd",
    "SqlSource",
    "SqlSpan",
    "SqlTerm",
    "SqlTerms",
    "TwoReadings",
    "arrange_columns",
    "column_span",
]

"""The meaning of the columns of a table of schools, by their headings and by a mapping of the user.

Begin with ``headings``, which reads one heading under a framework; ``meaning`` has what it stands for. ``mapping``
reads what a user says, and ``plan`` puts both together for a sheet.

Words: a *heading* is the cell at the top of a column; its *meaning* is the node or input that it stands for, with
stage, members and year; a *mapping* says of headings what they mean.

Cells must not come in: what stands below a heading decides nothing about it.
"""

from kiemdinh.portfolio.columns.headings import ABOUT_ROWS, OF_LONG_ROWS, HeadingReader
from kiemdinh.portfolio.columns.mapping import (
    DATE_ORDERS,
    ColumnMapping,
    ColumnRule,
    DateOrder,
    MappedColumn,
    RowForm,
    read_mapping,
)
from kiemdinh.portfolio.columns.meaning import ColumnKind, ColumnMeaning, meaning_of_input, meaning_of_record
from kiemdinh.portfolio.columns.plan import (
    FORM_HEAD,
    ColumnPlan,
    PlannedColumn,
    check_mapped_columns,
    count_known,
    find_twice,
    plan_columns,
    refuse_form,
)

__all__ = [
    "ABOUT_ROWS",
    "DATE_ORDERS",
    "FORM_HEAD",
    "OF_LONG_ROWS",
    "ColumnKind",
    "ColumnMapping",
    "ColumnMeaning",
    "ColumnPlan",
    "ColumnRule",
    "DateOrder",
    "HeadingReader",
    "MappedColumn",
    "PlannedColumn",
    "RowForm",
    "check_mapped_columns",
    "count_known",
    "find_twice",
    "meaning_of_input",
    "meaning_of_record",
    "plan_columns",
    "read_mapping",
    "refuse_form",
]

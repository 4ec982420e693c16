"""Reading a table of schools: a file or a frame becomes columns of distinct entries, with a code for each row.

Begin with ``read_table``, the one verb, and ``school_table``, what it returns. ``layout`` makes a row of each
assessment, and ``cells`` reads each distinct cell of a column once, by the readers of dossiers.

Words: a *heading* is the cell at the top of a column; to *lay out* rows is to make one row of each assessment.

Levels and explanations must not come in.
"""

from kiemdinh.portfolio.columns import ColumnMeaning
from kiemdinh.portfolio.sheets import RejectedCell
from kiemdinh.portfolio.tables.cells import (
    CellReader,
    as_percentage,
    find_unreadable_text,
    join_details,
    read_serial_date,
)
from kiemdinh.portfolio.tables.described_columns import DescribedColumn, describe_columns, write_mapping
from kiemdinh.portfolio.tables.joined_tables import join_tables
from kiemdinh.portfolio.tables.latest_rows import find_latest_rows
from kiemdinh.portfolio.tables.layouts import RawRows
from kiemdinh.portfolio.tables.open_table import OpenTable, TableOptions, open_table
from kiemdinh.portfolio.tables.read_again import assess_on, join_columns, read_again, take_rows
from kiemdinh.portfolio.tables.read_rows import RowReading, read_rows
from kiemdinh.portfolio.tables.read_table import read_table, read_tables
from kiemdinh.portfolio.tables.row_checks import name_schools
from kiemdinh.portfolio.tables.row_editions import keep_rows, read_by_edition
from kiemdinh.portfolio.tables.rows import (
    ReadAbout,
    read_about,
    read_cell_text,
    read_column,
    read_day,
    read_id,
    read_stages,
    split_stages,
)
from kiemdinh.portfolio.tables.school_table import AddsMembers, CellEntry, SchoolTable, TableColumn, TableRows
from kiemdinh.portfolio.tables.set_aside import SetAside

__all__ = [
    "AddsMembers",
    "CellEntry",
    "CellReader",
    "ColumnMeaning",
    "DescribedColumn",
    "OpenTable",
    "RawRows",
    "ReadAbout",
    "RejectedCell",
    "RowReading",
    "SchoolTable",
    "SetAside",
    "TableColumn",
    "TableOptions",
    "TableRows",
    "as_percentage",
    "assess_on",
    "describe_columns",
    "find_latest_rows",
    "find_unreadable_text",
    "join_columns",
    "join_details",
    "join_tables",
    "keep_rows",
    "name_schools",
    "open_table",
    "read_about",
    "read_again",
    "read_by_edition",
    "read_cell_text",
    "read_column",
    "read_day",
    "read_id",
    "read_rows",
    "read_serial_date",
    "read_stages",
    "read_table",
    "read_tables",
    "split_stages",
    "take_rows",
    "write_mapping",
]

"""Files and frames as sheets: rows and columns of cells that are not yet interpreted, whatever the format.

Begin with ``sheet``, the form that every format is brought into, and ``open_sheets``, which tells the format.
``csv_sheet`` reads text, ``frame_sheet`` frames and what Arrow reads, ``workbooks`` XLSX and ODS. ``rejected`` is a
cell for which a row is set aside.

Words: a *heading* is the cell at the top of a column; the *contents* of a column are its distinct cells.

What a column or a cell means must not come in: that is what ``tables`` reads.
"""

from kiemdinh.diagnostics.optional import import_format
from kiemdinh.portfolio.sheets.contents import drop_unused
from kiemdinh.portfolio.sheets.formulas import disarm_formula
from kiemdinh.portfolio.sheets.frame_sheet import is_frame, join_batches
from kiemdinh.portfolio.sheets.open_sheets import SchoolFormError, list_files, open_each_sheet, open_sheets
from kiemdinh.portfolio.sheets.rejected import RejectedCell, column_letters
from kiemdinh.portfolio.sheets.row_notes import name_rows
from kiemdinh.portfolio.sheets.sheet import (
    MAX_CELL_LENGTH,
    MAX_ROWS,
    NOT_CALCULATED,
    NOTHING,
    Contents,
    CountKnown,
    Sheet,
    SheetColumn,
    SheetRows,
    is_nothing,
)

__all__ = [
    "MAX_CELL_LENGTH",
    "MAX_ROWS",
    "NOTHING",
    "NOT_CALCULATED",
    "Contents",
    "CountKnown",
    "RejectedCell",
    "SchoolFormError",
    "Sheet",
    "SheetColumn",
    "SheetRows",
    "column_letters",
    "disarm_formula",
    "drop_unused",
    "import_format",
    "is_frame",
    "is_nothing",
    "join_batches",
    "list_files",
    "name_rows",
    "open_each_sheet",
    "open_sheets",
]

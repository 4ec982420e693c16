"""Reading a table of schools: a file or a frame becomes columns of distinct entries, with a code for each row.

Begin with ``read_table``, the one verb, and ``school_table``, what it returns. ``headings`` decides what each column
stands for, ``mapping`` reads what a user says of that, ``cells`` reads each distinct cell of a column once, by the
readers of dossiers. ``sheets`` is the form that every kind of file is brought into; ``csv_sheet`` reads text.

Words: a *heading* is the cell at the top of a column; a *sheet* is a table as it stands in a file, cells not yet read.

Levels and explanations must not come in.
"""

from kiemdinh.portfolio.sheets import RejectedCell
from kiemdinh.portfolio.tables.headings import ColumnMeaning
from kiemdinh.portfolio.tables.read_table import read_table
from kiemdinh.portfolio.tables.school_table import CellEntry, SchoolTable, TableColumn, TableRows

__all__ = [
    "CellEntry",
    "ColumnMeaning",
    "RejectedCell",
    "SchoolTable",
    "TableColumn",
    "TableRows",
    "read_table",
]

"""Tables that users are handed, in the kind of frame that they have: polars, pandas, pyarrow, DuckDB, or dictionaries.

Begin with ``make_frame``; ``schema`` has the tables of results, with what kind of cell each column has.

Words: the *columns* of a table are what a frame is made of, each a sequence with a cell for each row.

The meaning of the columns must not come in: the callers know it.
"""

from kiemdinh.portfolio.frames.make_frame import Columns, FrameMaker, TableKinds, frame_maker
from kiemdinh.portfolio.frames.schema import TABLES, CellKind, TableName, columns_of_rejected, kind_of_column

__all__ = [
    "TABLES",
    "CellKind",
    "Columns",
    "FrameMaker",
    "TableKinds",
    "TableName",
    "columns_of_rejected",
    "frame_maker",
    "kind_of_column",
]

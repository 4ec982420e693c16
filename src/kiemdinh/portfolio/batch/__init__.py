"""Levels of all schools of a table.

Begin with ``table_assessment``, which has the one verb, and ``batch``, what it returns. ``plain_rows``
compiles the rules for rows of plain findings and figures; every other row goes the *general way*, through
:func:`kiemdinh.assess`. ``portfolio.frames`` makes tables of results in the kind of frame that the caller has.

Words: a row is *rejected* where it cannot be read or assessed; the others go on.

What a cell means, and how a level comes about, must not come in.
"""

from kiemdinh.portfolio.batch.batch import Batch, Detail
from kiemdinh.portfolio.batch.files import fill_csv, write_csv, write_parquet, write_whole, write_workbook
from kiemdinh.portfolio.batch.packed import PackedTable, pack
from kiemdinh.portfolio.batch.plain_rows import find_general_rows
from kiemdinh.portfolio.batch.sql import sql
from kiemdinh.portfolio.batch.streams import StreamedBatch
from kiemdinh.portfolio.batch.table_assessment import Engine, assess_many

__all__ = [
    "Batch",
    "Detail",
    "Engine",
    "PackedTable",
    "StreamedBatch",
    "assess_many",
    "fill_csv",
    "find_general_rows",
    "pack",
    "sql",
    "write_csv",
    "write_parquet",
    "write_whole",
    "write_workbook",
]

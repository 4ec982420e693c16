"""Read a table of schools: headings, rows, and each distinct cell of a column once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import read_date_argument
from kiemdinh.portfolio.progress import track
from kiemdinh.portfolio.tables.joined_tables import join_tables
from kiemdinh.portfolio.tables.open_table import TableOptions, open_table
from kiemdinh.portfolio.tables.read_rows import RowReading, read_rows
from kiemdinh.portfolio.tables.row_editions import keep_rows, read_by_edition

if TYPE_CHECKING:
    from pathlib import Path

    from kiemdinh.portfolio.tables.school_table import SchoolTable
    from kiemdinh.standards.catalogue import AnyFramework

__all__ = ["read_table", "read_tables"]


def read_table(
    framework: AnyFramework,
    table: Any,
    *,
    columns: Any = None,
    on: dt.date | str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> SchoolTable:
    r"""Read a table of schools, a row for each assessment.

    Parameters
    ----------
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a framework that is loaded. Of an id, *on* picks the
        edition, as in :func:`kiemdinh.load`; without it the last day of the rows does. A table has one edition, and a
        warning names days of rows on which another one is in force (KD401).
    table
        A ``Path`` of a file: text (CSV, TSV), XLSX, ODS, Parquet or Arrow IPC; of a folder of such files, or with a
        pattern such as ``*.csv``, whose rows follow one another; a frame of polars, pandas, pyarrow or DuckDB; or rows
        as mappings.
    columns
        What the columns stand for where their headings do not say it: a map from headings to ids, to
        ``{id: ID, percent: fraction, dates: day-first, words: {TEXT: ID}}``, or to None for a column that is left out;
        or the ``Path`` of a mapping file.
    on
        The date of the assessment. Without it each row needs a date of its own.
    sheet
        The sheet of a workbook; None takes the first one that has headings.
    encoding, delimiter
        How a text is read; None finds it out.

    Returns
    -------
    SchoolTable
        The rows that can be read. Each cell that cannot be read is in ``rejected``, and its row is set aside. The cost
        is one look-up for each cell, and one reading for each distinct cell of a column.

    Raises
    ------
    InputError
        *table* is no table, or no column of it is known, or two columns stand for one thing.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "schools.csv")
    ...     _ = file.write_text("school;1.1;1.2\nA;muc-1;Mức 2\nB;muc-9;muc-1\n", encoding="utf-8")
    ...     table = read_table("vn.tt57-2026.pho-thong", file, on="2027-06-30")
    >>> table.dossier_of(0)["findings"]
    {'1.1': 'muc-1', '1.2': 'Mức 2'}
    >>> [(one.cell, one.code) for one in table.rejected]
    [('B3', 'KD104')]
    """
    options = TableOptions(columns, sheet, encoding, delimiter, read_date_argument(on, "on"))
    rows = keep_rows(table)
    return join_tables(read_by_edition(framework, options.on, lambda chosen, _: read_tables(chosen, rows, options)))


def read_tables(
    framework: AnyFramework, table: Any, options: TableOptions, forms: list[Path] | None = None
) -> list[SchoolTable]:
    """Return the tables of the sheets that :func:`read_table` joins; the arguments are those of :func:`open_table`."""
    opened = open_table(framework, table, options, forms)
    reading = RowReading(opened.records, opened.headings, options.on, opened.mapping.rows)
    sheets = track(opened.sheets, Message("reading tables"))
    return [read_rows(one, plan, reading) for one, plan in sheets]

"""Sheets of frames (polars, pandas, pyarrow, DuckDB), of rows as mappings, and of files that Arrow reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, islice
from pathlib import Path
from typing import Any, Final

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.optional import import_format
from kiemdinh.portfolio.coded import Codes, has_code, select_codes
from kiemdinh.portfolio.sheets.contents import column_of_arrow, column_of_values
from kiemdinh.portfolio.sheets.heading_row import find_heading_row
from kiemdinh.portfolio.sheets.row_notes import RowNotes
from kiemdinh.portfolio.sheets.sheet import MAX_COLUMNS, MAX_ROWS, CountKnown, SheetColumn, SheetRows

__all__ = ["ARROW_SUFFIXES", "FrameSheet", "is_frame", "join_batches", "open_arrow_file", "open_frame", "open_mappings"]

ARROW_SUFFIXES: Final = (".parquet", ".pq", ".arrow", ".ipc", ".feather")
"""The ends of names of files that Arrow reads."""


@dataclass(slots=True)
class FrameSheet:
    """A table whose columns are read whole. Rows are counted as if the headings stood in row 1.

    Attributes
    ----------
    headings
        The names of the columns.
    read_columns
        Returns the columns that are wanted, by their place.
    file
        The name of the file; None of a frame.
    """

    headings: Sequence[str]
    read_columns: Callable[[Sequence[int]], list[SheetColumn]]
    file: str | None = None
    warnings: list[Diagnostic] = field(default_factory=list)
    heading_row: int = 1
    name: None = None
    epoch: None = None

    def read_rows(self, wanted: Collection[int]) -> SheetRows:
        """Return the rows with the columns that are wanted; rows that are blank in all of them are left out.

        Raises
        ------
        InputError
            There are too many rows (KD718), or the file cannot be read (KD716).
        """
        columns = {column.index: column for column in self.read_columns(sorted(wanted))}
        count = max((len(column.codes) for column in columns.values()), default=0)
        if count > MAX_ROWS:
            message = Message("more than {n:,} rows", n=MAX_ROWS)
            raise InputError([Diagnostic("KD718", "error", message, self.file)])
        notes = RowNotes(self.file, None, len(self.headings))
        blank = _find_blank([column.codes for column in columns.values()], count)
        notes.blank = [row + 2 for row in blank]
        numbers: Sequence[int] = range(2, count + 2)
        if blank:
            keep = bytearray(b"\x01") * count
            for row in blank:
                keep[row] = 0
            columns = {i: replace(one, codes=select_codes(one.codes, keep)) for i, one in columns.items()}
            numbers = list(compress(numbers, keep))
        return SheetRows(columns, numbers, warnings=notes.warnings())


def is_frame(table: object) -> bool:
    """Whether *table* is a frame of polars, pandas, pyarrow, DuckDB or another library that narwhals knows.

    Nothing is imported to find that out: frames are told by the module of their class.
    """
    return type(table).__module__.partition(".")[0].lstrip("_") in _LIBRARIES


_LIBRARIES: Final = frozenset(
    {"polars", "pandas", "pyarrow", "duckdb", "narwhals", "modin", "cudf", "ibis", "dask", "pyspark"}
)


def open_frame(table: Any, count_known: CountKnown) -> FrameSheet:
    """Return a frame as a sheet. A lazy one is collected when its rows are read, and then the wanted columns alone.

    Raises
    ------
    InputError
        narwhals is not installed (KD717), two columns have one name (KD703), or no column is known (KD704).
    """
    narwhals = import_format("narwhals", "tables")
    _refuse_levels_of_names(table)
    table = join_batches(table)
    try:
        frame = narwhals.from_native(table)
        names = list(frame.collect_schema().names())
    except narwhals.exceptions.DuplicateError as error:
        message = Message("two columns have one name: {reason}", reason=str(error).splitlines()[0])
        raise InputError([Diagnostic("KD703", "error", message)]) from None
    except (TypeError, ValueError):
        refuse_argument("table", table, Message("the Path of a table, a frame, or rows as mappings"))
    if frame.implementation.is_spark_like():
        message = Message("a table of Spark is not collected here")
        raise InputError([Diagnostic("KD716", "error", message, hint=Message("write it as Parquet first"))])

    def read_columns(wanted: Sequence[int]) -> list[SheetColumn]:
        chosen = frame.select(*(names[index] for index in wanted))
        if isinstance(chosen, narwhals.LazyFrame):
            chosen = chosen.collect("pyarrow")
        if chosen.implementation.is_pyarrow():
            columns = chosen.to_native().columns
            return [column_of_arrow(index, str(names[index]), columns[i]) for i, index in enumerate(wanted)]
        return [_read_series(index, str(names[index]), chosen[names[index]]) for index in wanted]

    return _check_headings(FrameSheet([str(name) for name in names], read_columns), count_known)


def join_batches(table: Any) -> Any:
    """Return a batch of Arrow, or what reads batches, as a table; anything else as it is."""
    if type(table).__module__.partition(".")[0] != "pyarrow":
        return table
    arrow = import_format("pyarrow", "tables")
    if isinstance(table, arrow.RecordBatch):
        return arrow.Table.from_batches([table])
    return table.read_all() if isinstance(table, arrow.RecordBatchReader) else table


def _read_series(index: int, heading: str, series: Any) -> SheetColumn:
    arrow = import_format("pyarrow", "tables")
    try:
        values = series.to_arrow()
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, arrow.ArrowNotImplementedError):  # of several types
        return column_of_values(index, heading, series.to_list())
    return column_of_arrow(index, heading, values)


def _refuse_levels_of_names(table: Any) -> None:
    """Refuse a frame of pandas whose columns have names of several levels: two rows of headings."""
    if type(table).__module__.startswith("pandas") and getattr(table.columns, "nlevels", 1) > 1:
        message = Message("the columns of the frame have names of several levels")
        hint = Message("leave one row of headings, each in a cell of its own")
        raise InputError([Diagnostic("KD705", "error", message, hint=hint)])


def open_mappings(table: Iterable[Any], count_known: CountKnown) -> FrameSheet:
    """Return rows that are mappings as a sheet; a key that a row lacks is an empty cell.

    Raises
    ------
    InputError
        A row is no mapping (KD334), there are too many (KD718), or no column is known (KD704).
    """
    rows = list(islice(table, MAX_ROWS + 1))
    for row in rows:
        if not isinstance(row, Mapping):
            refuse_argument("table", row, Message("the Path of a table, a frame, or rows as mappings"))
    names: dict[Any, None] = {}
    for row in rows:
        names.update(dict.fromkeys(row))
    headings = list(names)

    def read_columns(wanted: Sequence[int]) -> list[SheetColumn]:
        return [
            column_of_values(index, str(headings[index]), (row.get(headings[index]) for row in rows))
            for index in wanted
        ]

    return _check_headings(FrameSheet([str(name) for name in headings], read_columns), count_known)


def open_arrow_file(path: Path, name: str, count_known: CountKnown) -> FrameSheet:
    """Return a file of Parquet or Arrow IPC (Feather) as a sheet; of it the wanted columns alone are read.

    Raises
    ------
    InputError
        pyarrow is not installed (KD717), the file is damaged or something else (KD716), or no column is known (KD704).
    """
    arrow = import_format("pyarrow", "tables", name)
    try:
        names, read = _open_parquet(path) if _is_parquet(path) else _open_ipc(path)
    except (arrow.ArrowInvalid, OSError) as error:
        raise InputError([_damaged(name, error)]) from None

    def read_columns(wanted: Sequence[int]) -> list[SheetColumn]:
        try:
            found = read([names[index] for index in wanted])
        except (arrow.ArrowInvalid, OSError) as error:
            raise InputError([_damaged(name, error)]) from None
        return [column_of_arrow(index, names[index], found.column(i)) for i, index in enumerate(wanted)]

    return _check_headings(FrameSheet(names, read_columns, name), count_known)


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1" or path.suffix.lower() in (".parquet", ".pq")


def _open_parquet(path: Path) -> tuple[list[str], Callable[[list[str]], Any]]:
    parquet = import_format("pyarrow.parquet", "tables")
    schema = parquet.read_schema(path)
    types, names = import_format("pyarrow", "tables").types, schema.names
    texts = {field.name for field in schema if types.is_string(field.type) or types.is_large_string(field.type)}

    def read(wanted: list[str]) -> Any:
        # Texts are left as the dictionaries in which the file has them.
        with parquet.ParquetFile(path, read_dictionary=[name for name in wanted if name in texts]) as file:
            return file.read(columns=wanted).select(wanted)

    return names, read


def _open_ipc(path: Path) -> tuple[list[str], Callable[[list[str]], Any]]:
    arrow, ipc = import_format("pyarrow", "tables"), import_format("pyarrow.ipc", "tables")

    def read_whole() -> Any:
        with arrow.memory_map(str(path)) as source:
            try:
                return ipc.open_file(source).read_all()
            except arrow.ArrowInvalid:  # the form for streams
                source.seek(0)
                return ipc.open_stream(source).read_all()

    table = read_whole()
    return table.column_names, table.select


def _damaged(name: str, error: object) -> Diagnostic:
    message = Message("the file cannot be read as its name says: {reason}", reason=str(error).splitlines()[0])
    return Diagnostic("KD716", "error", message, name)


def _check_headings(sheet: FrameSheet, count_known: CountKnown) -> FrameSheet:
    """Return a sheet of which some column is known."""
    if len(sheet.headings) > MAX_COLUMNS:
        message = Message("more than {n:,} columns", n=MAX_COLUMNS)
        raise InputError([Diagnostic("KD718", "error", message, sheet.file)])
    find_heading_row([sheet.headings], sheet.file, None, count_known)
    return sheet


def _find_blank(codes: Sequence[Codes], count: int) -> list[int]:
    """Return the rows in which every column has nothing."""
    # In most tables some column is full, such as the ids of the schools.
    if not all(has_code(column, 0) for column in codes):
        return []
    waiting: Iterable[int] = range(count)
    for column in codes:
        waiting = [row for row in waiting if not column[row]]
        if not waiting:
            return []
    return list(waiting)

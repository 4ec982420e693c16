"""A file in blocks of rows, each a sheet of its own under the headings of the file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.sheets import RejectedCell, Sheet, SheetRows, import_format, is_frame, list_files
from kiemdinh.portfolio.tables import OpenTable, TableOptions, open_table

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.standards.loading import Framework

__all__ = ["TableBlock", "list_blocks"]

_BYTES: Final = 4_000_000
"""Bytes of text in a block."""
_ROWS: Final = 20_000
"""Rows of a block of Parquet."""
_PARQUET: Final = b"PAR1"
_NO_TEXT: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"ARROW1", b"\xff\xfe", b"\xfe\xff")
"""How files begin that are not read in blocks: workbooks, Arrow, and text of which a character has two bytes."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Some rows of a table.

    Attributes
    ----------
    opened
        Its one sheet, with what the columns are taken for.
    source
        Which file it is of, counted from 0.
    """

    opened: OpenTable
    source: int


@dataclass(frozen=True, slots=True)
class _ShiftedSheet:
    """A block as a sheet of the whole file: rows are counted as there."""

    sheet: Sheet
    file: str | None
    offset: int

    @property
    def name(self) -> str | None:
        return self.sheet.name

    @property
    def headings(self) -> Sequence[str]:
        return self.sheet.headings

    @property
    def heading_row(self) -> int:
        return self.sheet.heading_row

    @property
    def epoch(self) -> dt.datetime | None:
        return self.sheet.epoch

    @property
    def warnings(self) -> Sequence[Diagnostic]:
        return [] if self.offset else [replace(one, file=self.file) for one in self.sheet.warnings]

    def read_rows(self, wanted: Collection[int]) -> SheetRows:
        rows = self.sheet.read_rows(wanted)
        numbers = rows.numbers
        shifted: Sequence[int] = (
            range(numbers.start + self.offset, numbers.stop + self.offset)
            if isinstance(numbers, range)
            else [number + self.offset for number in numbers]
        )
        # Warnings about blank rows have their numbers in words.
        warnings = [] if self.offset else [replace(one, file=self.file) for one in rows.warnings]
        return SheetRows(rows.columns, shifted, [*map(self._shift_cell, rows.rejected)], warnings)

    def _shift_cell(self, cell: RejectedCell) -> RejectedCell:
        row = cell.row + self.offset
        return replace(cell, file=self.file, row=row, cell=f"{cell.cell.rstrip('0123456789')}{row}")


def list_blocks(framework: Framework, table: Any, options: TableOptions) -> Iterator[TableBlock]:
    """Yield the blocks of a table, in order. One block is held at a time, whatever the table is.

    Raises
    ------
    InputError
        It is neither text nor Parquet nor a relation of DuckDB (KD731), or no table.
    """
    if is_frame(table):
        yield from _list_relation_blocks(framework, table, options)
        return
    for source, path in enumerate(list_files(table)):
        with path.open("rb") as file:
            head = file.read(8)
        if head.startswith(_PARQUET):
            relation = _import_duckdb().connect().from_parquet(str(path))
            found = _list_arrow_blocks(framework, relation, options, str(path))
        elif head.startswith(_NO_TEXT):
            _refuse(Message("the file is no text in one byte or UTF-8, and no Parquet"), str(path))
        else:
            found = _list_text_blocks(framework, path, options)
        yield from (TableBlock(opened, source) for opened in found)


def _import_duckdb() -> Any:
    return import_format("duckdb", "duckdb")


def _list_relation_blocks(framework: Framework, table: Any, options: TableOptions) -> Iterator[TableBlock]:
    if not type(table).__module__.lstrip("_").startswith("duckdb"):
        _refuse(Message("a frame in memory is no stream"), None)
    yield from (TableBlock(opened, 0) for opened in _list_arrow_blocks(framework, table, options, None))


def _list_arrow_blocks(
    framework: Framework, relation: Any, options: TableOptions, file: str | None
) -> Iterator[OpenTable]:
    arrow = import_format("pyarrow", "tables")
    done = 0
    fetch = getattr(relation, "to_arrow_reader", None) or relation.fetch_record_batch
    for batch in fetch(_ROWS):
        part = arrow.Table.from_batches([batch])
        yield _open_part(framework, part, options, file, done)
        done += len(part)
    if not done:
        yield _open_part(framework, arrow.table({name: [] for name in relation.columns}), options, file, 0)


def _open_part(framework: Framework, part: object, options: TableOptions, file: str | None, offset: int) -> OpenTable:
    with _naming(file):
        opened = open_table(framework, part, options)
    sheets = tuple((_ShiftedSheet(sheet, file, offset), plan) for sheet, plan in opened.sheets)
    return replace(opened, sheets=sheets)


@contextmanager
def _naming(file: str | None) -> Iterator[None]:
    """Name the file of the user in problems, not that of a part."""
    try:
        yield
    except InputError as error:
        raise InputError([replace(one, file=file) for one in error.diagnostics]) from None


def _list_text_blocks(framework: Framework, path: Path, options: TableOptions) -> Iterator[OpenTable]:
    with path.open("rb") as file, TemporaryDirectory(prefix="kiemdinh-") as folder:
        part = Path(folder, f"part{path.suffix}")
        rows, chunk = _read_rows(file, str(path))
        part.write_bytes(chunk)
        first = _open_part(framework, part, options, str(path), 0)
        heading_row = first.sheets[0][0].heading_row
        head = _take_rows(chunk, heading_row)
        yield first
        done = rows
        while chunk:
            rows, chunk = _read_rows(file, str(path))
            if chunk:
                part.write_bytes(head + chunk)
                yield _open_part(framework, part, options, str(path), done - heading_row)
                done += rows


def _read_rows(file: BinaryIO, name: str) -> tuple[int, bytes]:
    """Return the next rows of a text and how many there are; a line break in quotes ends no row."""
    chunk = file.read(_BYTES) + file.readline()
    while chunk.count(b'"') % 2:
        more = file.readline()
        if not more:
            break
        chunk += more
        if len(chunk) > 4 * _BYTES:
            message = Message("a quote does not end")
            raise InputError([Diagnostic("KD716", "error", message, name)])
    return _count_rows(chunk), chunk


def _count_rows(chunk: bytes) -> int:
    if b'"' not in chunk:
        return chunk.count(b"\n")
    return sum(part.count(b"\n") for part in chunk.split(b'"')[::2])


def _take_rows(chunk: bytes, rows: int) -> bytes:
    """Return the first rows of a text."""
    taken = b""
    for line in chunk.splitlines(keepends=True):
        taken += line
        if taken.count(b'"') % 2 == 0 and _count_rows(taken) >= rows:
            break
    return taken


def _refuse(message: Message, file: str | None) -> None:
    hint = Message("engine='auto' reads it; or write it as Parquet or as CSV in UTF-8")
    raise InputError([Diagnostic("KD731", "error", message, file, hint=hint)])

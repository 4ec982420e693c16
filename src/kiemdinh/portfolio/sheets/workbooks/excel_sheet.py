"""Sheets of workbooks (XLSX), read by openpyxl, which keeps the formats of numbers: a percent cell 0.92 is 92 %."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings as python_warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.optional import import_format
from kiemdinh.parsing.cells import clean_text, write_number
from kiemdinh.portfolio.sheets.contents import column_of_values
from kiemdinh.portfolio.sheets.heading_row import find_heading_row, has_headings
from kiemdinh.portfolio.sheets.sheet import NOT_CALCULATED, CountKnown, SheetRows
from kiemdinh.portfolio.sheets.workbooks.marked_rows import MarkedRows
from kiemdinh.portfolio.sheets.workbooks.marks import SheetMarks, find_marks
from kiemdinh.portfolio.sheets.workbooks.zip_files import check_zip
from kiemdinh.rules import exact_number

__all__ = ["WorkbookSheet", "open_form", "open_workbook"]

MAX_WORKBOOK_CELLS: Final = 100_000_000
"""Cells of the largest sheet of a workbook, empty ones to the left of others included."""
_MAX_ROWS: Final = 1 << 20
"""Rows of a sheet of a spreadsheet."""
_HEAD: Final = 20
_DIGITS_SHOWN: Final = ".15g"
"""A spreadsheet shows and compares 15 digits of a number: 0.1 + 0.2 is 0.3 in it."""
_EXACT: Final = 10**15
"""The whole numbers below which these digits are all."""
_NOT_FORMAT: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(slots=True)
class WorkbookSheet:
    """A sheet of a workbook whose headings have been found; its rows are read in one pass, and not kept.

    Attributes
    ----------
    path, file, name
        The file, its name as messages say it, and the name of the sheet.
    headings, heading_row
        The headings, and the row in which they stand, counted from 1.
    epoch
        The day 0 of the workbook, from which its serial dates count.
    warnings
        What was noticed so far.
    most
        How many cells it may have.
    book
        The workbook, where it was opened for all of its sheets; None opens the file again.
    """

    path: Path
    file: str
    name: str
    headings: Sequence[str]
    heading_row: int
    epoch: dt.datetime | None
    warnings: list[Diagnostic] = field(default_factory=list)
    most: int = MAX_WORKBOOK_CELLS
    book: Any = None

    def read_rows(self, wanted: Collection[int]) -> SheetRows:
        """Return the rows with the columns that are wanted. Rows under merged cells are set aside.

        Raises
        ------
        InputError
            A heading is merged with others (KD705), or there are too many cells (KD718).
        """
        marks = find_marks(self.path, self.name)
        rows = MarkedRows(self.file, self.name, self.headings, self.heading_row, marks.merged, marks.hidden_rows)
        rows.check_headings()
        rows.tell_hidden_columns(marks.hidden_columns, wanted)
        indices = sorted(wanted)
        values: list[list[Any]] = [[] for _ in indices]
        width = len(self.headings)
        with self._open_book() as book:
            for number, row in _iterate_rows(book[self.name], self.file, self.most, len(indices)):
                if number > self.heading_row:
                    cells = [_read_cell(row, number, index, marks) for index in indices] if row else ()
                    if len(row) > width:
                        rows.note_outside(number, (cell.value for cell in row[width:]))
                    if rows.take(number, cells):
                        for column, cell in zip(values, cells, strict=True):
                            column.append(cell)
        columns = {
            index: column_of_values(index, self.headings[index], column)
            for index, column in zip(indices, values, strict=True)
        }
        return rows.finish(columns)

    def _open_book(self) -> AbstractContextManager[Any]:
        return _open_book(self.path, self.file) if self.book is None else nullcontext(self.book)


def open_workbook(path: Path, name: str, count_known: CountKnown, *, sheet: str | None) -> WorkbookSheet:
    """Return a sheet of a workbook: the one that is named, else the first visible one that has known headings.

    Raises
    ------
    InputError
        openpyxl is not installed (KD717), the file is damaged (KD716) or too large (KD718), there is no such sheet
        (KD334), or no column is known (KD704).
    """
    import_format("openpyxl", "xlsx", name)
    import_format("defusedxml", "xlsx", name)
    check_zip(path, name)
    with _open_book(path, name) as book:
        sheets = {one.title: one for one in book.worksheets}
        if sheet is not None and sheet not in sheets:
            refuse_argument("sheet", sheet, list_names(list(sheets)))
        visible = [title for title, one in sheets.items() if one.sheet_state == "visible"]
        chosen = [sheet] if sheet is not None else visible or list(sheets)
        heads = {title: _read_head(sheets[title], name) for title in chosen}
        epoch = book.epoch
    known = [title for title in chosen if any(count_known(row) > 0 for row in heads[title])]
    title = next(iter(known or chosen), None)
    if title is None:
        raise InputError([Diagnostic("KD704", "error", Message("the table is empty"), name)])
    others = [one for one in known[1:] if has_headings(heads[one], count_known)]
    row, noticed = find_heading_row(heads[title], name, title, count_known)
    if others:
        message = Message("the sheet '{sheet}' is read, and not {others}", sheet=title, others=Message.join(others))
        hint = Message("say sheet=… for another one")
        noticed = [*noticed, Diagnostic("KD710", "warning", message, name, hint=hint)]
    return WorkbookSheet(path, name, title, heads[title][row], row + 1, epoch, noticed)


def open_form(path: Path, name: str, count_known: CountKnown, *, most: int, most_sheets: int) -> list[WorkbookSheet]:
    """Return all sheets of a workbook that have known headings, hidden ones included; none may have more cells.

    The file is opened once, and held: what all sheets share, such as their texts, is read once.

    Raises
    ------
    InputError
        openpyxl is not installed (KD717), the file is damaged (KD716) or too large (KD718), or rows are no headings
        (KD705).
    """
    import_format("defusedxml", "xlsx", name)
    book = _load(io.BytesIO(path.read_bytes()), name)
    if len(book.worksheets) > most_sheets:
        message = Message("more than {n:,} sheets", n=most_sheets)
        raise InputError([Diagnostic("KD718", "error", message, name)])
    opened = []
    for sheet in book.worksheets:
        head = _read_head(sheet, name)
        if any(count_known(row) > 0 for row in head):
            row, noticed = find_heading_row(head, name, sheet.title, count_known)
            opened.append(
                WorkbookSheet(path, name, sheet.title, head[row], row + 1, book.epoch, noticed, most=most, book=book)
            )
    return opened


@contextmanager
def _open_book(path: Path, name: str) -> Iterator[Any]:
    # Given a path, openpyxl would also look at its ending; an open file is read whatever its name.
    with path.open("rb") as file:
        book = _load(file, name)
        try:
            yield book
        finally:
            book.close()


def _load(file: BinaryIO, name: str) -> Any:
    openpyxl = import_format("openpyxl", "xlsx", name)
    with python_warnings.catch_warnings():
        # It warns of what it leaves out: drawings, validation, default styles. None of that is a cell.
        python_warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # noqa: BLE001 - a damaged file raises whatever its parts are read with
            message = Message("the file cannot be read as its name says: {reason}", reason=error)
            raise InputError([Diagnostic("KD716", "error", message, name)]) from None


def _iterate_rows(
    sheet: Any, file: str, most: int = MAX_WORKBOOK_CELLS, width: int = 0
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield each row with its number, counted from 1; a row goes as far as its last cell.

    Each row counts as *width* cells at least, since so many are read of each.
    """
    sheet.reset_dimensions()
    cells = 0
    rows = sheet.iter_rows()
    for number in count(1):
        try:
            row = next(rows, None)
        except Exception as error:  # noqa: BLE001 - as above
            message = Message("row {n}: {reason}", n=number, reason=error)
            raise InputError([Diagnostic("KD716", "error", message, file, path=sheet.title)]) from None
        if row is None:
            return
        cells += max(len(row), width) if row else 0
        if cells > most:
            message = Message("more than {max_cells:,} cells", max_cells=most)
            hint = Message("cells count up to the last one of each row: delete the cells to the right of the table")
            raise InputError([Diagnostic("KD718", "error", message, file, path=sheet.title, hint=hint)])
        if number > _MAX_ROWS:
            message = Message("more than {n:,} rows", n=_MAX_ROWS)
            raise InputError([Diagnostic("KD718", "error", message, file, path=sheet.title)])
        yield number, row


def _read_head(sheet: Any, file: str) -> list[list[str]]:
    """Return the texts of the first rows."""
    rows = [row for _, row in islice(_iterate_rows(sheet, file), _HEAD)]
    texts = [["" if cell.value is None else clean_text(str(_read_value(cell))) for cell in row] for row in rows]
    for row in texts:
        while row and not row[-1]:
            row.pop()
    return texts


def _read_cell(row: Sequence[Any], number: int, index: int, marks: SheetMarks) -> Any:
    if (number, index) in marks.not_calculated:
        return NOT_CALCULATED
    return _read_value(row[index]) if index < len(row) else None


def _read_value(cell: Any) -> Any:
    """Return the content of a cell: a text, a number, a date, or a text such as ``92%`` of a percent cell."""
    value = cell.value
    if isinstance(value, float):
        value = float(format(value, _DIGITS_SHOWN))
        # A longer number has lost its last digits: it stays a float, since a whole number would look exact.
        value = int(value) if value.is_integer() and abs(value) < _EXACT else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if "%" in _NOT_FORMAT.sub("", cell.number_format or ""):
            return f"{write_number(exact_number(exact_number(value) * 100))}%"
        return value
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value

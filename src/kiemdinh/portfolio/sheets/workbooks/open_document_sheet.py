"""Sheets of OpenDocument (ODS), read by odfpy, which keeps the type of each cell, such as that of a percentage."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final
from xml.sax.handler import ContentHandler

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.optional import import_format
from kiemdinh.parsing.cells import clean_text, write_number
from kiemdinh.portfolio.sheets.contents import column_of_values
from kiemdinh.portfolio.sheets.heading_row import find_heading_row, has_headings
from kiemdinh.portfolio.sheets.sheet import NOT_CALCULATED, CountKnown, SheetRows
from kiemdinh.portfolio.sheets.workbooks.marked_rows import MarkedRows
from kiemdinh.portfolio.sheets.workbooks.marks import CellRange, name_range
from kiemdinh.portfolio.sheets.workbooks.zip_files import check_zip
from kiemdinh.rules import exact_number

__all__ = ["OpenDocumentSheet", "open_document", "open_document_form"]

MAX_CONTENT: Final = 200_000_000
"""Bytes of the largest content that is held in memory: odfpy reads a document as a whole."""
_HEAD: Final = 20
MAX_CELLS: Final = 20_000_000
"""Cells of the largest sheet, those of repeated rows included."""
_MAX_COLUMNS: Final = 1 << 14
_MAX_ROWS: Final = 1 << 20
"""Columns and rows of a spreadsheet: empty ones are repeated up to its end, and beyond it there is nothing."""
_TRUE: Final = "true"
_MAX_SPACES: Final = 1_000
_BLANKS: Final = {"tab": "\t", "line-break": "\n"}
_MAX_DEPTH: Final = 100
"""Elements within one another: odfpy walks them by calls within calls."""
_ERROR: Final = re.compile(r"#[A-Z/0!?]+|Err:[0-9]+")


class _TooLargeError(Exception):
    """There are more cells, rows or columns than are read."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message


@dataclass(slots=True)
class _Rows:
    """The cells of one sheet, and what is marked in it."""

    cells: list[tuple[int, list[Any]]] = field(default_factory=list)
    merged: dict[str, CellRange] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(slots=True)
class OpenDocumentSheet:
    """A sheet of a document whose headings have been found.

    The attributes are those of a sheet of a workbook.
    """

    file: str
    name: str
    headings: Sequence[str]
    heading_row: int
    rows: _Rows
    warnings: list[Diagnostic] = field(default_factory=list)
    epoch: dt.datetime | None = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a day has no time zone

    def read_rows(self, wanted: Collection[int]) -> SheetRows:
        """Return the rows with the columns that are wanted. Rows under merged cells are set aside.

        Raises
        ------
        InputError
            A heading is merged with others (KD705).
        """
        found = self.rows
        rows = MarkedRows(self.file, self.name, self.headings, self.heading_row, found.merged, found.hidden)
        rows.check_headings()
        rows.tell_hidden_columns(found.hidden_columns, wanted)
        indices = sorted(wanted)
        values: list[list[Any]] = [[] for _ in indices]
        for number, row in found.cells:
            if number > self.heading_row:
                cells = [row[index] if index < len(row) else None for index in indices]
                rows.note_outside(number, row[len(self.headings) :])
                if rows.take(number, cells):
                    for column, cell in zip(values, cells, strict=True):
                        column.append(cell)
        return rows.finish(
            {
                index: column_of_values(index, self.headings[index], column)
                for index, column in zip(indices, values, strict=True)
            }
        )


def open_document(path: Path, name: str, count_known: CountKnown, *, sheet: str | None) -> OpenDocumentSheet:
    """Return a sheet of a document: the one that is named, else the first that has known headings.

    Raises
    ------
    InputError
        odfpy is not installed (KD717), the file is damaged or has a password (KD716) or is too large (KD718), there is
        no such sheet (KD334), or no column is known (KD704).
    """
    document = _load(path, name)
    table = import_format("odf.table", "ods", name)
    sheets = {one.getAttribute("name"): one for one in document.getElementsByType(table.Table)}
    if sheet is not None and sheet not in sheets:
        refuse_argument("sheet", sheet, list_names(list(sheets)))
    read = {title: _read_rows(sheets[title], name, title) for title in ([sheet] if sheet is not None else sheets)}
    heads = {title: _head_of(rows) for title, rows in read.items()}
    known = [title for title, head in heads.items() if any(count_known(row) > 0 for row in head)]
    title = next(iter(known or read), None)
    if title is None:
        raise InputError([Diagnostic("KD704", "error", Message("the table is empty"), name)])
    row, noticed = find_heading_row(heads[title], name, title, count_known)
    others = [one for one in known[1:] if has_headings(heads[one], count_known)]
    if others:
        message = Message("the sheet '{sheet}' is read, and not {others}", sheet=title, others=Message.join(others))
        hint = Message("say sheet=… for another one")
        noticed = [*noticed, Diagnostic("KD710", "warning", message, name, hint=hint)]
    return OpenDocumentSheet(name, title, heads[title][row], row + 1, read[title], noticed)


def open_document_form(
    path: Path, name: str, count_known: CountKnown, *, most: int, most_sheets: int
) -> list[OpenDocumentSheet]:
    """Return all sheets of a document that have known headings, hidden ones included; none may have more cells.

    Raises
    ------
    InputError
        As in :func:`open_document`, except that no sheet needs to have a known column.
    """
    table = import_format("odf.table", "ods", name)
    sheets = _load(path, name).getElementsByType(table.Table)
    if len(sheets) > most_sheets:
        message = Message("more than {n:,} sheets", n=most_sheets)
        raise InputError([Diagnostic("KD718", "error", message, name)])
    opened = []
    for sheet in sheets:
        title = sheet.getAttribute("name")
        rows = _read_rows(sheet, name, title, most)
        head = _head_of(rows)
        if any(count_known(row) > 0 for row in head):
            row, noticed = find_heading_row(head, name, title, count_known)
            opened.append(OpenDocumentSheet(name, title, head[row], row + 1, rows, noticed))
    return opened


def _load(path: Path, name: str) -> Any:
    opendocument = import_format("odf.opendocument", "ods", name)
    check_zip(path, name)
    with zipfile.ZipFile(path) as file:
        if "content.xml" not in file.namelist() or file.getinfo("content.xml").file_size > MAX_CONTENT:
            message = Message("the file would unpack to {n:,} bytes, and is not unpacked", n=MAX_CONTENT)
            raise InputError([Diagnostic("KD718", "error", message, name)])
        if b"encryption-data" in file.read("META-INF/manifest.xml"):
            message = Message("the workbook is protected with a password")
            hint = Message("open it in a spreadsheet and save it as XLSX, without a password")
            raise InputError([Diagnostic("KD716", "error", message, name, hint=hint)])
        _check_xml(file, name)
    try:
        return opendocument.load(path)
    except Exception as error:  # noqa: BLE001 - a damaged file raises whatever its parts are read with
        message = Message("the file cannot be read as its name says: {reason}", reason=error)
        raise InputError([Diagnostic("KD716", "error", message, name)]) from None


class _DepthHandler(ContentHandler):
    """Refuses XML whose elements stand too deep in one another."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - as SAX names it
        """Count an element that begins."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError(Message("nested more than {max_depth} deep", max_depth=_MAX_DEPTH))

    def endElement(self, name: str) -> None:  # noqa: N802 - as SAX names it
        """Count an element that ends."""
        self.depth -= 1


def _check_xml(file: zipfile.ZipFile, name: str) -> None:
    """Refuse a document whose parts are no whole XML, or have entities: odfpy reads what it can of them."""
    sax = import_format("defusedxml.sax", "ods", name)
    for part in ("content.xml", "styles.xml", "meta.xml"):
        if part in file.namelist():
            try:
                with file.open(part) as source:
                    sax.parse(source, _DepthHandler())
            except Exception as error:  # noqa: BLE001 - a damaged file raises whatever its parts are read with
                message = Message("the file cannot be read as its name says: {reason}", reason=error)
                raise InputError([Diagnostic("KD716", "error", message, name)]) from None


def _read_rows(sheet: Any, name: str, title: str, most: int = MAX_CELLS) -> _Rows:
    try:
        return _read_table(sheet, most)
    except _TooLargeError as error:
        raise InputError([Diagnostic("KD718", "error", error.message, name, path=title)]) from None
    except (ValueError, TypeError, OverflowError) as error:  # what should be a number or a date is not one
        message = Message("the file cannot be read as its name says: {reason}", reason=error)
        raise InputError([Diagnostic("KD716", "error", message, name, path=title)]) from None


def _read_table(sheet: Any, most: int) -> _Rows:
    table = import_format("odf.table", "ods")
    found = _Rows()
    at = 0
    for column in sheet.getElementsByType(table.TableColumn):
        count = _count(column, "numbercolumnsrepeated")
        if column.getAttribute("visibility") in ("collapse", "filter"):
            found.hidden_columns.update(range(at, min(at + count, _MAX_COLUMNS)))
        at += count
    number, total = 1, 0
    for row in sheet.getElementsByType(table.TableRow):
        count = _count(row, "numberrowsrepeated")
        cells = list(_read_cells(row, number, found))
        total += len(cells) * count
        if total > most:
            raise _TooLargeError(Message("more than {max_cells:,} cells", max_cells=most))
        if cells and number + count - 1 > _MAX_ROWS:
            raise _TooLargeError(Message("more than {n:,} rows", n=_MAX_ROWS))
        is_hidden = row.getAttribute("visibility") in ("collapse", "filter")
        for repeated in range(number, number + (count if cells else 0)):
            found.cells.append((repeated, cells))
            if is_hidden:
                found.hidden.add(repeated)
        number += count
    return found


def _read_cells(row: Any, number: int, found: _Rows) -> Iterator[Any]:
    """Yield the contents of a row up to its last cell that is not empty; note the merged ones."""
    waiting: list[Any] = []
    index = 0
    for cell in row.childNodes:
        if cell.qname[1] not in ("table-cell", "covered-table-cell"):
            continue
        count = _count(cell, "numbercolumnsrepeated")
        if cell.qname[1] == "table-cell":
            _note_merged(cell, number, index, found)
        content = _read_content(cell)
        room = _MAX_COLUMNS - index
        if content is not None and count > room:
            raise _TooLargeError(Message("more than {n:,} columns", n=_MAX_COLUMNS))
        waiting += [content] * min(count, room)
        index += count
        if content is not None:
            yield from waiting
            waiting = []


def _note_merged(cell: Any, number: int, index: int, found: _Rows) -> None:
    rows, columns = _count(cell, "numberrowsspanned"), _count(cell, "numbercolumnsspanned")
    if rows > 1 or columns > 1:
        text = name_range(number, index, number + rows - 1, index + columns - 1)
        found.merged[text] = CellRange(number, number + rows - 1, index, text)


def _count(element: Any, name: str) -> int:
    return max(1, int(element.getAttribute(name) or 1))


def _read_content(cell: Any) -> Any:
    """Return the content of a cell by its type: a text, a number, a date, or a text such as ``92%``."""
    kind = cell.getAttribute("valuetype")
    text = _text_of(cell)
    if kind in ("float", "currency", "percentage"):
        number = exact_number(format(float(cell.getAttribute("value")), ".15g"))
        if kind == "percentage":
            return f"{write_number(exact_number(number * 100))}%"
        return int(number) if number.denominator == 1 else float(number)
    if kind == "date":
        return dt.date.fromisoformat(cell.getAttribute("datevalue")[:10])
    if kind == "boolean":
        return cell.getAttribute("booleanvalue") == _TRUE
    if cell.getAttribute("formula") and kind is None:
        return text if _ERROR.fullmatch(text) else NOT_CALCULATED
    return text or None


def _text_of(cell: Any) -> str:
    """Return the paragraphs of a cell, a line each, without a note that is attached to it."""
    return "\n".join(_line_of(part) for part in cell.childNodes if part.qname[1] == "p").strip()


def _line_of(paragraph: Any) -> str:
    """Return the text of a paragraph. The file has repeated spaces as a count; a large count is read as a few."""
    found: list[str] = []
    waiting = [*reversed(paragraph.childNodes)]
    while waiting:
        node = waiting.pop()
        kind = node.qname[1] if hasattr(node, "qname") else None
        if kind is None:
            found.append(str(node.data))
        elif kind == "s":
            found.append(" " * min(_count(node, "c"), _MAX_SPACES))
        elif kind in _BLANKS:
            found.append(_BLANKS[kind])
        else:
            waiting += reversed(node.childNodes)
    return "".join(found)


def _head_of(rows: _Rows) -> list[list[str]]:
    """Return the texts of the first rows, empty ones included."""
    by_number = dict(islice(rows.cells, _HEAD))
    last = max(by_number, default=0)
    return [
        ["" if cell is None else clean_text(str(cell)) for cell in by_number.get(number, [])]
        for number in range(1, min(last, _HEAD) + 1)
    ]

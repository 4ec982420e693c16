"""Marks of a sheet of XLSX that a reader of cells does not report: merged and hidden ones, formulas without a value.

They are found in the XML of the sheet as text, in one pass: openpyxl gives them only for a sheet that it holds in
memory as a whole.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.optional import import_format
from kiemdinh.portfolio.sheets.rejected import column_letters

__all__ = ["CellRange", "SheetMarks", "find_marks", "name_range"]

_BLOCK: Final = 1 << 20
_OVERLAP: Final = 1 << 14
"""Characters that two blocks share, so that no mark lies between two."""
_NAME: Final = r"<(?:\w++:)?"
_SHUT: Final = r"</(?:\w++:)?"
# No pattern goes beyond the next element, so that the cost is linear in the text, whatever a comment has in it.
_MERGED: Final = re.compile(
    _NAME + r"mergeCell\s[^<>]*?\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
)
_HIDDEN_ROW: Final = re.compile(
    _NAME + r"row\s(?=[^<>]*\bhidden=[\"'](?:1|true)[\"'])[^<>]*?\br=[\"']([0-9]{1,7})[\"']"
)
_HIDDEN_COLUMN: Final = re.compile(
    _NAME + r"col\s(?=[^<>]*\bhidden=[\"'](?:1|true)[\"'])(?=[^<>]*\bmin=[\"']([0-9]{1,7})[\"'])"
    r"[^<>]*\bmax=[\"']([0-9]{1,7})[\"']"
)
_NO_VALUE: Final = re.compile(
    rf"{_NAME}c\s([^<>]*+)>\s*+{_NAME}f\b(?:[^<>]*+(?<=/)>|[^<>]*+>[^<]*+{_SHUT}f>)\s*+"
    rf"(?:{_NAME}v\s*+/>|{_NAME}v>{_SHUT}v>)?+\s*+{_SHUT}c>"
)
"""A cell that has a formula and no value, with its attributes."""
_IS_TEXT: Final = re.compile(r"\bt=[\"']str[\"']")
_CELL: Final = re.compile(r"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_MAX_COLUMNS: Final = 1 << 14


@dataclass(frozen=True, slots=True)
class CellRange:
    """Cells from one corner to the other, by their rows, counted from 1, and their first column, counted from 0."""

    first_row: int
    last_row: int
    first_column: int
    text: str


@dataclass(slots=True)
class SheetMarks:
    """What is marked in a sheet.

    Attributes
    ----------
    merged
        The ranges of merged cells.
    hidden_rows
        The hidden rows, counted from 1.
    hidden_columns
        The hidden columns, counted from 0.
    not_calculated
        The cells, by row and column, that have a formula and no value.
    """

    merged: dict[str, CellRange] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    not_calculated: set[tuple[int, int]] = field(default_factory=set)


def name_range(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """Return a range as a spreadsheet names it; rows are counted from 1, columns from 0.

    >>> name_range(3, 1, 4, 1)
    'B3:B4'
    """
    return f"{column_letters(first_column)}{first_row}:{column_letters(last_column)}{last_row}"


def find_marks(path: Path, sheet: str) -> SheetMarks:
    """Return what is marked in a sheet of a workbook. The cost is one pass over its XML.

    Raises
    ------
    InputError
        The list of sheets is damaged, or has entities of its own, which openpyxl reads where lxml is installed (KD716).
    """
    marks = SheetMarks()
    columns = 0
    with zipfile.ZipFile(path) as file:
        part = _find_part(file, sheet)
        if part is None:
            return marks
        for text in _iterate_blocks(file, part):
            _add_marks(text, marks)
            columns |= _find_hidden_columns(text)
    marks.hidden_columns.update(index for index in range(columns.bit_length()) if columns >> index & 1)
    return marks


def _find_hidden_columns(text: str) -> int:
    """Return the hidden columns as bits: ranges that overlap cost nothing more."""
    found = 0
    for one in _HIDDEN_COLUMN.finditer(text):
        first, last = max(int(one[1]), 1), min(int(one[2]), _MAX_COLUMNS)
        if first <= last:
            found |= (1 << last) - (1 << first - 1)
    return found


def _add_marks(text: str, marks: SheetMarks) -> None:
    for one in _MERGED.finditer(text):
        left, top, right, bottom = one.groups()
        shown = f"{left}{top}:{right}{bottom}"
        marks.merged[shown] = CellRange(int(top), int(bottom), _column_index(left), shown)
    marks.hidden_rows.update(int(one[1]) for one in _HIDDEN_ROW.finditer(text))
    for one in _NO_VALUE.finditer(text):
        cell = _CELL.search(one[1])
        if cell is not None and not _IS_TEXT.search(one[1]):
            marks.not_calculated.add((int(cell[2]), _column_index(cell[1])))


def _iterate_blocks(file: zipfile.ZipFile, part: str) -> Iterator[str]:
    """Yield the text of a part in blocks that overlap."""
    before = ""
    with file.open(part) as source:
        while block := source.read(_BLOCK):
            # Marks are ASCII; other bytes are of no matter here.
            text = before + block.decode("latin-1")
            yield text
            before = text[-_OVERLAP:]


def _find_part(file: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the part that has the cells of a sheet."""
    names = file.namelist()
    book = next((name for name in ("xl/workbook.xml", "/xl/workbook.xml") if name in names), None)
    relations = "xl/_rels/workbook.xml.rels"
    if book is None or relations not in names:
        return None
    ids = {
        value
        for element in _iterate_elements(file, book)
        if element.tag.endswith("}sheet") and element.get("name") == sheet
        for key, value in element.attrib.items()
        if key.endswith("}id")
    }
    for element in _iterate_elements(file, relations):
        if element.get("Id") in ids:
            target = element.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            return part if part in names else None
    return None


def _iterate_elements(file: zipfile.ZipFile, part: str) -> Iterator[Any]:
    xml = import_format("defusedxml.ElementTree", "xlsx")
    try:
        yield from xml.fromstring(file.read(part)).iter()
    except (xml.ParseError, ValueError) as error:  # what defusedxml forbids is a ValueError
        message = Message("the file cannot be read as its name says: {reason}", reason=error)
        raise InputError([Diagnostic("KD716", "error", message, file.filename)]) from None


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1

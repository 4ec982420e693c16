"""A sheet of text: cells separated by commas, semicolons, tabs or bars, as spreadsheets and programs save them."""

from __future__ import annotations

import csv
import re
from array import array
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.placed_tree import to_nfc
from kiemdinh.portfolio.coded import pack_codes
from kiemdinh.portfolio.sheets.formulas import without_apostrophe
from kiemdinh.portfolio.sheets.heading_row import find_heading_row
from kiemdinh.portfolio.sheets.plain_csv import read_plain_columns
from kiemdinh.portfolio.sheets.row_notes import RowNotes
from kiemdinh.portfolio.sheets.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    Contents,
    CountKnown,
    SheetColumn,
    SheetRows,
)
from kiemdinh.portfolio.sheets.text_encoding import find_encoding

__all__ = ["CsvSheet", "open_csv"]

_SEPARATORS: Final = (",", ";", "\t", "|")
_STATED_SEPARATOR: Final = re.compile(r'[ ]*"?sep=(.)"?[ ]*', re.IGNORECASE)
_PAGE_OF_THE_WEB: Final = re.compile(r"\s*<(?:!doctype|html|table|\?xml|meta|body)\b", re.IGNORECASE)
_HEAD: Final = 20
"""The rows in which the headings are looked for."""
_BATCH: Final = 4_096
"""Rows that are turned into columns together."""


@dataclass(slots=True)
class CsvSheet:
    """A file of text whose headings have been found; its rows are read in one pass, and not kept.

    Attributes
    ----------
    path, file
        The file, and its name as messages say it.
    encoding, separator
        How it is read.
    headings, heading_row
        The headings, and the row in which they stand, counted from 1.
    warnings
        What was noticed so far.
    """

    path: Path
    file: str
    encoding: str
    separator: str
    headings: Sequence[str]
    heading_row: int
    warnings: list[Diagnostic] = field(default_factory=list)
    name: None = None
    epoch: None = None

    def read_rows(self, wanted: Collection[int]) -> SheetRows:
        """Return the rows with the columns that are wanted.

        The cost is one pass over the text, and one look-up for each cell that is wanted. A row with another number of
        cells than there are headings is set aside.

        Raises
        ------
        InputError
            A quote is not closed, so that the rows behind it cannot be told apart, or there are too many rows.
        """
        plain = read_plain_columns(
            self.path, self.encoding, self.separator, self.headings, self.heading_row, sorted(wanted)
        )
        if plain is not None:
            count = len(next(iter(plain.values())).codes)
            return SheetRows(plain, range(2, count + 2))
        return self._read_row_by_row(wanted)

    def _read_row_by_row(self, wanted: Collection[int]) -> SheetRows:
        contents = {index: Contents({"": 0}) for index in sorted(wanted)}
        codes: dict[int, array[int]] = {index: array("I") for index in contents}
        numbers = array("I")
        notes = RowNotes(self.file, None, len(self.headings))
        with self.path.open(encoding=self.encoding, newline="") as text:
            rows = notes.tell_apart(_iterate_rows(text, self.separator, notes), self.heading_row)
            while batch := list(islice(rows, _BATCH)):
                numbers.extend(number for number, _ in batch)
                if len(numbers) > MAX_ROWS:
                    _refuse(self.file, "KD718", Message("more than {n:,} rows", n=MAX_ROWS))
                cells = list(zip(*(row for _, row in batch), strict=True))
                for index, found in contents.items():
                    codes[index].extend(map(found.__getitem__, cells[index]))
        columns = {
            i: SheetColumn(
                i,
                self.headings[i],
                [without_apostrophe(to_nfc(text)) for text in found],
                pack_codes(codes.pop(i), len(found)),
            )
            for i, found in contents.items()
        }
        return SheetRows(columns, numbers, notes.rejected, notes.warnings())


def open_csv(
    path: Path, name: str, count_known: CountKnown, *, encoding: str | None, delimiter: str | None
) -> CsvSheet:
    """Return a file of text as a sheet: its encoding, its separator and the row of its headings are found.

    The separator is the one by which the most headings are known, or that the first line states (``sep=;``).

    Raises
    ------
    InputError
        It cannot be decoded (KD715), is no table but a page of the web (KD716), or has no headings (KD704, KD705).
    """
    found = find_encoding(path, name) if encoding is None else None
    encoding = encoding if found is None else found.name
    head = _read_head(path, name, encoding or "utf-8")
    if _PAGE_OF_THE_WEB.match("".join(head[:_HEAD])):
        message = Message("this is a page of the web, though it is named as a table")
        _refuse(name, "KD716", message, Message("open it in a spreadsheet and save it as CSV or XLSX"))
    stated = _STATED_SEPARATOR.fullmatch(head[0].rstrip("\r\n")) if head else None
    separator = delimiter or (stated[1] if stated else _find_separator(head, count_known))
    rows = [row for _, row in _iterate_rows(iter(head), separator, RowNotes(name, None, 0))]
    if stated:
        rows[0] = []
    row, warnings = find_heading_row(rows[:_HEAD], name, None, count_known)
    warnings = [*warnings, *([found.warning] if found and found.warning else [])]
    headings = _without_empty_end([cell.strip() for cell in rows[row]])
    if len(headings) > MAX_COLUMNS:
        _refuse(name, "KD718", Message("more than {n:,} columns", n=MAX_COLUMNS))
    return CsvSheet(path, name, encoding or "utf-8", separator, headings, row + 1, warnings)


def _read_head(path: Path, name: str, encoding: str) -> list[str]:
    """Return the first lines of a text, each with its end."""
    try:
        with path.open(encoding=encoding, newline="") as text:
            return [line.replace("\ufeff", "") for line in islice(text, _HEAD * 5)]
    except (UnicodeDecodeError, LookupError) as error:
        _refuse(name, "KD715", Message("cannot be read as {encoding}: {reason}", encoding=encoding, reason=error))
    raise AssertionError


def _find_separator(head: Sequence[str], count_known: CountKnown) -> str:
    """Return the separator by which the most headings are known; of several such, the one that makes the most cells."""

    def rate(separator: str) -> tuple[int, int]:
        rows: list[list[str]] = []
        # What another separator makes of the text may be no table at all.
        with suppress(InputError):
            rows.extend(row for _, row in _iterate_rows(iter(head), separator, RowNotes("", None, 0)))
        return max(((count_known(row), len(row)) for row in rows[:_HEAD]), default=(0, 0))

    return max(_SEPARATORS, key=rate)


def _iterate_rows(lines: Iterator[str] | TextIO, separator: str, notes: RowNotes) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number, counted from 1, empty ones included.

    A row of one line that cannot be read is set aside. Where a cell of several lines cannot be read, nothing behind it
    can be read either.
    """
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        before = reader.line_num
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if reader.line_num > before + 1:
                _refuse_quote(notes.file or "", number, before + 1)
            notes.reject_unreadable(number, error)
            continue
        except UnicodeDecodeError as error:
            _refuse(notes.file or "", "KD715", Message("row {n}: {reason}", n=number, reason=error))
        yield number, row


def _without_empty_end(headings: list[str]) -> list[str]:
    while headings and not headings[-1]:
        headings.pop()
    return headings


def _refuse_quote(name: str, row: int, line: int) -> None:
    message = Message("a quote begins in row {row} and does not end", row=row)
    diagnostic = Diagnostic(
        "KD017", "error", message, name, line, 1, hint=Message("close it, or leave it out")
    )  # fmt: skip
    raise InputError([diagnostic])


def _refuse(name: str, code: str, message: Message, hint: Message | None = None) -> None:
    raise InputError([Diagnostic(code, "error", message, name, hint=hint)])

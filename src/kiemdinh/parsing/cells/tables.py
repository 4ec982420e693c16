"""Tables as spreadsheets save them (CSV), read as data with the place of every cell.

All forms that spreadsheets save are read: a byte order mark, a line ``sep=;``, columns separated by commas,
semicolons, tabs or bars, the line breaks of every system, names of columns in any letter case, empty rows and columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import quote_text
from kiemdinh.parsing.excerpts import to_diagnostic
from kiemdinh.parsing.files import MAX_SIZE, refuse_file
from kiemdinh.parsing.placed_tree import (
    JSON_BREAKS,
    MAX_PROBLEMS,
    Halt,
    Lines,
    ReadingProblem,
    Scalar,
    Span,
    SpanTree,
    find_forbidden_text,
    to_nfc,
)
from kiemdinh.parsing.source import Source

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import DataPath

__all__ = ["is_table", "read_table"]

MAX_CELLS: Final = 1_000_000
"""Cells of the largest table that is read, empty ones left out."""
MAX_CELL: Final = 10_000
"""Characters of the longest cell; where one is longer a quote has not been closed."""

_SEPARATORS: Final = (",", ";", "\t", "|")
_STATED_SEPARATOR: Final = re.compile(r'[ ]*"?sep=(.)"?[ ]*(?:\r\n|[\r\n]|$)', re.IGNORECASE)
_QUOTED: Final = re.compile(r'"((?:[^"]++|"")*+)"')
_BREAK: Final = re.compile(r"\r\n|[\r\n]")


class _Cell(NamedTuple):
    """The text of a cell without the spaces around it, and where it stands."""

    text: str
    span: Span
    quoted: bool = False


class _Cells:
    """The rows of a text, cell by cell, by one separator."""

    def __init__(self, text: str, separator: str) -> None:
        self.text = text
        spaces = "" if separator == "\t" else "\t"
        self.spaces = re.compile(f"[ \u00a0{spaces}]*+")
        self.bare = re.compile(f"[^{re.escape(separator)}\r\n]*+")
        self.separator = separator

    def rows(self, start: int, problems: list[ReadingProblem]) -> Iterator[list[_Cell]]:
        """Yield each row from *start* on, rows without any text left out. The cost is one pass over the text.

        Raises
        ------
        Halt
            A cell cannot be read, and so the text after it cannot either.
        """
        at = start
        while at < len(self.text):
            row: list[_Cell] = []
            while True:
                cell, at = self._read_cell(at, problems)
                row.append(cell)
                if self.text[at : at + 1] != self.separator:
                    break
                at += 1
            line_break = _BREAK.match(self.text, at)
            at = line_break.end() if line_break else at
            if any(cell.text for cell in row):
                yield row

    def _read_cell(self, at: int, problems: list[ReadingProblem]) -> tuple[_Cell, int]:
        """Return the cell that begins at an offset, and the offset after it."""
        start = self._skip_spaces(at)
        if self.text[start : start + 1] != '"':
            end = self.bare.match(self.text, at).end()  # type: ignore[union-attr]  # it matches everywhere
            raw = self.text[at:end]
            begin = at + len(raw) - len(raw.lstrip())
            return self._make_cell(raw.strip(), (begin, begin + len(raw.strip())), False, problems), end
        match = _QUOTED.match(self.text, start)
        if match is None:
            message = Message("a quote begins here and does not end")
            problems.append(
                ReadingProblem("KD017", message, (start, start + 1), hint=Message("close it, or leave it out"))
            )
            raise Halt
        end = self._skip_spaces(match.end())
        if self.text[end : end + 1] not in {self.separator, "\r", "\n", ""}:
            message = Message("there is text after the quote that ends a cell")
            hint = Message('within a cell in quotes write a quote twice: ""')
            problems.append(ReadingProblem("KD017", message, (match.end(), match.end() + 1), hint=hint))
            raise Halt
        text = match[1].replace('""', '"').strip()
        return self._make_cell(text, match.span(), True, problems), end

    def _make_cell(self, text: str, span: Span, quoted: bool, problems: list[ReadingProblem]) -> _Cell:
        if len(text) > MAX_CELL:
            message = Message(
                "a cell of {count:,} characters, more than {max_cell:,}", count=len(text), max_cell=MAX_CELL
            )
            hint = Message("a quote before it may not be closed")
            problems.append(ReadingProblem("KD017", message, (span[0], span[0] + 1), hint=hint))
            raise Halt
        return _Cell(to_nfc(text), span, quoted)

    def _skip_spaces(self, at: int) -> int:
        match = self.spaces.match(self.text, at)
        return match.end() if match else at


def is_table(text: str, *, key: str) -> bool:
    r"""Whether a text without a file name is a table: its first row names the column *key* beside others.

    >>> is_table("ID;cost\n1.3;2\n", key="id"), is_table("id: 3\n", key="id")
    (True, False)
    """
    text = text.removeprefix("\ufeff")
    return _STATED_SEPARATOR.match(text) is not None or any(
        len(header := _read_header(text, 0, separator)) > 1 and _fold_name(key) in header for separator in _SEPARATORS
    )


def read_table(text: str, name: str, *, key: str, columns: Sequence[str]) -> Source:
    r"""Return a table as a map from the cells of its column *key* to maps of the other cells, with their places.

    An empty cell is left out, as a key that is left out of a map, and so are empty rows. The cost is linear in the
    text.

    Parameters
    ----------
    text
        The text of the table.
    name
        The file or text, as diagnostics call it.
    key
        The column that names each row; no two rows have the same.
    columns
        The columns that are known. Their names are read in any letter case; others are kept as they are written.

    Raises
    ------
    InputError
        With every problem that can be found, each at its line and column.

    Examples
    --------
    >>> read_table("sep=;\nID;Cost\n1.3;2\n", "costs.csv", key="id", columns=("cost",)).data
    {'1.3': {'cost': '2'}}
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_SIZE:
        refuse_file(
            "KD003",
            Message("the text has {count:,} characters, more than {max_size:,}", count=len(text), max_size=MAX_SIZE),
            name,
        )
    lines = Lines(text, JSON_BREAKS)
    reader = _TableReader(lines, key, columns)
    with suppress(Halt):
        reader.read()
    if reader.problems:
        found: list[Diagnostic] = [to_diagnostic(problem, name, lines) for problem in reader.problems]
        raise InputError(found)
    return Source(name, reader.data, lines, reader.tree)


class _TableReader:
    """One pass over a table; what is read gathers in ``data``, with its places in ``tree``."""

    def __init__(self, lines: Lines, key: str, columns: Sequence[str]) -> None:
        self.lines, self.key = lines, key
        self.known = {_fold_name(name): name for name in (key, *columns)}
        self.problems: list[ReadingProblem] = []
        self.data: dict[str, Any] = {}
        self.tree = SpanTree(0)
        self.cells = 0

    def read(self) -> None:
        """Read the whole table.

        Raises
        ------
        Halt
            It cannot be read further; ``problems`` say why.
        """
        text = self.lines.text
        bad = find_forbidden_text(text)
        if bad:
            self._stop("KD014", bad[1], (bad[0], bad[0] + 1))
        stated = _STATED_SEPARATOR.match(text)
        start = stated.end() if stated else 0
        separator = stated[1] if stated else self._find_separator(start)
        rows = _Cells(text, separator).rows(start, self.problems)
        header = self._read_columns(next(rows, []))
        for row in rows:
            self._read_row(row, header)
        self.tree.end = len(text)

    def _find_separator(self, start: int) -> str:
        """Return the separator by which the first row has the most columns that are known."""
        text = self.lines.text
        counts = {
            separator: sum(name in self.known for name in _read_header(text, start, separator))
            for separator in _SEPARATORS
        }
        return max(counts, key=lambda separator: counts[separator])

    def _read_columns(self, row: list[_Cell]) -> list[str]:
        names = [self.known.get(_fold_name(cell.text), cell.text) for cell in row]
        if self.key not in names:
            first = row[0].span[0] if row else 0
            shown = ", ".join(cell.text for cell in row if cell.text) or Message("nothing")
            message = Message("the table has no column '{key}'", key=self.key)
            self._stop(
                "KD101",
                message,
                (first, first + 1),
                expected=Message("columns {names}", names=", ".join(self.known.values())),
                found=shown,
            )
        for i, (name, cell) in enumerate(zip(names, row, strict=True)):
            if name and name in names[:i]:
                self._add(
                    "KD006", Message("the table has two columns {name}", name=quote_text(name)), cell.span, found=name
                )
        return names

    def _read_row(self, row: list[_Cell], header: list[str]) -> None:
        at = header.index(self.key)
        cell = row[at] if at < len(row) else _Cell("", (row[0].span[0], row[0].span[0]))
        if not cell.text:
            first = next(found for found in row if found.text)
            self._add(
                "KD101",
                Message("the row has no '{key}'", key=self.key),
                first.span,
                expected=Message("a cell in the column '{key}'", key=self.key),
            )
            return
        key = cell.text
        if key in self.data:
            line, now = (self.lines.locate(span[0])[0] for span in (self.tree.keys[key], cell.span))
            message = Message("{key} has two rows, in lines {line} and {now}", key=quote_text(key), line=line, now=now)
            self._add("KD006", message, cell.span, (key,), found=key, hint=Message("leave one of them"))
            return
        tree = SpanTree(cell.span[0])
        self.data[key], self.tree.keys[key], self.tree.parts[key] = {}, cell.span, tree
        for i, found in enumerate(row):
            if i != at and found.text:
                self._read_cell(key, header[i] if i < len(header) else "", found, tree)
        tree.end = row[-1].span[1]

    def _read_cell(self, key: str, column: str, cell: _Cell, tree: SpanTree) -> None:
        self.cells += 1
        if self.cells > MAX_CELLS:
            self._stop("KD007", Message("more than {max_cells:,} cells", max_cells=MAX_CELLS), cell.span)
        if not column:
            message = Message("{key} has a cell in a column without a name", key=quote_text(key))
            hint = Message('where a comma belongs to a cell write it within quotes: "2,5"')
            self._add("KD017", message, cell.span, (key,), found=cell.text, hint=hint)
            return
        self.data[key][column] = Scalar(cell.text, not cell.quoted)
        tree.parts[column] = cell.span

    def _add(
        self,
        code: str,
        message: Message,
        span: Span,
        path: DataPath = (),
        *,
        expected: Message | None = None,
        found: str | None = None,
        hint: Message | None = None,
    ) -> None:
        self.problems.append(ReadingProblem(code, message, span, path, expected, found, hint))
        if len(self.problems) >= MAX_PROBLEMS:
            raise Halt

    def _stop(
        self, code: str, message: Message, span: Span, *, expected: Message | None = None, found: str | None = None
    ) -> None:
        self._add(code, message, span, expected=expected, found=found)
        raise Halt


def _read_header(text: str, start: int, separator: str) -> list[str]:
    """Return the names of the first row, folded; empty where the row cannot be read with this separator."""
    try:
        return [_fold_name(cell.text) for cell in next(_Cells(text, separator).rows(start, []), [])]
    except Halt:
        return []


def _fold_name(name: str) -> str:
    return " ".join(name.casefold().split())

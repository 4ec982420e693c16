"""Rows of a sheet with marks: those under merged cells are set aside, and a warning names hidden ones."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.parsing.placed_tree import MAX_PROBLEMS
from kiemdinh.portfolio.sheets.rejected import RejectedCell, column_letters
from kiemdinh.portfolio.sheets.row_notes import RowNotes, name_rows
from kiemdinh.portfolio.sheets.sheet import SheetColumn, SheetRows, is_nothing
from kiemdinh.portfolio.sheets.workbooks.marks import CellRange

__all__ = ["MarkedRows"]

_MAX_NAMED: Final = 10
"""Cells that are named of many."""


@dataclass(slots=True)
class MarkedRows:
    """Takes the rows of a sheet one by one, and decides which are read.

    Attributes
    ----------
    file, sheet
        Where they stand.
    headings, heading_row
        The headings, and the row in which they stand, counted from 1.
    merged
        The ranges of merged cells, by their text.
    hidden_rows
        The hidden rows.
    """

    file: str
    sheet: str
    headings: Sequence[str]
    heading_row: int
    merged: Mapping[str, CellRange]
    hidden_rows: Collection[int]
    numbers: array[int] = field(default_factory=lambda: array("I"))
    _notes: RowNotes = field(init=False)
    _warnings: list[Diagnostic] = field(default_factory=list)
    _hidden: list[int] = field(default_factory=list)
    _outside: list[str] = field(default_factory=list)
    _covered: dict[int, CellRange] | None = None

    def __post_init__(self) -> None:
        self._notes = RowNotes(self.file, self.sheet, len(self.headings))

    def check_headings(self) -> None:
        """Refuse headings that are merged with other cells.

        Raises
        ------
        InputError
            With the place of each such range (KD705).
        """
        found = (
            Diagnostic(
                "KD705", "error", Message("the heading in {range} is merged from several cells", range=one.text),
                self.file, path=f"{self.sheet}!{one.text}",
                hint=Message("leave one row of headings, each in a cell of its own"),
            )
            for one in sorted(self.merged.values(), key=lambda one: (one.first_row, one.first_column))
            if one.first_row <= self.heading_row <= one.last_row and one.first_column < len(self.headings)
        )  # fmt: skip
        problems = [*islice(found, MAX_PROBLEMS)]
        if problems:
            raise InputError(problems)

    def tell_hidden_columns(self, hidden: Collection[int], wanted: Collection[int]) -> None:
        """Warn of columns that are read although they are hidden."""
        names = [column_letters(index) for index in sorted(wanted) if index in hidden]
        if names:
            message = Message("hidden columns are read: {names}", names=Message.join(names))
            self._warn("KD711", message)

    def note_outside(self, number: int, cells: Iterable[Any]) -> None:
        """Note the first filled cell of a row to the right of all headings, for as many rows as the warning names."""
        if len(self._outside) < _MAX_NAMED:
            outside = next((i for i, cell in enumerate(cells, len(self.headings)) if not is_nothing(cell)), None)
            if outside is not None:
                self._outside.append(f"{column_letters(outside)}{number}")

    def take(self, number: int, cells: Sequence[Any]) -> bool:
        """Whether a row is read. Blank rows are noted, those under merged cells are set aside, hidden ones read."""
        covering = self._ranges_by_row().get(number)
        if covering is not None:
            self._reject(number, covering, cells)
            return False
        if all(map(is_nothing, cells)):
            self._notes.blank.append(number)
            return False
        if number in self.hidden_rows:
            self._hidden.append(number)
        self.numbers.append(number)
        return True

    def finish(self, columns: dict[int, SheetColumn]) -> SheetRows:
        """Return the rows that are read, with the warnings and the rows that were set aside."""
        blank = self._notes.blank
        # In many sheets formats reach below the table: only blank rows between others are reported.
        while blank and (not self.numbers or blank[-1] > self.numbers[-1]):
            blank.pop()
        if self._outside:
            places = Message.join(self._outside)
            self._warn("KD701", Message("cells without a heading above are not read: {places}", places=places))
        if self._hidden:
            self._warn("KD711", Message("hidden rows are read: {rows}", rows=name_rows(self._hidden)))
        return SheetRows(columns, self.numbers, self._notes.rejected, [*self._warnings, *self._notes.warnings()])

    def _ranges_by_row(self) -> dict[int, CellRange]:
        if self._covered is None:
            self._covered = {}
            covered = self.heading_row
            # In the order of their rows each row is met once, however many ranges go over it.
            for one in sorted(self.merged.values(), key=lambda one: (one.first_row, one.first_column)):
                if one.first_row > self.heading_row and one.first_column < len(self.headings):
                    rows = range(max(one.first_row, covered + 1), min(one.last_row, 1 << 20) + 1)
                    self._covered.update(dict.fromkeys(rows, one))
                    covered = max(covered, min(one.last_row, 1 << 20))
        return self._covered

    def _reject(self, number: int, covering: CellRange, cells: Sequence[Any]) -> None:
        message = Message("the cells {range} are merged into one", range=covering.text)
        hint = Message("split them, and write into each cell what it means")
        index = covering.first_column
        value = shorten_text(", ".join(str(cell) for cell in cells if not is_nothing(cell)))
        self._notes.rejected.append(
            RejectedCell(
                self.file, self.sheet, number, self.headings[index], f"{column_letters(index)}{number}", value,
                "KD706", message, None, hint,
            )
        )  # fmt: skip

    def _warn(self, code: str, message: Message) -> None:
        self._warnings.append(Diagnostic(code, "warning", message, self.file, path=self.sheet))

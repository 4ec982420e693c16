"""Rows of a sheet that are set aside, with the cells that are the reason, and rows that are left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.portfolio.coded import Codes, rows_of_codes, select_codes
from kiemdinh.portfolio.sheets import RejectedCell, SheetColumn, column_letters

__all__ = ["SetAside"]


@dataclass(slots=True)
class SetAside:
    """The rows of a sheet that are kept, and why the others are not.

    Attributes
    ----------
    file, sheet
        Where the rows stand.
    numbers
        Each row as a spreadsheet counts it.
    rejected
        The cells that cannot be read.
    keep
        For each row 1 where it goes on, else 0.
    left_out
        The rows that are no schools.
    rejected_rows
        The rows that are set aside for a cell.
    """

    file: str | None
    sheet: str | None
    numbers: Sequence[int]
    rejected: list[RejectedCell]
    keep: bytearray = field(init=False)
    left_out: set[int] = field(default_factory=set)
    rejected_rows: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.keep = bytearray(b"\x01") * len(self.numbers)

    def reject(self, row: int, column: SheetColumn | None, problem: Diagnostic) -> None:
        """Set a row aside for a cell of it, or as a whole; a row is counted from 0."""
        if row in self.left_out:
            return
        self.keep[row] = 0
        self.rejected_rows.add(row)
        number = self.number_of(row, column)
        index = 0 if column is None else column.index
        value = "" if column is None else str(column.contents[column.codes[row]])
        self.rejected.append(
            RejectedCell(
                self.file, self.sheet, number, "" if column is None else column.heading,
                f"{column_letters(index)}{number}", shorten_text(value), problem.code, problem.message,
                problem.expected, problem.hint,
            )
        )  # fmt: skip

    def number_of(self, row: int, column: SheetColumn | None) -> int:
        """Return the row of a cell, as a spreadsheet counts it."""
        own = None if column is None or column.numbers is None else column.numbers[row]
        return own or self.numbers[row]

    def reject_contents(self, column: SheetColumn, errors: Mapping[int, Diagnostic]) -> None:
        """Set aside each row whose content in a column has an error, by the number of the content."""
        if errors:
            for row in rows_of_codes(column.codes, errors, len(column.contents)):
                self.reject(row, column, errors[column.codes[row]])

    def leave_out(self, row: int) -> None:
        """Leave out a row that is no school; later problems of its cells are not reported."""
        self.keep[row] = 0
        self.left_out.add(row)

    def kept_codes(self, codes: Codes) -> Codes:
        """Return the codes of the rows that go on."""
        return select_codes(codes, self.keep)

    def kept_among(self, rows: Sequence[int]) -> list[int]:
        """Return those of some rows that go on."""
        return [row for row in rows if self.keep[row]]

    def list_gone(self) -> list[int]:
        """Return the rows that do not go on."""
        return [row for row, kept in enumerate(self.keep) if not kept] if 0 in self.keep else []

    def rows(self) -> Iterator[int]:
        """Yield the rows that go on, counted from 0."""
        return compress(range(len(self.numbers)), self.keep)

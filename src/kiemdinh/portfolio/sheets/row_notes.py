"""Notes about rows as a whole: blank rows, rows of another length, rows that cannot be split into cells."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.portfolio.sheets.rejected import RejectedCell, column_letters

__all__ = ["RowNotes", "name_rows"]

_MAX_NAMED: Final = 10


@dataclass(slots=True)
class RowNotes:
    """Collects the notes about the rows of one sheet.

    Attributes
    ----------
    file, sheet
        Where they stand.
    width
        The number of the headings.
    rejected
        The rows that are set aside so far.
    blank
        The blank rows so far, as a spreadsheet counts them.
    """

    file: str | None
    sheet: str | None
    width: int
    rejected: list[RejectedCell] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)

    def tell_apart(
        self, rows: Iterable[tuple[int, list[str]]], heading_row: int
    ) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield the rows below the headings that have a cell for each heading; blank and other rows are noted."""
        for number, row in rows:
            if number <= heading_row:
                continue
            if not any(map(str.strip, row)):
                self.blank.append(number)
            elif len(row) == self.width:
                yield number, row
            elif len(row) > self.width and not any(map(str.strip, row[self.width :])):
                yield number, row[: self.width]
            else:
                self._reject_length(number, row)

    def _reject_length(self, number: int, row: Sequence[str]) -> None:
        message = Message(
            "the row has {n} cells and the table {width} headings", n=len(row), width=self.width
        )  # fmt: skip
        at = min(len(row), self.width)
        hint = (
            Message('where the separator belongs to a cell write it within quotes: "2,5"')
            if len(row) > self.width
            else Message("the row may be cut off, or a cell may have a line break without quotes")
        )
        cell = f"{column_letters(at)}{number}"
        value = shorten_text(", ".join(row))
        expected = Message("{width} cells", width=self.width)
        self.rejected.append(
            RejectedCell(self.file, self.sheet, number, "", cell, value, "KD708", message, expected, hint)
        )

    def reject_unreadable(self, number: int, reason: object) -> None:
        """Set aside a row that cannot be split into cells."""
        is_long = "field limit" in str(reason)
        message = (
            Message("a cell of more than {n:,} characters", n=csv.field_size_limit())
            if is_long
            else Message("the row cannot be read: {reason}", reason=reason)
        )
        code = "KD718" if is_long else "KD017"
        self.rejected.append(RejectedCell(self.file, self.sheet, number, "", f"A{number}", "", code, message))

    def warnings(self) -> list[Diagnostic]:
        """Return the warnings about blank rows; none where there are no such rows."""
        if not self.blank:
            return []
        message = Message.for_count(
            "{n} blank row is left out: {rows}", "{n} blank rows are left out: {rows}",
            len(self.blank), rows=name_rows(self.blank),
        )  # fmt: skip
        return [Diagnostic("KD710", "warning", message, self.file, path=self.sheet or "")]


def name_rows(rows: Sequence[int]) -> Message:
    """Return the numbers of rows, the first ten of them."""
    shown = Message.join([str(row) for row in rows[:_MAX_NAMED]])
    rest = len(rows) - _MAX_NAMED
    return shown if rest <= 0 else Message("{names}, and {n} more", names=shown, n=rest)

"""A cell of a table that cannot be read, for which its row is set aside."""

from __future__ import annotations

from dataclasses import dataclass

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text

__all__ = ["RejectedCell", "column_letters"]


@dataclass(frozen=True, slots=True)
class RejectedCell:
    """One cell that cannot be read, or one row, and why; its row is set aside.

    See the example of :func:`kiemdinh.portfolio.read_table`.

    Attributes
    ----------
    file, sheet
        Where it stands; None where there is none.
    row
        The row as a spreadsheet counts it, from 1, the heading included.
    column
        The heading of the column; empty where the whole row is meant.
    cell
        The cell as a spreadsheet names it: ``D17``. Of a whole row its first cell.
    value
        What stands there, cut where it is long.
    code
        The code of the problem; ``docs/diagnostics.md`` has a page for each.
    message, expected, hint
        What is wrong, what was expected, and how to mend it.
    is_of_form
        Whether the file is the workbook of one school: all of it is then set aside.
    """

    file: str | None
    sheet: str | None
    row: int
    column: str
    cell: str
    value: str
    code: str
    message: Message
    expected: Message | None = None
    hint: Message | None = None
    is_of_form: bool = False

    @property
    def row_aside(self) -> tuple[str | None, str | None, int]:
        """The row that is set aside, by its file, sheet and number; for a workbook of one school, by its file."""
        return (self.file, None, 1) if self.is_of_form else (self.file, self.sheet, self.row)

    def to_diagnostic(self) -> Diagnostic:
        """Return it as a diagnostic, whose path is the cell."""
        path = self.cell if self.sheet is None else f"{self.sheet}!{self.cell}"
        return Diagnostic(
            self.code, "error", self.message, file=self.file, path=path,
            expected=self.expected, found=shorten_text(self.value), hint=self.hint,
        )  # fmt: skip


def column_letters(index: int) -> str:
    """Return how a spreadsheet names a column, counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

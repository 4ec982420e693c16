"""A sheet: a table as it stands in a file or a frame, its cells not yet read.

Whatever the format, each distinct content of a column is kept once, and each row has the number of it. So later steps
work on distinct contents, whose number hardly grows with the number of rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.portfolio.coded import Codes
from kiemdinh.portfolio.sheets.rejected import RejectedCell

__all__ = [
    "MAX_CELLS",
    "MAX_CELL_LENGTH",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "NOTHING",
    "NOT_CALCULATED",
    "Contents",
    "Sheet",
    "SheetColumn",
    "SheetRows",
    "is_nothing",
]

MAX_COLUMNS: Final = 16_384
"""Columns of the widest sheet: those of a spreadsheet."""
MAX_ROWS: Final = 20_000_000
"""Rows of the longest sheet."""
MAX_CELLS: Final = 2_000_000_000
"""Cells of the largest sheet."""
MAX_CELL_LENGTH: Final = 10_000
"""Characters of the longest cell that is read; no entry of a dossier is longer."""

NOT_CALCULATED: Final = "#=?"
"""What stands for a formula that the file has no value of."""

NOTHING: Final = frozenset({"", "-", "–", "—", "nan", "NaN", "NaT", "<NA>", "null", "NULL"})
"""Texts that programs write, and people, where there is nothing."""


class Contents(dict[Any, int]):
    """The distinct contents of a column, each with its number; a new content gets the next number when looked up."""

    def __missing__(self, content: Any) -> int:
        number = self[content] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet.

    Attributes
    ----------
    index
        Its place, counted from 0.
    heading
        The cell at its top, as text.
    contents
        What stands in it, each once.
    codes
        For each row the number of its content.
    numbers
        The row in which each cell stands, as a spreadsheet counts it, where it differs from the number of the row.
    """

    index: int
    heading: str
    contents: Sequence[Any]
    codes: Codes
    numbers: Sequence[int] | None = None


@dataclass(slots=True)
class SheetRows:
    """The rows of a sheet that can be told apart as rows.

    Attributes
    ----------
    columns
        The columns that were asked for, by their place.
    numbers
        Each row as a spreadsheet counts it, from 1.
    rejected
        Rows that cannot be read as rows, such as those with more cells than there are headings.
    warnings
        What is worth knowing: blank rows.
    """

    columns: dict[int, SheetColumn]
    numbers: Sequence[int]
    rejected: list[RejectedCell] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)


class Sheet(Protocol):
    """A table whose headings are known, and whose rows are read when it is known which columns matter."""

    @property
    def file(self) -> str | None:
        """The name of the file; None of a frame."""

    @property
    def name(self) -> str | None:
        """The name of the sheet within a workbook; None elsewhere."""

    @property
    def headings(self) -> Sequence[str]:
        """The headings, in the order of the columns."""

    @property
    def warnings(self) -> Sequence[Diagnostic]:
        """What was noticed while its headings were found."""

    @property
    def heading_row(self) -> int:
        """The row of the headings, counted from 1."""

    @property
    def epoch(self) -> dt.datetime | None:
        """The day 0 from which serial dates count; None where a number is no date."""

    def read_rows(self, wanted: Collection[int]) -> SheetRows:
        """Return the rows with the columns that are wanted, by their place."""


CountKnown = Callable[[Sequence[str]], int]
"""How many of some headings are known."""


def is_nothing(content: object) -> bool:
    """Whether a cell has nothing in it: it is empty, or says so as programs and people do: ``-``, ``NaN``.

    >>> is_nothing(" "), is_nothing("–"), is_nothing(float("nan")), is_nothing(0)
    (True, True, True, False)
    """
    if isinstance(content, str):
        return content.strip() in NOTHING
    # Missing values of pandas are not equal to themselves.
    return content is None or (isinstance(content, float) and content != content)

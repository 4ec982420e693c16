"""How a page lies on paper: A4 with the margins and letters of administrative documents."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import Final

from kiemdinh.narration.layout import PageTable
from kiemdinh.parsing.cells import clean_text

__all__ = [
    "A4_UPRIGHT",
    "FONT",
    "MARGINS",
    "SIDES",
    "TEXT_SIZE",
    "Paper",
    "clean",
    "count_last_rows",
    "find_moment",
    "is_short",
    "is_small",
    "share_columns",
    "side_size",
    "stays_whole",
    "table_size",
]

MARGINS: Final = (20, 15, 20, 30)
"""Margins at the top, right, bottom and left, in millimetres: within the limits of Decree 30/2020/NĐ-CP."""
FONT: Final = "Times New Roman"
"""The font of office documents and workbooks; a PDF contains fonts of its own."""
TEXT_SIZE: Final = 13
"""The size of the letters of a text in points: 13 to 14 by the same decree."""

_A4: Final = (210, 297)
_FIRST_DAY: Final = dt.date(1980, 1, 1)
"""The first day that an archive can name, for a file without a day."""
_LETTER_WIDTH: Final = 2.3
"""The width of a letter of a text, in millimetres."""
_PADDING: Final = 2
_MOST_OF_WORD: Final = 18
_MOST_OF_CELL: Final = 60
_LONG_CELL: Final = 300
_LONG_PART: Final = 120
_FEW_ROWS: Final = 4
_LONG_CAPITALS: Final = 30
SIDES: Final = (2, 3)
"""How wide the left and the right of a sheet are where lines stand side by side."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Paper:
    """How a document is printed.

    Attributes
    ----------
    lang
        The language of its words, ``vi`` or ``en``.
    across
        Whether the paper is in landscape, for tables of many columns.
    made
        The day that the file names as its day of creation; None for no day.

    Examples
    --------
    >>> Paper(lang="en", across=True).across
    True
    """

    lang: str = "vi"
    across: bool = False
    made: dt.date | None = None

    @property
    def size(self) -> tuple[int, int]:
        """The width and height in millimetres."""
        return (_A4[1], _A4[0]) if self.across else _A4

    @property
    def inner_width(self) -> int:
        """The width between the margins in millimetres."""
        return self.size[0] - MARGINS[1] - MARGINS[3]


A4_UPRIGHT: Final = Paper()


def find_moment(made: dt.date | None) -> dt.datetime:
    """Return the moment that a file names as its creation, without a time zone; without a day it is always the same.

    >>> find_moment(dt.date(2027, 6, 30))
    datetime.datetime(2027, 6, 30, 0, 0)
    """
    return dt.datetime.combine(made or _FIRST_DAY, dt.time())


def clean(text: str) -> str:
    r"""Return a text on one line, without characters that no document can hold.

    >>> clean("a\x00b\n c")
    'ab c'
    """
    return clean_text(_CONTROL.sub("", text))


def share_columns(table: PageTable, paper: Paper) -> tuple[int, ...]:
    """Return how wide the columns of a table are, in relation to one another.

    Where the table does not give widths, a column with short cells is as wide as they need, and the others share the
    width that is left. No column is narrower than its longest word.
    """
    if table.widths:
        return table.widths
    columns = [*zip(table.header, *table.rows, strict=True)]
    wanted = [min(max(map(len, cells)), _MOST_OF_CELL) + _PADDING for cells in columns]
    least = [
        min(max((len(word) for cell in cells for word in cell.split()), default=0), _MOST_OF_WORD) for cells in columns
    ]
    room = paper.inner_width / _LETTER_WIDTH * TEXT_SIZE / table_size(table)
    # A column with more text is wider, but not in proportion: its cells have several lines.
    weights = [math.sqrt(sum(map(len, cells)) / len(cells)) + 1 for cells in columns]
    found: dict[int, int] = {}
    for i in sorted(range(len(columns)), key=lambda i: wanted[i] / weights[i]):
        left = sum(weights[other] for other in range(len(columns)) if other not in found)
        fair = int((room - sum(found.values())) * weights[i] / left)
        found[i] = max(min(wanted[i], fair), least[i] + _PADDING)
    return tuple(found[i] for i in range(len(columns)))


def table_size(table: PageTable) -> int:
    """Return the size of the letters in a table: smaller where it has many columns."""
    columns = len(table.header)
    return 12 if columns <= 5 else 11 if columns <= 7 else 10


def stays_whole(cells: tuple[str, ...]) -> bool:
    """Return whether a row of a table stays on one sheet; one with long texts would leave much of a sheet empty."""
    return max(map(len, cells), default=0) <= _LONG_CELL


def is_small(table: PageTable) -> bool:
    """Return whether a table stays on one sheet: it has few rows, and they are not long altogether."""
    longest = sum(max(map(len, row), default=0) for row in table.rows)
    return len(table.rows) <= _FEW_ROWS and longest <= _LONG_CELL


def count_last_rows(table: PageTable) -> int:
    """Return how many of the last rows stay with what follows the table: two, or fewer where they are long.

    A part that must not be broken has to be shorter than a sheet: whatever is beyond its end would not be printed.
    """
    ends = [max(map(len, row), default=0) <= _LONG_PART for row in reversed(table.rows[-2:])]
    return ends.index(False) if False in ends else len(ends)


def is_short(text: str) -> bool:
    """Return whether a text stays with what follows it; a long one would leave much of a sheet empty."""
    return len(text) <= _LONG_CELL


def side_size(text: str) -> int:
    """Return the size of the letters of a line beside another, so that a long text in capitals fits on one line."""
    return TEXT_SIZE - 1 if text.isupper() and len(text) > _LONG_CAPITALS else TEXT_SIZE

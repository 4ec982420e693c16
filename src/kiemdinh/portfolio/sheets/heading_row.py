"""The row in which the headings of a sheet stand: titles may stand above it, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.portfolio.sheets.sheet import CountKnown

__all__ = ["find_heading_row", "has_headings"]


def has_headings(rows: Sequence[Sequence[str]], count_known: CountKnown) -> bool:
    """Return whether a sheet may be another table of schools, by its first *rows*.

    A single known word can stand in notes and lists of words; a table has two headings in a row.
    """
    return any(count_known(row) > 1 for row in rows)


def find_heading_row(
    rows: Sequence[Sequence[str]], file: str | None, sheet: str | None, count_known: CountKnown
) -> tuple[int, list[Diagnostic]]:
    """Return the row of the headings, counted from 0, and what is worth knowing of those above it.

    It is the first of *rows* in which the most columns are known. Rows above it are titles, and a warning names them.

    Raises
    ------
    InputError
        The table is empty, or no column is known (KD704); or two rows have headings (KD705).
    """
    known = [count_known(row) for row in rows]
    most = max(known, default=0)
    if most == 0:
        _refuse_no_heading(rows, file, sheet)
    row = known.index(most)
    # Ids of nodes can be numbers, and so can what is recorded of them: a row of numbers is no second row of headings.
    words = [count_known([cell for cell in cells if not cell.strip().isdigit()]) for cells in rows]
    words[row] = most
    others = [i for i, count in enumerate(words) if i != row and (count > 0 if i < row else _is_second(words, row, i))]
    if others:
        _refuse_two_rows(min(row, others[0]) + 1, max(row, others[0]) + 1, file, sheet)
    titles = [i + 1 for i in range(row) if any(cell.strip() for cell in rows[i])]
    if not titles:
        return row, []
    message = Message(
        "the headings are in row {row}; the rows above are not read: {rows}",
        row=row + 1,
        rows=Message.join([str(i) for i in titles]),
    )
    return row, [Diagnostic("KD710", "warning", message, file, path=sheet or "")]


def _is_second(known: Sequence[int], row: int, other: int) -> bool:
    """Whether the row below the headings has headings too: at least two, and half as many."""
    return other == row + 1 and known[other] >= 2 and known[other] * 2 >= known[row]


def _refuse_no_heading(rows: Sequence[Sequence[str]], file: str | None, sheet: str | None) -> NoReturn:
    first = next((row for row in rows if any(cell.strip() for cell in row)), None)
    if first is None:
        message, found, hint = Message("the table is empty"), None, None
    else:
        message = Message("no column of the table is known")
        found = shorten_text(", ".join(cell.strip() for cell in first if cell.strip()))
        hint = Message(
            "name the columns by ids or titles of the framework, or say what they are in the mapping of columns"
        )
        if len(first) == 1:
            hint = Message("the columns may be separated by another character: say delimiter=…")
    expected = Message("a row of headings, such as school, 1.1, 1.2")
    raise InputError([Diagnostic("KD704", "error", message, file, None, None, sheet or "", expected, found, hint)])


def _refuse_two_rows(first: int, second: int, file: str | None, sheet: str | None) -> NoReturn:
    message = Message("rows {first} and {second} both have headings", first=first, second=second)
    hint = Message("leave one row of headings, each in a cell of its own")
    raise InputError([Diagnostic("KD705", "error", message, file, path=sheet or "", hint=hint)])

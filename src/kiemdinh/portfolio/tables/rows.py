"""Who and when each row is about: school, name, year, date and stages, each distinct content read once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.parsing.cells import ReadingError, clean_text, fold_word, read_date, read_school_year
from kiemdinh.portfolio.coded import ArrowTexts, CodedColumn, replace_contents
from kiemdinh.portfolio.sheets import NOTHING, SheetColumn, is_nothing
from kiemdinh.portfolio.tables.cells import find_unreadable_text, read_serial_date

__all__ = ["ReadAbout", "find_looked_at", "is_total", "read_about", "read_cell_text", "read_stages"]

_TOTALS: Final = frozenset(
    {
        "tổng", "tổng cộng", "tổng số", "cộng", "toàn tỉnh", "toàn thành phố", "trung bình", "bình quân",
        "total", "totals", "grand total", "sum", "average", "mean",
    }
)  # fmt: skip
"""What stands at the head of a row that adds up the others."""
_BETWEEN_STAGES: Final = re.compile(r"[,;+&\n]|\bvà\b|\band\b")


@dataclass(frozen=True, slots=True)
class ReadAbout:
    """What one column says of the rows.

    Attributes
    ----------
    values
        What it says of each row; None where it says nothing or cannot be read.
    errors
        What is wrong with a content of the column, by its number.
    empty
        The numbers of the contents that say nothing.
    """

    values: CodedColumn[Any]
    errors: Mapping[int, Diagnostic]
    empty: Collection[int]


def read_about(kind: str, column: SheetColumn, records: RecordReader, epoch: dt.datetime | None = None) -> ReadAbout:
    """Return what a column of a kind (``school``, ``name``, ``year``, ``date``, ``stage``) says of each row.

    Each distinct content is read once; texts that stay in Arrow are looked at together. Serial dates count from
    *epoch*.
    """
    readers: Mapping[str, Callable[[Any], Any]] = {
        "school": lambda content: read_cell_text(content) or None,
        "name": lambda content: read_cell_text(content) or None,
        "year": _read_year,
        "date": lambda content: read_date(read_serial_date(content, epoch)),
        "stage": lambda content: read_stages(content, records),
    }
    is_text = isinstance(column.contents, ArrowTexts) and kind in ("school", "name")
    numbers = find_looked_at(column) if is_text else range(len(column.contents))
    values: dict[int, Any] = {}
    errors: dict[int, Diagnostic] = {}
    for number in numbers:
        found = _read_content(column.contents[number], readers[kind])
        if isinstance(found, Diagnostic):
            errors[number] = found
        values[number] = None if isinstance(found, Diagnostic) else found
    empty = {number for number, value in values.items() if value is None} - errors.keys()
    return ReadAbout(replace_contents(CodedColumn(column.contents, column.codes), values), errors, empty)


def _read_content(content: Any, read: Callable[[Any], Any]) -> Any:
    """Return what a content says, None for nothing; or what is wrong with it."""
    problem = find_unreadable_text(content) if isinstance(content, str) else None
    if problem is not None:
        return problem
    try:
        return None if is_nothing(content) else read(content)
    except ReadingError as error:
        return Diagnostic(error.code, "error", error.message, expected=error.expected, hint=error.hint)


def find_looked_at(column: SheetColumn) -> Sequence[int]:
    """Return the numbers of the contents of a column of schools that may be something else than an id or a name.

    Of texts that stay in Arrow these are few: those that are no plain text, or say that there is nothing, that others
    are added up, or what the heading says.
    """
    if not isinstance(column.contents, ArrowTexts):
        return range(len(column.contents))
    words = {fold_word(word) for word in NOTHING} | _TOTALS | {fold_word(column.heading)}
    return (0, *column.contents.find_unusual(words))


def is_total(content: object) -> bool:
    """Whether a cell says that its row adds up the others.

    >>> is_total(" TỔNG CỘNG "), is_total("THCS Cộng Hòa")
    (True, False)
    """
    return isinstance(content, str) and fold_word(content).rstrip(" :") in _TOTALS


def read_cell_text(content: Any) -> str:
    """Return what stands in a cell as text.

    >>> read_cell_text(79001.0), read_cell_text(" THCS  A ")
    ('79001', 'THCS A')
    """
    # A program that knows decimals alone has made 79001.0 of the id 79001.
    return clean_text(str(int(content) if isinstance(content, float) and content.is_integer() else content))


def _read_year(content: Any) -> str:
    return read_school_year(read_cell_text(content))


def read_stages(content: Any, records: RecordReader) -> tuple[str, ...]:
    """Return the stages that a cell names, by ids or titles with commas between.

    Raises
    ------
    ReadingError
        One of them is no stage of the framework.
    """
    text = read_cell_text(content)
    parts = [text]
    if records.allowed.declared_stages.find(text) is None:
        parts = [part.strip() for part in _BETWEEN_STAGES.split(text) if part.strip()]
    stages, problems = records.read_stages(parts)
    if problems:
        problem = problems[0]
        raise ReadingError(problem.code, problem.message, problem.expected, problem.hint)
    return stages

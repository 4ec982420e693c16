"""Whom and which day each row is about: school, name, year, date and stages, each distinct content read once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.parsing.cells import ReadingError, clean_text, fold_word, read_date, read_school_year
from kiemdinh.portfolio.coded import ArrowTexts, CodedColumn, replace_contents
from kiemdinh.portfolio.sheets import NOTHING, SheetColumn, is_nothing
from kiemdinh.portfolio.tables.cells import find_unreadable_text, read_serial_date

__all__ = [
    "ReadAbout",
    "find_alike",
    "find_looked_at",
    "is_footer",
    "is_total",
    "read_about",
    "read_cell_text",
    "read_column",
    "read_day",
    "read_id",
    "read_stages",
    "split_stages",
]

_TOTALS: Final = frozenset(
    {
        "tổng", "tổng cộng", "tổng số", "cộng", "toàn tỉnh", "toàn thành phố", "trung bình", "bình quân",
        "total", "totals", "grand total", "sum", "average", "mean",
    }
)  # fmt: skip
"""What stands at the head of a row that adds up the others."""
_SHORTENED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE][+]?[0-9]+")
"""How a spreadsheet shows a long number, and Python a large float: 1.23E+11."""
_EXACT: Final = 10**15
"""The whole numbers below which a spreadsheet, and a program that knows decimals alone, keeps each digit."""
_AS_TEXT: Final = Message("format the column as text, and type it again")
_FOOTER_WORDS: Final = frozenset({"note", "notes", "remark", "remarks", "source", "sources", "signature"})
_FOOTER: Final = (
    r"^(?:\*|\(ký|ghi chú|chú thích|nguồn(?: số liệu)?:|người lập|lập biểu|thủ trưởng|hiệu trưởng|giám đốc|trưởng phòng"
    r"|xác nhận của|ký tên|cộng:|tổng số:|tổng cộng:|tổng:|total:|notes?:|sources?:|remarks?:|prepared by|signed by"
    r"|(?:.{1,60}, )?ngày .{0,4} ?tháng .{0,4} ?năm)"
)
"""How a folded text begins that stands below a table, for Python and for RE2."""
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


def read_about(
    kind: str, column: SheetColumn, records: RecordReader | None, epoch: dt.datetime | None = None
) -> ReadAbout:
    """Return what a column of a kind (``school``, ``name``, ``year``, ``date``, ``stage``) says of each row.

    Each distinct content is read once; texts that stay in Arrow are looked at together. Serial dates count from
    *epoch*. Stages are those of the framework of *records*.
    """
    readers: dict[str, Callable[[Any], Any]] = {
        "school": read_id,
        "name": read_id,
        "year": _read_year,
        "date": lambda content: read_day(content, epoch),
    }
    if records is not None:
        readers["stage"] = lambda content: read_stages(content, records)
    return read_column(column, readers[kind], are_ids=kind in ("school", "name"))


def read_column(column: SheetColumn, read: Callable[[Any], Any], *, are_ids: bool = False) -> ReadAbout:
    """Return what a column says of each row, each distinct content read once by *read*, which raises ReadingError.

    Where they are ids, texts that stay in Arrow are looked at together.
    """
    is_text = isinstance(column.contents, ArrowTexts) and are_ids
    numbers = find_looked_at(column) if is_text else range(len(column.contents))
    values: dict[int, Any] = {}
    errors: dict[int, Diagnostic] = {}
    for number in numbers:
        found = _read_content(column.contents[number], read)
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
    """Return the numbers of those contents of a column of schools that may be neither an id nor a name.

    Of texts that stay in Arrow these are few: those that are no plain text, mark an empty cell or a total, or repeat
    the heading.
    """
    if not isinstance(column.contents, ArrowTexts):
        return range(len(column.contents))
    words = {fold_word(word) for word in NOTHING} | _TOTALS | _FOOTER_WORDS | {fold_word(column.heading)}
    return (0, *column.contents.find_unusual(words, f"{_FOOTER}|{_SHORTENED.pattern}"))


def is_total(content: object) -> bool:
    """Whether a cell says that its row adds up the others.

    >>> is_total(" TỔNG CỘNG "), is_total("THCS Cộng Hòa")
    (True, False)
    """
    return isinstance(content, str) and fold_word(content).rstrip(" :") in _TOTALS


def is_footer(content: object) -> bool:
    """Whether a cell may be what people write below a table: a note, a sum in words, a place for a signature.

    >>> is_footer("Người lập biểu"), is_footer("Hà Nội, ngày 5 tháng 6 năm 2026"), is_footer("THCS Ghi Chú")
    (True, True, False)
    """
    if not isinstance(content, str):
        return False
    text = fold_word(content)
    return text.rstrip(" :.") in _FOOTER_WORDS or re.match(_FOOTER, text) is not None


def find_alike(ids: CodedColumn[str | None]) -> list[str]:
    """Return ids that differ from another one in case, spaces or leading zeros alone."""
    contents = ids.contents
    if isinstance(contents, ArrowTexts) and contents.count_unlike() == len(contents) - 1:
        return []
    alike: dict[str, list[str]] = {}
    for id_ in contents:
        if id_ is not None:
            alike.setdefault(id_.lower().replace(" ", "").lstrip("0"), []).append(id_)
    return [id_ for same in alike.values() if len(same) > 1 for id_ in same]


def read_cell_text(content: Any) -> str:
    """Return what stands in a cell as text.

    >>> read_cell_text(79001.0), read_cell_text(" THCS  A ")
    ('79001', 'THCS A')
    """
    # A program that has only decimal numbers has made 79001.0 of the id 79001.
    if isinstance(content, float | Decimal) and content % 1 == 0 and -_EXACT < content < _EXACT:
        content = int(content)
    return clean_text(str(content))


def read_id(content: Any) -> str | None:
    """Return the id or the name of a school; refuse what a spreadsheet or a program has made of it, such as a date."""
    if isinstance(content, bool | bytes | dt.date | dt.time | dt.timedelta | list | tuple | Mapping):
        message = Message("'{value}' is no id or name: the cell is no text and no number", value=str(content))
        raise ReadingError(code="KD709", message=message, hint=_AS_TEXT)
    text = read_cell_text(content)
    if _SHORTENED.fullmatch(text):
        message = Message("'{value}' is a number that was shortened, and its digits are lost", value=text)
        raise ReadingError(code="KD709", message=message, hint=_AS_TEXT)
    return text or None


def read_day(content: Any, epoch: dt.datetime | None = None) -> dt.date:
    """Return the day of a cell; refuse a moment in a time zone, which is another day elsewhere.

    A number is a day counted from *epoch*.
    """
    content = read_serial_date(content, epoch)
    if isinstance(content, dt.datetime) and content.tzinfo is not None and content.time() != dt.time():
        message = Message("'{value}' is another day in another time zone", value=str(content))
        raise ReadingError(code="KD107", message=message, expected=Message("a date without a time of the day"))
    return read_date(content)


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
        parts = split_stages(text)
    stages, problems = records.read_stages(parts)
    if problems:
        problem = problems[0]
        raise ReadingError(problem.code, problem.message, problem.expected, problem.hint)
    return stages


def split_stages(text: str) -> list[str]:
    """Return the parts of a text that names several things.

    >>> split_stages("tieu-hoc, THCS và THPT")
    ['tieu-hoc', 'THCS', 'THPT']
    """
    return [part.strip() for part in _BETWEEN_STAGES.split(text) if part.strip()]

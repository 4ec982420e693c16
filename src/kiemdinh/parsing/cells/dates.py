"""Dates, written by year, month and day: 2027-06-30; and school years, named by both years: 2026-2027."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from kiemdinh.diagnostics.message import Message, join_alternatives
from kiemdinh.diagnostics.wording import quote_text
from kiemdinh.parsing.cells.refusal import ReadingError
from kiemdinh.parsing.cells.words import clean_text

__all__ = ["is_like_a_year", "make_date", "read_date", "read_month_day", "read_school_year"]

_EXPECTED: Final = Message("a date such as 2026-07-07")
# A spreadsheet writes the time of day behind a date. With a time zone it could be another day.
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?")
# Compiled when the first text needs them: most dates are written as the pattern above has them.
_YEAR_FIRST: Final = r"([0-9]{4})(?:[-/.] ?([0-9]{1,2})[-/.] ?([0-9]{1,2})|([0-9]{2})([0-9]{2}))"
_YEAR_LAST: Final = r"([0-9]{1,2}) ?[-/.] ?([0-9]{1,2}) ?[-/.] ?([0-9]{4})"
_IN_WORDS: Final = r"(?:ngày )?([0-9]{1,2}) tháng ([0-9]{1,2}) năm ([0-9]{4})"
_SCHOOL_YEAR: Final = r"([0-9]{4})(?: ?[-/–—] ?([0-9]{4}|[0-9]{2}))?"
_MONTH_DAY: Final = r"([0-9]{2})-([0-9]{2})"


def read_date(value: object) -> dt.date:
    """Return the date that *value* is or writes: a date of Python, or a text such as ``2027-06-30``.

    Spaces around it and a time of day behind it are left out. Other orders and other marks are not read: the hint says
    what to write, both dates where day and month cannot be told apart.

    Raises
    ------
    ReadingError
        It is not a date, or it is written in another form (KD107).

    Examples
    --------
    >>> read_date(" 2027-06-30 00:00:00")
    datetime.date(2027, 6, 30)
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    # Python writes no whole number of more than 4,300 digits.
    if isinstance(value, bool) or not isinstance(value, str | int | float) or _is_huge(value):
        raise ReadingError(
            code="KD107",
            message=Message("a date is expected, not {type}", type=type(value).__name__),
            expected=_EXPECTED,
        )
    text = clean_text(str(value))
    parts = _DATE.fullmatch(text)
    date = None if parts is None else make_date(parts[1], parts[2], parts[3])
    if date is None:
        raise ReadingError(
            code="KD107",
            message=Message("{text} is not a date", text=quote_text(text)),
            expected=_EXPECTED,
            hint=_find_hint(text),
        )
    return date


def read_month_day(value: object) -> tuple[int, int]:
    """Return the month and the day that a text such as ``09-01`` writes; every year must have that day.

    Raises
    ------
    ReadingError
        It is not a month and a day, or 29 February (KD107).
    """
    parts = re.fullmatch(_MONTH_DAY, clean_text(value)) if isinstance(value, str) else None
    # 2001 is no leap year.
    date = None if parts is None else make_date("2001", parts[1], parts[2])
    if date is not None:
        return date.month, date.day
    leap = parts is not None and (parts[1], parts[2]) == ("02", "29")
    message = (
        Message("02-29 is not a day of every year")
        if leap
        else Message("{value} is not a month and a day", value=quote_text(str(value)))
    )
    raise ReadingError(code="KD107", message=message, expected=Message("month and day such as 09-01"))


def _is_huge(value: object) -> bool:
    return isinstance(value, int) and abs(value) >= 10**9


def _find_hint(text: str) -> Message | None:
    dates = list(dict.fromkeys(date.isoformat() for date in _possible_dates(text) if date is not None))
    if len(dates) == 2:
        day_first, month_first = dates
        return Message(
            "write {day_first} (the day stands first) or {month_first} (the month stands first)",
            day_first=day_first,
            month_first=month_first,
        )
    return Message("write {text}", text=dates[0]) if dates else None


def _possible_dates(text: str) -> list[dt.date | None]:
    """Return the dates that a text in another form can mean, first with the day before the month."""
    year_first = re.fullmatch(_YEAR_FIRST, text)
    if year_first:
        year, *rest = (part for part in year_first.groups() if part is not None)
        return [make_date(year, *rest)]
    in_words = re.fullmatch(_IN_WORDS, text.casefold())
    if in_words:
        return [make_date(in_words[3], in_words[2], in_words[1])]
    year_last = re.fullmatch(_YEAR_LAST, text)
    if year_last is None:
        return []
    first, second, year = year_last.groups()
    return [make_date(year, second, first), make_date(year, first, second)]


def make_date(year: str, month: str, day: str) -> dt.date | None:
    """Return the date of a year, a month and a day, each in digits; None where there is no such day.

    >>> make_date("2027", "6", "31") is None
    True
    """
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_school_year(text: str) -> str:
    """Return a school year named by both its years, as ``2025-2026``, whatever separates them (semantics 4.5).

    Raises
    ------
    ReadingError
        It is not a school year, or one year alone (KD311); the hint names it where it is certain.

    Examples
    --------
    >>> read_school_year("2025 – 2026")
    '2025-2026'
    """
    parts = re.fullmatch(_SCHOOL_YEAR, clean_text(text))
    if parts is not None and parts[2] is not None and len(parts[2]) == 4 and int(parts[2]) == int(parts[1]) + 1:
        return f"{parts[1]}-{parts[2]}"
    expected = Message("a school year by both its years, such as 2025-2026")
    hint = None if parts is None else _hint_at_year(int(parts[1]), parts[2])
    raise ReadingError(
        code="KD311",
        message=Message("{text} is not a school year", text=quote_text(text)),
        expected=expected,
        hint=hint,
    )


def is_like_a_year(text: str) -> bool:
    """Whether *text* begins with a year and may be meant as a school year, even if it is not one.

    >>> is_like_a_year("2025"), is_like_a_year("thcs")
    (True, False)
    """
    return re.fullmatch(_SCHOOL_YEAR, clean_text(text)) is not None


def _hint_at_year(begins: int, ends: str | None) -> Message | None:
    if ends is None:
        years = [f"{year}-{year + 1}" for year in (begins - 1, begins)]
        return Message("a school year is named by both its years: {years}", years=join_alternatives(years))
    if int(ends) % 100 != (begins + 1) % 100 or len(ends) == 4:
        return Message("the second year follows the first")
    # 2009-10 can be a month too.
    return Message("write {text}", text=f"{begins}-{begins + 1}") if int(ends) > 12 else None

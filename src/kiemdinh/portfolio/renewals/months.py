"""Months as numbers, so that they can be counted: January of the year 0 is 0."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

__all__ = ["first_whole_month", "last_whole_month", "month_of", "read_month", "write_month"]

_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_of(day: dt.date) -> int:
    """Return the month that a day is in.

    >>> write_month(month_of(dt.date(2027, 3, 31)))
    '2027-03'
    """
    return day.year * 12 + day.month - 1


def first_whole_month(day: dt.date) -> int:
    """Return the first month that lies wholly on or after a day.

    >>> write_month(first_whole_month(dt.date(2027, 3, 1))), write_month(first_whole_month(dt.date(2027, 3, 2)))
    ('2027-03', '2027-04')
    """
    return month_of(day) + (day.day > 1)


def last_whole_month(day: dt.date) -> int:
    """Return the last month that lies wholly on or before a day.

    >>> write_month(last_whole_month(dt.date(2027, 3, 31))), write_month(last_whole_month(dt.date(2027, 3, 30)))
    ('2027-03', '2027-02')
    """
    is_last = day == dt.date.max or (day + dt.timedelta(days=1)).day == 1
    return month_of(day) - (not is_last)


def read_month(text: str) -> int | None:
    """Return the month that a text such as ``2027-03`` names; None where it names none.

    >>> read_month("2027-13") is None
    True
    """
    found = _MONTH.fullmatch(text)
    return None if found is None else int(found[1]) * 12 + int(found[2]) - 1


def write_month(month: int) -> str:
    """Return a month as text.

    >>> write_month(read_month("2027-03") or 0)
    '2027-03'
    """
    return f"{month // 12:04}-{month % 12 + 1:02}"

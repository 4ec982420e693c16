"""A day that a caller hands over, as a date or as text."""

from __future__ import annotations

import datetime as dt

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.parsing.cells import ReadingError, read_date

__all__ = ["read_day"]


def read_day(name: str, value: object) -> dt.date | None:
    """Return the value of the argument *name* as a day; None where no day was given.

    Raises
    ------
    InputError
        It is no date, and no text such as ``2026-06-30``.

    Examples
    --------
    >>> read_day("on", "2026-06-30")
    datetime.date(2026, 6, 30)
    """
    try:
        return None if value is None else read_date(value)
    except ReadingError as error:
        expected = error.expected or error.message
        refuse_argument(name, value, expected, message=error.message, code=error.code, hint=error.hint)

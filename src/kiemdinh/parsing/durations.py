"""Lengths of time in calendar units, read from text and added to dates (semantics 4.5)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from pydantic_core import core_schema

from kiemdinh.parsing.fields import refuse_value

__all__ = ["Duration", "add_duration"]

_DURATION = re.compile(r"(\d{1,4}) (year|month|day)s?")


class Duration(tuple[int, str]):
    """A length of time in calendar units: ``5 years``, ``9 months``, ``90 days`` (semantics 4.5).

    It is a pair of a number and a unit, ``year``, ``month`` or ``day``. Two durations are equal only if they are
    written in the same unit: 12 months is not 1 year. As text it is what an author writes.
    """

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Duration:
        """Return the length of time that a text writes: ``5 years``.

        The number has at most four digits; the unit may stand in the singular or the plural. A duration is returned as
        it is.

        Raises
        ------
        PydanticCustomError
            It is no length of time (KD108).

        Examples
        --------
        >>> Duration.read("9 months")
        (9, 'month')
        """
        if isinstance(value, Duration):
            return value
        parts = _DURATION.fullmatch(str(value))
        if parts is None:
            refuse_value("KD108", f"{str(value)!r} is no length of time", expected="such as 5 years, 9 months, 90 days")
        return cls((int(parts[1]), parts[2]))

    def __str__(self) -> str:
        count, unit = self
        return f"{count} {unit}{'' if count == 1 else 's'}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read,
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: object) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_DURATION.pattern}$"}


def add_duration(date: dt.date, duration: Duration, *, back: bool = False) -> dt.date:
    """Return the date a calendar *duration* after *date*, or before it if *back*.

    The same day and month; where the month has no such day, its last (semantics 4.5). A date out of the calendar's
    range is its first or last day.

    >>> add_duration(dt.date(2024, 2, 29), Duration.read("1 year"))
    datetime.date(2025, 2, 28)
    >>> add_duration(dt.date(2026, 3, 31), Duration.read("1 month"), back=True)
    datetime.date(2026, 2, 28)
    """
    count, unit = duration
    sign = -1 if back else 1
    try:
        if unit == "day":
            return date + sign * dt.timedelta(days=count)
        # Months are counted from 0 here, so that a division leaves year and month.
        months = date.year * 12 + date.month - 1 + sign * count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return _clip_to_month(year, month + 1, date.day)
    # The calendar of Python has the years 1 to 9999.
    except (OverflowError, ValueError):
        return dt.date.min if back else dt.date.max


def _clip_to_month(year: int, month: int, day: int) -> dt.date:
    first = dt.date(year, month, 1)
    next_first = dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, min(day, (next_first - first).days))

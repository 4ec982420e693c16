"""Lengths of time in calendar units, read from text and added to dates (semantics 4.5)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.fields import refuse_value

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

__all__ = ["Duration", "add_duration", "earliest_start", "latest_start"]

_ONE_DAY = dt.timedelta(days=1)
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
        ValueError
            It is not a length of time (KD108).

        Examples
        --------
        >>> Duration.read("9 months")
        (9, 'month')
        """
        if isinstance(value, Duration):
            return value
        parts = _DURATION.fullmatch(str(value))
        if parts is None:
            refuse_value(
                "KD108",
                Message("{value} is not a length of time", value=repr(str(value))),
                expected=Message("such as 5 years, 9 months, 90 days"),
            )
        return cls((int(parts[1]), parts[2]))

    def __str__(self) -> str:
        count, unit = self
        return f"{count} {unit}{'' if count == 1 else 's'}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        from pydantic_core import core_schema  # noqa: PLC0415 - it is loaded when a file is read

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


def latest_start(on: dt.date, duration: Duration) -> dt.date:
    """Return the last day from which a *duration*, counted forward, has passed on the day *on* (semantics 4.5).

    To count back from *on* may give an earlier day: a month from each of 28 to 31 January ends on 28 February.

    >>> latest_start(dt.date(2026, 2, 28), Duration.read("1 month"))
    datetime.date(2026, 1, 31)
    >>> latest_start(dt.date(2026, 3, 31), Duration.read("1 month"))
    datetime.date(2026, 2, 28)
    """
    day = add_duration(on, duration, back=True)
    # Only days of one month lead to the same day, and at most four of them do.
    while duration[1] != "day" and not _is_last_of_month(day):
        following = day + _ONE_DAY
        if add_duration(following, duration) > on:
            break
        day = following
    return day


def earliest_start(on: dt.date, duration: Duration) -> dt.date:
    """Return the first day from which no more than a *duration*, counted forward, has passed on the day *on*.

    >>> earliest_start(dt.date(2026, 2, 28), Duration.read("1 month"))
    datetime.date(2026, 1, 28)
    >>> earliest_start(dt.date(2026, 3, 31), Duration.read("1 month"))
    datetime.date(2026, 3, 1)
    """
    day = add_duration(on, duration, back=True)
    return day if add_duration(day, duration) >= on else day + _ONE_DAY


def _is_last_of_month(day: dt.date) -> bool:
    return day == dt.date.max or (day + _ONE_DAY).day == 1


def _clip_to_month(year: int, month: int, day: int) -> dt.date:
    first = dt.date(year, month, 1)
    next_first = dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, min(day, (next_first - first).days))

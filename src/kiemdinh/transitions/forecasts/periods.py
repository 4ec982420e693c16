"""The periods in which each edition of a framework is in force (semantics 4.2, 4.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.message import Message
from kiemdinh.standards.catalogue import editions as bundled_editions
from kiemdinh.standards.catalogue import is_bundled
from kiemdinh.standards.loading import Framework

__all__ = ["EditionPeriod", "day_after", "day_before", "list_editions", "list_periods"]

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EditionPeriod:
    """A period under one edition; ``framework`` is None where none is in force."""

    framework: Framework | None
    start: dt.date
    end: dt.date


def list_editions(framework: Framework, others: Iterable[Framework]) -> tuple[Framework, ...]:
    """Return the known editions of a framework: all bundled ones, if it is bundled, and *others*.

    Raises
    ------
    InputError
        One of *others* is no edition of the framework.
    """
    bundled = bundled_editions(framework.id) if is_bundled(framework) else ()
    found = [edition.framework for edition in bundled] or [framework]
    expected = Message("frameworks with the id {id}", id=framework.id)
    given: object = others  # others come from the caller
    if not isinstance(given, Iterable):
        refuse_argument("editions", given, expected)
    for other in given:
        if not isinstance(other, Framework) or other.id != framework.id:
            message = Message("this is no edition of {id}", id=framework.id)
            refuse_argument("editions", other, expected, message=message)
        found.append(other)
    return tuple(found)


def list_periods(editions: Sequence[Framework], start: dt.date, until: dt.date) -> tuple[EditionPeriod, ...]:
    """Return the periods from *start* to *until*, both included, without a gap.

    Where several editions hold on a day, the one that began last is in force. The cost is quadratic in the editions.
    """
    bounds = {start}
    for edition in editions:
        law = edition.definition.source
        bounds.update(day for day in (law.in_force, law.until) if day is not None and start < day <= until)
    days = sorted(bounds)
    ends = [*(day - _DAY for day in days[1:]), until]
    periods = [EditionPeriod(_find_in_force(editions, day), day, end) for day, end in zip(days, ends, strict=True)]
    return tuple(_join_equal(periods))


def _find_in_force(editions: Sequence[Framework], day: dt.date) -> Framework | None:
    running = [edition for edition in editions if edition.edition_holds(day)]
    return max(running, key=lambda edition: edition.definition.source.in_force or dt.date.min, default=None)


def _join_equal(periods: Iterable[EditionPeriod]) -> list[EditionPeriod]:
    joined: list[EditionPeriod] = []
    for period in periods:
        if joined and joined[-1].framework is period.framework:
            joined[-1] = EditionPeriod(period.framework, joined[-1].start, period.end)
        else:
            joined.append(period)
    return joined


def day_after(day: dt.date) -> dt.date:
    """Return the next day; the last day of the calendar has none and is returned as it is."""
    return day if day == dt.date.max else day + _DAY


def day_before(day: dt.date) -> dt.date:
    """Return the day before; the first day of the calendar has none and is returned as it is."""
    return day if day == dt.date.min else day - _DAY

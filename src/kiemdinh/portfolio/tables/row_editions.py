"""Choosing the edition of a bundled framework by which a table is read: the one in force on the days of its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.sheets import MAX_ROWS, is_frame, join_batches
from kiemdinh.standards.catalogue import bundled_ids, load

if TYPE_CHECKING:
    from kiemdinh.portfolio.tables.school_table import SchoolTable
    from kiemdinh.standards.catalogue import AnyFramework

__all__ = ["keep_rows", "read_by_edition"]

_MAX_NAMED: Final = 5
"""The most days that a warning names."""


def read_by_edition(
    framework: AnyFramework, on: dt.date | None, read: Callable[[AnyFramework, set[dt.date]], list[SchoolTable]]
) -> list[SchoolTable]:
    """Return tables read by the edition that is in force on the last day of their rows.

    The edition is chosen only where *framework* is a bundled id and *on* is None; else the tables are read once. A
    warning names the days of rows on which another edition is in force (KD401): a table has one edition.

    Parameters
    ----------
    framework, on
        The framework, and the date of the assessment; None where each row has its own.
    read
        Reads the tables by a framework, and adds to a set the days that are known before their rows are read.
    """
    days = set[dt.date]()
    tables = read(framework, days)
    if on is not None or not isinstance(framework, str) or framework not in bundled_ids():
        return tables
    days.update(day for table in tables for day in table.rows.days.contents if day is not None)
    if not days:
        return tables
    chosen = load(framework, on=max(days))
    if tables[0].framework.content_digest != chosen.content_digest:
        tables = read(chosen, set())
    others = [day for day in sorted(days) if load(framework, on=day).content_digest != chosen.content_digest]
    if not others:
        return tables
    first = tables[0]
    return [replace(first, warnings=(*first.warnings, _tell_others(framework, max(days), others))), *tables[1:]]


def keep_rows(table: Any) -> Any:
    """Return a table that can be read twice: rows or batches from an iterator are kept in memory."""
    if is_frame(table):
        return join_batches(table)
    return list(islice(table, MAX_ROWS + 1)) if isinstance(table, Iterator) else table


def _tell_others(framework: str, day: dt.date, others: Sequence[dt.date]) -> Diagnostic:
    named: Iterable[str] = (other.isoformat() for other in others[:_MAX_NAMED])
    message = Message(
        "the table is read by the edition of '{id}' that is in force on {day}; on {days} another one is",
        id=framework, day=day.isoformat(), days=Message.join([*named, *["…"] * (len(others) > _MAX_NAMED)]),
    )  # fmt: skip
    return Diagnostic("KD401", "warning", message, hint=Message("read the rows of each edition by themselves"))

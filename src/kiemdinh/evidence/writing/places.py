"""Where a written record stands among others, and how a day is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

__all__ = ["add_at", "write_day"]


def add_at(where: dict[str, Any], path: tuple[str, ...], written: Any) -> None:
    """Put a record at its place; a second one of the same place makes a list."""
    *above, last = path
    for key in above:
        where = where.setdefault(key, {})
    if last not in where:
        where[last] = written
    else:
        before = where[last]
        where[last] = [*(before if isinstance(before, list) else [before]), written]


def write_day(day: dt.date | None) -> str | None:
    """Return a day as ``2027-06-30``; None where there is none."""
    return None if day is None else day.isoformat()

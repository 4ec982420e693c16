"""The last assessment of each school of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kiemdinh.portfolio.tables.row_checks import name_schools
from kiemdinh.portfolio.tables.school_table import SchoolTable

__all__ = ["find_latest_rows"]


def find_latest_rows(table: SchoolTable, rows: Iterable[int]) -> dict[str, int]:
    """Return the row of the latest school year and date of each school, among some rows.

    A school is named by its id, else by its name; where the table has neither, each row is a school, named by its
    number.
    """
    about, names = table.rows, name_schools(table.rows)
    found: dict[str, tuple[tuple[str, dt.date], int]] = {}
    for row in rows:
        school = names[row] or str(about.numbers[row])
        moment = (about.years[row] or "", about.dates[row] or dt.date.min)
        if school not in found or moment >= found[school][0]:
            found[school] = moment, row
    return {school: row for school, (_, row) in found.items()}

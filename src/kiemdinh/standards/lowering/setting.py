"""Where and when a framework is applied: the stages of a school and the school years that sets speak of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.standards.definition import Definition

__all__ = ["DEFAULT_SETTING", "Setting", "last_school_year", "name_school_year"]


@dataclass(frozen=True, slots=True)
class Setting:
    """The stages (cấp học) that a dossier names and the last school year that has ended.

    Rules lowered for one setting serve every dossier that shares it.

    Attributes
    ----------
    stages
        The stages in the order of the dossier; None where it names none.
    last_year
        The calendar year in which the last school year began.

    Examples
    --------
    >>> Setting(("thcs",), 2025).name_years(2, running=False)
    ('2024-2025', '2025-2026')
    """

    stages: tuple[str, ...] | None
    last_year: int

    def name_years(self, count: int | None, *, running: bool) -> tuple[str, ...]:
        """Return the names of the last *count* school years, oldest first; None counts as one.

        With *running* the school year that has not ended is the last of them.
        """
        newest = self.last_year + (1 if running else 0)
        return tuple(name_school_year(newest - back) for back in reversed(range(count or 1)))


DEFAULT_SETTING: Final = Setting(stages=("stage",), last_year=2000)
"""The setting in which a definition is checked before there is a school: one stage, and any school year."""


def name_school_year(begins: int) -> str:
    """Return the name of the school year that begins in a calendar year (semantics 4.5).

    >>> name_school_year(2025)
    '2025-2026'
    """
    return f"{begins}-{begins + 1}"


def last_school_year(definition: Definition, on: dt.date) -> int:
    """Return the calendar year in which the latest school year began that ended on or before *on* (semantics 4.5).

    A school year ends the day before the next begins. Where the definition does not state when it begins, it is the
    calendar year (S5). With school years that begin on 1 September, the last one on 31 August 2026 is 2025-2026: the
    result is 2025.
    """
    month, day = definition.school_year.begins if definition.school_year else (1, 1)
    # A school year that ends today has ended: its last day is the day before the next one begins.
    next_day = add_duration(on, Duration((1, "day")))
    return next_day.year - 1 if (next_day.month, next_day.day) >= (month, day) else next_day.year - 2

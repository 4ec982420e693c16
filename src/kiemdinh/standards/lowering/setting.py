"""Where and when a framework is applied: the parts of a school and the school years that its sets speak of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.standards.definition import Definition

__all__ = ["DEFAULT_SETTING", "Setting", "last_school_year", "name_school_year"]


@dataclass(frozen=True, slots=True)
class Setting:
    """The stages (cấp học) that a dossier names (None: it names none) and the last school year that has ended.

    ``last_year`` is the calendar year in which that school year began. Rules lowered for one setting serve every
    dossier that shares it.
    """

    stages: tuple[str, ...] | None
    last_year: int

    def years(self, last: int | None, *, running: bool) -> tuple[str, ...]:
        """Return the names of the *last* n school years, oldest first; the running one included if asked."""
        newest = self.last_year + (1 if running else 0)
        return tuple(name_school_year(newest - back) for back in reversed(range(last or 1)))


DEFAULT_SETTING = Setting(stages=("stage",), last_year=2000)
"""A setting to check a definition in, before there is a school."""


def name_school_year(begins: int) -> str:
    """Name a school year by both its years, ``2025-2026``."""
    return f"{begins}-{begins + 1}"


def last_school_year(definition: Definition, on: dt.date) -> int:
    """Return the first calendar year of the latest school year that ended on or before *on* (semantics 4.5).

    A school year ends the day before the next begins; without a stated beginning it is the calendar year.
    """
    month, day = definition.school_year.begins if definition.school_year else (1, 1)
    next_day = add_duration(on, Duration((1, "day")))
    return next_day.year - 1 if (next_day.month, next_day.day) >= (month, day) else next_day.year - 2

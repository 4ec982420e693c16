"""Where and when a framework is applied: the stages of a school and the school years of sets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from kiemdinh.parsing.durations import Duration, earliest_start, latest_start
from kiemdinh.rules import Number
from kiemdinh.standards.definition import Definition
from kiemdinh.standards.names import ValueKind, ValueName

__all__ = [
    "DEFAULT_SETTING",
    "SPECIMEN",
    "Population",
    "PopulationMember",
    "Setting",
    "clocks_of",
    "day_of_clock",
    "last_school_year",
    "name_school_year",
    "school_year_end",
    "school_year_start",
]


@dataclass(frozen=True, slots=True)
class PopulationMember:
    """A member of a population on a day.

    See the example of :meth:`kiemdinh.Framework.rules`.

    Attributes
    ----------
    id
        Its id in the register.
    stages
        The ids of its stages; empty where it is not divided.
    known
        The known values that are given for this member as a whole, each with the name of the input.
    """

    id: str
    stages: tuple[str, ...] = ()
    known: tuple[tuple[str, Number], ...] = ()


@dataclass(frozen=True, slots=True)
class Population:
    """The members of one kind that belong on a day (6.2).

    See the example of :meth:`kiemdinh.Framework.rules`.

    Attributes
    ----------
    kind
        The word of ``subject.has``, such as ``school``.
    members
        The members, in the order of the register.
    is_complete
        Whether these are all; else there may be further members.
    """

    kind: str
    members: tuple[PopulationMember, ...] = ()
    is_complete: bool = False


SPECIMEN: Final = PopulationMember("member")
"""The member of each population before there is a register."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The stages (cấp học) that a dossier names and the last school year that has ended.

    Rules lowered for one setting serve every dossier that shares it.

    Attributes
    ----------
    stages
        The stages in the order of the dossier; None where it names none.
    last_year
        The calendar year in which the last school year that has ended began.
    begun_year
        The calendar year in which the latest school year began; None for the one after ``last_year``.
    populations
        The members of each population on the day; None before there is a register: each population then has one member.

    Examples
    --------
    >>> Setting(("thcs",), 2025).name_years(2, running=False)
    ('2024-2025', '2025-2026')
    """

    stages: tuple[str, ...] | None
    last_year: int
    begun_year: int | None = None
    populations: tuple[Population, ...] | None = None

    @classmethod
    def on(
        cls,
        definition: Definition,
        stages: tuple[str, ...] | None,
        day: dt.date,
        populations: tuple[Population, ...] | None = None,
    ) -> Setting:
        """Return the setting of a school's stages on a day.

        >>> import kiemdinh as kd
        >>> Setting.on(kd.load("vn.tt57-2026.gdtx").definition, None, dt.date(2026, 8, 30))
        Setting(stages=None, last_year=2024, begun_year=2025, populations=None)
        """
        last = last_school_year(definition, day)
        begun = day.year if school_year_start(definition, day.year) <= day else day.year - 1
        return cls(stages, last, max(last, begun), populations)

    @property
    def window(self) -> object:
        """A key that is equal for two settings whose rules differ only in the school years that they name.

        >>> Setting(("thcs",), 2025).window == Setting(("thcs",), 2031).window
        True
        """
        if self.last_year not in _NAMED_YEARS:
            return self
        return self.stages, None if self.begun_year is None else self.begun_year - self.last_year, self.populations

    @property
    def number_of_members(self) -> int:
        """How many members all populations have together."""
        return sum(len(population.members) for population in self.populations or ())

    def find_population(self, kind: str) -> Population:
        """Return the members of a kind; without a register for it there are none, and there may be further ones."""
        if self.populations is None:
            return Population(kind, (SPECIMEN,))
        return next((found for found in self.populations if found.kind == kind), Population(kind))

    def shift_year(self, year: str, other: Setting) -> str:
        """Return the school year that the rules of another setting with the same window name in place of *year*.

        >>> Setting(None, 2025).shift_year("2023-2024", Setting(None, 2031))
        '2029-2030'
        """
        return name_school_year(int(year[:4]) + other.last_year - self.last_year)

    def name_years(self, count: int | None, *, running: bool) -> tuple[str, ...]:
        """Return the names of the last *count* school years, oldest first; None counts as one.

        With *running* the latest one that has begun is the last of them, also where it has not ended.
        """
        begun = self.last_year + 1 if self.begun_year is None else self.begun_year
        newest = begun if running else self.last_year
        return tuple(name_school_year(newest - back) for back in reversed(range(count or 1)))


_NAMED_YEARS: Final = range(1_100, 9_900)
"""Years around which all school years of a window have four digits, as in names of values."""
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

    With school years that begin on 1 September, and no day by which they end, the last one on 31 August 2026 is
    2025-2026: the result is 2025.
    """
    # A school year ends at most a year after it began, so the last one that ended is one of three.
    ended = (year for year in (on.year, on.year - 1) if school_year_end(definition, year) <= on)
    return next(ended, on.year - 2)


def school_year_end(definition: Definition, begins: int) -> dt.date:
    """Return the day on which the school year that begins in a calendar year counts as ended (semantics 3.4, 4.5).

    It is the first ``ended_by`` after it began; where the definition states none, the day before the next one begins.

    >>> import kiemdinh as kd
    >>> school_year_end(kd.load("vn.tt57-2026.gdtx").definition, 2025)
    datetime.date(2026, 8, 31)
    """
    stated = definition.school_year.ended_by if definition.school_year else None
    if stated is None:
        return dt.date.fromordinal(max(1, school_year_start(definition, begins + 1).toordinal() - 1))
    days = (_day_in(year, stated) for year in (begins, begins + 1))
    return next(day for day in days if day > school_year_start(definition, begins) or day.year > begins)


def school_year_start(definition: Definition, year: int) -> dt.date:
    """Return the first day of the school year of a calendar year; New Year's Day where none is stated (S5)."""
    return _day_in(year, definition.school_year.begins if definition.school_year else (1, 1))


def _day_in(year: int, month_day: tuple[int, int]) -> dt.date:
    """Return a day of a year; for a year outside of the calendar, the first or last day of the calendar."""
    month, day = month_day
    return dt.date(year, month, day) if dt.MINYEAR <= year <= dt.MAXYEAR else dt.date.min if year < 1 else dt.date.max


def clocks_of(duration: Duration) -> tuple[ValueName, ValueName]:
    """Return the names of the last day from which a *duration* has passed, and of the first from which no more has.

    A date lies at least 5 years back where it is no later than ``clock:5 years ago``, and at most 5 years back where it
    is no earlier than ``clock:within 5 years``. Counted forward (semantics 4.5), these are not always one day.
    """
    return ValueName(ValueKind.CLOCK, f"{duration} ago"), ValueName(ValueKind.CLOCK, f"within {duration}")


def day_of_clock(clock: ValueName, on: dt.date) -> dt.date:
    """Return the day that a clock stands for on the evidence date *on*.

    >>> day_of_clock(ValueName(ValueKind.CLOCK, "5 years ago"), dt.date(2026, 9, 30))
    datetime.date(2021, 9, 30)
    """
    if clock.name.startswith("within "):
        return earliest_start(on, Duration.read(clock.name.removeprefix("within ")))
    return latest_start(on, Duration.read(clock.name.removesuffix(" ago")))
